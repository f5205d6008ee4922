"""What is written for a submission, and the statements that write it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, select

from autograde.grading.recording import tables
from autograde.grading.recording.assignments import Registered
from autograde.grading.recording.ids import row_id
from autograde.grading.recording.visible import TAG, visible
from autograde.grading.roster import NAMES
from autograde.grading.work import ExerciseResult, Result

_LONGEST_LINE = 500
_LONGEST_COMMENT = 8000
_STORED = ("exercise", "score", "max_score", "status", "mistake")


class Row:
    """What is written for one submission."""

    def __init__(
        self,
        result: Result,
        digest: str,
        timestamp: datetime | None,
        student: str,
        registered: Registered,
        made_of: Mapping[str, str],
    ) -> None:
        self.result = result
        self.digest = digest
        self.timestamp = timestamp
        self.student = student
        self.registered = registered
        self._made_of = made_of
        self._by_exercise = {one.exercise: one for one in result.exercises}

    def grades(self, notebook: str) -> list[dict[str, Any]]:
        """Make the rows of grades; an exercise that the result does not tell of has no points."""
        return [
            self._mark(notebook, cell, auto_score=float(one.score) if one else 0.0)
            | {"needs_manual_grade": False}
            for cell, one in self._cells(self.registered.grade_cells)
        ]

    def comments(self, notebook: str) -> list[dict[str, Any]]:
        """Make the rows of comments."""
        return [
            self._mark(notebook, cell, auto_comment=gradebook_comment(one.comment) if one else None)
            for cell, one in self._cells(self.registered.comment_cells)
        ]

    def stored(self) -> dict[str, Any]:
        """Make the row of our own table. JSON in ASCII can hold any name."""
        result = self.result
        exercises = [
            {name: value for name, value in asdict(one).items() if name in _STORED}
            for one in result.exercises
        ]
        content = {
            "student": result.student,
            "failure": result.failure,
            "language": result.language,
            "notes": result.notes,
            "exercises": exercises,
            **self._made_of,
        }
        return self._own(digest=self.digest, failure=result.failure, result=json.dumps(content))

    def timings(self) -> dict[str, Any]:
        """Make the row of timings."""
        exercises = {one.exercise: round(one.seconds, 3) for one in self.result.exercises}
        content = {"all": round(self.result.seconds, 3), "exercises": exercises}
        return self._own(seconds=json.dumps(content))

    def _cells(self, cells: dict[str, str]) -> Iterator[tuple[str, ExerciseResult | None]]:
        for exercise, cell in cells.items():
            yield cell, self._by_exercise.get(exercise)

    def _mark(self, notebook: str, cell: str, **values: Any) -> dict[str, Any]:
        return {"id": row_id(notebook, cell), "notebook_id": notebook, "cell_id": cell, **values}

    def _own(self, **values: Any) -> dict[str, Any]:
        return {"assignment": self.result.assignment, "student": self.student, **values}


class Statements:
    """The statements that record a submission, made once."""

    def __init__(self, insert: Callable[[Any], Any]) -> None:
        def upsert(table: Any, key: tuple[str, ...], **values: Callable[[Any], Any]) -> Any:
            statement = insert(table)
            new = {name: value(statement.excluded) for name, value in values.items()}
            if not new:
                return statement.on_conflict_do_nothing(index_elements=key)
            return statement.on_conflict_do_update(index_elements=key, set_=new)

        submitted, notebook = tables.submitted_assignment, tables.submitted_notebook
        grade, results = tables.grade, tables.results
        own_key, mark_key = ("assignment", "student"), ("cell_id", "notebook_id")
        self.student = upsert(tables.student, ("id",))
        self.names = upsert(tables.student, ("id",), **{name: _or_as_is(name) for name in NAMES})
        self.submission = upsert(
            submitted,
            ("assignment_id", "student_id"),
            timestamp=lambda new: func.coalesce(new.timestamp, submitted.c.timestamp),
        )
        self.notebook = upsert(notebook, ("notebook_id", "assignment_id"))
        self.grades = upsert(
            grade,
            mark_key,
            auto_score=lambda new: new.auto_score,
            needs_manual_grade=_needs_review,
        )
        self.comments = upsert(tables.comment, mark_key, auto_comment=lambda new: new.auto_comment)
        self.result = upsert(
            results,
            own_key,
            digest=lambda new: new.digest,
            failure=lambda new: new.failure,
            result=lambda new: new.result,
        )
        self.basis = upsert(tables.bases, ("digest",))
        self.timing = upsert(tables.timings, own_key, seconds=lambda new: new.seconds)
        self.find_submission = _find_by(submitted, "assignment_id", "student_id")
        self.find_notebook = _find_by(notebook, "notebook_id", "assignment_id")
        self.before = (
            select(results.c.result)
            .where(results.c.student == bindparam("student"))
            .where(results.c.assignment == bindparam("assignment"))
        )
        self.marked_by_hand = (
            select(grade.c.cell_id)
            .where(grade.c.notebook_id == bindparam("notebook"))
            .where(grade.c.manual_score.is_not(None))
        )
        handed_in = (submitted.c.student_id == results.c.student) & (
            submitted.c.assignment_id == bindparam("assignment_id")
        )
        self.recorded = (
            select(results.c.digest, results.c.failure, submitted.c.id)
            .outerjoin(submitted, handed_in)
            .where(results.c.student == bindparam("student"))
            .where(results.c.assignment == bindparam("assignment"))
        )


def _or_as_is(name: str) -> Callable[[Any], Any]:
    return lambda new: func.coalesce(new[name], tables.student.c[name])


def _needs_review(new: Any) -> Any:
    """Flag a mark by hand when the grader's mark under it is not what it was."""
    grade = tables.grade.c
    changed = grade.needs_manual_grade | grade.auto_score.is_distinct_from(new.auto_score)
    return case((grade.manual_score.is_(None), False), else_=changed)


def gradebook_comment(text: str) -> str:
    """Make a comment safe for nbgrader's feedback, which takes it for Markdown with HTML."""
    return TAG.sub("< ", visible(text, _LONGEST_LINE))[:_LONGEST_COMMENT]


def _find_by(table: Any, *columns: str) -> Any:
    return select(table.c.id).where(*(table.c[name] == bindparam(name) for name in columns))
