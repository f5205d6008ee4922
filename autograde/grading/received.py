"""When a submission was handed in: ``timestamp.txt`` beside it, and how times are written."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import dateutil.parser
import dateutil.tz

TIMESTAMP_FILE = "timestamp.txt"
"""Lies beside a notebook, as nbgrader puts it there."""

_LONGEST = 200
_ZONE = re.compile(r"[A-Za-z][\w/+-]*")


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
