"""Write the example class to disk, in nbgrader's layout."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograde.examples.recipes import example_class
from autograde.examples.sources import released
from autograde.examples.students import Student
from autograde.progress import Told, counted, silent


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
