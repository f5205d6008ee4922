"""The task of chapter 06's panels: digits of which every fifth has a wrong label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from neurona.data import digits
from neurona.network import Cost, Network, Training, shuffled

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

CHAPTER = 6
EPOCHS = 200
BATCH = 10
LEARNING_RATE = 0.5
SIZES = (64, 30, 10)
N_TRAIN = 100
WRONG = 0.2
STREAMS = {"data": 4, "start": 0, "training": 1}


def stream(seed: int, name: str) -> np.random.Generator:
    """Return a seed's random numbers for one purpose, so that no purpose disturbs another.

    Parameters
    ----------
    seed : int
        The panel's seed.
    name : str
        A name in `STREAMS`.
    """
    return np.random.default_rng([CHAPTER, seed, STREAMS[name]])


@dataclass(frozen=True)
class Task:
    """Digits to learn from, some of them with a wrong label, and others for validation.

    Attributes
    ----------
    X, Y : arrays of shape (n, 64) and (n, 10)
        For training; the labels as they were written down.
    given, meant : arrays of int, shape (n,)
        Each training digit's label as it was written down, and the digit that was meant.
    wrong : array of int, shape (n // 5,)
        Which of the training digits have a wrong label.
    X_new, Y_new : arrays of shape (297, 64) and (297, 10)
        For validation; these labels are right.
    """

    X: Array
    Y: Array
    given: Indices
    meant: Indices
    wrong: Indices
    X_new: Array
    Y_new: Array


@lru_cache(maxsize=8)
def task(seed: int, n: int = N_TRAIN) -> Task:
    """Return a seed's task.

    Parameters
    ----------
    seed : int
        Of which labels are wrong, and how.
    n : int
        How many digits there are to learn from, up to 1,200.
    """
    every = digits(n)
    rng = stream(seed, "data")
    meant = every.labels[every.train]
    given = meant.copy()
    wrong = np.sort(rng.permutation(n)[: round(WRONG * n)])
    given[wrong] = (given[wrong] + rng.integers(1, 10, len(wrong))) % 10
    new = every.validation
    return Task(
        every.X[every.train],
        np.eye(10)[given],
        given,
        meant,
        wrong,
        every.X[new],
        every.Y[new],
    )


def untrained(seed: int, n: int, cost: Cost, p: float, lam: float) -> Training:
    """Return a seed's start: the same weights, whatever the other parameters.

    Parameters
    ----------
    seed : int
        The panel's seed.
    n : int
        How many digits to learn from.
    cost : {"quadratic", "cross_entropy"}
        What it descends on.
    p : float
        The probability that a hidden neuron is dropped, in [0, 1).
    lam : float
        Weight decay λ.
    """
    now = task(seed, n)
    network = Network(SIZES, stream(seed, "start"), cost=cost)
    data = (now.X, now.Y, now.X_new, now.Y_new)
    return Training(network, *data, stream(seed, "training"), LEARNING_RATE, BATCH, p, lam)


class Reader:
    """A network like the others', whose last layer and its error are handed in.

    Parameters
    ----------
    seed : int
        The panel's seed.
    p : float
        The probability that a hidden neuron is dropped, in [0, 1).
    lam : float
        Weight decay λ.
    last : callable
        Turns the last layer's weighted inputs, shape (m, 10), into outputs of that shape.
    error : callable
        Takes outputs and wanted outputs, and returns the error of each, shape (m, 10).

    Attributes
    ----------
    task : Task
        What it learns from.
    epochs : int
        How many epochs it has learned.
    """

    def __init__(
        self,
        seed: int,
        p: float,
        lam: float,
        last: Callable[[Array], Array],
        error: Callable[[Array, Array], Array],
    ) -> None:
        self.task = task(seed)
        self.p, self.lam = p, lam
        self._last, self._error = last, error
        start = Network(SIZES, stream(seed, "start"))
        # The first layer alone is a network of its own, whose outputs are the hidden activations.
        self._hidden = Network((), np.random.default_rng())
        self._hidden.weights, self._hidden.biases = start.weights[:1], start.biases[:1]
        self._W, self._b = start.weights[1], start.biases[1]
        self._rng = stream(seed, "training")
        self.epochs = 0

    def weighted_inputs(self, X: Array) -> Array:
        """Return the last layer's weighted inputs, shape (m, 10), with every neuron on."""
        Z: Array = self._hidden.outputs(X) @ self._W.T + self._b
        return Z

    def outputs(self, X: Array) -> Array:
        """Return what the last layer says, shape (m, 10), with every neuron on."""
        return self._last(self.weighted_inputs(X))

    def learn(self) -> None:
        """Learn for an epoch: shuffle, cut, and update after each mini-batch."""
        with np.errstate(all="ignore"):  # a student's error may be of any size
            for X, Y in shuffled(self.task.X, self.task.Y, BATCH, self._rng):
                self._update(X, Y)
        self.epochs += 1

    def _update(self, X: Array, Y: Array) -> None:
        keep = np.ones((len(X), SIZES[1]))
        if self.p:
            keep = (self._rng.random(keep.shape) >= self.p) / (1.0 - self.p)
        hidden = self._hidden.outputs(X)
        out = hidden * keep
        error = self._error(self._last(out @ self._W.T + self._b), Y)
        blame = (error @ self._W) * keep * hidden * (1.0 - hidden)
        rate, shrink = LEARNING_RATE / len(X), 1.0 - LEARNING_RATE * self.lam / len(self.task.X)
        (W,), (b,) = self._hidden.weights, self._hidden.biases
        self._hidden.weights = [shrink * W - rate * blame.T @ X]
        self._hidden.biases = [b - rate * blame.sum(axis=0)]
        self._W = shrink * self._W - rate * error.T @ out
        self._b = self._b - rate * error.sum(axis=0)
