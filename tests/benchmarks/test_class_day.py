"""The day that the benchmark goes through is a right one, and it finds out when it is not."""

from __future__ import annotations

import re

import pytest

from autograde.examples.recipes import PERCEPTRON
from benchmarks.class_day import Day

STUDENTS = 16

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    day = Day(tmp_path_factory.mktemp("day"), STUDENTS, (PERCEPTRON,), seed=3)
    day.done = list(day.steps())
    return day


@pytest.fixture
def canvas(day):
    """Canvas's file, which is as it was in the end."""
    path = day.folder / "graded/export/canvas.csv"
    text = path.read_text(encoding="utf-8")
    yield path
    path.write_text(text, encoding="utf-8")


def test_nothing_is_wrong(day) -> None:
    assert list(day.problems(day.done)) == []
    assert set(day.planted.oddities()) > {"late", "handed in twice", "not placed"}
    assert all(day.planted.oddities()[one] for one in ("late", "handed in twice", "not placed"))


def test_one_wrong_mark_is_found(day, canvas) -> None:
    student, _assignment = next(key for key in day.planted.newest)
    number = next(one.number for one in day.planted.people if one.id == student)
    text = canvas.read_text(encoding="utf-8")
    wrong = re.sub(rf"^(.*,{number},.*,NN101,)[^,]*", r"\g<1>49.99", text, flags=re.MULTILINE)
    assert wrong != text
    canvas.write_text(wrong, encoding="utf-8")
    (problem,) = day.problems(day.done)
    assert student in problem


def test_what_is_not_told_is_found(day) -> None:
    first = day.done[0]
    silent = type(first)(first.name, first.seconds, "")
    problems = list(day.problems([silent, *day.done[1:]]))
    assert len(problems) == len(day.planted.told) > 0
