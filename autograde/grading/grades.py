"""The table of grades: one row for each student and exercise."""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograde.grading.record import Scores
from autograde.grading.stock import RESULT_TYPE
from autograde.grading.submissions import Submission
from autograde.suite import load_chapter
from autograde.suite.define import SuiteExercise

_STATUSES_OF_NOTHING = ("not_attempted", "wrong", "error", "timeout")


@dataclass(frozen=True)
class Grade:
    """A row of ``grades.csv``.

    Attributes
    ----------
    student, assignment, exercise : str
        Their ids.
    score, max_score : float
        The points earned, and how many there are.
    status : str
        The outcome in one word.
    mistake : str
        The id of the named mistake; empty if none is certain.
    seconds : float
        How long judging took.
    """

    student: str
    assignment: str
    exercise: str
    score: float
    max_score: float
    status: str
    mistake: str = ""
    seconds: float = 0.0


def grades_of(submission: Submission, ran: Path, scores: Scores) -> list[Grade]:
    """List the grades of a submission that was run and recorded.

    Parameters
    ----------
    submission : Submission
        The submission.
    ran : Path
        The notebook with its outputs.
    scores : dict of str to float
        From the gradebook, which alone decides about points.
    """
    cells = nbformat.read(ran, as_version=4).cells
    chapter = load_chapter(submission.assignment)
    return [
        _grade(submission, exercise, cells, scores.get(f"check_{exercise.name}") or 0.0)
        for exercise in chapter.exercises.values()
    ]


def grades_without_run(submission: Submission, status: str) -> list[Grade]:
    """List the grades of a submission that is missing or could not be run.

    Parameters
    ----------
    submission : Submission
        The submission.
    status : str
        Why.
    """
    return [
        Grade(submission.student, submission.assignment, name, 0.0, exercise.points, status)
        for name, exercise in load_chapter(submission.assignment).exercises.items()
    ]


def _grade(
    submission: Submission, exercise: SuiteExercise, cells: list[NotebookNode], score: float
) -> Grade:
    outputs = [
        output
        for cell in cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == f"check_{exercise.name}"
        for output in cell.get("outputs", ())
    ]
    result = _result_in(outputs)
    known = {mistake.id for mistake in exercise.mistakes}
    return Grade(
        submission.student,
        submission.assignment,
        exercise.name,
        score,
        exercise.points,
        _status(exercise, score, result, outputs, cells),
        result["mistake"] if result.get("mistake") in known else "",
        float(result.get("seconds", 0.0)),
    )


def _result_in(outputs: list[NotebookNode]) -> dict[str, Any]:
    for output in outputs:
        if RESULT_TYPE in output.get("data", {}):
            return dict(output.data[RESULT_TYPE])
    return {}


def _status(
    exercise: SuiteExercise,
    score: float,
    result: dict[str, Any],
    outputs: list[NotebookNode],
    cells: list[NotebookNode],
) -> str:
    """Name the outcome: points decide first, then what the check says, then the lack of it."""
    if score >= exercise.points:
        return "right"
    if score > 0:
        return "partial"
    if result:
        return result["status"] if result.get("status") in _STATUSES_OF_NOTHING else "wrong"
    if any(output.get("ename") == "CellTimeoutError" for output in outputs):
        return "timeout"
    return "error" if any(_is_about(cell, exercise.name) for cell in cells) else "missing"


def _is_about(cell: NotebookNode, name: str) -> bool:
    """Tell whether a cell is where a function was meant to be written."""
    if cell.cell_type != "code":
        return False
    if cell.metadata.get("nbgrader", {}).get("grade_id") == name:
        return True
    try:
        return any(getattr(node, "name", "") == name for node in ast.parse(cell.source).body)
    except (SyntaxError, ValueError):
        return False


def write_csv(path: Path, grades: Iterable[Grade]) -> None:
    """Write grades as CSV.

    Parameters
    ----------
    path : Path
        The file.
    grades : iterable of Grade
        Its rows.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(Grade)])
        writer.writerows(map(_plain, grades))


def _plain(grade: Grade) -> list[str]:
    return [f"{value:g}" if isinstance(value, float) else str(value) for value in astuple(grade)]
