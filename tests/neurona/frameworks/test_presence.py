"""What is installed is found, and what is not is named, with the way to get it."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from neurona import frameworks, language
from neurona.frameworks import presence

PACKAGE = Path(frameworks.__file__).parents[2]


@pytest.fixture
def without(monkeypatch):
    """Hide packages, as if they were not installed."""

    def hide(*names):
        monkeypatch.setattr(
            presence, "find_spec", lambda name: None if name in names else find_spec(name)
        )

    return hide


@pytest.mark.parametrize("library", ["torch", "keras"])
def test_what_is_there_is_there_without_a_word(library, capsys):
    assert frameworks.has(library)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("hidden", "library", "names", "packages"),
    [
        (("torch",), "torch", "PyTorch", "torch"),
        (("keras",), "keras", "Keras", "keras"),
        (("keras", "torch", "tensorflow", "jax"), "keras", "Keras, PyTorch", "keras torch"),
        (("torch", "tensorflow", "jax"), "keras", "PyTorch", "torch"),
    ],
)
def test_what_is_missing_is_named(without, hidden, library, names, packages, capsys):
    without(*hidden)
    assert not frameworks.has(library)
    said = capsys.readouterr().out
    assert said.startswith(f"Not installed here: {names}. ")
    assert f"“%pip install {packages}”" in said


def test_report_speaks_of_both(without, capsys):
    without("keras")
    frameworks.report()
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("PyTorch 2.")
    assert second.startswith("Not installed here: Keras. ")


def test_it_is_said_in_the_readers_language(without, capsys):
    without("torch")
    language.use("es")
    try:
        frameworks.has("torch")
    finally:
        language.use("en")
    assert capsys.readouterr().out.startswith("Aquí no está instalado: PyTorch.")


def run(code, **environment):
    kept = {key: value for key, value in os.environ.items() if key != "KERAS_BACKEND"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=kept | {"PYTHONPATH": str(PACKAGE)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_keras_gets_a_backend_that_is_there_and_keeps_one_that_was_chosen():
    code = "import os; from neurona import frameworks; frameworks.has('keras');"
    code += "print(os.environ['KERAS_BACKEND'])"
    first = next(name for name in presence.BACKENDS if find_spec(name))
    assert run(code) == [first]
    assert run(code, KERAS_BACKEND="jax") == ["jax"]


def test_asking_imports_nothing_and_neurona_does_not_ask():
    code = "import sys; from neurona import frameworks, panels;"
    code += "panels.pytorch_and_keras.opening(); frameworks.report();"
    code += "print([name for name in ('torch', 'keras', 'sklearn') if name in sys.modules])"
    assert run(code)[-1] == "[]"
    plain = "import sys, neurona; from neurona import panels, plots;"
    plain += "print('neurona.frameworks' in sys.modules)"
    assert run(plain) == ["False"]
