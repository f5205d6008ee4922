"""Chapter 05 has all the parts of a chapter, in both languages."""

from __future__ import annotations

import re

import pytest

from tests.course import chapter_text, shape
from tests.course import test_digits_backpropagation as _digits  # noqa: F401  its claims count too
from tests.course import test_panels_backpropagation as _panels  # noqa: F401  and these
from tests.course.test_numbers_backpropagation import CHAPTER, claims, states

EXERCISES = [
    "output_error",
    "hidden_error",
    "layer_gradients",
    "backprop",
    "backprop_batch",
    "gradient_check",
    "train_network",
    "darkness_classifier",
]


@states("About 100 minutes.", "## Recap in five lines")
def test_length_and_recap() -> None:
    assert chapter_text.minutes(CHAPTER) == 100
    shape.check_recap(CHAPTER)


def test_no_number_in_the_prose_is_left_unproved() -> None:
    assert claims.missing() == []
    assert claims.unproved() == []


def test_the_chapter_has_every_part_in_order() -> None:
    cells = chapter_text.order_of_cells(CHAPTER)
    panels = chapter_text.cells_tagged(CHAPTER, "panel")
    assert re.match(r"# \S.*\n\n\*\*What you will be able to do\*\*\n\n(- .*\n){3}", cells[0])
    assert panels == [
        "panels.backpropagation.opening()",
        "panels.backpropagation.two_passes()",
        "panels.backpropagation.closing(globals())",
    ]
    assert chapter_text.cells_tagged(CHAPTER, "exercise") == EXERCISES
    places = [cells.index(cell) for cell in (panels[0], *EXERCISES, panels[-1])]
    assert places == sorted(places)
    assert claims.prose.count("> **Commonly told wrong.**") == 1
    questions = claims.prose.split("## Test yourself")[1].split("## Recap")[0]
    assert re.findall(r"^\*\*(\d)\.\*\*", questions, re.MULTILINE) == ["1", "2", "3"]
    assert questions.count("<details>\n<summary>Answer</summary>\n\n") == 3


def test_each_exercise_is_announced_just_before_it() -> None:
    cells = chapter_text.order_of_cells(CHAPTER)
    for name in EXERCISES:
        assert cells[cells.index(name) - 1].startswith(f"### Exercise: `{name}`\n")


def test_a_picture_comes_before_each_equation() -> None:
    cells = chapter_text.order_of_cells(CHAPTER)
    for picture, formula in (
        ("two_wrong_outputs", r"$$\delta^L = (a^L - y)"),
        ("blame_comes_back", r"$$\delta^l = \big((W^{l+1})^T"),
        ("every_pair", r"$$\frac{\partial C}{\partial w^l_{jk}}"),
    ):
        shown = cells.index(f"plots.backpropagation.{picture}()")
        stated = next(i for i, cell in enumerate(cells) if formula in cell)
        assert shown < stated


@pytest.mark.parametrize("language", ["en", "es"])
def test_length(language: str) -> None:
    shape.check_length(CHAPTER, language)


def test_spanish_has_the_same_numbers_cell_by_cell() -> None:
    shape.check_that_numbers_agree(CHAPTER)


@pytest.mark.parametrize("language", ["en", "es"])
def test_buttons_are_called_as_the_panels_call_them(language: str) -> None:
    shape.check_labels(CHAPTER, language, "Step", "Rewind", "Play")
