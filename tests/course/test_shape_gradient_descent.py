"""Chapter 03 has all the parts of a chapter, in both languages."""

from __future__ import annotations

import re

import pytest

from tests.course import chapter_text, shape
from tests.course import test_panels_gradient_descent as _panels  # noqa: F401  its claims count too
from tests.course.test_numbers_gradient_descent import CHAPTER, claims, states

EXERCISES = [
    "quadratic_cost",
    "numerical_gradient",
    "gradient_descent",
    "neuron_gradient",
    "max_learning_rate",
]
PANELS = [
    "panels.gradient_descent.opening()",
    "panels.gradient_descent.nudge()",
    "panels.gradient_descent.step_size()",
    "panels.gradient_descent.closing(globals())",
]


@states("About 70 minutes.", "## Recap in five lines")
def test_length_and_recap() -> None:
    assert chapter_text.minutes(CHAPTER) == 70
    shape.check_recap(CHAPTER)


def test_no_number_in_the_prose_is_left_unproved() -> None:
    assert claims.missing() == []
    assert claims.unproved() == []


def test_the_chapter_has_every_part_in_order() -> None:
    cells = chapter_text.order_of_cells(CHAPTER)
    first = cells[0]
    assert re.match(r"# \S.*\n\n\*\*What you will be able to do\*\*\n\n(- .*\n){3}", first)
    assert "About 70 minutes." in first
    assert chapter_text.cells_tagged(CHAPTER, "panel") == PANELS
    assert chapter_text.cells_tagged(CHAPTER, "exercise") == EXERCISES
    places = [cells.index(cell) for cell in (PANELS[0], *EXERCISES, PANELS[-1])]
    assert places == sorted(places)
    assert claims.prose.count("> **Commonly told wrong.**") == 1
    questions = claims.prose.split("## Test yourself")[1].split("## Recap")[0]
    assert re.findall(r"^\*\*(\d)\.\*\*", questions, re.MULTILINE) == ["1", "2", "3"]
    assert questions.count("<details>") == questions.count("</details>") == 3


def test_each_exercise_is_announced_just_before_it() -> None:
    cells = chapter_text.order_of_cells(CHAPTER)
    for name in EXERCISES:
        assert cells[cells.index(name) - 1].startswith(f"### Exercise: `{name}`\n")


def test_what_exercises_use_is_imported_before_them() -> None:
    cells = chapter_text.order_of_cells(CHAPTER)
    (imports,) = [i for i, cell in enumerate(cells) if "import numpy as np" in cell]
    assert "expit as sigmoid" in cells[imports]
    assert imports < cells.index(EXERCISES[0])


@pytest.mark.parametrize("language", ["en", "es"])
def test_length(language: str) -> None:
    shape.check_length(CHAPTER, language)


def test_spanish_has_the_same_numbers_cell_by_cell() -> None:
    shape.check_that_numbers_agree(CHAPTER)


@pytest.mark.parametrize("language", ["en", "es"])
def test_buttons_and_surfaces_are_called_as_the_panels_call_them(language: str) -> None:
    shape.check_labels(CHAPTER, language, "Step", "Play", "two minima")
