"""Look at each cell: what it is, what it defines, and what of it has to be run."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from autograde.grading.reading import says
from autograde.grading.reading.cells import Kind, Submitted, clean
from autograde.grading.reading.definitions import mentions, outline
from autograde.grading.reading.release import Family, Release, Released
from autograde.grading.reading.says import Message
from autograde.grading.reading.setup import looks_like_setup, own_part

MOST_CELLS = 5_000
LONGEST_CELL = 200_000
MOST_TEXT = 2_000_000
"""Letters in all cells that are not as handed out."""

_LONGEST_CALL = 300
_CALLS = ("check(", "panels.", "plots.")


@dataclass(frozen=True)
class Piece:
    """A cell that was looked at.

    Attributes
    ----------
    number : int
        Its place in the submission, from 1.
    kind : str
        What it is: what it was handed in as, unless that was clearly a slip.
    source : str
        Its text.
    code : str
        What has to be run of it; empty if nothing.
    id : str
        Its id.
    claim : str
        The grade id that it has, by nbgrader's metadata or else by its own id; or empty.
    known : Released or None
        The cell that was handed out with this very text; the setup cell, also if it is another
        version's.
    defines : frozenset of str
        The exercises that it defines.
    mentions : frozenset of str
        The exercises that it seems to define, where its text is no Python.
    is_check : bool
        Whether it does nothing but check, or show a picture, as handed out.
    """

    number: int
    kind: Kind
    source: str
    code: str = ""
    id: str = ""
    claim: str = ""
    known: Released | None = None
    defines: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    is_check: bool = False

    @property
    def is_untouched(self) -> bool:
        """Whether it is as handed out."""
        return self.known is not None


def examine(
    cells: Iterable[Submitted], family: Family, release: Release
) -> tuple[list[Piece], list[Message]]:
    """Look at all cells.

    Parameters
    ----------
    cells : iterable of Submitted
        As handed in.
    family : Family
        What was handed out, in all languages.
    release : Release
        The same, in the submission's language.

    Returns
    -------
    pieces : list of Piece
        One for each cell.
    notes : list of callable
        What a student should know.
    """
    pieces: list[Piece] = []
    notes: list[Message] = []
    text = 0
    for cell in cells:
        piece = _examine_one(cell, family, release)
        text += 0 if piece.is_untouched else len(piece.source)
        if text > MOST_TEXT or len(pieces) == MOST_CELLS:
            notes.append(says.too_much(cell.number))
            break
        if len(cell.source) > LONGEST_CELL and not piece.source and cell.kind == "code":
            notes.append(says.too_long(cell.number))
        pieces.append(piece)
    return _turn_into_code(pieces, notes), notes


def _examine_one(cell: Submitted, family: Family, release: Release) -> Piece:
    known = family.find(cell.source, release.language)
    if known is None:
        if len(cell.source) > LONGEST_CELL:
            return Piece(cell.number, "raw", "", id=cell.id)
        cell = replace(cell, source=clean(cell.source))
        known = family.find(cell.source, release.language)
    claim = cell.grade_id if cell.grade_id in release.by_grade_id else ""
    if not claim and cell.id in release.by_id:
        claim = release.by_id[cell.id].grade_id
    piece = Piece(cell.number, cell.kind, cell.source, "", cell.id, claim, known)
    if known is not None:
        return _examine_known(piece, known)
    if not cell.source.strip():
        return piece
    if cell.kind == "code":
        return _examine_code(piece, cell, family, release)
    return _examine_prose(piece, release)


def _examine_known(piece: Piece, known: Released) -> Piece:
    if known.role in ("check", "picture"):
        return replace(piece, is_check=True)
    if known.kind != "code" or known.role == "setup":
        return piece
    code = piece.source if piece.kind == "code" else ""
    return replace(piece, code=code, defines=known.defines)


def _examine_code(piece: Piece, cell: Submitted, family: Family, release: Release) -> Piece:
    source = piece.source
    if looks_like_setup(cell):
        source = own_part(source, family.setup)
        if not source:
            return replace(piece, known=release.setup)
    is_about_one = any(name in source for name in release.exercises)
    may_be_check = len(source) < _LONGEST_CALL and any(call in source for call in _CALLS)
    if not (is_about_one or may_be_check):
        return replace(piece, code=source)
    found = outline(source, release.exercises)
    if may_be_check and found.tree is not None and ast.dump(found.tree) in family.unchanged:
        return replace(piece, is_check=True)
    return replace(piece, code=source, defines=found.defines, mentions=found.mentions)


def _examine_prose(piece: Piece, release: Release) -> Piece:
    """See whether a cell that is no code holds code that defines an exercise."""
    named = {name for name in release.exercises if mentions(piece.source, name)}
    named |= {piece.claim}.intersection(release.exercises)
    if not named:
        return piece
    found = outline(piece.source, named)
    return replace(
        piece, defines=found.defines, mentions=found.mentions.intersection({piece.claim})
    )


def _turn_into_code(pieces: list[Piece], notes: list[Message]) -> list[Piece]:
    """Take cells for code that are not, where an exercise would be lost otherwise."""
    in_code: set[str] = set()
    for piece in pieces:
        if piece.kind == "code":
            in_code |= piece.defines | piece.mentions
    turned = []
    for piece in pieces:
        if piece.kind != "code" and (piece.defines | piece.mentions) - in_code:
            notes.append(says.retyped(piece.number))
            piece = replace(piece, kind="code", code=piece.source)
        elif piece.kind != "code":
            piece = replace(piece, defines=frozenset(), mentions=frozenset())
        turned.append(piece)
    return turned
