"""nbgrader's own execution: a kernel for each notebook, a few seconds each."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from autograde.examples.crowd import Handed, write_handed
from autograde.grading.stock import RESULT_TYPE
from tests.autograde.differential.marks import Key, Mark
from tests.autograde.nbgrader.instructor import Instructor, make_instructor

_STOCK = """
from autograde.grading.stock_steps import configure_stock_execution
configure_stock_execution(get_config())
"""


def stock_marks(handed: Iterable[Handed], folder: Path, secret: bytes) -> dict[Key, Mark]:
    """Mark with ``nbgrader autograde``, in stock execution; two halves of the chapters at a time.

    nbgrader takes longer to start than to mark a notebook, so it is started as little as can be.
    """
    by_assignment: dict[str, list[Handed]] = {}
    for file in handed:
        by_assignment.setdefault(file.assignment, []).append(file)
    (folder / "first").mkdir(parents=True)
    first = make_instructor(folder / "first")
    (first.root / "secret").write_bytes(secret)
    config = first.folder / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + _STOCK, encoding="utf-8")
    _run(first, "generate_assignment")
    shutil.copytree(first.root, folder / "second", symlinks=True)

    def mark(instructor: Instructor, assignments: Sequence[str]) -> dict[Key, Mark]:
        for assignment in assignments:
            for file in by_assignment[assignment]:
                write_handed(file, instructor.folder / "submitted")
        if assignments:
            _run(instructor, "autograde")
        return {
            key: mark
            for assignment in assignments
            for key, mark in _read(instructor, assignment).items()
        }

    halves = list(by_assignment)[::2], list(by_assignment)[1::2]
    with ThreadPoolExecutor() as executor:
        return {
            key: mark
            for marks in executor.map(mark, (first, Instructor(folder / "second")), halves)
            for key, mark in marks.items()
        }


def _run(instructor: Instructor, command: str) -> None:
    done = instructor.nbgrader(command, "*")
    assert done.returncode == 0, done.stderr


def _read(instructor: Instructor, assignment: str) -> dict[Key, Mark]:
    """Take points from the gradebook, and what else a check told from its output."""
    marks = {}
    with Gradebook(f"sqlite:///{instructor.folder / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            told = _told(instructor.folder, submission.student.id, assignment)
            for grade in submission.notebooks[0].grades:
                name = grade.name.removeprefix("check_")
                result = told.get(grade.name, {})
                marks[submission.student.id, assignment, name] = Mark(
                    grade.score, result.get("status"), result.get("mistake")
                )
    return marks


def _told(folder: Path, student: str, assignment: str) -> dict[str, dict[str, str]]:
    path = folder / "autograded" / student / assignment / f"{assignment}.ipynb"
    return {
        cell.metadata.nbgrader.grade_id: output.data[RESULT_TYPE]
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", ())
        if RESULT_TYPE in output.get("data", {})
    }
