"""Files as Canvas and Moodle name them, and the tables that they export."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_NO_WORD = re.compile(r"[^\w]")
_NOT_IN_CANVAS = re.compile(r'[\0/\\:*?"<>|]+')
_NOT_IN_MOODLE = re.compile(r"""[\0-\x1f&<>"`|':\\/]""")


@dataclass(frozen=True)
class Person:
    """Somebody in a class.

    Attributes
    ----------
    id : str
        The number that the university gives.
    first_name, last_name : str
        The name.
    number : int
        The number that Canvas or Moodle gives.
    """

    id: str
    first_name: str
    last_name: str
    number: int

    @property
    def email(self) -> str:
        """The address."""
        return f"{self.id}@example.org"

    @property
    def full_name(self) -> str:
        """The name as it is said."""
        return f"{self.first_name} {self.last_name}"

    @property
    def sortable_name(self) -> str:
        """The name as lists are sorted by it."""
        return f"{self.last_name}, {self.first_name}"


def canvas_name(person: Person, file_id: int, file: str, late: bool = False) -> str:
    """Name a file as Canvas does in an archive of submissions.

    Parameters
    ----------
    person : Person
        Whose it is.
    file_id : int
        Canvas's number of the file, which grows with time.
    file : str
        The name that the student gave it.
    late : bool
        Whether it came after the date due.
    """
    parts = [person.sortable_name.lower(), *(["LATE"] if late else []), str(person.number)]
    owner = _NO_WORD.sub("", "_".join(parts))
    return f"{owner}_{file_id}_{_NOT_IN_CANVAS.sub('_', file)}"


def canvas_text_name(person: Person, kind: str = "text") -> str:
    """Name what was typed into Canvas, or a link.

    Parameters
    ----------
    person : Person
        Whose it is.
    kind : str
        ``"text"`` or ``"link"``.
    """
    owner = _NO_WORD.sub("", f"{person.sortable_name.lower()}_{person.number}")
    return f"{owner}_{kind}.html"


def canvas_gradebook(people: Iterable[Person], titles: Sequence[str], points: float) -> str:
    """Make the gradebook that Canvas exports, as yet without marks.

    Parameters
    ----------
    people : iterable of Person
        The class.
    titles : sequence of str
        The headings of its assignments, such as ``Homework 1 (4711)``.
    points : float
        What each of them gives.
    """
    totals = ["Current Score", "Final Score"]
    rows = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles, *totals],
        ["    Points Possible", *[""] * 4, *[f"{points:.2f}"] * len(titles), *["(read only)"] * 2],
    ]
    for one in sorted(people, key=lambda person: person.sortable_name.casefold()):
        about = [one.sortable_name, str(one.number), one.id, one.email, "NN101"]
        rows.append([*about, *[""] * (len(titles) + 2)])
    rows.append(["Student, Test", "999", "", "0d1e2a3d", "NN101", *[""] * (len(titles) + 2)])
    return _table(rows)


def moodle_name(person: Person, file: str) -> str:
    """Name a file as Moodle does in an archive of submissions.

    Parameters
    ----------
    person : Person
        Whose it is.
    file : str
        The name that the student gave it.
    """
    owner = _NOT_IN_MOODLE.sub("", f"{person.full_name.replace('_', ' ')}_{person.number}")
    return f"{owner}_assignsubmission_file/{file}"


def moodle_participants(people: Iterable[Person]) -> str:
    """Make the list of participants that Moodle exports, where ID numbers are shown.

    Parameters
    ----------
    people : iterable of Person
        The class.
    """
    heading = ["First name", "Last name", "ID number", "Email address"]
    rows = [[one.first_name, one.last_name, one.id, one.email] for one in people]
    return _table([heading, *rows])


def moodle_worksheet(people: Iterable[Person], handed_in: Iterable[Person], points: float) -> str:
    """Make the grading worksheet that Moodle exports for an assignment.

    Parameters
    ----------
    people, handed_in : iterable of Person
        The class, and who of it has handed in.
    points : float
        What the assignment gives.
    """
    done = set(handed_in)
    rows = [
        [
            *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade"),
            *("Grade can be changed", "Last modified (submission)", "Last modified (grade)"),
            "Feedback comments",
        ]
    ]
    for one in people:
        status, when = "No submission", "-"
        if one in done:
            status, when = "Submitted for grading - Not graded", "Sunday, 1 March 2026, 6:00 PM"
        about = [f"Participant {one.number}", one.full_name, one.email, status]
        rows.append([*about, "", f"{points:.2f}", "Yes", when, "-", ""])
    return _table(rows)


def write_archive(path: Path, files: Iterable[tuple[str, str]], day: int = 2) -> None:
    """Write a zip.

    Parameters
    ----------
    path : Path
        The file.
    files : iterable of (str, str)
        The names in it, and what is in each.
    day : int
        Of March 2026, when it is made.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            member = zipfile.ZipInfo(name, (2026, 3, day, 10, 0, 0))
            archive.writestr(member, text, zipfile.ZIP_DEFLATED)


def _table(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
