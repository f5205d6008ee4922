"""Ways to choose which p and λ to try next: by a grid, at random, or after what was learned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from neurona.panels.trials import CHAPTER, LAMBDAS, P_VALUES, SPACE, Point, at

Array = npt.NDArray[np.float64]
Improvement = Callable[[Array, Array, float], Array]
"""Takes means, standard deviations and the best score so far; gives what is to be gained."""

BUDGET = 16
FIRST = 4  # a Bayesian search begins with as many random points
GRID = {"p": [0.0, 0.3, 0.6, 0.9], "lam": [0.01, 0.1, 1.0, 10.0]}
ALIKE = 0.3  # of the map's side: places closer than that are believed to score alike
SPREAD = 0.1  # by how much scores are believed to differ, before any is known
NOISE = 0.015  # by how much a score may be luck
FINE = 28  # places each way that a Bayesian search chooses from
PLACES: Array = np.array(list(product(np.linspace(0, 1, FINE), repeat=2)))
KINDS = ("grid", "random", "bayesian")


def improvement(mean: Array, std: Array, best: float) -> Array:
    """Return the mean of max(score − best, 0) for normally distributed scores.

    Parameters
    ----------
    mean, std : arrays of equal shape
        Of the scores; every standard deviation is positive.
    best : float
        The highest score so far.

    Notes
    -----
    J. Mockus, V. Tiesis and A. Zilinskas, *The application of Bayesian methods for seeking the
    extremum* (1978).
    """
    from scipy.special import ndtr  # slow to import

    u = (mean - best) / std
    gain: Array = (mean - best) * ndtr(u) + std * np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi)
    return gain


def believe(
    places: Array, scores: Array, where: Array, spread: float = SPREAD
) -> tuple[Array, Array]:
    """Return what a Gaussian process believes about places, after some were tried.

    Parameters
    ----------
    places : array of shape (k, d)
        What was tried, coordinates from 0 to 1.
    scores : array of shape (k,)
        What came of it; k may be 0.
    where : array of shape (m, d)
        What it is asked about.
    spread : float
        By how much scores are believed to differ, before any is known.

    Returns
    -------
    mean, std : arrays of shape (m,)

    Notes
    -----
    C. E. Rasmussen and C. K. I. Williams, *Gaussian Processes for Machine Learning* (2006), with a
    Matérn kernel whose length is not fitted: from so few points it could not be.
    """
    from sklearn.gaussian_process import GaussianProcessRegressor  # slow to import
    from sklearn.gaussian_process.kernels import Matern

    if not len(scores):
        return np.full(len(where), 0.5), np.full(len(where), spread)
    middle = scores.mean()
    process = GaussianProcessRegressor(
        Matern(ALIKE, nu=2.5), alpha=(NOISE / spread) ** 2, optimizer=None
    )
    process.fit(places, (scores - middle) / spread)
    mean, std = process.predict(where, return_std=True)
    return middle + spread * mean, spread * std


class Tried(NamedTuple):
    """A point, and the score that came of it."""

    point: Point
    score: float


class Search:
    """Points that are given beforehand, to be tried one after the other.

    Parameters
    ----------
    points : sequence of Point
        In their order.

    Attributes
    ----------
    tried : list of Tried
        What came of the trials so far.
    asked : Point or None
        What it has proposed and not heard of.
    """

    def __init__(self, points: Sequence[Point]) -> None:
        self.points = list(points)
        self.budget = len(self.points)
        self.tried: list[Tried] = []
        self.asked: Point | None = None

    @property
    def finished(self) -> bool:
        """Whether the budget is spent."""
        return len(self.tried) >= self.budget

    @property
    def best(self) -> Tried:
        """The best of those that were tried: of equal ones the first."""
        return max(self.tried, key=lambda one: one.score)

    @property
    def best_so_far(self) -> Array:
        """The best score after each trial."""
        return np.maximum.accumulate([one.score for one in self.tried] or [np.nan])

    def propose(self) -> Point:
        """Return what to try next; the same point until its score is heard."""
        if self.asked is None:
            self.asked = self.choose()
        return self.asked

    def choose(self) -> Point:
        """Choose what to try next."""
        return self.points[len(self.tried)]

    def hear(self, point: Point, score: float) -> None:
        """Learn what came of a trial."""
        self.tried.append(Tried(point, score))
        self.asked = None


class Bayesian(Search):
    """A few given points, then always the place that promises the most.

    Parameters
    ----------
    first : sequence of Point
        To begin with.
    budget : int
        How many trials there are.
    promise : callable
        The expected improvement, from means, standard deviations and the best score.
    """

    def __init__(
        self, first: Sequence[Point], budget: int = BUDGET, promise: Improvement = improvement
    ) -> None:
        super().__init__(first)
        self.budget = budget
        self._promise = promise

    def choose(self) -> Point:
        """Choose a given point or, later, the place where most is to be gained."""
        if len(self.tried) < len(self.points):
            return super().choose()
        places = np.array([one.point.place for one in self.tried])
        scores = np.array([one.score for one in self.tried])
        gain = np.array(self._promise(*believe(places, scores, PLACES), float(scores.max())))
        # The same network once more would tell nothing new.
        again = (np.abs(PLACES[:, None] - places) < 1e-9).all(axis=2).any(axis=1)
        gain[again] = -np.inf
        return at(PLACES[gain.argmax()])


def grid_points() -> list[Point]:
    """Return four values of p with four of λ each."""
    return [Point(p, lam) for p, lam in product(*GRID.values())]


def every_cell() -> list[Point]:
    """Return all the map's cells, row by row from below."""
    return [Point(p, lam) for lam, p in product(LAMBDAS, P_VALUES)]


def random_points(seed: int, draws: int = BUDGET) -> list[Point]:
    """Return a seed's random points: p is drawn evenly, λ by its logarithm.

    Parameters
    ----------
    seed : int
        The panel's seed.
    draws : int
        How many; the first ones are the same for any number.
    """
    rng = np.random.default_rng([CHAPTER, seed, 4])
    (p_low, p_high, _linear), (low, high, _log) = SPACE.values()
    points = []
    for _draw in range(draws):
        p = rng.uniform(p_low, p_high)
        points.append(Point(float(p), float(np.exp(rng.uniform(np.log(low), np.log(high))))))
    return points


def search(kind: str, seed: int) -> Search:
    """Return a search that has not begun.

    Parameters
    ----------
    kind : str
        One of `KINDS`, or "every" for each cell of the map.
    seed : int
        The panel's seed.
    """
    if kind == "grid":
        return Search(grid_points())
    if kind == "every":
        return Search(every_cell())
    points = random_points(seed)
    return Search(points) if kind == "random" else Bayesian(points[:FIRST])
