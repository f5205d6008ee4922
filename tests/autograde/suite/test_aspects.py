"""A change of an exercise is told by what of it changed, and nothing else seems to change."""

import importlib.util
import json
import os
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
SUITE = Path(autograde.suite.perceptron.__file__)
SOLUTIONS = Path(solutions.perceptron.__file__)


@pytest.fixture
def load(tmp_path, monkeypatch):
    """Load the first chapter's suite with some text replaced in it, or in its solutions."""

    def load_changed(*in_suite, in_solutions=()):
        modules = (("solutions", SOLUTIONS, in_solutions), ("autograde.suite", SUITE, in_suite))
        for package, original, changes in modules:
            text = original.read_text(encoding="utf-8")
            for old, new in changes:
                assert old in text
                text = text.replace(old, new)
            folder = tmp_path / str(len(list(tmp_path.iterdir())))
            folder.mkdir()
            path = folder / "perceptron.py"
            path.write_text(text, encoding="utf-8")
            spec = importlib.util.spec_from_file_location(f"{package}.perceptron", path)
            module = importlib.util.module_from_spec(spec)
            monkeypatch.setitem(sys.modules, spec.name, module)
            if package == "solutions":
                monkeypatch.setattr(solutions, "perceptron", module)
            spec.loader.exec_module(module)
        return {name: aspects_of(one) for name, one in module.chapter.exercises.items()}

    return load_changed


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
        ("def _quarters(", "# A comment.\n\n\ndef _quarters("),
        ('"""Draw multiples of 1/4 between low and high."""', '"""Another docstring."""'),
        in_solutions=[("    error = d - perc", "    # Why.\n    error = d - perc")],
    )
    assert differences(before, after) == set()
