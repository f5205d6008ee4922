"""The task of chapter 07's panels: a linear neuron tells how sweet a mango is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from neurona.network import Penalty

Array = npt.NDArray[np.float64]

CHAPTER = 7
N_NEW = 400
ROUNDING = 1e-12
LAMBDAS = (0.0, *(float(f"{d}e{k}") for k in range(3) for d in (1, 1.5, 2, 3, 5, 7)), 1000.0)
"""What λ goes through: 0, and then about evenly on a log axis."""


@dataclass(frozen=True)
class Crop:
    """Where mangoes of one kind come from.

    Attributes
    ----------
    true : tuple of float
        How much each measurement has to do with sweetness.
    alike : float
        The correlation of any two measurements.
    n : int
        How many mangoes there are to learn from.
    noise : float
        The standard deviation of what the measurements say nothing of.
    stream : int
        Of its random numbers, chosen so that the first seed shows what is typical.
    """

    true: tuple[float, ...]
    alike: float
    n: int
    noise: float
    stream: int


CROPS = {
    "one": Crop((2.4, 0.5), 0.4, 50, 1.0, 0),
    "both": Crop((2.2, 1.8), -0.3, 50, 1.0, 1),
    "twins": Crop((2.2, 0.6), 0.97, 50, 1.0, 23),
    "few": Crop((3.0, 0.0, 0.0, -2.0, 0.0, 0.0, 1.5, 0.0), 0.0, 12, 1.5, 3),
    "all": Crop((1.2, -1.0, 1.1, 0.9, -1.1, 1.0, -0.9, 1.2), 0.0, 12, 1.5, 4),
}


@dataclass(frozen=True)
class Harvest:
    """Mangoes to learn from and new ones, and what the neuron would best make of them.

    Everything is measured from the average mango, so the best bias is 0.

    Attributes
    ----------
    X, y : arrays of shape (n, k) and (n,)
        Measurements and sweetness, to learn from.
    X_new, y_new : arrays of shape (400, k) and (400,)
        The same of new mangoes.
    """

    X: Array
    y: Array
    X_new: Array
    y_new: Array

    @property
    def n(self) -> int:
        """How many mangoes there are to learn from."""
        return len(self.y)

    @property
    def slope(self) -> Array:
        """The c of the cost ½wᵀHw − c·w + const, shape (k,)."""
        found: Array = self.X.T @ self.y / self.n
        return found

    def bend(self, p: float) -> Array:
        """Return the H of the cost, where inputs are dropped with probability p.

        Parameters
        ----------
        p : float
            In [0, 1). Inputs that stay are divided by 1 − p.

        Returns
        -------
        array of shape (k, k)
            Averaged over all masks, dropping adds p/(1 − p)·Σ w_j²·mean(x_j²)/2 to the cost.
        """
        H = self.X.T @ self.X / self.n
        found: Array = H + p / (1.0 - p) * np.diag(np.diag(H))
        return found


def cost(X: Array, y: Array, w: Array) -> Array:
    """Return the quadratic cost 1/(2n)·Σ(w·x − y)² of a linear neuron with nothing dropped.

    Parameters
    ----------
    X, y : arrays of shape (n, k) and (n,)
        The examples.
    w : array of shape (..., k)
        One choice of weights, or many.

    Returns
    -------
    array of shape (...)
    """
    found: Array = np.mean((w @ X.T - y) ** 2, axis=-1) / 2
    return found


@lru_cache(maxsize=64)
def harvest(crop: str, seed: int) -> Harvest:
    """Pick mangoes.

    Parameters
    ----------
    crop : str
        A name in `CROPS`.
    seed : int
        The panel's seed.
    """
    kind = CROPS[crop]
    rng = np.random.default_rng([CHAPTER, seed, kind.stream])
    k, size = len(kind.true), kind.n + N_NEW
    root = np.linalg.cholesky(np.full((k, k), kind.alike) + (1 - kind.alike) * np.eye(k))
    X = rng.normal(size=(size, k)) @ root.T
    y = X @ kind.true + rng.normal(0.0, kind.noise, size)
    X, X_new, y, y_new = X[: kind.n], X[kind.n :], y[: kind.n], y[kind.n :]
    return Harvest(X - X.mean(axis=0), y - y.mean(), X_new - X.mean(axis=0), y_new - y.mean())


@lru_cache(maxsize=64)
def solutions(crop: str, seed: int, p: float, penalty: Penalty) -> Solutions:
    """Return where cost and penalty together are lowest, for every λ.

    Parameters
    ----------
    crop : str
        A name in `CROPS`.
    seed : int
        The panel's seed.
    p : float
        The probability that an input is dropped, in [0, 1).
    penalty : {"l1", "l2"}
        Which one λ stands before.
    """
    mangoes = harvest(crop, seed)
    H, c = mangoes.bend(p), mangoes.slope
    if penalty == "l2":
        return Ridge(mangoes.n, H, c)
    return Lasso(mangoes.n, *lasso_corners(H, c))


class Solutions:
    """The best weights for any λ."""

    def at(self, lams: npt.ArrayLike) -> Array:
        """Return the best weights.

        Parameters
        ----------
        lams : array_like of shape (...)
            λ, each at least 0.

        Returns
        -------
        array of shape (..., k)
            With L1, weights that are dead are exactly 0.
        """
        raise NotImplementedError


class Ridge(Solutions):
    """Of the penalty λ/(2n)·Σw²: (H + λ/n)⁻¹c."""

    def __init__(self, n: int, H: Array, c: Array) -> None:
        self._n = n
        self._bends, self._axes = np.linalg.eigh(H)
        self._along = self._axes.T @ c

    def at(self, lams: npt.ArrayLike) -> Array:
        """Return the best weights."""
        decay = np.asarray(lams, dtype=float)[..., None] / self._n
        found: Array = (self._along / (self._bends + decay)) @ self._axes.T
        return found


class Lasso(Solutions):
    """Of the penalty λ/n·Σ|w|: straight lines in λ between corners."""

    def __init__(self, n: int, pulls: Array, corners: Array) -> None:
        self.lams = n * pulls[::-1]  # growing
        self._corners = corners[::-1]

    def at(self, lams: npt.ArrayLike) -> Array:
        """Return the best weights."""
        wanted = np.asarray(lams, dtype=float)
        columns = [np.interp(wanted, self.lams, column) for column in self._corners.T]
        return np.stack(columns, axis=-1)


def lasso_corners(H: Array, c: Array) -> tuple[Array, Array]:
    """Find where the lowest point of ½wᵀHw − c·w + μ·Σ|w| turns a corner as μ goes down to 0.

    Parameters
    ----------
    H : array of shape (k, k)
        Symmetric and positive definite.
    c : array of shape (k,)
        Not all 0.

    Returns
    -------
    pulls : array of shape (corners,)
        μ at each corner, falling: from the first at which all weights are 0, to 0.
    corners : array of shape (corners, k)
        The lowest points there.

    Notes
    -----
    The homotopy of M. Osborne, B. Presnell and B. Turlach, *A new approach to variable selection
    in least squares problems*, IMA Journal of Numerical Analysis 20 (2000): between corners the
    weights that are not 0 keep their signs s, and H w = c − μ s holds for them.
    """
    pull, w = float(np.abs(c).max()), np.zeros_like(c)
    pulls, corners = [pull], [w]
    signs = np.where(np.abs(c) >= pull, np.sign(c), 0.0)
    # The weight of the last corner and its sign before: going back at once is no news.
    news: tuple[int, float] = (int(np.abs(c).argmax()), 0.0)
    while pull > 0:
        on = signs != 0
        start, turn = np.zeros((2, len(c)))
        start[on], turn[on] = np.linalg.solve(H[np.ix_(on, on)], np.stack([c, signs], 1)[on]).T
        # With w = start − μ·turn, what is left of c for a dead weight is a + μ·b.
        a, b = c - H @ start, H @ turn
        dying = [(start[j] / turn[j], j, 0.0) for j in range(len(c)) if on[j] and turn[j]]
        born = [
            (a[j] / (sign - b[j]), j, sign)
            for j in range(len(c))
            for sign in (1.0, -1.0)
            if not on[j] and sign != b[j]
        ]
        below = pull * (1 - ROUNDING)
        coming = [event for event in dying + born if 0 < event[0] < below and event[1:] != news]
        pull, changed, sign = max(coming, default=(0.0, -1, 0.0))
        w = start - pull * turn
        w[~on] = 0.0
        if changed >= 0:
            w[changed] = 0.0
            news = (changed, float(signs[changed]))
            signs[changed] = sign
        pulls.append(pull)
        corners.append(w)
    return np.array(pulls), np.array(corners)
