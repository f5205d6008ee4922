"""Find out which cell each exercise and each check is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from autograde.grading.reading import says
from autograde.grading.reading.examine import Piece
from autograde.grading.reading.release import Release, Released
from autograde.grading.reading.says import Message


def places_of(pieces: Sequence[Piece], release: Release) -> dict[str, int]:
    """Return the number of the cell that each exercise is in, where it is in any.

    Parameters
    ----------
    pieces : sequence of Piece
        All cells.
    release : Release
        What was handed out.
    """
    places = {}
    for name in release.exercises:
        found = (
            _last([piece for piece in pieces if name in piece.defines])
            or _last([piece for piece in pieces if name in piece.mentions])
            or _last([piece for piece in pieces if piece.claim == name])
        )
        if found:
            places[name] = found.number
    return places


def explain_places(
    pieces: Sequence[Piece], places: dict[str, int], release: Release
) -> Iterator[Message]:
    """Say where exercises were found, where a student might expect something else.

    Parameters
    ----------
    pieces : sequence of Piece
        All cells.
    places : dict of str to int
        The numbers of the cells that count.
    release : Release
        What was handed out.
    """
    for name in release.exercises:
        defining = [piece for piece in pieces if name in piece.defines]
        written = {piece.source for piece in defining if not piece.is_untouched}
        claimed = [piece.number for piece in pieces if piece.claim == name]
        if name not in places:
            yield says.no_cell(name)
        elif len(written) > 1 or (written and defining[-1].is_untouched):
            yield says.defined_again(name, places[name])
        elif written and claimed and places[name] not in claimed:
            yield says.elsewhere(name, places[name])


def assign(pieces: Sequence[Piece], release: Release) -> dict[int, Released]:
    """Find the cell for each cell that nbgrader knows.

    Parameters
    ----------
    pieces : sequence of Piece
        All cells.
    release : Release
        What was handed out.

    Returns
    -------
    dict of int to Released
        By the number of the cell; no released cell is in it twice.
    """
    taken: dict[int, Released] = {}
    done: set[str] = set()
    is_it: Callable[[Piece, str], bool]
    for is_it in (_is_own_answer, _is_any_answer, _is_empty_answer):
        for grade_id, released in release.by_grade_id.items():
            if released.role == "check" or grade_id in done:
                continue
            # Prose does not become code by standing where an answer should be.
            free = [
                piece
                for piece in pieces
                if piece.number not in taken
                and (piece.kind == released.kind or not piece.source.strip())
            ]
            found = _last([piece for piece in free if is_it(piece, grade_id)])
            if found:
                taken[found.number] = released
                done.add(grade_id)
    for grade_id, released in release.by_grade_id.items():
        if released.role == "check":
            found = _find_check(pieces, grade_id, taken)
            if found:
                taken[found.number] = released
    return taken


def _is_own_answer(piece: Piece, name: str) -> bool:
    return piece.claim == name and name in (piece.defines | piece.mentions)


def _is_any_answer(piece: Piece, name: str) -> bool:
    return name in (piece.defines | piece.mentions)


def _is_empty_answer(piece: Piece, name: str) -> bool:
    return piece.claim == name


def _find_check(pieces: Sequence[Piece], grade_id: str, taken: dict[int, Released]) -> Piece | None:
    free = [piece for piece in pieces if piece.number not in taken and not piece.code]
    claimed = [
        piece
        for piece in free
        if piece.claim == grade_id and (piece.is_check or not piece.source.strip())
    ]
    same = [piece for piece in free if piece.known and piece.known.grade_id == grade_id]
    return _last(claimed) or _last(same)


def _last(pieces: Sequence[Piece]) -> Piece | None:
    return pieces[-1] if pieces else None
