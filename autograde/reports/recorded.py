"""Read from the gradebook what a run recorded, a few students at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from autograde.build.course import own_chapters
from autograde.grading.out import read_faults
from autograde.grading.recording import Grade, GradebookError, read_csv, tables
from autograde.grading.recording.assignments import Registered, find_registered
from autograde.grading.recording.database import FILE, address_of, open_database, plainly
from autograde.grading.recording.grades import GRADES_FILE
from autograde.grading.recording.ids import gradebook_id
from autograde.grading.recording.statements import SCORES

_PATIENCE_SECONDS = 30.0
_AT_A_TIME = 100  # students


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
        One for each exercise, with whole seconds, as in ``grades.csv``.
    """

    student: str
    assignment: str
    failure: str
    language: str
    notes: tuple[str, ...]
    grades: tuple[Grade, ...]


@dataclass(frozen=True)
class Run:
    """What the last run was about.

    Attributes
    ----------
    students, assignments : tuple of str
        Who was marked, in order, and for what, in the order of teaching.
    faults : tuple of pair of str
        The submissions, student and assignment, that the grader itself failed on.
    """

    students: tuple[str, ...]
    assignments: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]


def last_run(out: Path) -> Run:
    """Find what the last run was about.

    Parameters
    ----------
    out : Path
        Its folder of results.

    Raises
    ------
    GradebookError
        If there is no table of grades.
    """
    try:
        pairs = {(grade.student, grade.assignment) for grade in read_csv(out / GRADES_FILE)}
    except FileNotFoundError:
        raise GradebookError(
            f"There is no {GRADES_FILE} in {out}. `autograde grade` writes it."
        ) from None
    faults = sorted(read_faults(out))
    students, assignments = {one for one, _ in pairs}, {one for _, one in pairs}
    students |= {one for one, _ in faults}
    assignments |= {one for _, one in faults}
    order = own_chapters()
    known = [one for one in order if one in assignments]
    return Run(
        tuple(sorted(students)),
        (*known, *sorted(assignments - set(known))),
        tuple(faults),
    )


class Gradebook:
    """Reads what is recorded; it writes nothing of its own.

    Parameters
    ----------
    out : Path
        The folder of results.
    db_url : str or None
        The address of the gradebook's database; None for the file in `out`.

    Raises
    ------
    GradebookError
        If there is none, or it cannot be used.
    """

    def __init__(self, out: Path, db_url: str | None = None) -> None:
        if db_url is None and not (out / FILE).exists():
            raise GradebookError(f"There is no {FILE} in {out}. `autograde grade` writes it.")
        self._address = address_of(out, db_url)
        self._engine = open_database(self._address, _PATIENCE_SECONDS)
        self._reading = self._engine.execution_options(only_reads=True)
        self._registered: dict[str, Registered | None] = {}
        on_server = self._engine.dialect.name == "postgresql"
        self._longest = tables.NAME_LENGTH if on_server else None

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def id_of(self, student: str) -> str:
        """Return the id under which the gradebook has a student."""
        return gradebook_id(student, self._longest)

    def names(self) -> dict[str, str]:
        """Return the names that a roster gives, by the gradebook's ids."""
        query = select(*(tables.student.c[one] for one in ("id", "first_name", "last_name")))
        return {
            id: " ".join(part.strip() for part in (first, last) if part and part.strip())
            for id, first, last in self._all(query)
        }

    def never_marked(self) -> list[str]:
        """List the ids of students that are registered and for whom no run recorded anything."""
        marked = select(tables.results.c.student)
        id = tables.student.c.id
        query = select(id).where(id.not_in(marked)).order_by(id)
        return [found for (found,) in self._all(query)]

    def read(self, students: Iterable[str], assignments: Sequence[str]) -> Iterator[Recorded]:
        """List what is recorded, student by student; what is not recorded is left out.

        Points are what the gradebook counts, marks by hand included.

        Parameters
        ----------
        students, assignments : sequence of str
            Whose submissions, and for what, in this order. Few are held at a time.
        """
        waiting = iter(students)
        while some := list(islice(waiting, _AT_A_TIME)):
            ids = {self.id_of(student): student for student in some}
            scores = self._scores(list(ids), assignments)
            found = self._stored(tables.results, "result", list(ids), assignments)
            seconds = self._stored(tables.timings, "seconds", list(ids), assignments)
            for id, student in ids.items():
                for assignment in assignments:
                    key = (id, assignment)
                    if key in found:
                        taken = seconds.get(key, {}).get("exercises", {})
                        yield _recorded(student, assignment, found[key], scores, key, taken)

    def _scores(
        self, students: list[str], assignments: Sequence[str]
    ) -> dict[tuple[str, str, str], float]:
        """Read what the gradebook counts, by student, assignment and exercise."""
        scores: dict[tuple[str, str, str], float] = {}
        for assignment in assignments:
            if (registered := self._find(assignment)) is None:
                continue
            exercises = {cell: name for name, cell in registered.grade_cells.items()}
            keys = {
                "assignment": registered.assignment,
                "notebook": registered.notebook,
                "cells": list(exercises),
                "students": students,
            }
            for student, cell, score in self._all(SCORES, keys):
                scores[student, assignment, exercises[cell]] = score
        return scores

    def _find(self, assignment: str) -> Registered | None:
        if assignment not in self._registered:
            with plainly(self._address), self._reading.begin() as connection:
                self._registered[assignment] = find_registered(connection, assignment)
        return self._registered[assignment]

    def _stored(
        self, rows: Any, name: str, students: list[str], assignments: Sequence[str]
    ) -> dict[tuple[str, str], dict[str, Any]]:
        query = (
            select(rows.c.student, rows.c.assignment, rows.c[name])
            .where(rows.c.assignment.in_(assignments))
            .where(rows.c.student.in_(students))
        )
        return {
            (student, assignment): json.loads(text)
            for student, assignment, text in self._all(query)
        }

    def _all(self, query: Any, keys: dict[str, Any] | None = None) -> Sequence[Row[Any]]:
        with plainly(self._address), self._reading.begin() as connection:
            return connection.execute(query, keys).all()


def _recorded(
    student: str,
    assignment: str,
    found: dict[str, Any],
    scores: dict[tuple[str, str, str], float],
    key: tuple[str, str],
    seconds: dict[str, float],
) -> Recorded:
    grades = tuple(
        Grade(
            student,
            assignment,
            one["exercise"],
            scores.get((*key, one["exercise"]), one["score"]),
            one["max_score"],
            one["status"],
            one["mistake"],
            float(int(seconds.get(one["exercise"], 0.0))),
        )
        for one in found["exercises"]
    )
    return Recorded(
        student, assignment, found["failure"], found["language"], tuple(found["notes"]), grades
    )
