"""The notebooks that were handed out, as far as reading needs them."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from autograde.build.course import own_chapters, own_course, read_settings
from autograde.build.problems import Problems
from autograde.grading.reading.definitions import outline, parse

Role = Literal["setup", "check", "picture", "answer", "other"]

_PICTURE_TAGS = {"panel", "plot"}
_THERE_FOR_ALL = {"ipywidgets", "matplotlib", "neurona", "numpy", "scipy", "sklearn"}


@dataclass(frozen=True)
class Released:
    """A cell as handed out.

    Attributes
    ----------
    place : int
        Its place, from 0.
    kind : str
        ``"code"``, ``"markdown"`` or ``"raw"``.
    id : str
        Its id.
    source : str
        Its text.
    metadata : dict
        Its metadata.
    role : str
        What it is for.
    defines : frozenset of str
        The exercises that it defines.
    """

    place: int
    kind: str
    id: str
    source: str
    metadata: dict[str, Any]
    role: Role
    defines: frozenset[str] = frozenset()

    @property
    def grade_id(self) -> str:
        """Its name for nbgrader; empty if it has none."""
        return str(self.metadata.get("nbgrader", {}).get("grade_id", ""))


@dataclass(frozen=True)
class Release:
    """A notebook as handed out, in one language.

    Attributes
    ----------
    language : str
        The language.
    metadata : dict
        Of the notebook.
    cells : tuple of Released
        Its cells.
    by_source, by_id, by_grade_id : mapping of str to Released
        The cells.
    exercises : tuple of str
        The names of the functions to write, in the order of teaching.
    """

    language: str
    metadata: dict[str, Any]
    cells: tuple[Released, ...]
    by_source: Mapping[str, Released]
    by_id: Mapping[str, Released]
    by_grade_id: Mapping[str, Released]
    exercises: tuple[str, ...]

    @property
    def setup(self) -> Released:
        """The setup cell."""
        return next(cell for cell in self.cells if cell.role == "setup")


@dataclass(frozen=True)
class Family:
    """A notebook as handed out, in all languages.

    Attributes
    ----------
    releases : dict of str to Release
        By language; the source language comes first.
    unchanged : frozenset of str
        Checks, panels and pictures as `ast.dump` writes them: running one changes nothing.
    setup : frozenset of str
        The statements of the setup cells, likewise.
    """

    releases: dict[str, Release]
    unchanged: frozenset[str]
    setup: frozenset[str]

    def find(self, source: str, language: str) -> Released | None:
        """Return the cell that was handed out with this text, first of all in one language."""
        for release in (self.releases[language], *self.releases.values()):
            if source in release.by_source:
                return release.by_source[source]
        return None


@cache
def family_of(assignment: str) -> Family:
    """Read the notebooks of an assignment, once a process.

    Parameters
    ----------
    assignment : str
        The assignment's id.
    """
    course = own_course()
    settings = read_settings(course, Problems(course.root))
    assert settings is not None, "the course's settings cannot be read"
    releases = {}
    for language in settings.languages:
        path = course.root / "course" / language / assignment / f"{assignment}.ipynb"
        if path.exists():
            releases[language] = _read(json.loads(path.read_bytes()), language)
    cells = [cell for release in releases.values() for cell in release.cells]
    return Family(
        releases,
        frozenset(_dump(cell.source) for cell in cells if cell.role in ("check", "picture")),
        frozenset(
            ast.dump(statement)
            for cell in cells
            if cell.role == "setup"
            for statement in ast.parse(cell.source).body
        ),
    )


def _dump(source: str) -> str:
    tree = parse(source)
    assert tree is not None, "a cell of the course is not Python"
    return ast.dump(tree)


def _read(notebook: dict[str, Any], language: str) -> Release:
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    about = [cell["metadata"].get("nbgrader", {}) for cell in code]
    exercises = tuple(each["grade_id"] for each in about if each.get("solution"))
    cells = tuple(
        _read_cell(place, cell, exercises) for place, cell in enumerate(notebook["cells"])
    )
    return Release(
        language,
        notebook["metadata"],
        cells,
        {cell.source: cell for cell in cells},
        {cell.id: cell for cell in cells},
        {cell.grade_id: cell for cell in cells if cell.grade_id},
        exercises,
    )


def _read_cell(place: int, cell: dict[str, Any], exercises: tuple[str, ...]) -> Released:
    source = "".join(cell["source"])
    defines: frozenset[str] = frozenset()
    if cell["cell_type"] == "code":
        defines = outline(source, exercises).defines
    return Released(
        place, cell["cell_type"], cell["id"], source, cell["metadata"], _role(cell), defines
    )


def _role(cell: dict[str, Any]) -> Role:
    tags = set(cell["metadata"].get("tags", ()))
    nbgrader = cell["metadata"].get("nbgrader", {})
    if nbgrader.get("solution"):
        return "answer"
    if nbgrader.get("grade"):
        return "check"
    if "setup" in tags:
        return "setup"
    return "picture" if tags & _PICTURE_TAGS else "other"


@cache
def course_imports() -> tuple[str, ...]:
    """List the modules that the course's own notebooks import: what a warm interpreter holds.

    With them comes what `neurona`'s modules import only when it is needed; it is slow to import.
    What a student's machine need not have, as a framework, is left out: it would make each fork
    slower.
    """
    names = {
        name
        for chapter in own_chapters()
        for release in family_of(chapter).releases.values()
        for cell in release.cells
        if cell.kind == "code" and cell.role != "setup"
        for name in _imports_in(cell.source)
    }
    for name in sorted(names):
        spec = find_spec(name) if name.startswith("neurona.") else None
        if spec and spec.origin:
            names.update(_imports_in(Path(spec.origin).read_text(encoding="utf-8")))
    return tuple(sorted(name for name in names if name.partition(".")[0] in _THERE_FOR_ALL))


def _imports_in(source: str) -> list[str]:
    return [name for node in ast.walk(ast.parse(source)) for name in _modules_in(node)]


def _modules_in(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    return []
