"""Chapter 01 has all the parts of a chapter, in both languages."""

from __future__ import annotations

import re

import pytest

from tests.course import chapter_text

CHAPTER = "01_perceptron"
LANGUAGES = ("en", "es")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_length(lang: str) -> None:
    assert 1000 <= chapter_text.count_words(chapter_text.prose(CHAPTER, lang)) <= 2000


def test_spanish_has_the_same_numbers() -> None:
    cells = zip(*(chapter_text.markdown_cells(CHAPTER, lang) for lang in LANGUAGES), strict=True)
    for english, spanish in cells:
        assert chapter_text.numbers_in(english) == chapter_text.numbers_in(spanish)


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
    recap = cells[-1].removeprefix("## Recap in five lines\n\n").split("\n")
    assert [line[:3] for line in recap] == ["1. ", "2. ", "3. ", "4. ", "5. "]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_buttons_are_called_as_the_panel_calls_them(lang: str) -> None:
    prose = chapter_text.prose(CHAPTER, lang)
    for button in ("Step", "Play"):
        name = button if lang == "en" else chapter_text.translation("neurona", lang, button)
        assert f"**{name}**" in prose
