"""Names that a gradebook can hold, and row ids that are the same in every run."""

from __future__ import annotations

import hashlib
import os
import re

SHORTENED = "~"
"""What is in each id that is not the student's name."""

_MARK = re.compile(rf"{SHORTENED}[0-9a-f]{{24}}\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGEST_BYTES = 12


def gradebook_id(student: str, longest: int | None = None) -> str:
    """Return the id under which a gradebook knows a student: the name itself wherever it can.

    A name that is not UTF-8 or too long for the column is written readably, is cut, and gets
    a hash of the whole name, so that two students never share an id.

    Parameters
    ----------
    student : str
        The name of the student's folder, as `os.fsdecode` gives it.
    longest : int or None
        How many characters the column holds; None where it holds any number.
    """
    fits = longest is None or len(student) <= longest
    if fits and not _SURROGATE.search(student) and not _MARK.search(student):
        return student
    raw = student.encode("utf-8", "surrogatepass")
    mark = SHORTENED + hashlib.blake2b(raw, digest_size=_DIGEST_BYTES).hexdigest()
    readable = os.fsencode(student).decode("utf-8", "backslashreplace")
    return readable[: None if longest is None else longest - len(mark)] + mark


def row_id(*names: str) -> str:
    """Make the id of a row, of the form that nbgrader's own ids have: 32 hexadecimal digits.

    Parameters
    ----------
    *names : str
        What the row is about.
    """
    return hashlib.blake2b("\0".join(names).encode(), digest_size=16).hexdigest()
