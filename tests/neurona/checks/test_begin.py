"""A check before the function's cell has run, in real kernels."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.validator import Validator

import neurona
from neurona import language
from neurona.checks.begin import begin
from tests.course.offline import run_offline
from tests.environments import COLAB, Say
from tests.notebooks import ALL, is_check

BEGIN = """
import neurona.checks
from neurona import check, hint
{}
neurona.checks.begin()"""
EARLY = (
    "NameError: {name} is not defined yet: run the cell where you write it, then this one.",
    "NameError: {name} todavía no está definida: "
    "ejecuta la celda donde la escribes y después esta.",
)
ASKED = {
    "check(update)": "update",
    "hint(update)": "update",
    "x = 1\ncheck( train )  # once more\nx = 2": "train",
}
OTHERS = [
    "update",
    "check(update_all)",
    "print(update)",
    "check(update, update)",
    "check(update(1))",
    "perceptron = lambda x, w, b: lost\nperceptron(1, 2, 3)",
    "def again():\n    check(update)\nagain()",
    "check(\n    update)",
    "raise NameError('check(update)')",
    "def local():\n    x\n    x = 1\nlocal()",
    "1 / 0",
]


def run(*sources: str, begins: bool = True, say_in: str = "en") -> list[list[dict]]:
    """Run cells in a kernel after those of a notebook's beginning; return their outputs."""
    setup = BEGIN.format(f"neurona.language.use({say_in!r})")
    first = setup if begins else setup.replace("neurona.checks.begin()", "")
    notebook = new_notebook(cells=[new_code_cell(source) for source in (first, *sources)])
    NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()
    assert not any(output.output_type == "error" for output in notebook.cells[0].outputs)
    return [cell.outputs for cell in notebook.cells[1:]]


def traceback_of(outputs: list[dict]) -> str:
    (error,) = [output for output in outputs if output["output_type"] == "error"]
    return "\n".join(error["traceback"])


@pytest.mark.parametrize(
    ("code", "line"), list(zip(("en", "es"), EARLY, strict=True)), ids=("en", "es")
)
def test_a_check_that_comes_too_early_says_so_in_one_line(code: str, line: str) -> None:
    for (source, name), outputs in zip(ASKED.items(), run(*ASKED, say_in=code), strict=True):
        assert [output["output_type"] for output in outputs] == ["error"], source
        assert (outputs[0]["ename"], traceback_of(outputs)) == ("NameError", line.format(name=name))


def test_every_other_error_is_shown_as_before() -> None:
    after, before = run(*OTHERS), run(*OTHERS, begins=False)
    for source, ours, theirs in zip(OTHERS, after, before, strict=True):
        assert "Traceback" in traceback_of(ours), source
        assert traceback_of(ours) == traceback_of(theirs)
        assert [output["output_type"] for output in ours] == ["error"]


def test_later_checks_go_on_as_ever() -> None:
    update = "def update(x, d, w, b, lr):\n    raise NotImplementedError()"
    outputs = run("check(update)", update, "check(update)", "check(train)")
    assert traceback_of(outputs[0]) == EARLY[0].format(name="update")
    assert traceback_of(outputs[2]) == "NotRightYet: update is not written yet."
    assert traceback_of(outputs[3]) == EARLY[0].format(name="train")


def test_another_extension_keeps_its_handler() -> None:
    theirs = "get_ipython().set_custom_exc((NameError, KeyError), lambda *a, **k: print('theirs'))"
    (again, outputs) = run(f"{theirs}\nneurona.checks.begin()", "check(update)")
    assert [output["name"] for output in again] == ["stdout"]
    assert [output.get("text") for output in outputs] == ["theirs\n"]


@pytest.mark.environment
@pytest.mark.parametrize("notebook", ALL, ids=str)
def test_on_colab_checks_before_any_cell_say_so_in_one_line(
    notebook, tmp_path: Path, say: Say
) -> None:
    COLAB.make(say)
    cells = notebook.read().cells
    checks = [cell for cell in cells if is_check(cell)]
    done = run_offline(new_notebook(cells=[cells[0], *checks]), COLAB.python, tmp_path)
    errors = done.outputs("error")
    assert len(errors) == len(checks) > 0
    told = EARLY[notebook.language == "es"]
    for cell, output in errors:
        name = cell.source.removeprefix("check(").removesuffix(")")
        assert output.traceback == [told.format(name=name)]
    said = "está lista" if notebook.language == "es" else "is ready"
    ((_, first),) = done.outputs("stream")
    assert first.text == f"neurona {neurona.__version__} {said}.\n"


def test_for_nbgrader_s_validate_it_still_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = ALL[0].read()
    first = next(cell for cell in notebook.cells if is_check(cell))
    path = tmp_path / "early.ipynb"
    nbformat.write(new_notebook(cells=[notebook.cells[0], first]), path)
    monkeypatch.chdir(tmp_path)
    (failed,) = Validator().validate(str(path))["failed"]
    assert failed["source"] == first.source
    assert failed["error"].startswith("NameError: ")


@pytest.mark.parametrize(("code", "said"), [("en", "is ready"), ("es", "está lista")])
def test_outside_a_notebook_it_only_says_that_all_is_ready(
    capsys: pytest.CaptureFixture[str], code: str, said: str
) -> None:
    language.use(code)
    try:
        begin()
    finally:
        language.use("en")
    assert capsys.readouterr().out == f"neurona {neurona.__version__} {said}.\n"
