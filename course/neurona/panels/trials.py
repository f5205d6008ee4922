"""Networks that judge mangoes by 20 measurements, one for each choice of p and λ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from neurona.network import Network, Training

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Parts = tuple[Indices, Indices, Indices]

CHAPTER = 9
N, INPUTS = 1_000, 20
FRACTIONS = (0.06, 0.44, 0.5)  # few to learn from, so that a network overfits at once
SIZES = (60, 440, 500)
WRONG = 9  # labels of the training mangoes that are turned around
HIDDEN = 10
EPOCHS = 60
BATCH = 10
LEARNING_RATE = 1.5
START_SCALE = 3.0
SLICE = 15  # epochs that are learned in one go
P_VALUES = tuple(i / 10 for i in range(10))
LAMBDAS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
SPACE = {"p": (P_VALUES[0], P_VALUES[-1], "linear"), "lam": (LAMBDAS[0], LAMBDAS[-1], "log")}
"""Where p and λ are searched for, and on which scale."""


class Point(NamedTuple):
    """A choice of both hyperparameters.

    Attributes
    ----------
    p : float
        The probability that a hidden neuron is dropped, in [0, 1).
    lam : float
        The weight decay λ.
    """

    p: float
    lam: float

    @property
    def place(self) -> tuple[float, float]:
        """Where it is on the map: p and the decimal logarithm of λ, each from 0 to 1."""
        (p_low, p_high, _linear), (low, high, _log) = SPACE.values()
        return (
            (self.p - p_low) / (p_high - p_low),
            float(np.log(self.lam / low) / np.log(high / low)),
        )

    @property
    def cell(self) -> tuple[int, int]:
        """The column and the row of the map's cell that it lies in."""
        x, y = self.place
        return round(x * (len(P_VALUES) - 1)), round(y * (len(LAMBDAS) - 1))


def at(place: Sequence[float]) -> Point:
    """Return the point at a place on the map, both coordinates from 0 to 1."""
    (p_low, p_high, _linear), (low, high, _log) = SPACE.values()
    x, y = place
    return Point(float(p_low + x * (p_high - p_low)), float(low * (high / low) ** y))


@dataclass(frozen=True)
class Mangoes:
    """All mangoes of a seed; what counts is the sum of the first two measurements alone.

    Attributes
    ----------
    X : array of shape (1000, 20)
        Measurements: the first is color, the second softness.
    Y : array of shape (1000, 1)
        1 for a ripe mango.
    """

    X: Array
    Y: Array


@lru_cache(maxsize=8)
def mangoes(seed: int) -> Mangoes:
    """Return a seed's mangoes."""
    X = np.random.default_rng([CHAPTER, seed, 0]).normal(size=(N, INPUTS))
    return Mangoes(X, (X[:, :1] + X[:, 1:2] > 0).astype(float))


@lru_cache(maxsize=8)
def parts_of(seed: int) -> Parts:
    """Return which mangoes are for training, for validation and for testing."""
    order = np.random.default_rng([CHAPTER, seed, 1]).permutation(N)
    train, validation, test = np.split(order, np.cumsum(SIZES)[:-1])
    return train, validation, test


class Trial:
    """One network with its p and λ, trained little by little.

    Whatever p and λ, the networks of a seed begin with the same weights and read the same
    mangoes in the same order.

    Parameters
    ----------
    seed : int
        The panel's seed.
    point : Point
        Its p and λ.
    parts : tuple of three arrays of int
        Mangoes for training, validation and testing. The labels of the first few in training
        are wrong.
    """

    def __init__(self, seed: int, point: Point, parts: Parts | None = None) -> None:
        self.point = point
        self._seed = seed
        train, validation, self._test = parts or parts_of(seed)
        data = mangoes(seed)
        wanted = data.Y[train].copy()
        wanted[:WRONG] = 1.0 - wanted[:WRONG]
        start = np.random.default_rng([CHAPTER, seed, 2])
        self.training = Training(
            Network((INPUTS, HIDDEN, 1), start, START_SCALE, cost="cross_entropy"),
            data.X[train],
            wanted,
            data.X[validation],
            data.Y[validation],
            np.random.default_rng([CHAPTER, seed, 3]),
            LEARNING_RATE,
            BATCH,
            point.p,
            point.lam,
        )

    @property
    def finished(self) -> bool:
        """Whether it has learned for all epochs."""
        return self.training.epochs >= EPOCHS

    def learn(self, epochs: int = SLICE) -> None:
        """Learn for some epochs, but not beyond the last one."""
        self.training.step(min(epochs, EPOCHS - self.training.epochs))

    def learn_all(self) -> None:
        """Learn for all epochs that are left."""
        self.learn(EPOCHS)

    @property
    def score(self) -> float:
        """The fraction of the validation mangoes that it judges rightly, as it is now."""
        return self.training.accuracy_new[-1]

    def test(self) -> float:
        """Return the fraction of the test mangoes that it judges rightly."""
        data = mangoes(self._seed)
        _cost, accuracy = self.training.network.measure(data.X[self._test], data.Y[self._test])
        return accuracy
