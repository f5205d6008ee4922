"""A table for spreadsheets and programs: a row for each student and assignment, or exercise."""

from __future__ import annotations

from collections.abc import Sequence

from autograde.exporting.columns import PER, Column, number
from autograde.exporting.exporter import Exporter
from autograde.exporting.files import table_text
from autograde.exporting.marks import Marks, Work

_PERSON = ["student", "last_name", "first_name", "email", "lms_user_id"]


class PlainExporter(Exporter):
    """Writes one row for each student and assignment, or exercise, as plain CSV."""

    default_file = "marks.csv"
    platform = "csv"

    def make(self, marks: Marks, columns: Sequence[Column]) -> str:
        """Make the file's text.

        Parameters
        ----------
        marks : Marks
            The marks.
        columns : sequence of Column
            The same, in columns.
        """
        whole = self.per == PER[0]
        about = ["assignment", "submitted"] if whole else ["assignment", "exercise", "submitted"]
        taken = ["raw_score", "late_penalty"] if whole else []
        rows = [[*_PERSON, *about, *taken, "score", "max_score"]]
        for student in marks.students:
            person = [student.id, student.last_name, student.first_name]
            person += [student.email, student.lms_user_id]
            for column in columns:
                work = marks.work.get((student.id, column.assignment))
                about = [column.assignment, *([] if whole else [column.exercise]), _time(work)]
                taken = _taken_off(work, column.factor) if whole else []
                score = [column.score(student.id), number(column.points)]
                rows.append([*person, *about, *taken, *score])
        return table_text(rows)


def _taken_off(work: Work | None, factor: float) -> list[str]:
    if work is None:
        return ["", ""]
    return [number(factor * work.raw), number(factor * (work.raw - work.score))]


def _time(work: Work | None) -> str:
    if work is None or work.submitted is None:
        return ""
    return f"{work.submitted.isoformat(' ', 'seconds')} UTC"
