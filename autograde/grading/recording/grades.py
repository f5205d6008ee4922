r"""The tables of grades and timings, as CSV that spreadsheets open safely and we read exactly.

A spreadsheet takes a field that begins with ``=``, ``+``, ``-``, ``@`` or a control character
for a formula, even inside quotes. Such a field is written with an apostrophe before it, and so
is one that begins with an apostrophe; reading takes one apostrophe off. A name that is not
valid Unicode begins with ``'\``, has its odd bytes as ``\xff`` and its backslashes doubled.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, TYPE_CHECKING

from autograde.grading.replacing import replacing
from autograde.grading.submissions import Submission

if TYPE_CHECKING:
    from autograde.grading.recording.gradebook import Recorder

GRADES_FILE = "grades.csv"
TIMINGS_FILE = "timings.csv"

# Spreadsheets know the wide forms, too.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_ODD_BYTES = re.compile("[\udc80-\udcff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(\\|x[0-9a-f]{2})")
_NEEDS_QUOTES = re.compile(r"""[\s",;|]""")  # some spreadsheets divide at other characters


@dataclass(frozen=True)
class Grade:
    """A row of ``grades.csv``.

    Attributes
    ----------
    student, assignment, exercise : str
        Their ids.
    score, max_score : float
        The points earned, and how many there are.
    status : str
        The outcome in one word.
    mistake : str
        The id of the named mistake; empty if none is certain.
    seconds : float
        How long marking it took. The file has whole seconds, so that two runs write the same.
    """

    student: str
    assignment: str
    exercise: str
    score: float
    max_score: float
    status: str
    mistake: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Timing:
    """A row of ``timings.csv``.

    Attributes
    ----------
    student, assignment : str
        Their ids.
    exercise : str
        The exercise's name; empty for the submission as a whole.
    seconds : float
        How long it took.
    """

    student: str
    assignment: str
    exercise: str
    seconds: float


def write_csv(out: Path, recorder: Recorder, submissions: Sequence[Submission]) -> None:
    """Write ``grades.csv`` and ``timings.csv``, each whole or not at all.

    Parameters
    ----------
    out : Path
        The folder.
    recorder : Recorder
        Knows the grades.
    submissions : sequence of Submission
        What to list, in this order.
    """
    with replacing(out / GRADES_FILE) as part, _opened(part) as file:
        write_row(file, [field.name for field in fields(Grade)])
        for one in recorder.grades(submissions):
            numbers = (f"{one.score:g}", f"{one.max_score:g}")
            names = map(safe, (one.student, one.assignment, one.exercise))
            write_row(
                file, [*names, *numbers, safe(one.status), safe(one.mistake), str(int(one.seconds))]
            )
    with replacing(out / TIMINGS_FILE) as part, _opened(part) as file:
        write_row(file, [field.name for field in fields(Timing)])
        for timing in recorder.timings(submissions):
            names = map(safe, (timing.student, timing.assignment, timing.exercise))
            write_row(file, [*names, f"{timing.seconds:.3f}"])


def read_csv(path: Path) -> Iterator[Grade]:
    """Read ``grades.csv``, with the names exactly as they were.

    Parameters
    ----------
    path : Path
        The file.
    """
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, strict=True):
            yield Grade(
                exact(row["student"]),
                exact(row["assignment"]),
                exact(row["exercise"]),
                float(row["score"]),
                float(row["max_score"]),
                exact(row["status"]),
                exact(row["mistake"]),
                float(row["seconds"]),
            )


def safe(name: str) -> str:
    """Return a name as a field that no spreadsheet takes for a formula.

    Parameters
    ----------
    name : str
        Any text, such as `os.fsdecode` gives it.
    """
    if _SURROGATE.search(name):
        doubled = name.replace("\\", "\\\\")
        escaped = _ODD_BYTES.sub(lambda one: f"\\x{os.fsencode(one[0])[0]:02x}", doubled)
        return "'\\" + escaped
    return f"'{name}" if name.startswith(("'", *_FORMULA)) else name


def exact(field: str) -> str:
    """Return the name that a field of `safe` stands for.

    Parameters
    ----------
    field : str
        The field, without the quotes of CSV.
    """
    if field.startswith("'\\"):
        return _ESCAPE.sub(_unescape, field[2:])
    return field.removeprefix("'")


def _unescape(found: re.Match[str]) -> str:
    return "\\" if found[1] == "\\" else chr(0xDC00 + int(found[1][1:], 16))


def _opened(path: Path) -> IO[str]:
    return path.open("x", newline="", encoding="utf-8")


def write_row(file: IO[str], row: Iterable[str]) -> None:
    """Write a row of CSV; any reader finds the same fields in it.

    Parameters
    ----------
    file : file
        Opened for text, with no translation of line ends.
    row : iterable of str
        The fields, as `safe` makes them.
    """
    file.write(",".join(map(_quoted, row)) + "\n")


def _quoted(field: str) -> str:
    if not _NEEDS_QUOTES.search(field):
        return field
    return '"' + field.replace('"', '""') + '"'
