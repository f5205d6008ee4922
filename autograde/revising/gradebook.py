"""The marks in a gradebook, read without changing a byte of it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Engine, Row, create_engine, inspect, select
from sqlalchemy.pool import NullPool

from autograde.grading.recording import tables
from autograde.grading.recording.assignments import CHECK
from autograde.grading.recording.database import FILE, Database, address_of, plainly
from autograde.grading.recording.grades import GRADES_FILE
from autograde.grading.recording.ids import gradebook_id
from autograde.grading.recording.reading import Reader
from autograde.revising.state import (
    Entries,
    Entry,
    Mark,
    Results,
    Table,
    UnusableError,
    read_grades,
)

_Marks = dict[tuple[str, str], dict[str, Row[Any]]]


def open_results(out: Path, db_url: str | None = None) -> Results:
    """Open the results in a folder: the gradebook, or where there is none, the table of grades.

    Parameters
    ----------
    out : Path
        The folder.
    db_url : str or None
        The address of the gradebook's database; None for the file in `out`.

    Raises
    ------
    UnusableError
        If it holds no results.
    GradebookError
        If the gradebook cannot be used.
    """
    if db_url is None and not (out / FILE).exists():
        return Table(out)
    return Book(out, db_url)


class Book:
    """The results in a gradebook.

    Parameters
    ----------
    out : Path
        The folder of results.
    db_url : str or None
        The address of the gradebook's database; None for the file in `out`.

    Raises
    ------
    UnusableError
        If no run has recorded anything in it.
    GradebookError
        If it cannot be used.
    """

    remark = ""

    def __init__(self, out: Path, db_url: str | None = None) -> None:
        address = address_of(out, db_url)
        self._database = Database(address, _open(address))
        self._reader = Reader(self._database)
        with plainly(address):
            there = set(inspect(self._database.engine).get_table_names())
        if tables.results.name not in there:
            raise UnusableError(
                f"The gradebook of {out} holds no results. `autograde grade` records them."
            )
        self._has_bases = tables.bases.name in there
        names = {grade.student for grade in read_grades(out)} if _has_table(out) else set()
        self._names = {self._database.id_of(name): name for name in names}
        self._ids = {name: id for id, name in self._names.items()}

    def students(self) -> set[str]:
        """Return the ids of all students."""
        query = select(tables.results.c.student).distinct()
        return {self._names.get(id, id) for (id,) in self._database.rows(query)}

    def entries(self, students: Sequence[str]) -> Entries:
        """Read what is recorded of some students."""
        ids = [self._ids.get(student) or _storable(student) for student in students]
        marks = self._marks(ids)
        return {
            (self._names.get(id, id), assignment): self._entry(
                stored, marks.get((id, assignment), {})
            )
            for (id, assignment), stored in self._reader.stored(
                tables.results.c.result, ids
            ).items()
        }

    def _entry(self, stored: Mapping[str, Any], marks: Mapping[str, Row[Any]]) -> Entry:
        return Entry(
            {
                one["exercise"]: _mark(one, marks.get(one["exercise"]))
                for one in stored["exercises"]
            },
            stored["failure"],
            stored.get("submitted", ""),  # gradebooks of before have none
            self._bases.get(stored.get("basis", ""), {}),
        )

    def _marks(self, ids: Sequence[str]) -> _Marks:
        """Read nbgrader's own rows, by student and assignment, and by exercise."""
        submitted, notebook, grade = (
            tables.submitted_assignment,
            tables.submitted_notebook,
            tables.grade,
        )
        query = (
            select(submitted.c.student_id, grade)
            .select_from(submitted)
            .join(notebook, notebook.c.assignment_id == submitted.c.id)
            .join(grade, grade.c.notebook_id == notebook.c.id)
            .where(submitted.c.student_id.in_(ids))
        )
        found: _Marks = defaultdict(dict)
        for row in self._database.rows(query):
            if row.cell_id in self._cells:
                assignment, exercise = self._cells[row.cell_id]
                found[row.student_id, assignment][exercise] = row
        return found

    @cached_property
    def _cells(self) -> dict[str, tuple[str, str]]:
        """The assignment and exercise of each row that grades belong to."""
        cell, notebook, assignment = tables.base_cell, tables.notebook, tables.assignment
        query = (
            select(cell.c.id, assignment.c.name, cell.c.name)
            .join(notebook, notebook.c.id == cell.c.notebook_id)
            .join(assignment, assignment.c.id == notebook.c.assignment_id)
            .where(cell.c.type == "GradeCell")
        )
        return {id: (of, name.removeprefix(CHECK)) for id, of, name in self._database.rows(query)}

    @cached_property
    def _bases(self) -> dict[str, dict[str, Any]]:
        """What marks depended on besides the submissions, by its digest."""
        if not self._has_bases:
            return {}
        query = select(tables.bases.c.digest, tables.bases.c.parts)
        return {digest: json.loads(parts) for digest, parts in self._database.rows(query)}


def _storable(student: str) -> str:
    """Return the name of a student of the other folder so that a database can look for it."""
    try:
        student.encode()
    except UnicodeEncodeError:
        return gradebook_id(student)
    return student


def _has_table(out: Path) -> bool:
    return (out / GRADES_FILE).exists()


def _mark(stored: Mapping[str, Any], row: Row[Any] | None) -> Mark:
    automatic = stored["score"]
    by_hand = row.manual_score if row else None
    extra = (row.extra_credit or 0.0) if row else 0.0
    score = (automatic if by_hand is None else by_hand) + extra
    return Mark(
        score,
        stored["max_score"],
        stored["status"],
        stored["mistake"],
        automatic,
        by_hand,
        extra,
        bool(row and by_hand is not None and row.needs_manual_grade),
    )


def _open(address: URL) -> Engine:
    """Open a database for reading only; a file may lie where nothing can be written."""
    if address.drivername != "sqlite":
        return create_engine(address, poolclass=NullPool)
    path = Path(address.database or "").absolute()
    if not path.is_file():
        raise UnusableError(f"There is no gradebook {path}. `autograde grade` makes it.")
    log = path.with_name(f"{path.name}-wal")
    # Without a log nobody is writing, and then SQLite needs no files of its own beside it.
    mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    uri = f"file:{quote(str(path))}?{mode}"
    return create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(uri, uri=True), poolclass=NullPool
    )
