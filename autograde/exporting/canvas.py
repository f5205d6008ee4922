"""Canvas: the gradebook as CSV, and the names under which it takes files back.

Canvas finds a student by the number in ID, else by the SIS ids, else by the name; and an
assignment by the number in its heading, ``Title (123)``, else by its title. A cell that is empty
takes away the mark that Canvas has. (lib/gradebook_importer.rb in instructure/canvas-lms.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from autograde.exporting.columns import Column, number
from autograde.exporting.exporter import Exporter, ExportError, named
from autograde.exporting.files import table_text
from autograde.exporting.filled import Downloaded, first_match, points_in, unique
from autograde.exporting.marks import Marks, Student
from autograde.grading.imported import Line

_PERSON = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
_POINTS = "Points Possible"
_TITLE_AND_ID = re.compile(r"(.*)\s\((\d+)\)", re.DOTALL)
_NOT_OURS = ("EX", "N/A")  # excused, or not given to this student
_LATE = "LATE"
_ANONYMOUS = "anon"


class CanvasExporter(Exporter):
    """Writes the CSV that Canvas imports in Grades → Line, or fills in one that it exported."""

    default_file = "canvas.csv"
    platform = "canvas"

    def make(self, marks: Marks, columns: Sequence[Column]) -> str:
        """Make the file's text.

        Parameters
        ----------
        marks : Marks
            The marks.
        columns : sequence of Column
            The same, in columns.
        """
        if self.fill:
            return self._filled(marks, columns)
        rows = [
            [*_PERSON, *(column.title for column in columns)],
            [f"    {_POINTS}", "", "", "", "", *(number(column.points) for column in columns)],
        ]
        for student in marks.students:
            scores = [column.score(student.id) for column in columns]
            rows.append([*self._person(student), "", *scores])
        unknown = [one.id for one in marks.students if not self._number(one)]
        if unknown:
            self.note(
                "Canvas has to find these students by name or login, as their numbers there are "
                f"not known (lms_user_id in the roster, or --fill): {named(unknown)}."
            )
        if any(column.scores.keys() < {one.id for one in marks.students} for column in columns):
            self.note(
                "Cells of what was not handed in are empty, and Canvas removes the marks that it "
                "has where a cell is empty. --fill with its own export leaves them."
            )
        return table_text(rows)

    def _number(self, student: Student) -> str:
        """Return a student's number in Canvas; empty if it is not known."""
        if student.lms_user_id.isdecimal():
            return student.lms_user_id
        names = (self.imported.get((student.id, one.name)) for one in self.marks.assignments)
        return next((ids[0] for name in names if name and (ids := canvas_ids(name))), "")

    def _person(self, student: Student) -> list[str]:
        own = student.lms_user_id
        sis = "" if own.isdecimal() else own
        return [student.sortable_name, self._number(student), sis, student.email]

    def _filled(self, marks: Marks, columns: Sequence[Column]) -> str:
        table = Downloaded(Path(self.fill))
        places = self._places(table, columns)
        points = next((row for row in table.rows if _POINTS in row[0]), None)
        find = _Finder(table, marks, self._number)
        found = set()
        for row in table.rows[1:]:
            student = None if row is points else find(row)
            if student is None:
                continue
            found.add(student)
            for column, place in places:
                full = points_in(points[place]) if points and not self.out_of else None
                score = column.score(student, full)
                if score and row[place].strip().upper() not in _NOT_OURS:
                    row[place] = score
        missing = [one.id for one in marks.students if one.id not in found]
        if missing:
            self.note(f"These students are not in {self.fill}: {named(missing)}.")
        return table.text

    def _places(self, table: Downloaded, columns: Sequence[Column]) -> list[tuple[Column, int]]:
        headings = {}
        for place, heading in enumerate(table.rows[0]):
            headings[heading.strip()] = place
            if parts := _TITLE_AND_ID.fullmatch(heading.strip()):
                headings.setdefault(parts[1].strip(), place)
        places = [(one, headings[one.title]) for one in columns if one.title in headings]
        absent = [one.title for one in columns if one.title not in headings]
        if not places or "ID" not in table.rows[0]:
            raise ExportError(
                f"{self.fill} has no column for {named(absent) or 'ID'}. Export the gradebook in "
                "Canvas once it has the assignments; --title 01_perceptron='Its title in Canvas' "
                "says how one is called there."
            )
        if absent:
            self.note(f"{self.fill} has no column for {named(absent)}; see --title.")
        return places


class _Finder:
    """Finds the student of a row of Canvas's gradebook."""

    def __init__(
        self, table: Downloaded, marks: Marks, number_of: Callable[[Student], str]
    ) -> None:
        students = marks.students
        self._columns = [table.find(name) for name in ("ID", "SIS User ID", "SIS Login ID")]
        self._by_number = unique((number_of(one), one.id) for one in students)
        by_id = [(one.id, one.id) for one in students]
        self._by_sis = unique([*((one.lms_user_id, one.id) for one in students), *by_id])
        self._by_login = unique([*((one.email, one.id) for one in students), *by_id])
        names = [(one.sortable_name, one.id) for one in students]
        self._by_name = unique([*names, *((one.full_name, one.id) for one in students)])

    def __call__(self, row: Sequence[str]) -> str | None:
        """Return the student's id, or None."""
        keys = [row[column] if column is not None else "" for column in self._columns]
        ways = (self._by_number.get, self._by_sis.get, self._by_login.get, self._by_name.get)
        return first_match(list(zip(ways, [*keys, row[0]], strict=True)))


def canvas_ids(row: Line) -> tuple[str, str] | None:
    """Return the numbers of the user and of the file in the name of a file from Canvas.

    A name is ``doejane_123_456_file.ipynb`` or ``doejane_LATE_123_456_file.ipynb``. Canvas
    itself takes the first two numbers. It hides who handed in if a name begins with ``anon``.

    Parameters
    ----------
    row : Line
        The file.
    """
    parts = [part for part in PurePosixPath(row.name).name.split("_") if part != _LATE]
    if parts[0] == _ANONYMOUS:
        return None
    numbers = [part for part in parts[1:] if part.isdecimal() and part.isascii()]
    return (numbers[0], numbers[1]) if len(numbers) > 1 else None


def canvas_member(row: Line) -> str | None:
    """Return the name under which Canvas takes a file back: the one that it had.

    Parameters
    ----------
    row : Line
        The file as it came.
    """
    name = PurePosixPath(row.name).name
    known = canvas_ids(row) or name.startswith(f"{_ANONYMOUS}_")
    return name if known and not name.startswith("._") else None
