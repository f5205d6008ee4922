"""Find the pairs of a class that are more alike than honest pairs of this class would be."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from autograde.likeness.chance import all_together, chances, stretched
from autograde.likeness.evidence import Evidence, Pairs, Rarity, Surprise, weigh
from autograde.likeness.gather import Readers
from autograde.likeness.traces import given_in

EXPECTED = 0.05
"""Pairs are shown if by chance at most so many as alike would be expected in a class like this."""

SMALLEST_CLASS = 3


@dataclass(frozen=True)
class Pair:
    """Two students whose submissions are worth looking at together.

    Attributes
    ----------
    first, second : str
        The students.
    expected : float
        How many pairs as alike as this one, or more, honest students would make by chance.
    surprise : dict of str to float
        How surprising it is what they share, by assignment; those with most first.
    """

    first: str
    second: str
    expected: float
    surprise: dict[str, float]


@dataclass
class Findings:
    """What comparing a class gives.

    Attributes
    ----------
    students : tuple of str
        Everybody.
    readers : dict of str to int
        How many notebooks were compared, by assignment.
    pairs : list of Pair
        Those to look at, the least likely first.
    problems : list of tuple of str
        Student, assignment and reason, where a notebook could not be compared.
    rarity : dict of tuple of str to Rarity
        How rare traces are, by assignment and unit.
    """

    students: tuple[str, ...]
    readers: dict[str, int]
    pairs: list[Pair] = field(default_factory=list)
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    rarity: dict[tuple[str, str], Rarity] = field(default_factory=dict)


def find(
    out: Path,
    students: Sequence[str],
    assignments: Sequence[str],
    told: Callable[[int], object] = lambda read: None,
    workers: int | None = None,
) -> Findings:
    """Compare all submissions of a class with one another.

    Parameters
    ----------
    out : Path
        The folder of results.
    students, assignments : sequence of str
        Whose submissions, and for what.
    told : callable
        Is called with how many more notebooks were read.
    workers : int or None
        How many processes read; None for as many as there are processors.
    """
    findings = Findings(tuple(students), {})
    evidence = []
    with Readers(out, students, workers) as readers:
        for assignment in assignments:
            gathered = readers.gather(assignment, told)
            findings.readers[assignment] = gathered.readers
            findings.problems += [
                (students[place], assignment, reason) for place, reason in gathered.problems.items()
            ]
            if gathered.readers >= SMALLEST_CLASS:
                one = weigh(gathered, given_in(assignment).units, len(students))
                evidence.append(one)
                findings.rarity |= {(assignment, unit): each for unit, each in one.rarity.items()}
    findings.pairs = judge(evidence, students)
    return findings


def judge(evidence: Sequence[Evidence], students: Sequence[str]) -> list[Pair]:
    """Choose the pairs that are too alike for chance, in one assignment or in all together.

    Parameters
    ----------
    evidence : sequence of Evidence
        What pairs share, by assignment.
    students : sequence of str
        Everybody.
    """
    evidence = [one for one in evidence if one.readers > 1]
    if not evidence:
        return []
    most = max(one.readers for one in evidence)
    pairs = float(math.comb(most, 2))
    chance = chances(evidence)
    looks = [(one.pairs, chance[one.assignment].log_of(one.surprise)) for one in evidence]
    if len(evidence) > 1:
        together, surprise = _all_assignments(evidence)
        looks.append((together, all_together(chance.values()).log_of(surprise)))
    lowest: dict[int, float] = {}
    for those, log_chance in looks:
        # A pair is looked at several times, and chance has as many chances.
        expected = math.log(len(looks) * pairs) + stretched(log_chance, pairs, most)
        for place in np.flatnonzero(expected <= math.log(EXPECTED)):
            pair, value = int(those[place]), float(expected[place])
            lowest[pair] = min(value, lowest.get(pair, value))
    return [
        Pair(
            students[pair // len(students)],
            students[pair % len(students)],
            math.exp(value),
            _by_assignment(pair, evidence),
        )
        for pair, value in sorted(lowest.items(), key=lambda one: (one[1], one[0]))
    ]


def _all_assignments(evidence: Sequence[Evidence]) -> tuple[Pairs, Surprise]:
    pairs = np.concatenate([one.pairs for one in evidence])
    different, inverse = np.unique(pairs, return_inverse=True)
    surprise = np.concatenate([one.surprise for one in evidence])
    return different, np.bincount(inverse, surprise, different.size).astype(float)


def _by_assignment(pair: int, evidence: Sequence[Evidence]) -> dict[str, float]:
    found = {}
    for one in evidence:
        place = int(np.searchsorted(one.pairs, pair))
        if place < one.pairs.size and one.pairs[place] == pair:
            found[one.assignment] = float(one.surprise[place])
    return dict(sorted(found.items(), key=lambda each: -each[1]))
