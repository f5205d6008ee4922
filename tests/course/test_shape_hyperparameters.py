"""Chapter 09 has all the parts of a chapter, in both languages."""

from __future__ import annotations

import pytest

from tests.course import chapter_text, shape
from tests.course import test_panels_hyperparameters as _panels  # noqa: F401  its claims count too
from tests.course.test_numbers_hyperparameters import CHAPTER, claims, states

EXERCISES = ["split", "grid", "random_search", "expected_improvement", "classify"]
PANELS = [
    "panels.hyperparameters.opening()",
    "panels.hyperparameters.belief()",
    "panels.hyperparameters.race()",
    "panels.hyperparameters.peeking()",
    "panels.hyperparameters.baselines(globals())",
    "panels.hyperparameters.closing(globals())",
]


@states("About 90 minutes.", "## Recap in five lines")
def test_length_and_recap() -> None:
    assert chapter_text.minutes(CHAPTER) == 90
    shape.check_recap(CHAPTER)


def test_no_number_in_the_prose_is_left_unproved() -> None:
    assert claims.missing() == []
    assert claims.unproved() == []


def test_the_chapter_has_every_part_in_order() -> None:
    shape.check_parts(CHAPTER, "Hyperparameters", PANELS, EXERCISES)


def test_each_exercise_is_announced_just_before_it() -> None:
    shape.check_announcements(CHAPTER, EXERCISES)


@pytest.mark.parametrize("language", ["en", "es"])
def test_length(language: str) -> None:
    shape.check_length(CHAPTER, language)


def test_spanish_has_the_same_numbers_cell_by_cell() -> None:
    shape.check_that_numbers_agree(CHAPTER)


@pytest.mark.parametrize("language", ["en", "es"])
def test_buttons_are_called_as_the_panels_call_them(language: str) -> None:
    shape.check_labels(CHAPTER, language, "Rewind", "Play", "Step")
