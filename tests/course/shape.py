"""What must be so of every chapter, whatever it teaches."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.course import chapter_text
from tests.notebooks import StudentNotebook


def check_length(chapter: str, language: str) -> None:
    """Count the notebook that is handed out: the build adds to the text, a link to what follows."""
    cells = StudentNotebook(language, chapter).read().cells
    prose = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert 1000 <= chapter_text.count_words(prose) <= 2000


def check_parts(chapter: str, title: str, panels: Sequence[str], exercises: Sequence[str]) -> None:
    """Title, goals, panels, exercises, one box and three questions, each in its place."""
    cells, prose = chapter_text.order_of_cells(chapter), chapter_text.prose(chapter)
    assert cells[0].startswith(f"# {title}")
    assert "**What you will be able to do**" in cells[0]
    assert chapter_text.cells_tagged(chapter, "panel") == panels
    assert chapter_text.cells_tagged(chapter, "exercise") == exercises
    places = [cells.index(cell) for cell in (panels[0], *exercises, panels[-1])]
    assert places == sorted(places)
    assert prose.count("> **Commonly told wrong.**") == 1
    assert len(re.findall(r"^\*\*\d\.\*\* ", prose, re.MULTILINE)) == 3
    answers = prose.split("## Test yourself")[1]
    assert answers.count("<details>\n<summary>Answer</summary>\n\n") == 3


def check_announcements(chapter: str, exercises: Sequence[str]) -> None:
    """Each exercise is announced just before it."""
    cells = chapter_text.order_of_cells(chapter)
    for name in exercises:
        assert f"### Exercise: `{name}`\n" in cells[cells.index(name) - 1]


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
