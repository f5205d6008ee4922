"""Read a chapter's text: a MyST notebook, with the line where each cell begins."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from autograde.build.problems import Problems

EXERCISE_TAG = "exercise"


@dataclass(frozen=True)
class Cell:
    """A cell of a chapter's text.

    Attributes
    ----------
    kind : str
        ``"markdown"`` or ``"code"``.
    source : str
        As it is written, in English.
    metadata : dict
        As jupytext read it.
    line : int
        The line of the file where the source begins.
    """

    kind: str
    source: str
    metadata: dict[str, Any]
    line: int

    @property
    def tags(self) -> tuple[str, ...]:
        """The cell's tags."""
        return tuple(self.metadata.get("tags", ()))

    @property
    def is_exercise(self) -> bool:
        """Whether the build replaces this cell by an exercise."""
        return EXERCISE_TAG in self.tags


@dataclass(frozen=True)
class Text:
    """A chapter's text.

    Attributes
    ----------
    path : Path
        Its file.
    minutes : int
        About how long the chapter takes.
    cells : tuple of Cell
        In order.
    """

    path: Path
    minutes: int
    cells: tuple[Cell, ...]

    @property
    def exercises(self) -> list[Cell]:
        """The cells that name an exercise."""
        return [cell for cell in self.cells if cell.is_exercise]


def read_text(path: Path, problems: Problems) -> Text | None:
    """Read a chapter's text.

    Parameters
    ----------
    path : Path
        A MyST notebook.
    problems : Problems
        Gets what is wrong with it.

    Returns
    -------
    Text or None
        None where it cannot be read at all.
    """
    content = path.read_text(encoding="utf-8")
    # Marking reads catalogs too, and has no use for what this import takes.
    from jupytext.myst import MystMetadataParsingError, myst_to_notebook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            notebook = myst_to_notebook(content, add_source_map=True)
    except (MystMetadataParsingError, yaml.YAMLError, ValueError, Warning) as error:
        line, reason = _explain(error)
        problems.add(path, line, f"cannot be read as a MyST notebook: {reason}")
        return None
    starts = notebook.metadata.pop("source_map")
    lines = content.splitlines()
    cells = tuple(
        Cell(cell.cell_type, cell.source, cell.metadata, _first_line(lines, start, cell.source))
        for cell, start in zip(notebook.cells, starts, strict=True)
    )
    minutes = _minutes(notebook.metadata)
    if minutes is None:
        problems.add(path, 1, "the front matter must say neurona: {minutes: …}, a whole number")
        return None
    _check_opening(path, cells, minutes, problems)
    for cell in cells:
        _check_cell(path, cell, problems)
    return Text(path, minutes, cells)


def title_of(markdown: str) -> str:
    """Return the words of the heading that a cell begins with; empty if it has none."""
    found = re.match(r"# +(.+)", markdown)
    return found.group(1).strip() if found else ""


def _check_opening(path: Path, cells: tuple[Cell, ...], minutes: int, problems: Problems) -> None:
    first = cells[0] if cells else None
    if first is None or first.kind != "markdown" or not title_of(first.source):
        line = first.line if first else 1
        problems.add(path, line, "the first cell must begin with the title, a heading “# …”")
    elif str(minutes) not in first.source:
        problems.add(path, first.line, f"the first cell must say that it takes {minutes} minutes")


def _minutes(metadata: dict[str, Any]) -> int | None:
    ours = metadata.get("neurona")
    minutes = ours.get("minutes") if isinstance(ours, dict) else None
    return minutes if isinstance(minutes, int) and minutes > 0 else None


def _check_cell(path: Path, cell: Cell, problems: Problems) -> None:
    if cell.kind not in ("markdown", "code"):
        problems.add(path, cell.line, f"a {cell.kind} cell: use markdown and code cells only")
    elif cell.is_exercise and not cell.source.strip().isidentifier():
        problems.add(path, cell.line, "an exercise cell holds the name of one function, no more")
    elif cell.kind == "code":
        try:
            ast.parse(cell.source)
        except SyntaxError as error:
            line = cell.line + (error.lineno or 1) - 1
            problems.add(path, line, f"this cell is not plain Python: {error.msg}")


def _first_line(lines: list[str], start: int, source: str) -> int:
    """Find where a cell's source begins; jupytext tells where its options or blanks do."""
    first = source.split("\n", 1)[0].rstrip()
    for index in range(start, len(lines)):
        if lines[index].rstrip() == first:
            return index + 1
    return start + 1


def _explain(error: Exception) -> tuple[int, str]:
    """Tell the line that an error speaks of, and what it says, without its drawings."""
    cause = error.__context__
    mark, problem = getattr(cause, "problem_mark", None), getattr(cause, "problem", "")
    found = re.search(r"line (\d+)", str(error))
    line = int(found.group(1)) if found else 1
    if mark is not None and str(error).startswith("Notebook metadata"):
        line = mark.line + 2  # counted from 0, and the front matter begins with ---
    return line, str(problem or error)
