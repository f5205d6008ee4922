"""The task of chapter 08's panels: two moons with some wrong labels, easy to learn by heart."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from neurona.data import two_moons
from neurona.network import Network, Training

Array = npt.NDArray[np.float64]

EPOCHS = 600
BATCH = 10
LEARNING_RATE = 5.0
START_SCALE = 9.0  # steep enough to bend around a single point
N_TRAIN, N_VALIDATION = 50, 400
NOISE = 0.3
MISLABELED = 0.15
CHAPTER = 8
# The data's number is chosen so that the first seed's points can all be learned by heart.
STREAMS = {"data": 80, "start": 1, "training": 2, "coins": 9, "crowd": 10}


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


def data(seed: int) -> tuple[Array, Array, Array, Array]:
    """Return a seed's training and validation points.

    Parameters
    ----------
    seed : int
        The panel's seed.

    Returns
    -------
    X, Y : arrays of shape (50, 2) and (50, 1)
        For training.
    X_new, Y_new : arrays of shape (400, 2) and (400, 1)
        For validation, with as many wrong labels in proportion.
    """
    rng = stream(seed, "data")
    X, Y = two_moons(N_TRAIN, rng, noise=NOISE, mislabeled=MISLABELED)
    X_new, Y_new = two_moons(N_VALIDATION, rng, noise=NOISE, mislabeled=MISLABELED)
    return X, Y, X_new, Y_new


def untrained(seed: int, hidden: tuple[int, ...], p: float, lam: float) -> Training:
    """Return a seed's start: the same data, weights and order of examples, whatever p and λ.

    Parameters
    ----------
    seed : int
        The panel's seed.
    hidden : tuple of int
        Neurons in each hidden layer.
    p : float
        The probability that a hidden neuron is dropped, in [0, 1).
    lam : float
        Weight decay λ.
    """
    network = Network((2, *hidden, 1), stream(seed, "start"), START_SCALE)
    return Training(network, *data(seed), stream(seed, "training"), LEARNING_RATE, BATCH, p, lam)


@lru_cache(maxsize=16)
def unrestrained(seed: int, hidden: tuple[int, ...]) -> tuple[float, ...]:
    """Return the validation accuracy, epoch by epoch from epoch 0, at p = 0 and λ = 0."""
    training = untrained(seed, hidden, 0.0, 0.0)
    training.step(EPOCHS)
    return tuple(training.accuracy_new)
