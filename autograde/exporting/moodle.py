"""Moodle: the import of grades, the offline grading worksheet, and names of feedback folders.

The import in Grades finds students by a column that the instructor chooses; a row where it is
empty gets its marks counted for the student of the row above (grade/import/csv in moodle/moodle).
The worksheet of an assignment finds them by ``Participant 123``, a number that differs from
assignment to assignment, and needs the columns Identifier, Grade and Last modified (grade); a row
without a grade is left alone (mod/assign/feedback/offline).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from autograde.exporting.columns import Column, number
from autograde.exporting.exporter import Exporter, ExportError, named
from autograde.exporting.files import harmless, table_text
from autograde.exporting.filled import Downloaded, first_match, points_in, unique
from autograde.exporting.marks import Marks, Student
from autograde.grading.imported import Line

_PARTICIPANT = "Participant "
_NUMBER_AT_END = re.compile(r"(\d+)\s*$")
_FOLDER = re.compile(r"[^_/]*_(\d+)_assign(?:submission|feedback)_[a-z]+", re.IGNORECASE)
# The headings of a worksheet in English, as older versions have them, and in Spanish.
_IDENTIFIER = ("Identifier", "Identificador")
_FULL_NAME = ("Full name", "Nombre completo", "Nombre")
_EMAIL = ("Email address", "Email", "Dirección de correo", "Dirección Email", "Correo electrónico")
_GRADE = ("Grade", "Calificación")
_MOST = ("Maximum grade", "Calificación máxima")
_WORKSHEET = [
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
]


class MoodleExporter(Exporter):
    """Writes the CSV that Moodle imports in Grades → Line → CSV file."""

    default_file = "moodle.csv"
    platform = "moodle"

    def make(self, marks: Marks, columns: Sequence[Column]) -> str:
        """Make the file's text.

        Parameters
        ----------
        marks : Marks
            The marks.
        columns : sequence of Column
            The same, in columns.
        """
        by_email = any(one.email for one in marks.students)
        key = "Email address" if by_email else "ID number"
        rows = [
            ["First name", "Last name", "ID number", "Email address"]
            + [column.title for column in columns]
        ]
        left_out = []
        for student in marks.students:
            own = student.email if by_email else student.lms_user_id
            if not own or harmless(own) != own:
                left_out.append(student.id)
                continue
            scores = [column.score(student.id) for column in columns]
            first = student.first_name or ("" if student.last_name else student.id)
            rows.append([first, student.last_name, student.lms_user_id, student.email, *scores])
        if len(rows) == 1:
            raise ExportError(
                "Moodle finds students by their email addresses or ID numbers, and the gradebook "
                "has neither. Put them into the roster (email, lms_user_id) and mark again; or "
                "fill in an assignment's grading worksheet with --fill."
            )
        if left_out:
            self.note(
                f"Left out, as Moodle cannot find a student without {key}, and would count the "
                f"marks for the one above: {named(left_out)}."
            )
        points = ", ".join(f"{column.title} of {number(column.points)}" for column in columns)
        self.note(
            f"In Moodle's import, map {key} to {key}, and each column to a grade item of as many "
            f"points: {points}. --out-of 100 makes them fit what Moodle gives a new item."
        )
        return table_text(rows)


class MoodleWorksheetExporter(Exporter):
    """Writes the grading worksheet of one assignment, or fills in one that Moodle made."""

    default_file = "moodle-worksheet.csv"
    platform = "moodle"

    def make(self, marks: Marks, columns: Sequence[Column]) -> str:
        """Make the file's text.

        Parameters
        ----------
        marks : Marks
            The marks.
        columns : sequence of Column
            The same, in columns.
        """
        if len(columns) != 1:
            raise ExportError(
                "A worksheet is for one assignment as a whole; --assignment says which."
            )
        numbers = {
            one.id: found
            for one in marks.students
            if (row := self.imported.get((one.id, columns[0].assignment)))
            and (found := participant(row))
        }
        if self.fill:
            return self._filled(marks, columns[0], numbers)
        rows = [_WORKSHEET]
        for student in marks.students:
            if student.id in numbers:
                rows.append(self._row(marks, columns[0], student, numbers[student.id]))
        if len(rows) == 1:
            raise ExportError(
                f"No participant's number is known for {columns[0].assignment}: they are in the "
                "names of Moodle's downloads, which --submitted tells after `autograde import`. "
                "Or fill in the worksheet that Moodle makes, with --fill."
            )
        absent = [one.id for one in marks.students if one.id not in numbers]
        if absent:
            self.note(
                f"The worksheet of {columns[0].assignment} is without those whose files did not "
                f"come from Moodle: {named(absent)}."
            )
        return table_text(rows)

    def _row(self, marks: Marks, column: Column, student: Student, number_: str) -> list[str]:
        work = marks.work.get((student.id, column.assignment))
        return [
            f"{_PARTICIPANT}{number_}",
            student.full_name,
            student.email,
            "Submitted for grading" if work else "No submission",
            column.score(student.id),
            number(column.points),
            "Yes",
            _date(work.submitted) if work and work.submitted else "-",
            "-",
        ]

    def _filled(self, marks: Marks, column: Column, numbers: dict[str, str]) -> str:
        table = Downloaded(Path(self.fill))
        identifier, grade = table.find(*_IDENTIFIER), table.find(*_GRADE)
        if identifier is None or grade is None:
            raise ExportError(
                f"{self.fill} is no grading worksheet in English or Spanish: it lacks the columns "
                "Identifier and Grade (Identificador, Calificación)."
            )
        most, name, email = table.find(*_MOST), table.find(*_FULL_NAME), table.find(*_EMAIL)
        students = marks.students
        ways = (
            unique((numbers.get(one.id, ""), one.id) for one in students).get,
            unique((one.email, one.id) for one in students).get,
            unique((one.full_name, one.id) for one in students).get,
        )
        found = set()
        for row in table.rows[1:]:
            ending = _NUMBER_AT_END.search(row[identifier])
            keys = (
                ending[1] if ending else "",
                row[email] if email is not None else "",
                row[name] if name is not None else "",
            )
            student = first_match(list(zip(ways, keys, strict=True)))
            if student is None:
                continue
            found.add(student)
            full = points_in(row[most]) if most is not None and not self.out_of else None
            row[grade] = column.score(student, full) or row[grade]
        absent = [one.id for one in students if one.id not in found]
        if absent:
            self.note(f"These students are not in {self.fill}: {named(absent)}.")
        return table.text


def participant(row: Line) -> str | None:
    """Return the participant's number in the name of a file from Moodle.

    Parameters
    ----------
    row : Line
        The file.
    """
    found = _folder(row)
    return found[1] if found else None


def moodle_member(row: Line, name: str) -> str | None:
    """Return the name under which Moodle takes feedback: in the folder that it made.

    Where the download had no folders, file names begin with what else is the folder's name.

    Parameters
    ----------
    row : Line
        The file as it came.
    name : str
        The name of the feedback file.
    """
    found = _folder(row)
    if not found:
        return None
    for part in PurePosixPath(row.name).parts[:-1]:
        if part.rstrip("_") == found[0]:
            return f"{part}/{name}"
    return f"{found[0]}_{name}"


def _folder(row: Line) -> re.Match[str] | None:
    for part in PurePosixPath(row.name).parts:
        if found := _FOLDER.match(part):
            return found
    return None


def _date(time: datetime) -> str:
    return f"{time:%A, %d %B %Y, %I:%M %p}"
