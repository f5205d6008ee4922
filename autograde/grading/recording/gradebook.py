"""The gradebook: one writer, and one transaction for each submission."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from autograde.build.course import SOURCE_LANGUAGE, own_course
from autograde.grading.again import Before, changed
from autograde.grading.fingerprint import Basis
from autograde.grading.recording import lateness, tables
from autograde.grading.recording.assignments import Registered, register
from autograde.grading.recording.database import (
    address_of,
    is_gone,
    lock_out_others,
    open_database,
    plainly,
)
from autograde.grading.recording.errors import GradebookError
from autograde.grading.recording.grades import Grade, Timing
from autograde.grading.recording.ids import gradebook_id, row_id
from autograde.grading.recording.statements import SCORES, Row, Statements
from autograde.grading.recording.students import enter_students
from autograde.grading.submissions import Submission
from autograde.grading.work import Result

Say = Callable[[str], object]
_Answer = TypeVar("_Answer")

_PATIENCE_SECONDS = 30.0
_PAUSE_SECONDS = 0.5
_AT_A_TIME = 200  # submissions whose grades are read by one query


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
        patience: float = _PATIENCE_SECONDS,
    ) -> None:
        solved = solved or own_course().root / "solutions" / "notebooks" / SOURCE_LANGUAGE
        self._say = say
        self._patience = patience
        self._address = address_of(out, db_url)
        self._engine = open_database(self._address, patience)
        self._reading = self._engine.execution_options(only_reads=True)
        on_server = self._engine.dialect.name == "postgresql"
        self._longest = tables.NAME_LENGTH if on_server else None
        self._statements = Statements(postgresql.insert if on_server else sqlite.insert)
        self._told_of_ids = False
        try:
            self._registered = self._register(assignments, solved)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the gradebook."""
        self._engine.dispose()

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
        row = self._try(
            self._reading,
            lambda connection: connection.execute(self._statements.recorded, keys).one_or_none(),
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
        self._try(self._engine, lambda connection: connection.execute(statement, row))

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
        return self._try(self._engine, lambda connection: self._record(connection, row))

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
        self._try(self._engine, lambda connection: enter_students(connection, statement, known))

    def grades(self, submissions: Iterable[Submission]) -> Iterator[Grade]:
        """List the grades of submissions, one for each exercise, in the order given.

        Points are what the gradebook counts, marks by hand included. Submissions that are not
        recorded are left out.

        Parameters
        ----------
        submissions : iterable of Submission
            Any number of them; few are held at a time.
        """
        for some in _batches(submissions):
            scores = self._try(self._reading, partial(self._scores, some))
            stored = self._stored(tables.results, "result", some)
            timings = self._stored(tables.timings, "seconds", some)
            for submission in some:
                key = (submission.assignment, self._id_of(submission.student))
                seconds = timings.get(key, {}).get("exercises", {})
                for one in stored.get(key, {}).get("exercises", ()):
                    cell = self._registered[submission.assignment].grade_cells.get(one["exercise"])
                    yield Grade(
                        submission.student,
                        submission.assignment,
                        one["exercise"],
                        scores.get((key[1], cell), one["score"]),
                        one["max_score"],
                        one["status"],
                        one["mistake"],
                        seconds.get(one["exercise"], 0.0),
                    )

    def timings(self, submissions: Iterable[Submission]) -> Iterator[Timing]:
        """List how long marking took: each exercise, and the whole with an empty name.

        Parameters
        ----------
        submissions : iterable of Submission
            Any number of them.
        """
        for some in _batches(submissions):
            timings = self._stored(tables.timings, "seconds", some)
            for submission in some:
                key = (submission.assignment, self._id_of(submission.student))
                if key not in timings:
                    continue
                of = (submission.student, submission.assignment)
                for exercise, seconds in timings[key]["exercises"].items():
                    yield Timing(*of, exercise, seconds)
                yield Timing(*of, "", timings[key]["all"])

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
            self._try(self._engine, write)

    def due(self) -> dict[str, datetime]:
        """Return when assignments are due, in UTC; those without a date are left out."""
        return self._try(self._reading, partial(lateness.due_dates, assignments=self._rows))

    def late_work(self) -> list[lateness.LateWork]:
        """List the notebooks that were handed in late."""
        return self._try(self._reading, partial(lateness.late_work, assignments=self._rows))

    def record_penalties(self, penalties: Mapping[str, float]) -> None:
        """Record what is taken off for lateness; nothing is taken off from others.

        Parameters
        ----------
        penalties : dict of str to float
            By the notebook of a `LateWork`.
        """
        write = partial(lateness.set_penalties, assignments=self._rows, penalties=penalties)
        self._try(self._engine, write)

    @property
    def _rows(self) -> list[str]:
        return [one.assignment for one in self._registered.values()]

    def _register(self, assignments: Sequence[str], solved: Path) -> dict[str, Registered]:
        with plainly(self._address), self._engine.begin() as connection:
            lock_out_others(connection)
            return {
                one: register(connection, one, solved / one / f"{one}.ipynb") for one in assignments
            }

    def _id_of(self, student: str) -> str:
        id = gradebook_id(student, self._longest)
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

    def _scores(
        self, submissions: Sequence[Submission], connection: Connection
    ) -> dict[tuple[str, str | None], float]:
        """Read the scores of some submissions, by student and cell."""
        scores: dict[tuple[str, str | None], float] = {}
        for assignment in {one.assignment for one in submissions}:
            registered = self._registered[assignment]
            keys = {
                "assignment": registered.assignment,
                "notebook": registered.notebook,
                "cells": list(registered.grade_cells.values()),
                "students": [
                    self._id_of(one.student) for one in submissions if one.assignment == assignment
                ],
            }
            for student, cell, score in connection.execute(SCORES, keys):
                scores[student, cell] = score
        return scores

    def _stored(
        self, table: Any, column: str, submissions: Sequence[Submission]
    ) -> dict[tuple[str, str], dict[str, Any]]:
        """Read a JSON column of our own for some submissions, by assignment and student."""
        keys = {
            "assignments": list({one.assignment for one in submissions}),
            "students": list({self._id_of(one.student) for one in submissions}),
        }
        query = (
            select(table.c.assignment, table.c.student, table.c[column])
            .where(table.c.assignment.in_(keys["assignments"]))
            .where(table.c.student.in_(keys["students"]))
        )
        rows = self._try(self._reading, lambda connection: connection.execute(query).all())
        return {(assignment, student): json.loads(text) for assignment, student, text in rows}

    def _try(self, engine: Any, work: Callable[[Connection], _Answer]) -> _Answer:
        """Do something in a transaction; anew, for a while, if the server goes away meanwhile."""
        until = time.monotonic() + self._patience
        with plainly(self._address):
            while True:
                try:
                    with engine.begin() as connection:
                        return work(connection)
                except DBAPIError as error:
                    if not is_gone(error) or time.monotonic() > until:
                        raise
                time.sleep(_PAUSE_SECONDS)


def _batches(submissions: Iterable[Submission]) -> Iterator[list[Submission]]:
    waiting = iter(submissions)
    while some := list(islice(waiting, _AT_A_TIME)):
        yield some
