"""What each pair of a class shares that few others have: an inverted index, never pair by pair.

A trace that a tenth of the class has, or more, says nothing. Of the others, the rarest that a pair
shares counts by how rare it is; where hardly anybody else has it, it counts, too, how much else of
what hardly anybody has the two have in common. The more a student has written that nobody has, the
less it means that a little of it is shared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograde.likeness.gather import Gathered
from autograde.likeness.traces import OWN, WORDS

Pairs = NDArray[np.int64]
Surprise = NDArray[np.float64]

COMMON_SHARE = 0.1
"""The part of a class that may share a trace before it says nothing."""

FEW = 3
"""Up to how many students hold what counts as held by hardly anybody."""

_MOST_MEETINGS = 400_000  # pairs of holders that are looked at in one unit
_MOST_PAIRS = 300_000  # that are kept of an assignment
_PRIOR_WEIGHT = 0.5
_STEP = 0.05  # in which surprise is counted

# By chance, somebody who shares one rare statement of an exercise shares each other one, too,
# with about this probability: they belong to one idea. Own cells and words are less of a piece.
_TOGETHER = {OWN: 0.15, WORDS: 0.15}
_TOGETHER_IN_EXERCISE = 0.5


@dataclass(frozen=True)
class Rarity:
    """How many students hold each trace that several hold, and that is not common.

    Attributes
    ----------
    traces : array of int, shape (k,)
        The traces, ascending.
    counts : array of int, shape (k,)
        How many hold each.
    most : int
        How many may hold a trace; what more students hold says nothing.
    students : int
        How many there are.
    """

    traces: NDArray[np.uint64]
    counts: NDArray[np.int32]
    most: int
    students: int

    def holders(self, trace: int) -> int:
        """Return how many students hold a trace; 0 if nobody shares it, or too many do."""
        place = int(np.searchsorted(self.traces, np.uint64(trace)))
        found = place < self.traces.size and int(self.traces[place]) == trace
        return int(self.counts[place]) if found else 0

    @property
    def least_surprise(self) -> float:
        """How surprising it is to share a trace that is just not common."""
        return math.log(max(self.students - 1, 1) / max(self.most - 1, 1))


@dataclass(frozen=True)
class Tally:
    """How often pairs are how surprising, rounded up.

    Attributes
    ----------
    levels : array of float, shape (k,)
        How surprising, ascending.
    counts : array of int, shape (k,)
        How many pairs.
    """

    levels: Surprise
    counts: NDArray[np.int64]


def tally(surprise: Surprise) -> Tally:
    """Count how often pairs are how surprising.

    Parameters
    ----------
    surprise : array of float, shape (k,)
        That of each pair.
    """
    levels, counts = np.unique(np.ceil(surprise / _STEP), return_counts=True)
    return Tally(levels * _STEP, counts)


@dataclass(frozen=True)
class Shared:
    """What pairs share in one unit.

    Attributes
    ----------
    pairs : array of int, shape (k,)
        Each pair that shares anything rare, as first × students + second.
    surprise : array of float, shape (k,)
        How surprising that is, in natural units: it is at least x by chance in less than exp(−x)
        of all cases.
    """

    pairs: Pairs
    surprise: Surprise


@dataclass(frozen=True)
class Evidence:
    """What pairs share in one assignment.

    Attributes
    ----------
    assignment : str
        The assignment's id.
    readers : int
        How many notebooks were compared.
    by_unit : dict of str to Tally
        In each unit, how surprising it is what pairs share: of all pairs that share anything.
    pairs : array of int, shape (k,)
        The pairs that share most.
    surprise : array of float, shape (k,)
        The sums over all units, for these.
    rarity : dict of str to Rarity
        By unit.
    """

    assignment: str
    readers: int
    by_unit: dict[str, Tally]
    pairs: Pairs
    surprise: Surprise
    rarity: dict[str, Rarity]


def weigh(gathered: Gathered, units: tuple[str, ...], students: int) -> Evidence:
    """Find what pairs of a class share in an assignment.

    Parameters
    ----------
    gathered : Gathered
        All traces.
    units : tuple of str
        The names of the units.
    students : int
        How many students there are, with or without this assignment.
    """
    found: dict[str, Shared] = {}
    rarity: dict[str, Rarity] = {}
    common = _common(gathered)
    for place, unit in enumerate(units):
        of_unit = gathered.units == place
        holders, keys = gathered.students[of_unit], gathered.keys[of_unit]
        if unit == OWN:
            fine = ~np.isin(keys, common)
            holders, keys = holders[fine], keys[fine]
        together = _TOGETHER.get(unit, _TOGETHER_IN_EXERCISE)
        found[unit], rarity[unit] = share(holders, keys, gathered.readers, students, together)
    pairs, surprise = _sum([*found.values()])
    return Evidence(
        gathered.assignment,
        gathered.readers,
        {unit: tally(one.surprise) for unit, one in found.items()},
        *_best(pairs, surprise),
        rarity,
    )


def share(
    holders: NDArray[np.int64],
    keys: NDArray[np.uint64],
    readers: int,
    students: int,
    together: float,
) -> tuple[Shared, Rarity]:
    """Find what pairs share in one unit.

    Parameters
    ----------
    holders : array of int, shape (k,)
        Who has each trace.
    keys : array of int, shape (k,)
        The traces; nobody has one twice.
    readers : int
        How many students could have them.
    students : int
        How many students there are.
    together : float
        The chance that who shares one trace that hardly anybody has shares another, too.
    """
    traces, which, counts = np.unique(keys, return_inverse=True, return_counts=True)
    own = np.bincount(holders[counts[which] <= FEW], minlength=students)
    by_trace = holders[np.lexsort((holders, which))]
    starts = np.concatenate([[0], np.cumsum(counts)])[:-1]
    most = _most_holders(counts, readers)
    pairs: list[Pairs] = [np.empty(0, np.int64)]
    rarest: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    for count in range(2, most + 1):
        those = starts[counts == count]
        if those.size:
            held = by_trace[those[:, None] + np.arange(count)]
            one, other = np.triu_indices(count, 1)
            met = (held[:, one] * students + held[:, other]).ravel()
            pairs.append(met)
            rarest.append(np.full(met.size, count))
    by_pair = np.concatenate(rarest)
    # The rarest comes first, and its place is what `unique` returns.
    different, first, inverse = np.unique(
        np.concatenate(pairs), return_index=True, return_inverse=True
    )
    few = np.bincount(inverse[by_pair <= FEW], minlength=different.size)
    least = np.minimum(own[different // students], own[different % students])
    surprise = _surprise(by_pair[first], few, least, readers, together)
    kept = (counts >= 2) & (counts <= most)
    rarity = Rarity(traces[kept], counts[kept].astype(np.int32), most, readers)
    return Shared(different, surprise), rarity


def _most_holders(counts: NDArray[np.int64], readers: int) -> int:
    """Tell how many may hold a trace: few of the class, and so few that all can be looked at."""
    sizes, times = np.unique(counts, return_counts=True)
    meetings = np.cumsum(times * (sizes * (sizes - 1) // 2))
    fitting = sizes[meetings <= _MOST_MEETINGS]
    affordable = int(fitting[-1]) if fitting.size else 1
    return min(affordable, _most_of(readers))


def _most_of(readers: int) -> int:
    """Tell how many of a class are few."""
    return max(2, min(FEW, readers // 4), math.floor(COMMON_SHARE * readers))


def _common(gathered: Gathered) -> NDArray[np.uint64]:
    """List the traces that are too common in some unit to say anything in own cells."""
    order = np.lexsort((gathered.students, gathered.keys))
    keys, students = gathered.keys[order], gathered.students[order]
    is_new = np.ones(keys.size, bool)
    is_new[1:] = (keys[1:] != keys[:-1]) | (students[1:] != students[:-1])
    traces, counts = np.unique(keys[is_new], return_counts=True)
    return traces[counts > _most_of(gathered.readers)]


def _surprise(
    rarest: NDArray[np.int64],
    few: NDArray[np.int64],
    least: NDArray[np.int64],
    readers: int,
    together: float,
) -> Surprise:
    """Say how surprising it is what pairs share.

    Parameters
    ----------
    rarest : array of int, shape (k,)
        How many hold the rarest trace that a pair shares.
    few : array of float, shape (k,)
        How many of the traces that hardly anybody has it shares.
    least : array of int, shape (k,)
        How many of these the one of the two has who has fewer.
    readers : int
        How many students there are.
    together : float
        The chance of sharing another.
    """
    rare = np.log(max(readers - 1, 1) / np.maximum(rarest - 1, 1))
    # What others have in common, too, tells that the traces come together.
    others = np.maximum(rarest - 2, 0)
    chance = (others + _PRIOR_WEIGHT * together) / (others + _PRIOR_WEIGHT)
    more, of = few - 1, least - 1
    part = np.clip(more / np.maximum(of, 1), 0, 1)
    counts = (rarest <= FEW) & (of > 0) & (part > chance)
    part = np.where(counts, part, chance)
    # Chernoff's bound on the chance to share that many or more out of so many.
    bound = of * (_times_log(part, chance) + _times_log(1 - part, 1 - chance))
    surprise: Surprise = rare + np.where(counts, bound, 0.0)
    return surprise


def _times_log(part: Surprise, chance: Surprise) -> Surprise:
    return np.where(part > 0, part * np.log(np.maximum(part, 1e-300) / chance), 0.0)


def _sum(found: list[Shared]) -> tuple[Pairs, Surprise]:
    pairs = np.concatenate([one.pairs for one in found])
    different, inverse = np.unique(pairs, return_inverse=True)
    surprise = np.concatenate([one.surprise for one in found])
    return different, np.bincount(inverse, surprise, different.size).astype(float)


def _best(pairs: Pairs, surprise: Surprise) -> tuple[Pairs, Surprise]:
    if pairs.size <= _MOST_PAIRS:
        return pairs, surprise
    chosen = np.argpartition(-surprise, _MOST_PAIRS)[:_MOST_PAIRS]
    chosen.sort()
    return pairs[chosen], surprise[chosen]
