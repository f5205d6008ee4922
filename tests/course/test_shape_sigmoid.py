"""Chapter 02 has all the parts of a chapter, in both languages."""

from __future__ import annotations

import re

import pytest

from autograde.suite import load_chapter
from tests.course import chapter_text, shape
from tests.course import test_panels_sigmoid as _panels  # noqa: F401  its claims count too
from tests.course.test_numbers_sigmoid import CHAPTER, claims

EXERCISES = [
    "sigmoid",
    "sigmoid_prime",
    "tanh_from_sigmoid",
    "linear_response",
    "layer",
    "feedforward",
]
PANELS = ["opening()", "activations()", "nudge()", "topology()", "closing(globals())"]
LANGUAGES = ("en", "es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_length(language: str) -> None:
    shape.check_length(CHAPTER, language)


def test_every_number_is_proved() -> None:
    assert claims.missing() == []
    assert claims.unproved() == []


def test_spanish_has_the_same_numbers_cell_by_cell() -> None:
    shape.check_that_numbers_agree(CHAPTER)


def test_exercises_are_those_of_the_suite_in_their_order() -> None:
    assert chapter_text.cells_tagged(CHAPTER, "exercise") == EXERCISES
    assert list(load_chapter(CHAPTER).exercises) == EXERCISES


def test_the_chapter_has_every_part_in_order() -> None:
    cells = chapter_text.order_of_cells(CHAPTER)
    assert re.match(r"# \S.*\n\n\*\*What you will be able to do\*\*\n\n(- .*\n){3}", cells[0])
    panels = [f"panels.sigmoid.{panel}" for panel in PANELS]
    assert chapter_text.cells_tagged(CHAPTER, "panel") == panels
    places = [cells.index(cell) for cell in (panels[0], *EXERCISES, panels[-1])]
    assert places == sorted(places)
    prose = chapter_text.prose(CHAPTER)
    assert prose.count("> **Commonly told wrong.**") == 1
    questions = prose.split("## Test yourself")[1].split("## Recap")[0]
    assert re.findall(r"^\*\*(\d)\.\*\*", questions, re.MULTILINE) == ["1", "2", "3"]
    assert questions.count("<details>\n<summary>Answer</summary>\n\n") == 3
    shape.check_recap(CHAPTER)


def test_each_exercise_is_announced_just_before_it() -> None:
    cells = chapter_text.order_of_cells(CHAPTER)
    for name in EXERCISES:
        heading = cells[cells.index(name) - 1]
        assert heading.startswith(f"### Exercise: `{name}`")


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_called_as_the_panels_call_them(language: str) -> None:
    shape.check_labels(CHAPTER, language, "Step", "Play", "Rewind")


def test_three_sentences_tell_of_the_nerve_cell() -> None:
    told = paragraph("A nerve cell")
    assert len(re.findall(r"[.!?](?:\s|$)", told)) == 3


def paragraph(beginning: str) -> str:
    """Return the one paragraph of the prose that begins so."""
    every = chapter_text.prose(CHAPTER).split("\n\n")
    (found,) = [one for one in every if one.startswith(beginning)]
    return found
