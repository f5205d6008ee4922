"""The tiny course, built once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograde.build.course import Course
from autograde.build.pipeline import Files, build, write
from autograde.build.setup_cell import find_copy
from tests.autograde.build.tiny import make_tiny


@dataclass
class BuiltCourse:
    """A course, what was built from it, and what the build reported."""

    course: Course
    files: Files
    steps: list[str]

    def student(self, chapter: str, language: str = "en") -> NotebookNode:
        return self._read(f"course/{language}/{chapter}/{chapter}.ipynb")

    def solved(self, chapter: str, language: str = "en") -> NotebookNode:
        return self._read(f"solutions/notebooks/{language}/{chapter}/{chapter}.ipynb")

    def copy(self, chapter: str, language: str = "en") -> bytes:
        path = Path(f"course/{language}/{chapter}/{chapter}.ipynb")
        return find_copy(self.files[path].decode())

    def _read(self, path: str) -> NotebookNode:
        return nbformat.reads(self.files[Path(path)].decode(), as_version=4)


@pytest.fixture
def tiny(tmp_path: Path) -> Callable[..., Course]:
    """Make a tiny course with other fixtures laid over it."""
    return lambda *overlays: make_tiny(tmp_path / "tiny", *overlays)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltCourse:
    """Build the tiny course and write it. Change nothing in it."""
    course = make_tiny(tmp_path_factory.mktemp("built") / "tiny")
    steps: list[str] = []
    files = build(course, report=steps.append)
    write(course, files)
    return BuiltCourse(course, files, steps)
