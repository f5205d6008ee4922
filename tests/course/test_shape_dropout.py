"""Chapter 08 has all the parts of a chapter, in both languages."""

from __future__ import annotations

import re

import pytest

from tests.course import chapter_text, shape
from tests.course import test_panels_dropout as _panels  # noqa: F401  its claims count too
from tests.course.test_numbers_dropout import CHAPTER, claims, states

EXERCISES = [
    "dropout_mask",
    "dropout_forward",
    "dropout_backward",
    "scaled_inference",
    "feedforward_dropout",
    "backprop_dropout",
    "ensemble_predict",
]


@states("About 75 minutes.", "## Recap in five lines")
def test_length_and_recap() -> None:
    assert chapter_text.minutes(CHAPTER) == 75
    shape.check_recap(CHAPTER)


def test_no_number_in_the_prose_is_left_unproved() -> None:
    assert claims.missing() == []
    assert claims.unproved() == []


def test_the_chapter_has_every_part_in_order() -> None:
    cells = chapter_text.order_of_cells(CHAPTER)
    panels = chapter_text.cells_tagged(CHAPTER, "panel")
    assert cells[0].startswith("# Dropout")
    assert "**What you will be able to do**" in cells[0]
    assert "About 75 minutes." in cells[0]
    assert panels[0] == "panels.dropout.opening()"
    assert panels[-1] == "panels.dropout.closing(globals())"
    assert {"panels.dropout.expectation()", "panels.dropout.coadaptation()"} < set(panels)
    assert chapter_text.cells_tagged(CHAPTER, "exercise") == EXERCISES
    places = [cells.index(cell) for cell in (panels[0], *EXERCISES, panels[-1])]
    assert places == sorted(places)
    assert claims.prose.count("> **Commonly told wrong.**") == 1
    assert len(re.findall(r"^\*\*\d\.\*\* ", claims.prose, re.MULTILINE)) == 3
    assert (
        claims.prose.split("## Test yourself")[1].count("<details>\n<summary>Answer</summary>\n\n")
        == 3
    )


def test_each_exercise_is_announced_just_before_it() -> None:
    cells = chapter_text.order_of_cells(CHAPTER)
    for name in EXERCISES:
        assert cells[cells.index(name) - 1].startswith(f"### Exercise: `{name}`\n")


@pytest.mark.parametrize("language", ["en", "es"])
def test_length(language: str) -> None:
    shape.check_length(CHAPTER, language)


def test_spanish_has_the_same_numbers_cell_by_cell() -> None:
    shape.check_that_numbers_agree(CHAPTER)


@pytest.mark.parametrize("language", ["en", "es"])
def test_buttons_are_called_as_the_panels_call_them(language: str) -> None:
    shape.check_labels(CHAPTER, language, "New mask", "Play")
