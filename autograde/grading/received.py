"""When a submission was handed in, as far as the folder of submissions knows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import dateutil.parser
import dateutil.tz

from autograde.grading.recording.grades import exact
from autograde.grading.submissions import Submission

TIMESTAMP_FILE = "timestamp.txt"
IMPORTED_FILE = "imported.csv"

_LONGEST = 200
_ZONE = re.compile(r"[A-Za-z][\w/+-]*")


@dataclass(frozen=True)
class Received:
    """What is known of the time.

    Attributes
    ----------
    time : datetime or None
        When it was handed in, in UTC and without a zone, as nbgrader's gradebook has it; None if
        that is not known.
    is_late : bool
        Whether the system that it came from calls it late.
    """

    time: datetime | None
    is_late: bool


class Times:
    """What a folder of submissions knows of times.

    Parameters
    ----------
    folder : Path
        Holds all submissions.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, submission: Submission) -> Received:
        """Tell when something was handed in.

        Parameters
        ----------
        submission : Submission
            What; it may not be there.
        """
        late = (submission.student, submission.assignment) in self._late
        return Received(read_time(submission.place / TIMESTAMP_FILE), late)

    @cached_property
    def _late(self) -> set[tuple[str, str]]:
        path = self._folder / IMPORTED_FILE
        try:
            return set(_late_ones(path))
        except (OSError, csv.Error, ValueError):
            return set()


def read_time(path: Path) -> datetime | None:
    """Read a time that nbgrader or importing has written.

    Parameters
    ----------
    path : Path
        The file; it may not be there, and may hold anything.
    """
    try:
        if not path.is_file() or path.is_symlink():
            return None
        with path.open(encoding="utf-8", errors="replace") as file:
            return parse_time(file.read(_LONGEST))
    except OSError:
        return None


def parse_time(text: str) -> datetime | None:
    """Understand a time as nbgrader writes it, such as ``2026-02-02 15:58:23.948203 UTC``.

    Parameters
    ----------
    text : str
        The time; without a zone it is in UTC.

    Returns
    -------
    datetime or None
        In UTC and without a zone; None if it is no time.
    """
    parts = text.strip().split(" ")
    zone = None
    if len(parts) == 3 and _ZONE.fullmatch(parts[2]):
        zone = dateutil.tz.gettz(parts.pop())  # nbgrader, too, takes one it does not know for UTC
    try:
        time = dateutil.parser.parse(" ".join(parts))
        time = time.replace(tzinfo=time.tzinfo or zone)
        if time.tzinfo is not None:
            time = (time - time.utcoffset()).replace(tzinfo=None)
    except (ValueError, OverflowError, TypeError):
        return None
    return time


def _late_ones(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            student, assignment = exact(row.get("student") or ""), row.get("assignment") or ""
            placed = f"{student}/{assignment}/{assignment}.ipynb"
            if row.get("late") == "yes" and exact(row.get("placed as") or "") == placed:
                yield student, assignment
