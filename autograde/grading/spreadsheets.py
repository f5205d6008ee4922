"""Tables as spreadsheets and learning platforms write them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence

_DELIMITERS = (",", ";", "\t")  # spreadsheets write the second where the comma is decimal
_SAYS_DELIMITER = re.compile(r'"?sep=.?"?', re.IGNORECASE)  # Excel's own line above the headings
_ARCHIVE = b"PK\x03\x04"  # so begin workbooks, too
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# A cell may be a picture that somebody has put into a comment.
csv.field_size_limit(2**31 - 1)


class TableError(Exception):
    """It is no table that can be read; the text goes on after the file's name."""


def decoded(content: bytes) -> str:
    """Decode a table in UTF-8, in UTF-16 as Excel's "Unicode text", or as Windows writes it.

    Parameters
    ----------
    content : bytes
        The file.

    Raises
    ------
    TableError
        If it is a workbook or an archive.
    """
    if content.startswith(_ARCHIVE):
        raise TableError("is a workbook or an archive. Save it as CSV in the spreadsheet program.")
    if content.startswith(_UTF_16):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def lines_of(text: str) -> list[str]:
    """Divide a text where a table's lines end, and at no other control character.

    Parameters
    ----------
    text : str
        The table.
    """
    return list(io.StringIO(text, newline=""))


def read_rows(text: str, known: Collection[str]) -> tuple[list[str], Iterator[list[str]]]:
    """Read a table whose headings are known.

    Parameters
    ----------
    text : str
        The table.
    known : collection of str
        Headings, without capitals. The text is divided at commas, semicolons or tabs, whichever
        makes its first line have one of these.

    Returns
    -------
    header : list of str
        The headings, without capitals; empty if none of those is there.
    rows : iterator of list of str
        The cells below. It raises `TableError` at a line that is none of a table.
    """
    lines = lines_of(text)
    first = next((number for number, line in enumerate(lines) if _counts(line)), len(lines))
    for delimiter in _DELIMITERS:
        cells = csv.reader(lines[first : first + 1], delimiter=delimiter, skipinitialspace=True)
        header = [cell.strip().casefold() for cell in next(cells, [])]
        if not set(known).isdisjoint(header):
            return header, _rows(lines, first + 1, delimiter)
    return [], iter(())


def _counts(line: str) -> bool:
    return bool(line.strip()) and not _SAYS_DELIMITER.fullmatch(line.strip())


def _rows(lines: Sequence[str], first: int, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(lines[first:], delimiter=delimiter, skipinitialspace=True, strict=True)
    begin = first + 1
    try:
        for row in reader:
            yield row
            begin = first + reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"is not a CSV file: {error}, in what begins in line {begin}.") from None
