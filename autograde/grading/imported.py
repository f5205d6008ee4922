"""What imports noted of the files that they saw: ``imported.csv`` in the folder of submissions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograde.grading.received import parse_time
from autograde.grading.recording.grades import exact
from autograde.grading.spreadsheets import TableError, decoded, read_rows

IMPORTED_FILE = "imported.csv"

COLUMNS = (
    "student",
    "assignment",
    "source",
    "received",
    "late",
    "attempt",
    "placed as",
    "reason",
    "lms_id",
    "dated",
)

_ARCHIVE = re.compile(r"\.zip!", re.IGNORECASE)


class ImportedError(Exception):
    """What imports noted cannot be read; the text says why, and what to do."""


@dataclass(frozen=True)
class Line:
    """A file that was seen.

    Attributes
    ----------
    source : str
        The archive or folder, and the name in it.
    student, assignment : str
        Whose, and for what; empty where that is not known.
    received : datetime or None
        When it was handed in, in UTC and without a time zone; None if that is not known.
    late : str
        Whether the system called it late: ``"yes"``, ``"no"`` or ``"unknown"``.
    attempt : str
        Which attempt it is; empty where that is not known.
    placed : str
        Where it is, below the folder of submissions; empty if it is not there.
    reason : str
        Why it was not placed, or what to know about it.
    lms_id : str
        The number by which the archive knew its owner: Canvas' user id, Moodle's participant
        number, which is another one for each assignment.
    dated : float or None
        The file's date, in seconds.
    """

    source: str
    student: str = ""
    assignment: str = ""
    received: datetime | None = None
    late: str = "unknown"
    attempt: str = ""
    placed: str = ""
    reason: str = ""
    lms_id: str = ""
    dated: float | None = None

    @property
    def name(self) -> str:
        """The file's path in what was downloaded, as the system named it."""
        if found := _ARCHIVE.search(self.source):
            return self.source[found.end() :]
        return self.source.partition("!")[2] or self.source

    @property
    def is_marked(self) -> bool:
        """Whether it is what is marked, and neither an earlier attempt nor without a place."""
        return Path(self.placed).name == f"{self.assignment}.ipynb"


def read_lines(folder: Path) -> list[Line]:
    """Read what imports into a folder noted.

    Parameters
    ----------
    folder : Path
        The folder of submissions. Nothing is listed if nothing was imported into it.

    Raises
    ------
    ImportedError
        If it is there and cannot be read.
    """
    path = folder / IMPORTED_FILE
    if not path.is_file():
        return []
    try:
        header, rows = read_rows(decoded(path.read_bytes()), {"source"})
        lines = [_read(dict(zip(header, row, strict=False))) for row in rows]
    except (OSError, TableError) as error:
        raise _unreadable(path, f"it {error}" if isinstance(error, TableError) else error) from None
    if not header:
        raise _unreadable(path, "it has no column `source`")
    return lines


def read_marked(folder: Path) -> Iterator[Line]:
    """List the files that imports made the submissions of students, one for each.

    A file that came with several downloads is the one that the last of them had.

    Parameters
    ----------
    folder : Path
        The folder of submissions.

    Raises
    ------
    ImportedError
        If what imports noted cannot be read.
    """
    newest: dict[tuple[str, str], Line] = {}
    for line in (one for one in read_lines(folder) if one.is_marked):
        before = newest.get((line.student, line.assignment), line)
        newest[line.student, line.assignment] = max(line, before, key=_age)
    return iter(newest.values())


def _unreadable(path: Path, why: object) -> ImportedError:
    return ImportedError(
        f"{path}, which `autograde import` wrote, cannot be read: {str(why).rstrip('.')}. "
        "Take it away to go on without it."
    )


def _age(line: Line) -> tuple[float, int]:
    return line.dated or 0.0, int(line.attempt) if line.attempt.isdecimal() else 0


def _read(row: Mapping[str, str | None]) -> Line:
    values = {column: exact(row.get(column) or "") for column in COLUMNS}
    try:
        dated = float(values["dated"])
    except ValueError:
        dated = None
    return Line(
        values["source"],
        values["student"],
        values["assignment"],
        parse_time(values["received"]) if values["received"] else None,
        values["late"] or "unknown",
        values["attempt"],
        values["placed as"],
        values["reason"],
        values["lms_id"],
        dated,
    )
