"""What a class's roster and its learning platform know, entered in the gradebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from autograde.grading.recording import tables
from autograde.grading.recording.visible import visible
from autograde.grading.roster import NAMES

_LATE_BY = timedelta(seconds=1)
_TIMES = select(tables.submitted_assignment.c["student_id", "timestamp"]).where(
    tables.submitted_assignment.c.assignment_id == bindparam("assignment"),
    tables.submitted_assignment.c.student_id.in_(bindparam("students", expanding=True)),
)
_SET_TIME = (
    update(tables.submitted_assignment)
    .where(tables.submitted_assignment.c.assignment_id == bindparam("assignment"))
    .where(tables.submitted_assignment.c.student_id == bindparam("student"))
    .values(timestamp=bindparam("time"))
)


def enter_students(
    connection: Connection, statement: Any, rows: Sequence[Mapping[str, str]]
) -> None:
    """Enter students with their names; what is empty leaves what the gradebook has.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    statement : object
        Inserts or updates a student.
    rows : sequence of mapping of str to str
        Their ids as the gradebook has them, and the columns of `NAMES`.
    """
    if rows:
        connection.execute(
            statement,
            [
                {"id": row["id"]}
                | {name: visible(row[name])[: tables.NAME_LENGTH] or None for name in NAMES}
                for row in rows
            ],
        )


def enter_times(
    connection: Connection, assignment: str, known: Mapping[str, tuple[datetime | None, bool]]
) -> None:
    """Enter when submissions of an assignment were handed in.

    Of one that is only known to be late, the gradebook gets a second after the date due, so that
    nbgrader counts it as late; and nothing while the assignment has no such date.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    assignment : str
        The id of the assignment's row.
    known : mapping of str to tuple of (datetime or None, bool)
        By the student's id: when, in UTC, and whether it is called late.
    """
    students = [id for id, (time, is_late) in known.items() if time or is_late]
    if not students:
        return
    due = connection.scalar(select(tables.assignment.c.duedate).filter_by(id=assignment))
    rows = connection.execute(_TIMES, {"assignment": assignment, "students": students}).all()
    changes = list(_changes(rows, known, due))
    if changes:
        connection.execute(_SET_TIME, [{"assignment": assignment, **one} for one in changes])


def _changes(
    rows: Iterable[Any], known: Mapping[str, tuple[datetime | None, bool]], due: datetime | None
) -> Iterable[dict[str, object]]:
    for student, there in rows:
        time, _is_late = known[student]
        if time is None and due is not None and (there is None or there <= due):
            time = due + _LATE_BY
        if time is not None and time != there:
            yield {"student": student, "time": time}
