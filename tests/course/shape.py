"""What must be so of every chapter, whatever it teaches."""

from __future__ import annotations

from tests.course import chapter_text


def check_recap(chapter: str) -> None:
    recap = chapter_text.prose(chapter).split("## Recap in five lines\n\n")[1].strip().split("\n")
    assert [line[:3] for line in recap] == ["1. ", "2. ", "3. ", "4. ", "5. "]


def check_that_numbers_agree(chapter: str) -> None:
    """Cell by cell, Spanish says the numbers that English says."""
    english = chapter_text.markdown_cells(chapter)
    spanish = chapter_text.markdown_cells(chapter, "es")
    for source, translated in zip(english, spanish, strict=True):
        assert chapter_text.numbers_in(translated) == chapter_text.numbers_in(source)


def check_labels(chapter: str, language: str, *labels: str) -> None:
    """The prose calls buttons and choices as the panels do."""
    prose = chapter_text.prose(chapter, language)
    for label in labels:
        name = label if language == "en" else chapter_text.translation("neurona", language, label)
        assert f"**{name}**" in prose
