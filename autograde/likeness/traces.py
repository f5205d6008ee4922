"""What of a notebook is compared: a trace for each statement and each wording of its student."""

from __future__ import annotations

import ast
import builtins
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from autograde.build.course import own_course
from autograde.grading.reading.cells import Kind, Submitted, list_cells
from autograde.grading.reading.decode import decode
from autograde.grading.reading.examine import LONGEST_CELL, MOST_CELLS, MOST_TEXT
from autograde.grading.reading.release import Family, family_of
from autograde.likeness.recover import Block, blocks_of, tokens_in
from autograde.likeness.shapes import SMALLEST, Known, imports_in, shapes_of
from autograde.likeness.wording import Wording, comments_in, names_in, prose_in, texts_in

OWN = "own cells"
"""The unit of code that belongs to no exercise."""

WORDS = "words"
"""The unit of names, comments, texts and prose."""

MOST_TRACES = 4_000
"""In one notebook; an honest one has a tenth of that."""

_NOTES = "neurona-notes"  # begins the id of the cell that marking adds
_KEY_BYTES = 8
_MODULES = {"np": "numpy", "plt": "matplotlib.pyplot"}


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that can be found in another notebook.

    Attributes
    ----------
    unit : str
        The exercise that it belongs to, `OWN` or `WORDS`.
    key : int
        The same for what is the same but for disguise.
    cell : int
        The number of its cell, from 1.
    first, last : int
        Its lines in the cell, from 1.
    wording : Wording or None
        The words, if it is some.
    """

    unit: str
    key: int
    cell: int
    first: int
    last: int
    wording: Wording | None = None


@dataclass(frozen=True)
class Given:
    """What everybody was given in an assignment.

    Attributes
    ----------
    exercises : tuple of str
        The names of the functions to write.
    known : Known
        The names that mean the same to everybody.
    keys : frozenset of int
        The traces of all that was handed out, and of the reference solutions.
    """

    exercises: tuple[str, ...]
    known: Known
    keys: frozenset[int]

    @property
    def units(self) -> tuple[str, ...]:
        """The units in which traces are compared."""
        return (*self.exercises, OWN, WORDS)


def traces_of(content: bytes, assignment: str) -> list[Trace]:
    """Return the traces of a notebook that are its student's own; nothing in it is run.

    Parameters
    ----------
    content : bytes
        A repaired notebook.
    assignment : str
        The assignment's id.

    Raises
    ------
    UnreadableError
        If there are no cells in it.
    """
    given = given_in(assignment)
    cells = own_cells(content, assignment)
    found = _once(one for one in _traces(cells, given) if one.key not in given.keys)
    in_exercises = {one.key for one in found if one.unit not in (OWN, WORDS)}
    # A function that was tried out in a cell of its own says no more than it says once.
    return [one for one in found if one.unit != OWN or one.key not in in_exercises]


def own_cells(content: bytes, assignment: str) -> list[Submitted]:
    """List the cells of a notebook that are not as handed out.

    Parameters
    ----------
    content : bytes
        A notebook.
    assignment : str
        The assignment's id.

    Raises
    ------
    UnreadableError
        If there are no cells in it.
    """
    family = family_of(assignment)
    found = []
    left = MOST_TEXT
    for cell in list_cells(decode(content).notebook, MOST_CELLS):
        is_marking_s = cell.id == "setup" or cell.id.startswith(_NOTES)
        if is_marking_s or not cell.source.strip() or len(cell.source) > LONGEST_CELL:
            continue
        if any(cell.source in release.by_source for release in family.releases.values()):
            continue
        left -= len(cell.source)
        if left < 0:
            break
        found.append(cell)
    return found


@cache
def given_in(assignment: str) -> Given:
    """Read what everybody was given, once a process.

    Parameters
    ----------
    assignment : str
        The assignment's id.
    """
    family = family_of(assignment)
    handed_out = [*_handed_out(family)]
    nodes = [
        node
        for cell in handed_out
        if cell.kind == "code"
        for block in blocks_of(cell.source)
        for node in block.nodes
    ]
    exercises = next(iter(family.releases.values())).exercises
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    known = Known(
        frozenset(names | set(exercises) | set(dir(builtins))),
        {**_MODULES, **imports_in(nodes)},
    )
    empty = Given(exercises, known, frozenset())
    keys = {one.key for one in _traces([*handed_out, *_solved(family, assignment)], empty)}
    return Given(exercises, known, frozenset(keys))


def _handed_out(family: Family) -> Iterator[Submitted]:
    for release in family.releases.values():
        for cell in release.cells:
            if cell.kind != "code" or cell.role != "setup":
                kind: Kind = "code" if cell.kind == "code" else "markdown"
                yield Submitted(cell.place + 1, kind, cell.source, cell.id)


def _solved(family: Family, assignment: str) -> Iterator[Submitted]:
    folder = own_course().root / "solutions" / "notebooks"
    for language in family.releases:
        path = folder / language / assignment / f"{assignment}.ipynb"
        if path.exists():
            for cell in list_cells(decode(path.read_bytes()).notebook, MOST_CELLS):
                if cell.kind == "code" and cell.id != "setup":
                    yield cell


def _once(traces: Iterable[Trace]) -> list[Trace]:
    """Keep the first of each kind, and no more than anybody writes."""
    seen: dict[tuple[str, int], Trace] = {}
    for one in traces:
        seen.setdefault((one.unit, one.key), one)
        if len(seen) >= MOST_TRACES:
            break
    return list(seen.values())


def _traces(cells: Iterable[Submitted], given: Given) -> Iterator[Trace]:
    """List the traces in cells; equal ones come as often as they stand there."""
    cells = list(cells)
    taken = [(cell, list(blocks_of(cell.source))) for cell in cells if cell.kind == "code"]
    imported = imports_in(one for _, blocks in taken for block in blocks for one in block.nodes)
    known = Known(given.known.names, {**given.known.aliases, **imported})
    for cell, blocks in taken:
        for block in blocks:
            unit = block.function if block.function in given.exercises else OWN
            yield from _code(block, unit, cell.number, known)
            for words in (names_in(block.nodes), texts_in(block.nodes)):
                yield from _wordings(words, cell.number, given.known)
        yield from _wordings(comments_in(cell.source), cell.number, given.known)
    for cell in cells:
        if cell.kind == "markdown":
            yield from _wordings(prose_in(cell.source), cell.number, given.known)


def _code(block: Block, unit: str, cell: int, known: Known) -> Iterator[Trace]:
    for shape in shapes_of(block.statements, known, block.nodes):
        yield Trace(unit, _key(f"code {shape.text}"), cell, shape.first, shape.last)
    for number, line in block.lines:
        tokens = tokens_in(line)
        if len(tokens) >= SMALLEST:
            written = " ".join(known(one) if one.isidentifier() else one for one in tokens)
            yield Trace(unit, _key(f"line {written}"), cell, number, number)


def _wordings(words: Iterable[Wording], cell: int, known: Known) -> Iterator[Trace]:
    for one in words:
        if one.kind != "name" or one.text not in known.names:
            # Where words stand, and as what, is easily changed.
            kind = "name" if one.kind == "name" else "words"
            yield Trace(WORDS, _key(f"{kind} {one.text}"), cell, one.line, one.line, one)


def _key(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_KEY_BYTES)
    return int.from_bytes(digest.digest(), "big")
