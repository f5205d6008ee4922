"""Find out which cells of a notebook are the course's, and which answer is whose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from neurona.update.functions import defines, parse
from neurona.update.release import SETUP, Cell, digest_of, is_answer, key_of, source_of

_SIGNS_OF_SETUP = ("def prepare(", "neurona.checks.begin()")


class Claims:
    """Which cell of a notebook stands for which cell of the course; none stands for two."""

    def __init__(self) -> None:
        self._by_number: dict[int, str] = {}
        self._taken: set[str] = set()

    def key_of(self, number: int) -> str | None:
        """Return the id of the course's cell; None for a student's own cell.

        Parameters
        ----------
        number : int
            The cell's place in the notebook, from 0.
        """
        return self._by_number.get(number)

    def is_free(self, number: int, key: str) -> bool:
        """Tell whether a cell stands for none yet, and this one of the course's is not found yet.

        Parameters
        ----------
        number : int
            The cell's place in the notebook, from 0.
        key : str
            The id of the course's cell.
        """
        return number not in self._by_number and key not in self._taken

    def has(self, key: str) -> bool:
        """Tell whether some cell stands for this one of the course's.

        Parameters
        ----------
        key : str
            The id of the course's cell.
        """
        return key in self._taken

    def set(self, number: int, key: str) -> None:
        """Let a cell stand for one of the course's.

        Parameters
        ----------
        number : int
            The cell's place in the notebook, from 0.
        key : str
            The id of the course's cell.
        """
        self._by_number[number] = key
        self._taken.add(key)


def claim(cells: Sequence[Cell], table: Mapping[str, str], release: Sequence[Cell]) -> Claims:
    """Find the course's cells in a notebook: by name, by text, answers also by what they define.

    Parameters
    ----------
    cells : sequence of dict
        Of the student's notebook.
    table : mapping of str to str
        By id, the digests of the cells that the course put there.
    release : sequence of dict
        The cells of the new release.
    """
    claims = Claims()
    answers = {key_of(cell) for cell in (*release, *cells) if is_answer(cell)}
    named: dict[str, list[int]] = defaultdict(list)
    for number, cell in enumerate(cells):
        key = key_of(cell)
        if key in table or (is_answer(cell) and key):
            named[key].append(number)
    for key, numbers in named.items():
        chosen = (
            _choose_answer(cells, numbers, key, table.get(key))
            if key in answers
            else _choose(cells, numbers, table[key])
        )
        if chosen is not None:
            claims.set(chosen, key)
    _claim_by_text(claims, cells, table)
    _claim_setup(claims, cells)
    for key in table:
        if key in answers:
            _claim_definition(claims, cells, key)
    return claims


def _choose_answer(
    cells: Sequence[Cell], numbers: Sequence[int], name: str, stub: str | None
) -> int | None:
    """Choose among cells of one name as a run from top to bottom would: the last that is written.

    Prose does not become code by standing where an answer should be.
    """
    fine = [number for number in numbers if _may_be_code(cells[number])]
    written = [number for number in fine if digest_of(cells[number]) != stub]
    fitting = [number for number in written if defines(source_of(cells[number]), name)]
    chosen = fitting or written or fine
    return chosen[-1] if chosen else None


def _may_be_code(cell: Cell) -> bool:
    return cell["cell_type"] == "code" or parse(source_of(cell)) is not None


def _choose(cells: Sequence[Cell], numbers: Sequence[int], digest: str) -> int:
    same = [number for number in numbers if digest_of(cells[number]) == digest]
    return (same or numbers)[0]


def _claim_by_text(claims: Claims, cells: Sequence[Cell], table: Mapping[str, str]) -> None:
    """Find cells that have lost their ids, and are as they were handed out."""
    by_digest = {digest: key for key, digest in table.items()}
    for number, cell in enumerate(cells):
        key = by_digest.get(digest_of(cell))
        if key is not None and claims.is_free(number, key):
            claims.set(number, key)


def _claim_setup(claims: Claims, cells: Sequence[Cell]) -> None:
    """Find a setup cell that has lost its id; were it kept, it would bring back the old tools."""
    for number, cell in enumerate(cells):
        is_one = all(sign in source_of(cell) for sign in _SIGNS_OF_SETUP)
        if cell["cell_type"] == "code" and is_one and claims.is_free(number, SETUP):
            claims.set(number, SETUP)


def _claim_definition(claims: Claims, cells: Sequence[Cell], key: str) -> None:
    """Find an answer that has lost its name by the function that it defines."""
    for number in reversed(range(len(cells))):
        cell = cells[number]
        is_free = cell["cell_type"] == "code" and claims.is_free(number, key)
        if is_free and defines(source_of(cell), key):
            claims.set(number, key)
            return
