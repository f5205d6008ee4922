"""What an import notes, file by file, for ``imported.csv`` in the folder of submissions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from autograde.grading.imported import COLUMNS, Line
from autograde.grading.recording.grades import safe, write_row
from autograde.importing import canvas
from autograde.importing.found import Claim


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
        claim.place,
        claim.reason,
        named.owner.lms_id,
        claim.dated,
    )


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
        write_row(file, COLUMNS)
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
