"""What was imported, file by file: ``imported.csv`` in the folder of submissions."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograde.grading.received import IMPORTED_FILE, parse_time
from autograde.grading.recording.grades import exact, safe, write_row
from autograde.importing import canvas
from autograde.importing.found import Claim

_COLUMNS = (
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
        When it was handed in, in UTC; None if that is not known.
    late : str
        Whether the system called it late.
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


def line_of(claim: Claim) -> Line:
    """Make the line of a notebook.

    Parameters
    ----------
    claim : Claim
        The notebook.
    """
    named = claim.named
    return Line(
        claim.source,
        claim.student,
        claim.assignment,
        named.received,
        named.late,
        str(claim.attempt) if claim.attempt > 0 else "",
        claim.placed,
        claim.reason,
        named.owner.lms_id,
        claim.dated,
    )


def read_lines(folder: Path) -> list[Line]:
    """Read what earlier imports noted.

    Parameters
    ----------
    folder : Path
        The folder of submissions.

    Raises
    ------
    OSError
        If it is there and cannot be read.
    """
    path = folder / IMPORTED_FILE
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8", errors="replace")
    return [_read(row) for row in csv.DictReader(io.StringIO(text, newline=""))]


def merge(
    before: Iterable[Line],
    new: Sequence[Line],
    moved: Mapping[str, str],
    replaced: Collection[str],
) -> list[Line]:
    """Add what was seen now to what earlier imports noted.

    Parameters
    ----------
    before : iterable of Line
        What was noted.
    new : sequence of Line
        What was seen.
    moved : mapping of str to str
        The files that have another place since, and that place.
    replaced : collection of str
        The places in which something else is since.
    """
    sources = {(line.source, line.placed) for line in new}
    seen = {line.source for line in new}
    kept = []
    for line in before:
        placed = "" if line.placed in replaced else moved.get(line.placed, line.placed)
        if (line.source, placed) in sources or (line.source in seen and not placed):
            continue
        kept.append(Line(**{**vars(line), "placed": placed}))
    ordered = [*kept, *new]
    return sorted(ordered, key=lambda one: (one.student, one.assignment, one.placed, one.source))


def write_lines(path: Path, lines: Iterable[Line]) -> None:
    """Write the file.

    Parameters
    ----------
    path : Path
        A new file.
    lines : iterable of Line
        What to write.
    """
    with path.open("x", newline="", encoding="utf-8") as file:
        write_row(file, _COLUMNS)
        for line in lines:
            time = "" if line.received is None else f"{line.received.isoformat(' ')} UTC"
            dated = "" if line.dated is None else f"{line.dated:.0f}"
            texts = (line.student, line.assignment, line.source)
            more = (line.late, line.attempt, safe(line.placed), safe(line.reason))
            write_row(file, [*map(safe, texts), time, *more, safe(line.lms_id), dated])


def serial_of(source: str) -> int:
    """Return the number that Canvas gave a file, by its source; 0 if it is not from Canvas.

    Parameters
    ----------
    source : str
        The source of a line.
    """
    named = canvas.read_name(source.rpartition("!")[2].rpartition("/")[2])
    return named.serial if named else 0


def _read(row: Mapping[str, str | None]) -> Line:
    values = {column: exact(row.get(column) or "") for column in _COLUMNS}
    try:
        dated = float(values["dated"])
    except ValueError:
        dated = None
    return Line(
        values["source"],
        values["student"],
        values["assignment"],
        parse_time(values["received"]) if values["received"] else None,
        values["late"],
        values["attempt"],
        values["placed as"],
        values["reason"],
        values["lms_id"],
        dated,
    )
