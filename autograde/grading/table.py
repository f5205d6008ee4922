"""The table that ends a run: who earned what, and what was wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from autograde.grading.recording import Grade
from autograde.grading.recording.visible import visible

# Where a whole assignment has one of these, its exercises need not be told one by one.
_OF_THE_WHOLE = ("missing", "unreadable", "killed", "not_attempted")


def make_table(grades: Sequence[Grade], assignments: Sequence[str]) -> Table:
    """Make the table of a class: students by assignments.

    Parameters
    ----------
    grades : sequence of Grade
        All grades.
    assignments : sequence of str
        The columns.
    """
    table = Table(title=None, pad_edge=False)
    table.add_column("student")
    for assignment in [*assignments, "total"]:
        table.add_column(assignment, justify="right")
    table.add_column("what was wrong", ratio=1)
    for student in dict.fromkeys(grade.student for grade in grades):
        own = [grade for grade in grades if grade.student == student]
        each = [[grade for grade in own if grade.assignment == one] for one in assignments]
        reasons = "; ".join(reason for part in each for reason in _reasons(part))
        cells = [visible(student), *map(_points, each), _points(own), reasons or "–"]
        table.add_row(*map(Text, cells))  # plain text: ids may hold anything
    return table


def _points(grades: Iterable[Grade]) -> str:
    grades = list(grades)
    score = sum(grade.score for grade in grades)
    return f"{score:g} / {sum(grade.max_score for grade in grades):g}"


def _reasons(grades: Sequence[Grade]) -> list[str]:
    statuses = {grade.status for grade in grades}
    if len(statuses) == 1 and statuses & set(_OF_THE_WHOLE):
        return [f"{grades[0].assignment}: {_words(grades[0].status)}"]
    return [
        f"{grade.exercise}: {_words(grade.mistake or grade.status)}"
        for grade in grades
        if grade.status != "right"
    ]


def _words(id: str) -> str:
    return id.replace("_", " ")
