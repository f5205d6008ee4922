"""What an import wrote down about the files that it placed: their old names, and when they came."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from autograde.grading.recording.grades import exact

FILE = "imported.csv"

_ARCHIVE = re.compile(r"\.zip!", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")


@dataclass(frozen=True)
class Import:
    """A file that is a student's submission now.

    Attributes
    ----------
    student, assignment : str
        Their ids.
    name : str
        The file's path in the download, such as Moodle or Canvas named it.
    received : datetime or None
        When it was handed in, in UTC and without a time zone, as nbgrader has times.
    late : bool
        Whether the download's names say that it was late.
    """

    student: str
    assignment: str
    name: str
    received: datetime | None = None
    late: bool = False


def read_imported(submitted: Path) -> Iterator[Import]:
    """List the files that an import made the submissions of students.

    Parameters
    ----------
    submitted : Path
        The folder of submissions. Nothing is listed if nothing was imported into it.
    """
    path = submitted / FILE
    if not path.is_file():
        return
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        for row in csv.DictReader(file):
            cells = {name: exact(value or "") for name, value in row.items() if name}
            assignment = cells.get("assignment", "")
            if Path(cells.get("placed as", "")).name != f"{assignment}.ipynb":
                continue  # an earlier attempt, or one that found no place
            yield Import(
                cells.get("student", ""),
                assignment,
                _in_archive(cells.get("source", "")),
                parse_time(cells.get("received", "")),
                cells.get("late", "") == "yes",
            )


def parse_time(text: str) -> datetime | None:
    """Read a time as nbgrader writes it, such as ``2026-03-01 17:00:00 Europe/Madrid``.

    Parameters
    ----------
    text : str
        ISO 8601, or that and the name of a time zone. Without a zone it is UTC.

    Returns
    -------
    datetime or None
        In UTC and without a time zone; None if it is no time.
    """
    parts = text.split()
    try:
        zone = _zone(parts.pop()) if len(parts) == 3 else UTC
        when = datetime.fromisoformat(" ".join(parts))
    except (ValueError, LookupError, OSError):
        return None
    return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC).replace(tzinfo=None)


def _zone(name: str) -> timezone | ZoneInfo:
    if offset := _OFFSET.fullmatch(name):
        sign = -1 if offset[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(offset[2]), minutes=int(offset[3])))
    return UTC if name in ("UTC", "Z") else ZoneInfo(name)


def _in_archive(source: str) -> str:
    """Take the archive off ``archive.zip!folder/file``."""
    if found := _ARCHIVE.search(source):
        return source[found.end() :]
    return source.partition("!")[2] or source
