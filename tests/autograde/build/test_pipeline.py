from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograde.build import carry
from autograde.build.course import Course
from autograde.build.pipeline import build, surplus, translate, write
from autograde.build.problems import SourcesError
from tests.autograde.build.conftest import BuiltCourse
from tests.autograde.build.tiny import fill_catalogs, snapshot

Tiny = Callable[..., Course]


def test_makes_notebooks_of_both_kinds_in_both_languages(built: BuiltCourse) -> None:
    notebooks = sorted(path.as_posix() for path in built.files if path.suffix == ".ipynb")
    assert notebooks == [
        f"{folder}/{language}/{chapter}/{chapter}.ipynb"
        for folder in ("course", "solutions/notebooks")
        for language in ("en", "es")
        for chapter in ("01_adding", "02_doubling")
    ]


def test_building_twice_changes_no_byte(built: BuiltCourse) -> None:
    assert build(built.course) == built.files
    before = snapshot(built.course.root)
    assert write(built.course, built.files) == []
    assert snapshot(built.course.root) == before


def test_messages_are_frozen_in_all_languages(built: BuiltCourse) -> None:
    data = json.loads(built.files[Path("course/neurona/frozen/adding.json")])
    add = data["exercises"][0]
    assert add["hints"] == [{"en": "Which sign is it?", "es": "Which sign is it? (es)"}]
    assert add["title"] == {"en": "", "es": ""}


def test_what_is_not_made_any_more_goes(built: BuiltCourse, tmp_path: Path) -> None:
    shutil.copytree(built.course.root, tmp_path / "tiny")
    course = Course(tmp_path / "tiny", built.course.suite)
    stale = Path("course/neurona/frozen/adding_up.json")
    (course.root / stale).write_text("{}")
    theirs = course.root / "course" / "en" / "01_adding" / "notes.txt"
    theirs.write_text("mine")
    assert surplus(course, built.files) == [stale]
    assert write(course, built.files) == [stale]
    assert not (course.root / stale).exists()
    assert theirs.exists()


def test_a_problem_leaves_everything_as_it_was(tiny: Tiny) -> None:
    course = tiny("defects/unknown_exercise")
    before = snapshot(course.root)
    with pytest.raises(SourcesError):
        build(course)
    assert snapshot(course.root) == before


def test_a_copy_that_is_too_large_is_a_problem(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carry, "LIMIT", 500)
    with pytest.raises(SourcesError, match=r"01_adding would carry \d+ bytes of it"):
        build(tiny())


def test_what_nbgrader_refuses_is_a_problem(tiny: Tiny) -> None:
    course = tiny()
    path = course.solutions_file("02_doubling")
    path.write_text(path.read_text().replace("return", "### BEGIN SOLUTION\n    return"))
    translate(course)
    fill_catalogs(course)
    with pytest.raises(SourcesError, match="nested begin solution statements"):
        build(course)


def test_reports_what_it_does(built: BuiltCourse) -> None:
    assert built.steps[0].startswith("Reading")
    assert built.steps[-1] == "Making students' notebooks (es)"


def test_a_new_language_is_one_option(tiny: Tiny) -> None:
    course = tiny()
    waiting = translate(course, ["pt"])
    assert {path.name for path in waiting} == {
        "01_adding.pt.po",
        "02_doubling.pt.po",
        "neurona.pt.po",
        "autograde.pt.po",
    }
    assert all(path.exists() and count > 0 for path, count in waiting.items())


def test_translating_twice_changes_no_byte(tiny: Tiny) -> None:
    course = tiny()
    translate(course)
    before = snapshot(course.text)
    assert set(translate(course).values()) == {0}
    assert snapshot(course.text) == before
