"""Read what is recorded of submissions, many with each query."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, bindparam, case, select

from autograde.grading.recording import tables
from autograde.grading.recording.assignments import Registered, find_registered
from autograde.grading.recording.database import Database
from autograde.grading.recording.grades import Grade, Timing
from autograde.grading.recording.ids import SHORTENED

Pair = tuple[str, str]
"""A student and an assignment, which together name a submission."""

_AT_A_TIME = 200  # submissions

_SCORES = (
    select(tables.submitted_assignment.c.student_id, tables.grade.c.cell_id, tables.score)
    .select_from(tables.submitted_assignment)
    .join(
        tables.submitted_notebook,
        (tables.submitted_notebook.c.assignment_id == tables.submitted_assignment.c.id)
        & (tables.submitted_notebook.c.notebook_id == bindparam("notebook")),
    )
    .join(tables.grade, tables.grade.c.notebook_id == tables.submitted_notebook.c.id)
    .where(tables.submitted_assignment.c.assignment_id == bindparam("assignment"))
    .where(tables.submitted_assignment.c.student_id.in_(bindparam("students", expanding=True)))
    .where(tables.grade.c.cell_id.in_(bindparam("cells", expanding=True)))
)


@dataclass(frozen=True)
class Recorded:
    """What is recorded of one submission.

    Attributes
    ----------
    student, assignment : str
        Whose, and for what.
    failure : str
        Why nothing could be marked: empty, ``"missing"`` or ``"unreadable"``.
    language : str
        The language of its notes.
    notes : tuple of str
        What was repaired and which cells stopped, one sentence each.
    grades : tuple of Grade
        One for each exercise. Points are what the gradebook counts, marks by hand included.
    """

    student: str
    assignment: str
    failure: str
    language: str
    notes: tuple[str, ...]
    grades: tuple[Grade, ...]


class Reader:
    """Reads what is recorded of submissions.

    Parameters
    ----------
    database : Database
        The gradebook's.
    registered : mapping of str to Registered
        Where assignments are, by their ids; the others are looked up.
    """

    def __init__(
        self, database: Database, registered: Mapping[str, Registered] | None = None
    ) -> None:
        self._database = database
        self._registered: dict[str, Registered | None] = dict(registered or {})

    def read(self, submissions: Iterable[Pair], at_a_time: int = _AT_A_TIME) -> Iterator[Recorded]:
        """List what is recorded of submissions, in the order given; others are left out.

        Parameters
        ----------
        submissions : iterable of (str, str)
            Their students and assignments; any number of them.
        at_a_time : int
            How many are held at a time.

        Raises
        ------
        GradebookError
            If the database fails.
        """
        for some in _batches(submissions, at_a_time):
            ids, assignments = self._ids(some), _assignments(some)
            keys = [(ids[student], assignment) for student, assignment in some]
            scores = self._database.read(partial(self._scores, keys))
            results = self.stored(tables.results.c.result, ids.values(), assignments)
            timings = self.stored(tables.timings.c.seconds, ids.values(), assignments)
            for (student, assignment), key in zip(some, keys, strict=True):
                if key in results:
                    seconds = timings.get(key, {}).get("exercises", {})
                    of = scores.get(key, {})
                    yield _recorded(student, assignment, results[key], of, seconds)

    def others(self, assignments: Collection[str]) -> list[Pair]:
        """List the submissions that are recorded for other assignments.

        What somebody has taken out of the gradebook since is left out.

        Parameters
        ----------
        assignments : collection of str
            The ids of those that are not wanted.

        Raises
        ------
        GradebookError
            If the database fails.
        """
        rows, submitted = tables.results.c, tables.submitted_assignment.c
        is_there = (
            select(submitted.id)
            .join(tables.assignment, tables.assignment.c.id == submitted.assignment_id)
            .where(tables.assignment.c.name == rows.assignment)
            .where(submitted.student_id == rows.student)
            .exists()
        )
        # The id may be a shortened name; the result has the whole one.
        whole = case((rows.student.contains(SHORTENED), rows.result), else_=None)
        query = (
            select(rows.student, rows.assignment, whole)
            .where(rows.assignment.not_in(list(assignments)))
            .where((rows.failure == "missing") | is_there)
        )
        return [
            (json.loads(text)["student"] if text else student, assignment)
            for student, assignment, text in self._database.rows(query)
        ]

    def timings(self, submissions: Iterable[Pair]) -> Iterator[Timing]:
        """List how long marking took: each exercise, and the whole with an empty name.

        Parameters
        ----------
        submissions : iterable of (str, str)
            Their students and assignments; any number of them.

        Raises
        ------
        GradebookError
            If the database fails.
        """
        for some in _batches(submissions, _AT_A_TIME):
            ids = self._ids(some)
            timings = self.stored(tables.timings.c.seconds, ids.values(), _assignments(some))
            for student, assignment in some:
                if (taken := timings.get((ids[student], assignment))) is None:
                    continue
                for exercise, seconds in taken["exercises"].items():
                    yield Timing(student, assignment, exercise, seconds)
                yield Timing(student, assignment, "", taken["all"])

    def stored(
        self,
        column: Column[str],
        students: Collection[str],
        assignments: Collection[str] | None = None,
    ) -> dict[Pair, dict[str, Any]]:
        """Read a column of JSON in one of our own tables.

        Parameters
        ----------
        column : Column
            The column.
        students : collection of str
            The ids under which the gradebook has them.
        assignments : collection of str or None
            The ids of assignments; None for all.

        Returns
        -------
        dict of (str, str) to dict
            By the gradebook's id of the student, and the assignment.
        """
        rows = column.table.c
        query = select(rows.student, rows.assignment, column).where(
            rows.student.in_(list(students))
        )
        if assignments is not None:
            query = query.where(rows.assignment.in_(list(assignments)))
        return {
            (student, assignment): json.loads(text)
            for student, assignment, text in self._database.rows(query)
        }

    def _ids(self, submissions: Iterable[Pair]) -> dict[str, str]:
        """Return the gradebook's ids of the students, by their names."""
        return {student: self._database.id_of(student) for student, _ in submissions}

    def _scores(self, keys: Iterable[Pair], connection: Connection) -> dict[Pair, dict[str, float]]:
        """Read what the gradebook counts, by key and exercise."""
        students: dict[str, list[str]] = defaultdict(list)
        for id, assignment in keys:
            students[assignment].append(id)
        scores: dict[Pair, dict[str, float]] = defaultdict(dict)
        for assignment, ids in students.items():
            if (registered := self._find(connection, assignment)) is None:
                continue
            exercises = {cell: name for name, cell in registered.grade_cells.items()}
            values = {
                "assignment": registered.assignment,
                "notebook": registered.notebook,
                "cells": list(exercises),
                "students": ids,
            }
            for id, cell, score in connection.execute(_SCORES, values):
                scores[id, assignment][exercises[cell]] = score
        return scores

    def _find(self, connection: Connection, assignment: str) -> Registered | None:
        if assignment not in self._registered:
            self._registered[assignment] = find_registered(connection, assignment)
        return self._registered[assignment]


def _batches(submissions: Iterable[Pair], at_a_time: int) -> Iterator[list[Pair]]:
    waiting = iter(submissions)
    while some := list(islice(waiting, at_a_time)):
        yield some


def _assignments(submissions: Iterable[Pair]) -> list[str]:
    return list(dict.fromkeys(assignment for _, assignment in submissions))


def _recorded(
    student: str,
    assignment: str,
    stored: Mapping[str, Any],
    scores: Mapping[str, float],
    seconds: Mapping[str, float],
) -> Recorded:
    grades = tuple(
        Grade(
            student,
            assignment,
            one["exercise"],
            scores.get(one["exercise"], one["score"]),
            one["max_score"],
            one["status"],
            one["mistake"],
            seconds.get(one["exercise"], 0.0),
        )
        for one in stored["exercises"]
    )
    return Recorded(
        student, assignment, stored["failure"], stored["language"], tuple(stored["notes"]), grades
    )
