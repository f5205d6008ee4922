"""The columns of marks in an export: one an assignment, or one an exercise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograde.exporting.marks import Assignment, Marks, Work

_DECIMALS = 5  # as many as Moodle keeps; Canvas shows two
PER = ("assignment", "exercise")
"""What may have a column of its own."""


@dataclass(frozen=True)
class Column:
    """A column of marks.

    Attributes
    ----------
    title : str
        Its heading.
    assignment : str
        The assignment's id.
    exercise : str
        The exercise; empty if the column is the whole assignment's.
    factor : float
        What points are multiplied by, to be out of what was asked for.
    points : float
        How many there are.
    scores : dict of str to float
        By student; those without a mark are not there.
    """

    title: str
    assignment: str
    exercise: str
    factor: float
    points: float
    scores: dict[str, float]

    def score(self, student: str, out_of: float | None = None) -> str:
        """Return a student's points as text, empty if there are none.

        Parameters
        ----------
        student : str
            The student's id.
        out_of : float or None
            What full marks are; None for the column's own points.
        """
        if student not in self.scores:
            return ""
        factor = out_of / self.points if out_of and self.points else 1.0
        return number(self.scores[student] * factor)


def make_columns(
    marks: Marks,
    per: str = "assignment",
    *,
    out_of: float = 0.0,
    missing_as_zero: bool = False,
    titles: Mapping[str, str] | None = None,
) -> list[Column]:
    """Make the columns of an export.

    Lateness is taken off: where each exercise has a column, each gives the same share of its
    points, so that they sum up to what counts.

    Parameters
    ----------
    marks : Marks
        The marks.
    per : str
        What has a column: ``"assignment"`` or ``"exercise"``.
    out_of : float
        What full marks for an assignment are; 0 for the points that it has.
    missing_as_zero : bool
        Whether who has not handed in has 0 points; else that stays empty.
    titles : dict of str to str, optional
        How assignments are called, where not by their ids.
    """
    columns = []
    for assignment in marks.assignments:
        title = (titles or {}).get(assignment.name, assignment.name)
        factor = out_of / assignment.points if out_of and assignment.points else 1.0
        parts = list(assignment.exercises) if per == "exercise" else [""]
        for exercise in parts:
            scores = {}
            for student in marks.students:
                work = marks.work.get((student.id, assignment.name))
                if work is not None:
                    scores[student.id] = factor * _score(work, exercise)
                elif missing_as_zero:
                    scores[student.id] = 0.0
            columns.append(
                Column(
                    f"{title}: {exercise}" if exercise else title,
                    assignment.name,
                    exercise,
                    factor,
                    factor * _points(assignment, exercise),
                    scores,
                )
            )
    return columns


def number(value: float) -> str:
    """Write points as every platform reads them: a point, no exponent, no needless zeros.

    Parameters
    ----------
    value : float
        Any points.
    """
    text = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _points(assignment: Assignment, exercise: str) -> float:
    return assignment.exercises[exercise] if exercise else assignment.points


def _score(work: Work, exercise: str) -> float:
    if not exercise:
        return work.score
    share = work.score / work.raw if work.raw else 1.0
    return work.scores.get(exercise, 0.0) * share
