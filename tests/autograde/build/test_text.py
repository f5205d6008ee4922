from __future__ import annotations

from pathlib import Path

from autograde.build.problems import Problems
from autograde.build.text import read_text, title_of
from tests.autograde.build.tiny import FIXTURES


def test_knows_the_line_of_every_cell() -> None:
    path = FIXTURES / "tiny" / "course" / "text" / "01_adding.md"
    text = read_text(path, Problems(path.parent))
    lines = path.read_text().splitlines()
    assert text is not None
    assert len(text.cells) == 10
    for cell in text.cells:
        assert lines[cell.line - 1] == cell.source.split("\n")[0]


def test_reads_minutes_tags_and_exercises() -> None:
    path = FIXTURES / "tiny" / "course" / "text" / "01_adding.md"
    text = read_text(path, Problems(path.parent))
    assert text is not None
    assert text.minutes == 5
    assert [cell.source for cell in text.exercises] == ["add", "total"]
    assert text.cells[2].tags == ("panel",)


def test_markdown_keeps_its_own_code_blocks_and_rules(tmp_path: Path) -> None:
    path = tmp_path / "01_a.md"
    path.write_text(
        "---\nneurona: {minutes: 1}\n---\n"
        "# A\n\n1 minute\n\n```python\nx = 1\n```\n\n---\n\nMore.\n"
    )
    text = read_text(path, Problems(tmp_path))
    assert text is not None
    (cell,) = text.cells
    assert cell.source.endswith("```\n\n---\n\nMore.")
    assert cell.line == 4


def test_the_title_is_the_first_heading() -> None:
    assert title_of("# One, two\n\nthree") == "One, two"
    assert title_of("## One") == ""
