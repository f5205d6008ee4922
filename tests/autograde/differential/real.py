"""nbgrader's own execution: a kernel for each notebook, a few seconds each."""

from __future__ import annotations

from collections.abc import Iterable
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
    """Mark with ``nbgrader autograde``, in stock execution; both chapters at a time."""
    by_assignment: dict[str, list[Handed]] = {}
    for file in handed:
        by_assignment.setdefault(file.assignment, []).append(file)

    def mark(assignment: str) -> dict[Key, Mark]:
        (folder / assignment).mkdir(parents=True)
        instructor = make_instructor(folder / assignment)
        (instructor.root / "secret").write_bytes(secret)
        config = instructor.folder / "nbgrader_config.py"
        config.write_text(config.read_text(encoding="utf-8") + _STOCK, encoding="utf-8")
        for file in by_assignment[assignment]:
            write_handed(file, instructor.folder / "submitted")
        for command in ("generate_assignment", "autograde"):
            done = instructor.nbgrader(command, assignment)
            assert done.returncode == 0, done.stderr
        return _read(instructor, assignment)

    with ThreadPoolExecutor() as executor:
        return {
            key: mark for marks in executor.map(mark, by_assignment) for key, mark in marks.items()
        }


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
