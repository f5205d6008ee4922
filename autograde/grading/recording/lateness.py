"""Due dates, times and penalties in nbgrader's gradebook."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select, update

from autograde.grading.recording import tables


@dataclass(frozen=True)
class LateWork:
    """A notebook that was handed in late.

    Attributes
    ----------
    notebook : str
        The id of its row.
    student : str
        The student's id in the gradebook.
    score : float
        What it earned.
    seconds : float
        How late it was.
    """

    notebook: str
    student: str
    score: float
    seconds: float


def set_due_dates(connection: Connection, due: Mapping[str, datetime]) -> None:
    """Set when assignments are due.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    due : dict of str to datetime
        By assignment, in UTC.
    """
    rows = tables.assignment
    for assignment, time in due.items():
        connection.execute(update(rows).filter_by(name=assignment).values(duedate=time))


def due_dates(connection: Connection, assignments: Collection[str]) -> dict[str, datetime]:
    """Return when assignments are due; those without a date are left out."""
    rows = tables.assignment.c
    query = select(rows.name, rows.duedate).where(
        rows.id.in_(assignments), rows.duedate.is_not(None)
    )
    return {row.name: row.duedate for row in connection.execute(query)}


def set_times(connection: Connection, times: Mapping[tuple[str, str], datetime]) -> None:
    """Set when submissions were handed in, where the gradebook says otherwise.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    times : dict of (str, str) to datetime
        By student and row of the assignment, in UTC.
    """
    rows = tables.submitted_assignment
    for owner in {assignment for _, assignment in times}:
        query = select(rows.c.id, rows.c.student_id, rows.c.timestamp).filter_by(
            assignment_id=owner
        )
        changed = [
            {"row": id, "time": times[student, owner]}
            for id, student, time in connection.execute(query)
            if times.get((student, owner), time) != time
        ]
        if changed:
            statement = update(rows).where(rows.c.id == bindparam("row"))
            connection.execute(statement.values(timestamp=bindparam("time")), changed)


def late_work(connection: Connection, assignments: Collection[str]) -> list[LateWork]:
    """List what was handed in late, extensions counted.

    Parameters
    ----------
    connection : Connection
        The gradebook.
    assignments : collection of str
        The rows of the assignments to look at.
    """
    assigned, submitted = tables.assignment, tables.submitted_assignment
    notebook, grade = tables.submitted_notebook, tables.grade
    query = (
        select(
            notebook.c.id,
            submitted.c.student_id,
            submitted.c.timestamp,
            assigned.c.duedate,
            submitted.c.extension,
            func.coalesce(func.sum(tables.score), 0.0),
        )
        .select_from(submitted)
        .join(assigned, assigned.c.id == submitted.c.assignment_id)
        .join(notebook, notebook.c.assignment_id == submitted.c.id)
        .outerjoin(grade, grade.c.notebook_id == notebook.c.id)
        .where(assigned.c.id.in_(assignments))
        .where(submitted.c.timestamp > assigned.c.duedate)
        .group_by(notebook.c.id, submitted.c.id, assigned.c.id)
        .order_by(assigned.c.name, submitted.c.student_id, notebook.c.id)
    )
    found = []
    for id, student, time, due, extension, score in connection.execute(query):
        seconds = (time - due - (extension or timedelta())).total_seconds()
        if seconds > 0:
            found.append(LateWork(id, student, score, seconds))
    return found


def set_penalties(
    connection: Connection, assignments: Collection[str], penalties: Mapping[str, float]
) -> None:
    """Set what is taken off for lateness, and nothing for all others.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    assignments : collection of str
        The rows of the assignments.
    penalties : dict of str to float
        By the row of the submitted notebook.
    """
    rows, submitted = tables.submitted_notebook, tables.submitted_assignment
    query = (
        select(rows.c.id, rows.c.late_submission_penalty)
        .join(submitted, submitted.c.id == rows.c.assignment_id)
        .where(submitted.c.assignment_id.in_(assignments))
    )
    changed = [
        {"row": id, "penalty": penalties.get(id)}
        for id, penalty in connection.execute(query)
        if penalties.get(id) != penalty
    ]
    if changed:
        statement = update(rows).where(rows.c.id == bindparam("row"))
        connection.execute(statement.values(late_submission_penalty=bindparam("penalty")), changed)
