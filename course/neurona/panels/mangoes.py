"""The task of chapter 04's panels: a neuron with two weights learns which mangoes are ripe."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

CHAPTER = 4
N = 200
START: Array = np.array([-1.0, 3.0])
_TRUE = np.array([2.0, 1.0])
_ALIKE = 0.6  # correlation of color and softness, which makes the valley longer than wide
_SEED = 0
_RATE, _STEPS = 12.0, 1500  # of the descent to the lowest point; converges for all λ of the panels


@lru_cache
def mangoes() -> tuple[Array, Array]:
    """Return 200 mangoes, the unripe ones first.

    Returns
    -------
    X : array of shape (200, 2)
        Color and softness, in standard deviations from the average mango.
    y : array of shape (200,)
        1 for a ripe one. Chance has a hand in it, so no weights get all of them right.
    """
    rng = np.random.default_rng([CHAPTER, _SEED])
    color, other = rng.normal(size=(2, N))
    X = np.stack([color, _ALIKE * color + np.sqrt(1 - _ALIKE**2) * other], axis=1)
    y = (rng.random(N) < sigmoid(X @ _TRUE)).astype(float)
    order = np.argsort(y, kind="stable")
    return X[order], y[order]


def sigmoid(z: Array) -> Array:
    """Return 1/(1 + exp(−z)), which never overflows when it is written like this."""
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def slopes(X: Array, y: Array, w: Array) -> Array:
    """Return the gradient of each example's cost ½(a − y)², a = σ(w·x).

    Parameters
    ----------
    X : array of shape (m, k)
        The examples.
    y : array of shape (m,)
        What they want.
    w : array of shape (k,)
        The weights.

    Returns
    -------
    array of shape (m, k)
        One gradient a row.
    """
    a = sigmoid(X @ w)
    each: Array = ((a - y) * a * (1.0 - a))[:, None] * X
    return each


def gradient(X: Array, y: Array, w: Array) -> Array:
    """Return the gradient of the quadratic cost, the mean of `slopes`.

    Parameters
    ----------
    X : array of shape (m, k)
        The examples.
    y : array of shape (m,)
        What they want.
    w : array of shape (k,)
        The weights.

    Returns
    -------
    array of shape (k,)
        The gradient.
    """
    a = sigmoid(X @ w)
    mean: Array = ((a - y) * a * (1.0 - a)) @ X
    mean /= len(y)
    return mean


def cost(X: Array, y: Array, w: Array) -> Array:
    """Return the quadratic cost 1/(2n)·Σ(a − y)² of a neuron without a bias.

    Parameters
    ----------
    X : array of shape (n, k)
        The examples.
    y : array of shape (n,)
        What they want.
    w : array of shape (..., k)
        One choice of weights, or many.

    Returns
    -------
    array of shape (...)
        The cost of each choice.
    """
    mean: Array = 0.5 * np.mean((sigmoid(w @ X.T) - y) ** 2, axis=-1)
    return mean


@lru_cache(maxsize=64)
def lowest(lam: float) -> tuple[float, float]:
    """Find where the cost with the penalty λ/(2n)·Σw² is lowest.

    Parameters
    ----------
    lam : float
        Weight decay λ, at most 5.

    Returns
    -------
    tuple of (float, float)
        Both weights.
    """
    X, y = mangoes()
    w = START if lam == 0 else np.array(lowest(0.0))
    for _step in range(_STEPS):
        w = w - _RATE * (gradient(X, y, w) + lam / N * w)
    return float(w[0]), float(w[1])
