"""Chapter 04 has all the parts of a chapter, in both languages."""

from __future__ import annotations

import pytest

from tests.course import chapter_text, shape
from tests.course import test_panels_sgd as _panels  # noqa: F401  its claims count too
from tests.course.test_numbers_sgd import CHAPTER, claims, states

EXERCISES = ["updates_per_epoch", "minibatches", "sgd_step", "sgd", "gradient_noise"]
PANELS = [
    "panels.sgd.opening()",
    "panels.sgd.stopwatch()",
    "panels.sgd.needles()",
    "panels.sgd.closing(globals())",
]


@states("About 70 minutes.", "## Recap in five lines")
def test_length_and_recap() -> None:
    assert chapter_text.minutes(CHAPTER) == 70
    shape.check_recap(CHAPTER)


def test_no_number_in_the_prose_is_left_unproved() -> None:
    assert claims.missing() == []
    assert claims.unproved() == []


def test_the_chapter_has_every_part_in_order() -> None:
    shape.check_parts(CHAPTER, "Stochastic gradient descent", PANELS, EXERCISES)


def test_each_exercise_is_announced_just_before_it() -> None:
    shape.check_announcements(CHAPTER, EXERCISES)


def test_what_the_exercises_build_on_is_given_before_them() -> None:
    cells = chapter_text.order_of_cells(CHAPTER)
    (given,) = [i for i, cell in enumerate(cells) if "def neuron_gradient" in cell]
    assert "def quadratic_cost" in cells[given]
    assert "sigmoid" in cells[given]
    assert given < cells.index(EXERCISES[0])


@pytest.mark.parametrize("language", ["en", "es"])
def test_length(language: str) -> None:
    shape.check_length(CHAPTER, language)


def test_spanish_has_the_same_numbers_cell_by_cell() -> None:
    shape.check_that_numbers_agree(CHAPTER)


@pytest.mark.parametrize("language", ["en", "es"])
def test_buttons_are_called_as_the_panels_call_them(language: str) -> None:
    shape.check_labels(CHAPTER, language, "Rewind", "Play")
