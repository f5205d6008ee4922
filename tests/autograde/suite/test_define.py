"""Defining exercises, on a chapter made for the purpose."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from autograde.suite import load_chapter
from autograde.suite.define import Chapter, calls, case, part
from neurona.checks.exercise import Case
from neurona.checks.plain import Rng
from tests.autograde.suite.every import judge_function


def halve(x):
    """Halve a number.

    Returns
    -------
    half : float
        Half of x.
    rest : float
        What is left.
    """
    return x / 2, x - x / 2


def draw(n, rng):
    """Draw numbers.

    Returns
    -------
    array of shape (n,)
        They are uniform : between 0 and 1.
    """
    return rng.random(n)


@pytest.fixture
def chapter():
    return Chapter("99_halves", SimpleNamespace(halve=halve, draw=draw))


def test_a_case_copies_its_arguments():
    x = np.zeros(2)
    made = case(x, 1, part="first")
    x += 1
    assert made.part == "first"
    np.testing.assert_array_equal(made.calls[0][0], np.zeros(2))


def test_calls_are_made_in_order():
    assert calls((1,), (2, 3)) == Case(((1,), (2, 3)), "all")


def test_an_exercise_may_be_one_whole(chapter):
    exercise = chapter.exercise("halve", points=2, public=[case(3.0)], hints=["Divide."])
    assert [(part.id, part.points) for part in exercise.parts] == [("all", 2)]
    assert chapter.exercises == {"halve": exercise}
    assert exercise.source[0] == __file__


def test_names_of_returned_values_come_from_the_docstring(chapter):
    both = chapter.exercise("halve", points=1, public=[case(3.0)], hints=[])
    one = chapter.exercise("draw", points=1, public=[case(2, Rng(1))], hints=[])
    assert both.with_public_cases().returns == ("half", "rest")
    assert one.with_public_cases().returns == ()


def test_hidden_cases_follow_the_public_ones(chapter):
    exercise = chapter.exercise("halve", points=1, public=[case(3.0)], hints=[])

    @exercise.hidden
    def _(rng):
        yield case(float(rng.random()))

    first, again = exercise.with_hidden_cases(b"one"), exercise.with_hidden_cases(b"one")
    other = exercise.with_hidden_cases(b"two")
    assert first.cases == again.cases
    assert first.cases[0] == other.cases[0] == case(3.0)
    assert first.cases[1] != other.cases[1]


def test_two_exercises_draw_other_numbers_from_one_secret(chapter):
    drawn = []
    for name in ("halve", "draw"):
        exercise = chapter.exercise(name, points=1, public=[], hints=[])
        exercise.hidden(lambda rng: drawn.append(rng.random()) or ())
        exercise.with_hidden_cases(b"one")
    assert drawn[0] != drawn[1]


def test_parts_pay_for_themselves(chapter):
    exercise = chapter.exercise(
        "halve",
        parts=[part("even", 1, "even numbers"), part("odd", 2, "odd numbers")],
        public=[case(2.0, part="even"), case(3.0, part="odd")],
        hints=[],
    )
    judged = judge_function(exercise.with_public_cases(), lambda x: (x // 2, x - x // 2))
    assert judged.earned == {"even": 1, "odd": 0}


def test_a_name_cannot_be_taken_twice(chapter):
    chapter.exercise("halve", points=1, public=[], hints=[])
    with pytest.raises(ValueError, match="99_halves defines halve twice"):
        chapter.exercise("halve", points=1, public=[], hints=[])


@pytest.mark.parametrize("pay", [{}, {"points": 1, "parts": [part("all", 1, "")]}])
def test_points_come_from_one_place(chapter, pay):
    with pytest.raises(ValueError, match="halve: give either points or parts"):
        chapter.exercise("halve", public=[], hints=[], **pay)


def test_an_exercise_needs_a_solution(chapter):
    with pytest.raises(AttributeError, match="third"):
        chapter.exercise("third", points=1, public=[], hints=[])


def test_a_chapter_without_a_suite_cannot_be_loaded():
    with pytest.raises(ModuleNotFoundError):
        load_chapter("42_no_such_chapter")
