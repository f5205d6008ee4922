"""Put a student's work into a new release of the notebook.

The result is the new release, cell by cell, with everything in it that is the student's: answers
in their places, own cells after the cells that they followed, changed cells of the course as
copies below the new ones.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from neurona.update import words
from neurona.update.claims import Claims, claim
from neurona.update.functions import signature
from neurona.update.release import (
    SETUP,
    Cell,
    described,
    digest_of,
    is_answer,
    key_of,
    source_of,
)

Notebook = dict[str, Any]
_VALID_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_COPY = re.compile(r'copy="""\n.*?\n""",?', re.DOTALL)
_OF_RELEASE = ("deletable", "editable", "nbgrader", "cellView", "jupyter", "id")


@dataclass
class Merged:
    """A notebook of a new release with a student's work in it.

    Attributes
    ----------
    notebook : dict
        The notebook.
    is_known : bool
        Whether the old notebook said which cells the course had put there.
    answers : list of str
        The exercises with an answer of the student's.
    new : list of str
        The exercises that are new.
    gone : list of str
        The exercises that are gone, and whose answers are kept at the end.
    signatures : dict of str to str
        By exercise, how its function is called now, where that changed.
    described_anew : list of str
        The exercises whose description changed, and the call did not.
    kept : int
        How many changed cells of the course are kept as copies.
    own : int
        How many cells of the student's own there are.
    changed : int
        How many cells of the course are new or have another text, the setup cell aside.
    restored : int
        How many cells of the course were missing, and are back.
    """

    notebook: Notebook
    is_known: bool = True
    answers: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    signatures: dict[str, str] = field(default_factory=dict)
    described_anew: list[str] = field(default_factory=list)
    kept: int = 0
    own: int = 0
    changed: int = 0
    restored: int = 0


def merge(old: Notebook, release: Notebook) -> Merged:
    """Put a student's work into a new release.

    Parameters
    ----------
    old : dict
        The student's notebook, of format 4; it is not changed.
    release : dict
        The new release of the same chapter in the same language.
    """
    return _Merging(copy.deepcopy(old), copy.deepcopy(release)).merge()


class _Merging:
    """The making of one notebook."""

    def __init__(self, old: Notebook, release: Notebook) -> None:
        self._old = old
        self._new: list[Cell] = release["cells"]
        self._place = {key_of(cell): place for place, cell in enumerate(self._new)}
        known = described(old["metadata"])
        # A notebook that does not say what it was is held against what is released now.
        self._table = known or {key_of(cell): digest_of(cell) for cell in self._new}
        self._claims: Claims = claim(old["cells"], self._table, self._new)
        self._counterparts = _counterparts(list(self._table), self._place)
        self._below: dict[int, list[Cell]] = {}
        self._end: list[Cell] = []
        self._merged = Merged(_frame(old, release), bool(known))

    def merge(self) -> Merged:
        """Make it."""
        slots = list(self._new)
        anchor = -1
        for number, cell in enumerate(self._old["cells"]):
            key = self._claims.key_of(number)
            if key is None:
                self._merged.own += 1
                self._put(anchor, _own(cell))
                continue
            place = self._place.get(key)
            anchor = self._counterparts.get(key, anchor) if place is None else place
            if place is None:
                self._take_gone(key, cell, anchor)
            elif is_answer(slots[place]):
                slots[place] = self._take_answer(key, cell, place)
            else:
                slots[place] = self._take_other(key, cell, place)
        self._note_new()
        self._merged.notebook["cells"] = self._in_order(slots)
        return self._merged

    def _in_order(self, slots: Sequence[Cell]) -> list[Cell]:
        named = _Ids(self._old["cells"], self._new).named
        cells = [named(own) for own in self._below.get(-1, ())]
        for place, cell in enumerate(slots):
            cells += [cell, *(named(own) for own in self._below.get(place, ()))]
        return cells + [named(own) for own in self._end]

    def _put(self, place: int, cell: Cell) -> None:
        self._below.setdefault(place, []).append(cell)

    def _take_answer(self, key: str, cell: Cell, place: int) -> Cell:
        """Return what stands in the answer's place; say what changed around it."""
        stub = self._new[place]
        if digest_of(cell) == self._table.get(key):  # as it was handed out
            return _same_or_new(cell, stub)
        self._merged.answers.append(key)
        source = source_of(cell)
        if self._table.get(key) not in (None, digest_of(stub)):
            now = signature(source_of(stub), key)
            if now is not None and signature(source, key) != now:
                self._merged.signatures[key] = now
                self._put(place, _text(words.new_signature(key, now, source_of(stub))))
            else:
                self._merged.described_anew.append(key)
                self._put(place, _text(words.new_description(key, source_of(stub))))
        return cell | {
            "id": stub["id"],
            "cell_type": stub["cell_type"],
            "metadata": {**cell["metadata"], **stub["metadata"]},
            **({} if "outputs" in cell else {"execution_count": None, "outputs": []}),
        }

    def _take_other(self, key: str, cell: Cell, place: int) -> Cell:
        """Return the release's cell; keep a copy of the student's, if it was changed."""
        new = self._new[place]
        if digest_of(cell) not in (self._table.get(key), digest_of(new)):
            self._keep(key, cell, place)
        return _same_or_new(cell, new)

    def _take_gone(self, key: str, cell: Cell, anchor: int) -> None:
        """Keep what the student wrote in a cell that the release does not have."""
        if digest_of(cell) == self._table.get(key):
            return
        if not is_answer(cell):
            self._keep(key, cell, anchor)
            return
        if not self._merged.gone and not any(map(_is_heading, self._old["cells"])):
            heading = _text(words.gone_exercises())
            heading["metadata"] = {"neurona": {"part": "gone"}}
            self._end.append(heading)
        self._merged.gone.append(key)
        self._end.append(_own(cell))

    def _keep(self, key: str, cell: Cell, place: int) -> None:
        if key == SETUP:
            lines = _own_lines(cell, self._new[self._place[key]] if key in self._place else None)
            if not lines:
                return
            kept = _code(words.kept_of_setup(lines))
        else:
            kept = _own(cell)
            kept["metadata"] = {k: v for k, v in kept["metadata"].items() if k != "id"}
            kept["source"] = words.marked(source_of(cell), cell["cell_type"])
        self._merged.kept += 1
        self._put(place, kept)

    def _note_new(self) -> None:
        was = set(self._table.values())
        for cell in self._new:
            key = key_of(cell)
            if digest_of(cell) not in was and key != SETUP:
                self._merged.changed += 1
            if key in self._table and not self._claims.has(key):
                self._merged.restored += 1
            if is_answer(cell) and key not in self._table:
                self._merged.new.append(key)


def _frame(old: Notebook, release: Notebook) -> Notebook:
    """Make the notebook without its cells; kernel and widgets stay the student's."""
    metadata = {**release["metadata"], **old["metadata"]}
    if "neurona" in release["metadata"]:
        metadata["neurona"] = release["metadata"]["neurona"]
    return {**old, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _counterparts(old: Sequence[str], place: Mapping[str, int]) -> dict[str, int]:
    """Find where the cells of an old release have their successors, or else what comes before."""
    new = list(place)
    found = {}
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        for number, key in enumerate(old[i1:i2]):
            if kind == "delete":
                found[key] = j1 - 1
            else:
                found[key] = min(j1 + number, j2 - 1)
    return {key: place.get(key, found[key]) for key in old}


def _same_or_new(cell: Cell, new: Cell) -> Cell:
    """Return the release's cell; with the student's outputs, if it is the one they ran."""
    if digest_of(cell) != digest_of(new):
        return new
    return {**cell, **new, "metadata": {**cell["metadata"], **new["metadata"]}} | {
        name: cell[name] for name in ("outputs", "execution_count", "attachments") if name in cell
    }


def _own(cell: Cell) -> Cell:
    """Make a cell the student's own: they may change and delete it, and nothing grades it."""
    metadata = {key: value for key, value in cell["metadata"].items() if key not in _OF_RELEASE}
    if "nbgrader" not in cell["metadata"] and "setup" not in cell["metadata"].get("tags", ()):
        metadata = cell["metadata"]
    return {**cell, "metadata": metadata}


def _own_lines(cell: Cell, new: Cell | None) -> list[str]:
    """List what a student added to a setup cell, which is never run twice."""
    there = set(source_of(new).split("\n")) if new else set()
    lines = _COPY.sub("", source_of(cell)).split("\n")
    return [
        line
        for line in lines
        if line.strip() and line not in there and not line.lstrip().startswith("version=")
    ]


def _is_heading(cell: Cell) -> bool:
    return bool(cell["metadata"].get("neurona") == {"part": "gone"})


def _text(source: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(source: str) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    }


class _Ids:
    """Gives each cell of the student's an id that no other has."""

    def __init__(self, old: Sequence[Cell], release: Sequence[Cell]) -> None:
        self._used = {cell["id"] for cell in release}
        self._avoided = {cell.get("id") for cell in old}  # some cell may be going to have it
        self._count = 0

    def named(self, cell: Cell) -> Cell:
        """Return the cell with its own id, or with another if that is taken or none."""
        id = cell.get("id")
        if not isinstance(id, str) or not _VALID_ID.fullmatch(id) or id in self._used:
            id = self._another()
        self._used.add(id)
        return {**cell, "id": id}

    def _another(self) -> str:
        while True:
            self._count += 1
            if (id := f"own-{self._count}") not in self._used | self._avoided:
                return id
