"""A change of an exercise is told by what of it changed, and nothing else seems to change."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import autograde.suite.perceptron
import solutions.perceptron
from autograde.build.course import own_chapters
from autograde.suite import load_chapter
from autograde.suite.aspects import aspects_of

ASPECTS = [
    *("points", "public cases", "hidden cases", "reference", "named mistakes", "tolerance"),
]
LAST_CASE = "        case(np.array([1.0, 1.0]), 1, np.array([0.5, 0.5]), -1.0, 0.25),\n"
POINTS = '    "update",\n    points=2,'
SUITE = Path(autograde.suite.perceptron.__file__).parent
SOLUTIONS = Path(solutions.perceptron.__file__)


@pytest.fixture
def load(tmp_path, monkeypatch):
    """Load the first chapter's suite with some text replaced in it, or in its solutions."""

    def execute(name, path):
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        for known in [one for one in sys.modules if f"{one}.".startswith(f"{name}.")]:
            monkeypatch.delitem(sys.modules, known)
        monkeypatch.setitem(sys.modules, name, module)
        if name.startswith("solutions"):
            monkeypatch.setattr(solutions, "perceptron", module)
        spec.loader.exec_module(module)
        return module

    def load_changed(*in_suite, in_solutions=()):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        suite = folder / "perceptron"
        shutil.copytree(SUITE, suite, ignore=shutil.ignore_patterns("__pycache__"))
        solved = Path(shutil.copy(SOLUTIONS, folder / "solved.py"))
        _replace([solved], in_solutions)
        _replace(suite.glob("*.py"), in_suite)
        execute("solutions.perceptron", solved)
        chapter = execute("autograde.suite.perceptron", suite / "__init__.py").chapter
        return {name: aspects_of(one) for name, one in chapter.exercises.items()}

    return load_changed


def _replace(paths, changes):
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    for old, new in changes:
        (path,) = (path for path, text in texts.items() if old in text)
        texts[path] = texts[path].replace(old, new)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")


def differences(old, new):
    return {
        f"{name}: {aspect}"
        for name in old
        for aspect in old[name]
        if old[name][aspect] != new[name][aspect]
    }


@pytest.mark.parametrize("chapter", own_chapters())
def test_every_exercise_has_all_aspects(chapter):
    for exercise in load_chapter(chapter).exercises.values():
        assert list(aspects_of(exercise)) == ASPECTS
        assert aspects_of(exercise) == aspects_of(exercise)


def test_aspects_are_the_same_in_every_process():
    program = (
        "import json\n"
        "from autograde.build.course import own_chapters\n"
        "from autograde.suite import load_chapter\n"
        "from autograde.suite.aspects import aspects_of\n"
        "print(json.dumps({f'{id} {one.name}': aspects_of(one) for id in own_chapters()"
        " for one in load_chapter(id).exercises.values()}))"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert found[0] == found[1]
    own = load_chapter("08_dropout").exercises
    first = next(iter(own))
    assert json.loads(found[0])[f"08_dropout {first}"] == aspects_of(own[first])


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("for gap in (-0.5, 0.0, 0.25, 2.0):", "for gap in (-0.5, 0.0, 0.25):", "hidden cases"),
        (LAST_CASE, "", "public cases"),
        (POINTS, POINTS.replace("2", "3"), "points"),
        (POINTS, f"{POINTS}\n    warnings_count=True,", "tolerance"),
        ("    return w + lr * error, b + lr * error\n", "    return w, b\n", "named mistakes"),
        ('    "x_forgotten",', '    "input_forgotten",', "named mistakes"),
    ],
)
def test_a_change_is_told_by_its_aspect(load, old, new, changed):
    assert differences(load(), load((old, new))) == {f"update: {changed}"}


def test_helpers_count_where_they_are_used(load):
    helper = ("return rng.integers(4 * low, 4 * high + 1, size) / 4", "return np.ones(size)")
    found = differences(load(), load(helper))
    assert {"perceptron: hidden cases", "update: hidden cases"} <= found
    assert all(one.endswith("hidden cases") for one in found)


def test_a_reference_counts_also_where_another_uses_it(load):
    change = ("return int(w @ x + b > 0)", "return int(w @ x + b >= 0)")
    found = differences(load(), load(in_solutions=[change]))
    assert "perceptron: reference" in found
    assert "update: reference" in found
    assert "update: hidden cases" not in found


def test_words_and_layout_do_not_count(load):
    before = load()
    after = load(
        ("The weights learn, but the bias never moves.", "Another sentence."),
        ("You have a function that tells what the neuron says now.", "Another hint."),
        ("def quarters(", "# A comment.\n\n\ndef quarters("),
        ('"""Draw multiples of 1/4 between low and high."""', '"""Another docstring."""'),
        in_solutions=[("    error = d - perc", "    # Why.\n    error = d - perc")],
    )
    assert differences(before, after) == set()
