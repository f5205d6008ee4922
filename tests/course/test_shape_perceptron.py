"""Chapter 01 has all the parts of a chapter, in both languages."""

from __future__ import annotations

import re

import pytest

from tests.course import chapter_text, shape
from tests.course import test_panels_perceptron as _panels  # noqa: F401  its claims count too
from tests.course.test_numbers_perceptron import CHAPTER, claims

LANGUAGES = ("en", "es")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_length(lang: str) -> None:
    shape.check_length(CHAPTER, lang)


def test_every_number_is_proved() -> None:
    assert claims.missing() == []
    assert claims.unproved() == []


def test_spanish_has_the_same_numbers() -> None:
    shape.check_that_numbers_agree(CHAPTER)


def test_parts_of_the_chapter() -> None:
    prose = chapter_text.prose(CHAPTER)
    cells = chapter_text.markdown_cells(CHAPTER)
    assert re.match(r"# \S.*\n\n\*\*What you will be able to do\*\*\n\n(- .*\n){3}", cells[0])
    assert chapter_text.cells_tagged(CHAPTER, "exercise") == [
        "perceptron",
        "update",
        "train",
        "nand_weights",
        "xor",
    ]
    assert chapter_text.cells_tagged(CHAPTER, "panel") == [
        "panels.perceptron.opening()",
        "panels.perceptron.boundary()",
        "panels.perceptron.closing(globals())",
    ]
    assert prose.count("> **Commonly told wrong.**") == 1
    questions = prose.split("## Test yourself")[1].split("## Recap")[0]
    assert re.findall(r"^\*\*(\d)\.\*\*", questions, re.MULTILINE) == ["1", "2", "3"]
    assert questions.count("<details>") == questions.count("</details>") == 3
    shape.check_recap(CHAPTER)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_buttons_are_called_as_the_panel_calls_them(lang: str) -> None:
    shape.check_labels(CHAPTER, lang, "Step", "Play")
