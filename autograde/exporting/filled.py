"""A table downloaded from a platform, to be filled in and given back."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from autograde.exporting.exporter import ExportError
from autograde.exporting.files import table_text
from autograde.grading.spreadsheets import TableError, decoded, lines_of

_BOM = "\ufeff"
_FIRST_LINES = 3


class Downloaded:
    """A table downloaded from a platform; cells are changed, and all else stays.

    Parameters
    ----------
    path : Path
        The file.

    Attributes
    ----------
    rows : list of list of str
        All rows, the headings first.

    Raises
    ------
    ExportError
        If it cannot be read, or is no table.
    """

    def __init__(self, path: Path) -> None:
        try:
            content = path.read_bytes()
            text = decoded(content)
        except OSError as error:
            raise ExportError(f"{path} cannot be read ({error.strerror}).") from None
        except TableError as error:
            raise ExportError(f"{path} {error}") from None
        self._bom = _BOM if content.startswith(_BOM.encode()) else ""
        self._end = "\r\n" if "\r\n" in text else "\n"
        lines = lines_of(text)
        self._delimiter = _delimiter(lines[:_FIRST_LINES])
        self.rows = [row for row in csv.reader(lines, delimiter=self._delimiter) if row]
        if not self.rows:
            raise ExportError(f"{path} is empty.")
        for row in self.rows:  # some programs drop empty cells at a row's end
            row += [""] * (len(self.rows[0]) - len(row))

    @property
    def text(self) -> str:
        """The table as it is now."""
        return self._bom + table_text(self.rows, self._delimiter, self._end)

    def find(self, *headings: str) -> int | None:
        """Return the column with one of some headings, in whatever case; None if there is none.

        Parameters
        ----------
        *headings : str
            The headings, the best first.
        """
        there = [heading.strip().casefold() for heading in self.rows[0]]
        for heading in headings:
            if heading.casefold() in there:
                return there.index(heading.casefold())
        return None


def unique(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Make a dictionary of what is not ambiguous; case does not count, nor does space.

    Parameters
    ----------
    items : iterable of (str, str)
        Keys and values; empty keys are left out, and so are keys of several values.
    """
    found: dict[str, set[str]] = {}
    for key, value in items:
        if key := folded(key):
            found.setdefault(key, set()).add(value)
    return {key: values.pop() for key, values in found.items() if len(values) == 1}


def folded(text: str) -> str:
    """Return a text as `unique` has its keys."""
    return " ".join(text.casefold().split())


def first_match(tries: Sequence[tuple[Callable[[str], str | None], str]]) -> str | None:
    """Return what the first way finds that finds anything.

    Parameters
    ----------
    tries : sequence of (callable, str)
        Ways to look something up, each with the key to look for.
    """
    for look_up, key in tries:
        if key and (found := look_up(folded(key))) is not None:
            return found
    return None


def points_in(cell: str) -> float | None:
    """Read points as platforms write them, with a point or a comma; None if there are none.

    Parameters
    ----------
    cell : str
        The cell.
    """
    *whole, last = re.split("[.,]", cell.strip())  # as Canvas reads them
    try:
        points = float(".".join(["".join(whole), last]) if whole else last)
    except ValueError:
        return None
    return points if 0 < points < math.inf else None


def _delimiter(lines: Sequence[str]) -> str:
    """Choose as Canvas does: the character that divides the first lines alike, and most."""
    counts = {}
    for delimiter in (";", ","):
        sizes = {len(row) for row in csv.reader(lines, delimiter=delimiter)}
        counts[delimiter] = sizes.pop() if len(sizes) == 1 else 0
    return ";" if counts[";"] > counts[","] else ","
