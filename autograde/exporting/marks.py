"""The marks of a class, read from nbgrader's gradebook in a few queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from nbgrader import api
from sqlalchemy import select

from autograde.build.course import own_chapters
from autograde.grading.recording.assignments import CHECK
from autograde.suite import load_chapter


@dataclass(frozen=True)
class Student:
    """A student as the gradebook has one; what is not known is empty.

    Attributes
    ----------
    id : str
        The id in the gradebook.
    first_name, last_name, email, lms_user_id : str
        What the roster says.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def full_name(self) -> str:
        """First and last name; the id where neither is known."""
        return " ".join(filter(None, (self.first_name, self.last_name))) or self.id

    @property
    def sortable_name(self) -> str:
        """Last and first name; the id where neither is known."""
        return ", ".join(filter(None, (self.last_name, self.first_name))) or self.id


@dataclass(frozen=True)
class Assignment:
    """An assignment.

    Attributes
    ----------
    name : str
        Its id.
    exercises : dict of str to float
        The points of each exercise, in the order of teaching.
    """

    name: str
    exercises: dict[str, float]

    @property
    def points(self) -> float:
        """How many points there are."""
        return sum(self.exercises.values())


@dataclass
class Work:
    """What a student handed in for an assignment.

    Attributes
    ----------
    submitted : datetime or None
        When, in UTC.
    penalty : float
        The points that lateness costs.
    scores : dict of str to float
        The points of each exercise, marks by hand included, lateness not.
    waits : bool
        Whether a mark waits for a person's review.
    """

    submitted: datetime | None = None
    penalty: float = 0.0
    scores: dict[str, float] = field(default_factory=dict)
    waits: bool = False

    @property
    def raw(self) -> float:
        """The points before anything is taken off."""
        return sum(self.scores.values())

    @property
    def score(self) -> float:
        """The points that count, as nbgrader has it."""
        return max(0.0, self.raw - self.penalty) if self.penalty else self.raw


@dataclass(frozen=True)
class Marks:
    """The marks of a class.

    Attributes
    ----------
    students : list of Student
        By name.
    assignments : list of Assignment
        In the order of teaching.
    work : dict of (str, str) to Work
        By student and assignment; what is not handed in is not there.
    """

    students: list[Student]
    assignments: list[Assignment]
    work: dict[tuple[str, str], Work]


def read_marks(
    gradebook: api.Gradebook,
    assignments: Collection[str] = (),
    students: Collection[str] = (),
) -> Marks:
    """Read the marks of a class.

    Parameters
    ----------
    gradebook : Gradebook
        nbgrader's.
    assignments, students : collection of str
        The ids of those to read; all, if there are none.
    """
    known = _read_assignments(gradebook, assignments)
    return Marks(
        _read_students(gradebook, students),
        known,
        _read_work(gradebook, {one.name for one in known}),
    )


def _read_students(gradebook: api.Gradebook, chosen: Collection[str]) -> list[Student]:
    row = api.Student
    query = select(row.id, row.first_name, row.last_name, row.email, row.lms_user_id)
    rows = gradebook.db.execute(query)
    found = [Student(*(_one_line(value) for value in values)) for values in rows]
    return sorted(
        (one for one in found if not chosen or one.id in chosen),
        key=lambda one: (one.sortable_name.casefold(), one.sortable_name, one.id),
    )


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _read_assignments(gradebook: api.Gradebook, chosen: Collection[str]) -> list[Assignment]:
    points: dict[str, dict[str, float]] = {}
    for kind in (api.GradeCell, api.TaskCell):
        query = (
            select(api.Assignment.name, api.Notebook.name, kind.name, kind.max_score)
            .join(api.Notebook, api.Notebook.assignment_id == api.Assignment.id)
            .join(kind, kind.notebook_id == api.Notebook.id)
        )
        for assignment, notebook, cell, most in gradebook.db.execute(query):
            exercise = _exercise(assignment, notebook, cell)
            points.setdefault(assignment, {})[exercise] = float(most or 0)
    chapters = {name: place for place, name in enumerate(own_chapters())}
    names = sorted(points, key=lambda name: (chapters.get(name, len(chapters)), name))
    return [
        Assignment(name, _in_order(name, points[name], name in chapters))
        for name in names
        if not chosen or name in chosen
    ]


def _exercise(assignment: str, notebook: str, cell: str) -> str:
    """Name an exercise; an assignment of ours is one notebook of the same name."""
    name = cell.removeprefix(CHECK)
    return name if notebook == assignment else f"{notebook}: {name}"


def _in_order(assignment: str, points: dict[str, float], own: bool) -> dict[str, float]:
    taught = list(load_chapter(assignment).exercises) if own else []
    place = {name: number for number, name in enumerate(taught)}
    names = sorted(points, key=lambda name: (place.get(name, len(place)), name))
    return {name: points[name] for name in names}


def _read_work(gradebook: api.Gradebook, chosen: set[str]) -> dict[tuple[str, str], Work]:
    submitted, notebook = api.SubmittedAssignment, api.SubmittedNotebook
    work: dict[tuple[str, str], Work] = {}
    handed_in = (
        select(api.Assignment.name, submitted.student_id, submitted.timestamp)
        .join(submitted, submitted.assignment_id == api.Assignment.id)
        .where(api.Assignment.name.in_(chosen))
    )
    for assignment, student, time in gradebook.db.execute(handed_in):
        work[student, assignment] = Work(time)
    penalties = (
        select(api.Assignment.name, submitted.student_id, notebook.late_submission_penalty)
        .join(submitted, submitted.assignment_id == api.Assignment.id)
        .join(notebook, notebook.assignment_id == submitted.id)
        .where(notebook.late_submission_penalty.is_not(None))
    )
    for assignment, student, penalty in gradebook.db.execute(penalties):
        if (student, assignment) in work:
            work[student, assignment].penalty += penalty
    scores = (
        select(
            api.Assignment.name,
            submitted.student_id,
            api.Notebook.name,
            api.BaseCell.name,
            api.Grade.score,
            api.Grade.needs_manual_grade,
        )
        .join(submitted, submitted.assignment_id == api.Assignment.id)
        .join(notebook, notebook.assignment_id == submitted.id)
        .join(api.Notebook, api.Notebook.id == notebook.notebook_id)
        .join(api.Grade, api.Grade.notebook_id == notebook.id)
        .join(api.BaseCell, api.BaseCell.id == api.Grade.cell_id)
    )
    for assignment, student, name, cell, score, waits in gradebook.db.execute(scores):
        if (student, assignment) in work:
            one = work[student, assignment]
            one.scores[_exercise(assignment, name, cell)] = float(score)
            one.waits = one.waits or bool(waits)
    return work
