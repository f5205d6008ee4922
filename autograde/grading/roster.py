"""The class: who its students are, and what they are called elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from autograde.grading.recording.grades import exact
from autograde.grading.spreadsheets import TableError, decoded, read_rows

ROSTER_FILE = "roster.csv"
"""Lies in the folder of submissions. Its columns are nbgrader's own, and ``files``."""

NAMES = ("first_name", "last_name", "email", "lms_user_id")
"""The columns that nbgrader's gradebook has besides the id."""

COLUMNS = ("id", *NAMES, "files")


class RosterError(Exception):
    """A roster cannot be read; the text says why, and what to do."""


@dataclass(frozen=True)
class Roster:
    """What the file of a roster says.

    Attributes
    ----------
    columns : tuple of str
        Its columns, ours and any others.
    rows : tuple of dict
        One for each student: the text in each column. No two have the same id, and none is
        without.
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


def read_roster(path: Path) -> Roster:
    """Read a roster.

    Parameters
    ----------
    path : Path
        A CSV file with a column ``id``. Other columns of ours that it lacks are empty.

    Raises
    ------
    RosterError
        If it is none.
    """
    header, values = read_table(path, "id")
    if "id" not in header:
        raise RosterError(
            f"{path} has no column `id` in its first line. A roster has the columns "
            f"{', '.join(COLUMNS)}, of which only the first has to be filled in."
        )
    rows = [dict.fromkeys(COLUMNS, "") | row for row in values if row["id"]]
    for id, count in Counter(row["id"] for row in rows).items():
        if count > 1:
            raise RosterError(f"{path} has the id {id} {count} times. Ids tell students apart.")
        if not is_id(id):
            raise RosterError(f"{path} has the id {id!r}, which cannot be the name of a folder.")
    return Roster(header, tuple(rows))


def read_table(path: Path, *known: str) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """Read a table as spreadsheets write it.

    Parameters
    ----------
    path : Path
        A CSV file.
    *known : str
        Headings, without capitals. The file is divided at commas, semicolons or tabs, whichever
        makes its first line have one of these.

    Returns
    -------
    header : tuple of str
        The headings, without capitals; empty if none of those is there.
    rows : list of dict
        The text in each column.

    Raises
    ------
    RosterError
        If it cannot be read.
    """
    try:
        header, values = read_rows(decoded(path.read_bytes()), known)
        cells = [[exact(value.strip()) for value in row] for row in values]
    except OSError as error:
        raise RosterError(f"{path} cannot be read ({error.strerror}).") from None
    except TableError as error:
        raise RosterError(f"{path} {error}") from None
    header = [exact(name) for name in header]
    rows = [dict(zip(header, [*row, *[""] * len(header)], strict=False)) for row in cells]
    return tuple(header), rows


def students_in(folder: Path) -> Roster:
    """Read the roster in a folder of submissions; an empty one, if there is none.

    Parameters
    ----------
    folder : Path
        Holds all submissions.

    Raises
    ------
    RosterError
        If there is one that cannot be read.
    """
    path = folder / ROSTER_FILE
    return read_roster(path) if path.is_file() else Roster(COLUMNS, ())


def is_id(text: str) -> bool:
    """Tell whether a text can be the name of a student's folder.

    Parameters
    ----------
    text : str
        What a roster has as an id.
    """
    return bool(text) and text[0] != "." and not any(one in text for one in "/\\\0\r\n")
