"""The tables of the gradebook: nbgrader's, as far as they are used here, and our own.

Importing nbgrader takes seconds, which only a new gradebook should cost. A test holds these
definitions against nbgrader's.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Enum,
    Float,
    Interval,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    case,
    func,
)

NAME_LENGTH = 128
"""How long a name may be in nbgrader's columns. SQLite does not care."""

COURSE = "default_course"
"""nbgrader's name for the course where nobody chose one."""

nbgrader = MetaData()
own = MetaData()


def _key() -> Column[str]:
    return Column("id", String(32), primary_key=True)


def _link(name: str) -> Column[str]:
    return Column(name, String(32))


def _name(name: str) -> Column[str]:
    return Column(name, String(NAME_LENGTH))


def _cell_type(name: str) -> Column[str]:
    return Column("cell_type", Enum("code", "markdown", name=name))


course = Table("course", nbgrader, Column("id", String(NAME_LENGTH), primary_key=True))
assignment = Table(
    "assignment",
    nbgrader,
    _key(),
    _name("name"),
    _name("course_id"),
    Column("duedate", DateTime),
)
notebook = Table(
    "notebook",
    nbgrader,
    _key(),
    _name("name"),
    _link("assignment_id"),
    Column("kernelspec", String(1024)),
)
base_cell = Table(
    "base_cell", nbgrader, _key(), _name("name"), _link("notebook_id"), Column("type", String(50))
)
grade_cells = Table(
    "grade_cells", nbgrader, _key(), Column("max_score", Float), _cell_type("grade_cell_type")
)
solution_cells = Table("solution_cells", nbgrader, _key())
source_cell = Table(
    "source_cell",
    nbgrader,
    _key(),
    _name("name"),
    _cell_type("source_cell_type"),
    Column("locked", Boolean),
    Column("source", Text),
    _name("checksum"),
    _link("notebook_id"),
)
student = Table(
    "student",
    nbgrader,
    Column("id", String(NAME_LENGTH), primary_key=True),
    _name("first_name"),
    _name("last_name"),
    _name("email"),
    _name("lms_user_id"),
)
submitted_assignment = Table(
    "submitted_assignment",
    nbgrader,
    _key(),
    _link("assignment_id"),
    _name("student_id"),
    Column("timestamp", DateTime),
    Column("extension", Interval),
)
submitted_notebook = Table(
    "submitted_notebook",
    nbgrader,
    _key(),
    _link("assignment_id"),
    _link("notebook_id"),
    Column("flagged", Boolean),
    Column("late_submission_penalty", Float(0)),
)
grade = Table(
    "grade",
    nbgrader,
    _key(),
    _link("notebook_id"),
    _link("cell_id"),
    Column("auto_score", Float),
    Column("manual_score", Float),
    Column("extra_credit", Float),
    Column("needs_manual_grade", Boolean),
)
comment = Table(
    "comment",
    nbgrader,
    _key(),
    _link("notebook_id"),
    _link("cell_id"),
    Column("auto_comment", Text),
    Column("manual_comment", Text),
)

score = case(
    (grade.c.manual_score.is_not(None), grade.c.manual_score),
    else_=func.coalesce(grade.c.auto_score, 0.0),
) + func.coalesce(grade.c.extra_credit, 0.0)
"""What a grade counts: an instructor's own mark before the grader's, as nbgrader has it."""


def _own(table: str, key: tuple[str, ...], *columns: Column[object]) -> Table:
    keys = (Column(name, Text, nullable=False) for name in key)
    return Table(table, own, *keys, *columns, PrimaryKeyConstraint(*key), sqlite_with_rowid=False)


registered = _own("neurona_assignments", ("assignment",), Column("digest", Text, nullable=False))
"""From which solved notebook an assignment was entered."""

results = _own(
    "neurona_results",
    ("assignment", "student"),
    Column("digest", Text, nullable=False),
    Column("failure", Text, nullable=False),
    Column("result", Text, nullable=False),
)
"""What marking gave besides points, as JSON, and the digest of what was marked."""

bases = _own("neurona_bases", ("digest",), Column("parts", Text, nullable=False))
"""What marks depended on besides the submissions, told apart, as JSON; results name its digest."""

timings = _own(
    "neurona_timings", ("assignment", "student"), Column("seconds", Text, nullable=False)
)
"""How long it took: apart, as it is the one thing that differs between two runs."""

shelf = _own(
    "neurona_shelf",
    ("assignment", "cell", "student"),
    Column("manual_score", Float),
    Column("extra_credit", Float),
    Column("manual_comment", Text),
)
"""What an instructor wrote about exercises that left the course, for when they come back."""
