"""Chapter 07 has all the parts of a chapter, in both languages."""

from __future__ import annotations

import pytest

from tests.course import chapter_text, shape
from tests.course import test_conventions_l1_l2 as _conventions  # noqa: F401  claims, too
from tests.course import test_panels_l1_l2 as _panels  # noqa: F401  its claims count too
from tests.course.test_numbers_l1_l2 import CHAPTER, claims, states

EXERCISES = [
    "l2_penalty",
    "l1_penalty",
    "l2_update",
    "l1_update",
    "soft_threshold",
    "sparsity",
    "regularized_gradients",
]
PANELS = [
    "panels.l1_l2.opening()",
    "panels.l1_l2.hopping()",
    "panels.l1_l2.side_by_side()",
    "panels.l1_l2.closing(globals())",
]


@states("About 75 minutes.", "## Recap in five lines")
def test_length_and_recap() -> None:
    assert chapter_text.minutes(CHAPTER) == 75
    shape.check_recap(CHAPTER)


def test_no_number_in_the_prose_is_left_unproved() -> None:
    assert claims.missing() == []
    assert claims.unproved() == []


def test_the_chapter_has_every_part_in_order() -> None:
    shape.check_parts(CHAPTER, "L1 and L2: small weights", PANELS, EXERCISES)


def test_each_exercise_is_announced_just_before_it() -> None:
    shape.check_announcements(CHAPTER, EXERCISES)


@pytest.mark.parametrize("language", ["en", "es"])
def test_length(language: str) -> None:
    shape.check_length(CHAPTER, language)


def test_spanish_has_the_same_numbers_cell_by_cell() -> None:
    shape.check_that_numbers_agree(CHAPTER)


@pytest.mark.parametrize("language", ["en", "es"])
def test_buttons_are_called_as_the_panels_call_them(language: str) -> None:
    shape.check_labels(CHAPTER, language, "Play")


@pytest.mark.parametrize("language", ["en", "es"])
def test_choices_are_called_as_the_panels_call_them(language: str) -> None:
    for label in ("all count a little", "Penalty", "Mangoes"):
        name = label if language == "en" else chapter_text.translation("neurona", language, label)
        assert f"*{name}*" in chapter_text.prose(CHAPTER, language)
