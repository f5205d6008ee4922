"""The gradebook: one writer, and one transaction for each submission."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from autograde.build.course import SOURCE_LANGUAGE, own_course
from autograde.grading.again import Before, changed
from autograde.grading.fingerprint import Basis
from autograde.grading.recording import lateness
from autograde.grading.recording.assignments import Registered, register
from autograde.grading.recording.database import (
    PATIENCE_SECONDS,
    address_of,
    lock_out_others,
    open_database,
)
from autograde.grading.recording.errors import GradebookError
from autograde.grading.recording.grades import Grade, Timing
from autograde.grading.recording.ids import row_id
from autograde.grading.recording.reading import Pair, Reader
from autograde.grading.recording.statements import Row, Statements
from autograde.grading.recording.students import enter_students
from autograde.grading.submissions import Submission
from autograde.grading.work import Result

Say = Callable[[str], object]


class Recorder:
    """Writes results into nbgrader's gradebook, and reads grades back from it.

    Parameters
    ----------
    out : Path
        Where results are written.
    db_url : str or None
        The address of the gradebook's database; None for ``gradebook.db`` in `out`.
    assignments : sequence of str
        The ids of the assignments to record.
    say : callable
        Is told, in a sentence, what an instructor should know.
    solved : Path or None
        The solved notebooks, one folder for each assignment; None for the course's own.
    patience : float
        How many seconds to wait for a locked database, or for a server that is gone.

    Raises
    ------
    GradebookError
        If the gradebook cannot be used.
    """

    def __init__(
        self,
        out: Path,
        db_url: str | None,
        assignments: Sequence[str],
        *,
        say: Say = lambda _sentence: None,
        solved: Path | None = None,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        solved = solved or own_course().root / "solutions" / "notebooks" / SOURCE_LANGUAGE
        self._say = say
        self._told_of_ids = False
        self._database = open_database(address_of(out, db_url), patience)
        insert = postgresql.insert if self._database.on_server else sqlite.insert
        self._statements = Statements(insert)
        try:
            self._registered = self._register(assignments, solved)
        except BaseException:
            self.close()
            raise
        self._reader = Reader(self._database, self._registered)

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the gradebook."""
        self._database.close()

    def recorded(self, student: str, assignment: str) -> str | None:
        """Return the digest under which a submission is recorded; None if it is not.

        Parameters
        ----------
        student, assignment : str
            Whose submission, and for what.
        """
        keys = {
            "student": self._id_of(student),
            "assignment": assignment,
            "assignment_id": self._registered[assignment].assignment,
        }
        row = self._database.read(
            lambda connection: connection.execute(self._statements.recorded, keys).one_or_none()
        )
        if row is None or (row.id is None and row.failure != "missing"):
            return None  # or someone took the submission out of the gradebook since
        return str(row.digest)

    def record_basis(self, basis: Basis, exercises: Mapping[str, Mapping[str, str]]) -> None:
        """Record what marks are going to depend on, so that it can be said later what changed.

        Parameters
        ----------
        basis : Basis
            All of it, but the submissions.
        exercises : mapping of str to mapping
            What each exercise of the assignment is made of, from `aspects_of`.
        """
        parts = json.dumps(basis.parts | {"exercises": exercises})
        row = {"digest": basis.digest, "parts": parts}
        statement = self._statements.basis
        self._database.write(lambda connection: connection.execute(statement, row))

    def record(
        self,
        result: Result,
        digest: str,
        timestamp: datetime | None = None,
        *,
        submitted: str = "",
        basis: str = "",
    ) -> Before | None:
        """Record a submission, whole or not at all.

        What an instructor wrote by hand stays: marks, extra credit and comments. A mark by hand
        is flagged for review if the grader's own mark changed under it.

        Parameters
        ----------
        result : Result
            What marking it gave.
        digest : str
            Of all that the result depends on.
        timestamp : datetime or None
            When it was handed in, in UTC; None leaves what the gradebook has.
        submitted : str
            The digest of what was handed in, alone.
        basis : str
            The digest of all else that the result depends on, alone.

        Returns
        -------
        Before or None
            What was recorded before, if anything was.

        Raises
        ------
        GradebookError
            If the database fails.
        """
        registered = self._registered[result.assignment]
        unknown = {one.exercise for one in result.exercises} - registered.grade_cells.keys()
        if unknown:
            raise GradebookError(
                f"The solved notebook of {result.assignment} has no {min(unknown)}. "
                "`autograde build` makes it anew."
            )
        made_of = {"submitted": submitted, "basis": basis} if basis else {}
        row = Row(result, digest, timestamp, self._id_of(result.student), registered, made_of)
        return self._database.write(lambda connection: self._record(connection, row))

    def enter_students(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Enter students with their names; what is empty leaves what the gradebook has.

        Parameters
        ----------
        rows : iterable of mapping of str to str
            The id, first_name, last_name, email and lms_user_id of each.

        Raises
        ------
        GradebookError
            If the database fails.
        """
        known = [{**row, "id": self._id_of(row["id"])} for row in rows]
        statement = self._statements.names
        self._database.write(lambda connection: enter_students(connection, statement, known))

    def grades(self, submissions: Iterable[Submission]) -> Iterator[Grade]:
        """List the grades of submissions, one for each exercise, in the order given.

        Points are what the gradebook counts, marks by hand included. Submissions that are not
        recorded are left out.

        Parameters
        ----------
        submissions : iterable of Submission
            Any number of them; few are held at a time.
        """
        for one in self._reader.read(_pairs(submissions)):
            yield from one.grades

    def others(self) -> list[Pair]:
        """List the submissions that are recorded for assignments that are not these."""
        return self._reader.others(self._registered)

    def timings(self, submissions: Iterable[Submission]) -> Iterator[Timing]:
        """List how long marking took: each exercise, and the whole with an empty name.

        Parameters
        ----------
        submissions : iterable of Submission
            Any number of them.
        """
        return self._reader.timings(_pairs(submissions))

    def record_times(
        self, times: Mapping[tuple[str, str], datetime], due: Mapping[str, datetime]
    ) -> None:
        """Record when submissions were handed in, and when assignments are due, in UTC.

        Parameters
        ----------
        times : dict of (str, str) to datetime
            By student and assignment. Of others, what the gradebook says stays.
        due : dict of str to datetime
            By assignment. Of others, what the gradebook says stays.
        """
        known = {
            (self._id_of(student), self._registered[assignment].assignment): time
            for (student, assignment), time in times.items()
            if assignment in self._registered
        }

        def write(connection: Connection) -> None:
            lateness.set_due_dates(connection, due)
            lateness.set_times(connection, known)

        if known or due:
            self._database.write(write)

    def due(self) -> dict[str, datetime]:
        """Return when assignments are due, in UTC; those without a date are left out."""
        return self._database.read(partial(lateness.due_dates, assignments=self._rows))

    def late_work(self) -> list[lateness.LateWork]:
        """List the notebooks that were handed in late."""
        return self._database.read(partial(lateness.late_work, assignments=self._rows))

    def record_penalties(self, penalties: Mapping[str, float]) -> None:
        """Record what is taken off for lateness; nothing is taken off from others.

        Parameters
        ----------
        penalties : dict of str to float
            By the notebook of a `LateWork`.
        """
        write = partial(lateness.set_penalties, assignments=self._rows, penalties=penalties)
        self._database.write(write)

    @property
    def _rows(self) -> list[str]:
        return [one.assignment for one in self._registered.values()]

    def _register(self, assignments: Sequence[str], solved: Path) -> dict[str, Registered]:
        def enter(connection: Connection) -> dict[str, Registered]:
            lock_out_others(connection)
            return {
                one: register(connection, one, solved / one / f"{one}.ipynb") for one in assignments
            }

        return self._database.write(enter)

    def _id_of(self, student: str) -> str:
        id = self._database.id_of(student)
        if id != student and not self._told_of_ids:
            self._told_of_ids = True
            self._say(
                "Some students' names are too long for the gradebook or are not Unicode. It has "
                f"them under names that end in ~ and a number, such as {id}"
            )
        return id

    def _record(self, connection: Connection, row: Row) -> Before | None:
        run = connection.execute
        statements = self._statements
        before = self._before(connection, row)
        student = {"student_id": row.student, "assignment_id": row.registered.assignment}
        run(statements.student, {"id": row.student})
        submitted = connection.scalar(statements.find_submission, student)
        if row.result.failure != "missing" or submitted is not None:
            if submitted is None:
                submitted = row_id("submission", row.result.assignment, row.student)
            run(statements.submission, {"id": submitted, **student, "timestamp": row.timestamp})
            submission = {
                "assignment_id": submitted,
                "notebook_id": row.registered.notebook,
            }
            run(statements.notebook, {"id": row_id(submitted), **submission, "flagged": False})
            notebook = connection.scalar(statements.find_notebook, submission)
            run(statements.grades, row.grades(notebook))
            run(statements.comments, row.comments(notebook))
            if before and changed(row.result.exercises, before.scores):
                before = self._with_marks_by_hand(connection, before, notebook, row.registered)
        run(statements.result, row.stored())
        run(statements.timing, row.timings())
        return before

    def _before(self, connection: Connection, row: Row) -> Before | None:
        keys = {"student": row.student, "assignment": row.result.assignment}
        text = connection.scalar(self._statements.before, keys)
        if text is None:
            return None
        stored = json.loads(text)
        scores = {one["exercise"]: one["score"] for one in stored["exercises"]}
        return Before(stored["failure"], scores)

    def _with_marks_by_hand(
        self, connection: Connection, before: Before, notebook: str, registered: Registered
    ) -> Before:
        found = connection.scalars(self._statements.marked_by_hand, {"notebook": notebook})
        cells = set(found)
        exercises = {name for name, cell in registered.grade_cells.items() if cell in cells}
        return replace(before, by_hand=frozenset(exercises))


def _pairs(submissions: Iterable[Submission]) -> Iterator[Pair]:
    return ((one.student, one.assignment) for one in submissions)
