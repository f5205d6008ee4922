"""Write the repaired notebook, as nbgrader expects it."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any

from autograde.grading.reading.examine import Piece
from autograde.grading.reading.release import Release, Released

_VALID_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")

Json = dict[str, Any]


def canonical(pieces: Sequence[Piece], assigned: Mapping[int, Released], release: Release) -> Json:
    """Make the notebook.

    Parameters
    ----------
    pieces : sequence of Piece
        All cells, in their order.
    assigned : mapping of int to Released
        The cells that nbgrader knows, by number.
    release : Release
        What was handed out.

    Returns
    -------
    dict
        A notebook of format 4.5 without outputs. Every cell that nbgrader knows is in it once.
    """
    ids = _Ids(release)
    cells = [_write(piece, assigned.get(piece.number), ids) for piece in pieces]
    _insert_missing(cells, release)
    return {
        "cells": cells,
        "metadata": copy.deepcopy(release.metadata),
        "nbformat": 4,
        "nbformat_minor": 5,
    }


class _Ids:
    """Gives each cell an id that no other has."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._used: set[str] = set()
        self._count = 0

    def of_released(self, released: Released) -> str | None:
        """Return the id that a cell was handed out with, if it is still free."""
        if released.id in self._used:
            return None
        self._used.add(released.id)
        return released.id

    def of_own(self, id: str) -> str:
        """Return the id that a student's own cell has, or another one."""
        is_fine = _VALID_ID.fullmatch(id) and id not in self._release.by_id
        while not is_fine or id in self._used:
            self._count += 1
            id, is_fine = f"own-{self._count}", True
        self._used.add(id)
        return id


def _write(piece: Piece, released: Released | None, ids: _Ids) -> Json:
    if released is not None:
        source = released.source if released.role == "check" else piece.source
        kind = released.kind
        return _cell(kind, released.id, released.metadata, source)
    known = piece.known
    if known is not None and not known.grade_id and (id := ids.of_released(known)):
        return _cell(known.kind, id, known.metadata, piece.source)
    return _cell(piece.kind, ids.of_own(piece.id), {}, piece.source)


def _cell(kind: str, id: str, metadata: Json, source: str) -> Json:
    cell: Json = {
        "cell_type": kind,
        "id": id,
        "metadata": copy.deepcopy(metadata),
        "source": source,
    }
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def _insert_missing(cells: list[Json], release: Release) -> None:
    """Put what nbgrader knows and is not there behind what comes before it."""
    place = 1 if cells and cells[0]["id"] == "setup" else 0
    for released in release.by_grade_id.values():
        found = next((i for i, cell in enumerate(cells) if cell["id"] == released.id), None)
        if found is None:
            # An answer that is not there stays empty: a stub would undo one from elsewhere.
            source = "" if released.role == "answer" else released.source
            cells.insert(place, _cell(released.kind, released.id, released.metadata, source))
            found = place
        place = found + 1
