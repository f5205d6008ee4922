"""Write the example class to disk, in nbgrader's layout."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbformat import NotebookNode

from autograde.examples.recipes import example_class
from autograde.examples.sources import released
from autograde.examples.students import Student
from autograde.progress import Told, counted, silent


class ExampleError(Exception):
    """Nothing was written; the text says why, and what to do."""


@contextmanager
def placing(into: Path) -> Iterator[Path]:
    """Give an empty folder whose files go to another, over nothing that is not the same.

    Parameters
    ----------
    into : Path
        The other; is made if need be.

    Raises
    ------
    ExampleError
        If something else is there, such as a class's own work, or it cannot be written.
    """
    try:
        with TemporaryDirectory() as folder:
            stage = Path(folder)
            yield stage
            files = [path.relative_to(stage) for path in stage.rglob("*") if path.is_file()]
            for one in sorted(files):
                if _is_another(into / one, stage / one):
                    raise ExampleError(
                        f"{into / one} is there with something else in it. Nothing was written: "
                        "choose another folder with --into."
                    )
            for one in files:
                (into / one).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(stage / one, into / one)
    except OSError as error:
        why = error.strerror or error
        raise ExampleError(f"The example cannot be written to {into} ({why}).") from None


def _is_another(there: Path, new: Path) -> bool:
    if not os.path.lexists(there):
        return False
    return not (there.is_file() and filecmp.cmp(there, new, shallow=False))


def write_class(folder: Path, told: Told = silent) -> list[Student]:
    """Write what every student hands in.

    Parameters
    ----------
    folder : Path
        Gets one folder for each student, and in it one for each assignment.
    told : callable
        Is told how far it is.

    Returns
    -------
    list of Student
        The twelve.
    """
    students = example_class()
    for student in counted("Writing", students, len(students), told):
        for assignment in student.answers:
            _write(student, assignment, folder)
    return students


def _write(student: Student, assignment: str, folder: Path) -> None:
    text = nbformat.writes(answered(student, assignment))
    if assignment in student.truncated:
        text = text[: len(text) // 2]
    path = folder / student.id / assignment / f"{assignment}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def answered(student: Student, assignment: str) -> NotebookNode:
    """Return the notebook that a student hands in.

    Parameters
    ----------
    student : Student
        The student.
    assignment : str
        One of the assignments that the student hands in.
    """
    notebook = released(student.language, assignment)
    answers = student.answers[assignment]
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell.source = answers[name]
    if student.spoil:
        student.spoil(notebook)
    return notebook
