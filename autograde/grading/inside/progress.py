"""Say what runs now, for the case that it never ends."""

from __future__ import annotations

import os
import struct
from collections.abc import Collection
from contextlib import suppress

WHOLE = 2**32 - 1
"""Stands for no single statement of a cell: it is being parsed."""
CASE = 2**32 - 1
"""Stands for no cell: the index is a case's."""

_PLACE = struct.Struct("<III")


class Progress:
    """Tells the grader which statement runs.

    Parameters
    ----------
    descriptor : int
        A pipe that is not waited for; the grader reads it only when something hangs.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def note(self, number: int, index: int, line: int) -> None:
        """Note what runs next."""
        with suppress(OSError):  # full, or closed by the student's code
            os.write(self._descriptor, _PLACE.pack(number, index, line))


def read_place(noted: bytes, known: Collection[int]) -> tuple[int, int, int] | None:
    """Read the last place that was noted, on the grader's side; None if there is none.

    Parameters
    ----------
    noted : bytes
        What came out of the pipe.
    known : collection of int
        The numbers of the cells.
    """
    whole = len(noted) // _PLACE.size * _PLACE.size
    if not whole:
        return None
    place = _PLACE.unpack_from(noted, whole - _PLACE.size)
    return place if place[0] in known else None
