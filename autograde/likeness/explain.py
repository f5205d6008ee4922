"""Show what two students share: where it stands, and how few others have it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from autograde.grading.reading import File, MissingError, UnreadableError, read_file
from autograde.grading.reading.cells import Submitted
from autograde.grading.recording import read_csv
from autograde.grading.recording.grades import GRADES_FILE
from autograde.likeness.evidence import FEW, Rarity
from autograde.likeness.find import Findings, Pair
from autograde.likeness.gather import FOLDER
from autograde.likeness.traces import WORDS, Trace, given_in, own_cells, traces_of

_KEPT = 16  # notebooks; a student may be in several pairs
_AROUND = 1  # lines shown before and after what is shared
_MOST_LINES = 90


@dataclass(frozen=True)
class Line:
    """A line of a cell.

    Attributes
    ----------
    number : int
        Its number in the cell.
    text : str
        The line, as it was written.
    shared : bool
        Whether something on it is what few others have.
    """

    number: int
    text: str
    shared: bool


@dataclass(frozen=True)
class Excerpt:
    """Some lines of a cell.

    Attributes
    ----------
    cell : int
        The number of the cell in the repaired notebook.
    source : str
        All of the cell.
    lines : tuple of Line
        The lines that are shown.
    cut : bool
        Whether there would be more to show.
    """

    cell: int
    source: str
    lines: tuple[Line, ...]
    cut: bool


@dataclass(frozen=True)
class Mistake:
    """A named mistake that both made.

    Attributes
    ----------
    id : str
        Its name in ``grades.csv``.
    made_by : int
        How many of the class made it.
    """

    id: str
    made_by: int


@dataclass(frozen=True)
class Common:
    """What two students share in one unit.

    Attributes
    ----------
    assignment, unit : str
        Where.
    count : int
        How many traces that few have.
    alone : int
        How many of them nobody else has.
    fewest : int
        How many students have the rarest, the two included.
    weight : float
        What it says, to put the telling first.
    excerpts : tuple of two tuples of Excerpt
        Where it stands, for each of the two.
    words : tuple of tuple of str
        Kind and words, if the unit is that of words.
    mistake : Mistake or None
        What both did wrong.
    """

    assignment: str
    unit: str
    count: int
    alone: int
    fewest: int
    weight: float
    excerpts: tuple[tuple[Excerpt, ...], tuple[Excerpt, ...]]
    words: tuple[tuple[str, str], ...] = ()
    mistake: Mistake | None = None


class Explainer:
    """Explains pairs.

    Parameters
    ----------
    out : Path
        The folder of results.
    findings : Findings
        What was found.
    shown : iterable of Pair
        The pairs that may be asked for.
    """

    def __init__(self, out: Path, findings: Findings, shown: Iterable[Pair]) -> None:
        self._out = out
        self._findings = findings
        self._mistakes, self._made_by = _read_mistakes(
            out, {one for pair in shown for one in (pair.first, pair.second)}
        )
        self._read = lru_cache(_KEPT)(self._read_one)

    def explain(self, pair: Pair) -> list[Common]:
        """Tell what two students share, the most telling first.

        Parameters
        ----------
        pair : Pair
            The two.
        """
        found = []
        for assignment in pair.surprise:
            first = self._read(pair.first, assignment)
            second = self._read(pair.second, assignment)
            for unit in given_in(assignment).units:
                if rarity := self._findings.rarity.get((assignment, unit)):
                    common = self._common(pair, assignment, unit, rarity, first, second)
                    found += [common] if common else []
        return sorted(found, key=lambda one: -one.weight)

    def _common(
        self,
        pair: Pair,
        assignment: str,
        unit: str,
        rarity: Rarity,
        first: _Read,
        second: _Read,
    ) -> Common | None:
        traces = [
            {one.key: one for one in read.traces if one.unit == unit} for read in (first, second)
        ]
        held = {key: rarity.holders(key) for key in traces[0] if key in traces[1]}
        shared = sorted((key for key in held if held[key]), key=held.__getitem__)
        if not shared:
            return None
        holders = [held[key] for key in shared]
        words = [one for key in shared if (one := traces[0][key].wording)]
        is_code = unit != WORDS
        return Common(
            assignment,
            unit,
            len(shared),
            holders.count(2),
            holders[0],
            _weight(holders, rarity.students),
            (
                _excerpts(first.cells, [traces[0][key] for key in shared]) if is_code else (),
                _excerpts(second.cells, [traces[1][key] for key in shared]) if is_code else (),
            ),
            tuple((one.kind, one.text) for one in words),
            self._mistake(pair, assignment, unit),
        )

    def _mistake(self, pair: Pair, assignment: str, unit: str) -> Mistake | None:
        ids = {self._mistakes.get((one, assignment, unit)) for one in (pair.first, pair.second)}
        (id, *others) = ids
        if others or not id:
            return None
        return Mistake(id, self._made_by[assignment, unit, id])

    def _read_one(self, student: str, assignment: str) -> _Read:
        try:
            file: File = read_file(self._out / FOLDER / student / assignment, assignment)
            content = file.content
            cells = {one.number: one for one in own_cells(content, assignment)}
            return _Read(traces_of(content, assignment), cells)
        except (MissingError, UnreadableError):  # it is gone since it was compared
            return _Read([], {})


@dataclass(frozen=True)
class _Read:
    """A notebook that was read once more."""

    traces: list[Trace]
    cells: dict[int, Submitted]


def _weight(holders: list[int], students: int) -> float:
    """Weigh what is shared by the rarest of it, and then by how much there is."""
    few = sum(one <= FEW for one in holders)
    return math.log(max(students, 2) / holders[0]) + few * math.log(2)


def _read_mistakes(
    out: Path, students: set[str]
) -> tuple[dict[tuple[str, str, str], str], Counter[tuple[str, str, str]]]:
    """Read who made which mistake; of all others only how many."""
    own: dict[tuple[str, str, str], str] = {}
    made_by: Counter[tuple[str, str, str]] = Counter()
    for grade in read_csv(out / GRADES_FILE):
        if grade.mistake:
            made_by[grade.assignment, grade.exercise, grade.mistake] += 1
            if grade.student in students:
                own[grade.student, grade.assignment, grade.exercise] = grade.mistake
    return own, made_by


def _excerpts(cells: dict[int, Submitted], traces: list[Trace]) -> tuple[Excerpt, ...]:
    by_cell: dict[int, list[Trace]] = {}
    for one in traces:
        by_cell.setdefault(one.cell, []).append(one)
    return tuple(
        _excerpt(number, cells[number].source, by_cell[number])
        for number in sorted(by_cell)
        if number in cells
    )


def _excerpt(number: int, source: str, traces: list[Trace]) -> Excerpt:
    lines = source.split("\n")
    shared = {line for one in traces for line in range(one.first, one.last + 1)}
    first = max(_start(lines, min(shared)) - _AROUND, 1)
    last = min(max(shared) + _AROUND, len(lines))
    shown = range(first, last + 1)[:_MOST_LINES]
    return Excerpt(
        number,
        source,
        tuple(Line(one, lines[one - 1], one in shared) for one in shown),
        len(shown) < last + 1 - first,
    )


def _start(lines: list[str], line: int) -> int:
    """Find the line on which the function begins that a line is in."""
    for number in range(min(line, len(lines)), max(line - _MOST_LINES // 2, 0), -1):
        if lines[number - 1].startswith(("def ", "async def ")):
            return number
    return line
