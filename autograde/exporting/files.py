"""Files of an export: written whole or not at all, the same in every run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

from autograde.grading.recording.grades import safe
from autograde.grading.replacing import replacing
from autograde.progress import Told, counted, silent

_NUMBER = re.compile(r"[+-]?\d[\d.,]*")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can tell


def write_table(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write a CSV file that no spreadsheet takes for formulas.

    Parameters
    ----------
    path : Path
        The file; its folder is made if need be.
    rows : sequence of sequences of str
        All rows, the headings first.
    """
    write_text(path, table_text(rows))


def table_text(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\n") -> str:
    """Make the text of a CSV file that no spreadsheet takes for formulas.

    Parameters
    ----------
    rows : sequence of sequences of str
        All rows, the headings first.
    delimiter, end : str
        What parts cells, and what ends a row.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that is no formula: a number, a dash, or text with an apostrophe before it.

    Parameters
    ----------
    cell : str
        Any text.
    """
    if cell == "-" or _NUMBER.fullmatch(cell):
        return cell
    bare = cell.lstrip()
    return safe(bare) if safe(bare) != bare else safe(cell)


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8.

    Parameters
    ----------
    path : Path
        The file; its folder is made if need be.
    text : str
        The text, with its ends of lines.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as part:
        part.write_bytes(text.encode())


def write_zip(path: Path, members: Sequence[tuple[str, Path | bytes]], told: Told = silent) -> None:
    """Write a zip whose bytes depend on names and contents alone.

    Parameters
    ----------
    path : Path
        The file; its folder is made if need be.
    members : sequence of (str, Path or bytes)
        The name of each member, and its file or content; they are put in order by name.
    told : callable
        Is told how far it is.
    """
    ordered = sorted(members, key=itemgetter(0))
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as part, zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED) as archive:
        for name, source in counted(f"Writing {path.name}", ordered, len(ordered), told):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, source if isinstance(source, bytes) else source.read_bytes())
