"""How many pairs of honest students would be so alike: reckoned from the class itself.

What pairs share in one unit has a distribution in the class: nearly always nothing, sometimes a
little. An honest pair shares something rare here and something there, each by chance and one
independently of the other; so the distribution of their sum follows. Chernoff's bound gives its
tail. The expected number of pairs is that probability times the number of pairs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograde.likeness.evidence import Evidence, Tally
from autograde.likeness.traces import OWN, WORDS

_SLOPES = np.linspace(0.02, 0.98, 49)
_SEEN_OFTEN = 30  # pairs; what fewer share has to be extrapolated
_AT_LEAST = 10  # pairs; fewer tell too little to reckon with

Log = NDArray[np.float64]


def kind_of(unit: str) -> str:
    """Return what units a unit is reckoned together with: all exercises are of one kind."""
    return unit if unit in (OWN, WORDS) else "exercise"


@dataclass(frozen=True)
class Chance:
    """The distribution of what honest pairs share, for one assignment.

    Attributes
    ----------
    growth : array of float, shape (t,)
        The logarithm of the expectation of exp(slope × surprise), for each slope.
    """

    growth: Log

    def log_of(self, surprise: NDArray[np.float64]) -> Log:
        """Bound the logarithm of the probability that a pair shares so much or more.

        Parameters
        ----------
        surprise : array of float, shape (k,)
            What pairs share.
        """
        bound = np.zeros_like(surprise)
        for slope, growth in zip(_SLOPES, self.growth, strict=True):
            np.minimum(bound, growth - slope * surprise, out=bound)
        return bound


def chances(evidence: Sequence[Evidence]) -> dict[str, Chance]:
    """Reckon what honest pairs share, for each assignment.

    Parameters
    ----------
    evidence : sequence of Evidence
        What pairs share, in all assignments.
    """
    seen: dict[str, list[Tally]] = {}
    possible: dict[str, float] = {}
    least: dict[str, float] = {}
    for one in evidence:
        for unit, tally in one.by_unit.items():
            kind = kind_of(unit)
            seen.setdefault(kind, []).append(tally)
            possible[kind] = possible.get(kind, 0.0) + math.comb(one.readers, 2)
            least[kind] = min(least.get(kind, math.inf), one.rarity[unit].least_surprise)
    growth = {
        kind: _growth(seen[kind], possible[kind], least[kind]) for kind in seen if possible[kind]
    }
    none = np.zeros_like(_SLOPES)
    return {
        one.assignment: Chance(
            sum((growth.get(kind_of(unit), none) for unit in one.by_unit), start=none)
        )
        for one in evidence
    }


def all_together(some: Iterable[Chance]) -> Chance:
    """Return the distribution of what honest pairs share in several assignments together.

    Parameters
    ----------
    some : iterable of Chance
        Their distributions.
    """
    return Chance(sum((one.growth for one in some), start=np.zeros_like(_SLOPES)))


def _growth(tallies: list[Tally], possible: float, least: float) -> Log:
    """Return log E exp(slope × surprise) in one unit, for all pairs that are possible.

    Up to what is seen often, the class's own pairs are counted. Beyond, the probability falls by
    the exponential law that surprise is defined by, so that the few pairs that are to be found do
    not explain themselves away.

    Parameters
    ----------
    tallies : list of Tally
        How surprising it is what pairs share, of those that share anything.
    possible : float
        How many pairs there are.
    least : float
        The least that is no longer nothing.
    """
    levels = np.concatenate([one.levels for one in tallies])
    order = np.argsort(-levels)
    levels = levels[order]
    counts = np.concatenate([one.counts for one in tallies])[order]
    upto = np.minimum(np.cumsum(counts), _SEEN_OFTEN)
    extrapolated = int(upto[-1]) if upto.size else 0
    often = float(levels[np.argmax(upto)]) if extrapolated == _SEEN_OFTEN else least
    counts = counts - np.diff(upto, prepend=0)
    tail = min(max(extrapolated, _AT_LEAST) / possible, 1.0)
    zero = max(1.0 - tail - counts.sum() / possible, 0.0)
    expected = zero + tail * np.exp(_SLOPES * often) / (1.0 - _SLOPES)
    for level, count in zip(levels[counts > 0], counts[counts > 0], strict=True):
        expected += count / possible * np.exp(_SLOPES * level)
    growth: Log = np.log(expected)
    return growth


def stretched(log_chance: Log, pairs: float, honest: int) -> Log:
    """Allow for students who are more alike than independent choices make them.

    Students who were taught together make the same choices again and again. Then too many pairs
    look unlikely. So many of the most alike pairs as there are students are taken for ordinary:
    if even the last of them looks unlikely, all logarithms shrink until it does not.

    Parameters
    ----------
    log_chance : array of float, shape (k,)
        The logarithms of the probabilities of the pairs that share anything.
    pairs : float
        How many pairs there are.
    honest : int
        How many pairs should be as alike as the one that is the touchstone.
    """
    if log_chance.size < honest or not 0 < honest < pairs:
        return log_chance
    ordinary = float(np.partition(log_chance, honest - 1)[honest - 1])
    expected = math.log(honest / pairs)
    return log_chance * min(1.0, expected / ordinary) if ordinary < 0 else log_chance
