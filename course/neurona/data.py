"""Data to learn from: bundled, made on the spot or, if you ask for `mnist`, fetched once.

Panels never need the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurona.lazily import import_submodule

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

N_TRAIN = 1200
N_VALIDATION = 297
_SPLIT_SEED = 0
_ELSEWHERE = ("DataUnavailable", "Mnist", "mnist")


def __getattr__(name: str) -> Any:
    """Find MNIST once it is asked for: a notebook that does without it does not carry it."""
    if name in _ELSEWHERE:
        return getattr(import_submodule("neurona", "mnist"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@dataclass(frozen=True)
class Digits:
    """Handwritten digits of 8×8 pixels, split once and for all.

    Attributes
    ----------
    X : array of shape (1797, 64)
        Pixels, row by row, from 0 (paper) to 1 (ink).
    labels : array of int, shape (1797,)
        The digit that was meant.
    Y : array of shape (1797, 10)
        The labels as one-hot rows: the 1 of digit 5 is at index 5.
    train, validation, test : arrays of int
        Where in X the examples of each part are. No example is in two parts.
    """

    X: Array
    labels: Indices
    Y: Array
    train: Indices
    validation: Indices
    test: Indices


def digits(train: int = N_TRAIN) -> Digits:
    """Return scikit-learn's bundled digits, 1,200 to learn from and 597 unseen.

    Parameters
    ----------
    train : int
        How many examples to learn from: with fewer, the first ones of the same 1,200. From 100
        a network overfits before one's eyes. The 597 unseen, 297 for validation and 300 for
        testing, are always the same.

    Returns
    -------
    Digits

    Raises
    ------
    ValueError
        If ``train`` is not from 1 to 1,200.

    Notes
    -----
    E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine Learning
    Repository (1998); scikit-learn carries its test part.
    """
    if not 1 <= train <= N_TRAIN:
        raise ValueError(f"train must be from 1 to {N_TRAIN}, not {train}")
    from sklearn.datasets import load_digits  # slow to import

    bundled = load_digits()
    labels = bundled.target.astype(np.int64)
    order = np.random.default_rng(_SPLIT_SEED).permutation(len(labels))
    return Digits(
        X=bundled.data / 16.0,
        labels=labels,
        Y=np.eye(10)[labels],
        train=order[:train],
        validation=order[N_TRAIN : N_TRAIN + N_VALIDATION],
        test=order[N_TRAIN + N_VALIDATION :],
    )


def two_moons(
    n: int, rng: np.random.Generator, *, noise: float = 0.2, mislabeled: float = 0.0
) -> tuple[Array, Array]:
    """Make points on two interlocking half circles.

    Parameters
    ----------
    n : int
        How many points, half of them on each half circle of radius 1.
    rng : numpy.random.Generator
        Draws the places on the half circles, the noise, and whose label is wrong, in this order.
    noise : float
        The standard deviation of what is added to both coordinates.
    mislabeled : float
        The fraction of points whose label is turned around: noise that a network can only learn
        by heart.

    Returns
    -------
    X : array of shape (n, 2)
        Centered on the point between the half circles.
    Y : array of shape (n, 1)
        1 on the lower half circle, 0 on the upper, unless mislabeled.
    """
    lower = np.arange(n) % 2 == 1
    angle = rng.uniform(0.0, np.pi, n)
    upper_x, upper_y = np.cos(angle) - 0.5, np.sin(angle) - 0.25
    # Half a turn about the center takes one half circle to the other.
    X = np.where(lower, (-upper_x, -upper_y), (upper_x, upper_y)).T
    X = X + rng.normal(0.0, noise, (n, 2))
    wrong = rng.permutation(n)[: round(mislabeled * n)]
    lower[wrong] = ~lower[wrong]
    return X, lower[:, None].astype(float)
