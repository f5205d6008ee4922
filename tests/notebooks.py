"""The student notebooks as built, and their cells by id."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[1]
COURSE = tomllib.loads((ROOT / "course/text/course.toml").read_text())


@dataclass(frozen=True)
class StudentNotebook:
    """One chapter in one language."""

    language: str
    chapter: str

    def __str__(self) -> str:
        return f"{self.chapter}-{self.language}"

    @property
    def path(self) -> Path:
        """What a student opens."""
        return self._within("course")

    @property
    def solved_path(self) -> Path:
        """What an instructor has."""
        return self._within("solutions/notebooks")

    def read(self) -> NotebookNode:
        return nbformat.read(self.path, as_version=4)

    def solutions(self) -> dict[str, str]:
        """Return the source of each solved exercise, by grade id."""
        cells = nbformat.read(self.solved_path, as_version=4).cells
        return {grade_id(cell): cell.source for cell in cells if is_solution(cell)}

    def _within(self, folder: str) -> Path:
        return ROOT / folder / self.language / self.chapter / f"{self.chapter}.ipynb"


ALL = [
    StudentNotebook(language, chapter)
    for chapter in COURSE["chapters"]
    for language in COURSE["languages"]
]


def grade_id(cell: NotebookNode) -> str:
    """Return a cell's id in the gradebook, or nothing."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def is_solution(cell: NotebookNode) -> bool:
    """Return whether this is where a student writes an answer."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def is_check(cell: NotebookNode) -> bool:
    """Return whether this is a locked cell that checks an answer."""
    about = cell.metadata.get("nbgrader", {})
    return bool(about.get("grade")) and not about.get("solution")
