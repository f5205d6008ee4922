"""Twenty skies, and the sigmoid neuron that is fitted to them."""

from __future__ import annotations

from collections.abc import Callable
from math import comb
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from neurona.panels.activations import logistic, logistic_slope

Array = npt.NDArray[np.float64]
Curve = Callable[[Array], Array]

CHAPTER = 2
DAYS = 20
SENSORS = 5
START = (-1.0, 1.5)
"""The w and b before anything is learned: the wrong way round."""
LEAST, MOST = 1.3, 1.9
"""What the fitted weight of a seed lies between."""
LEARNING_RATE = 16.0
ATTEMPTS = 60
SMALL = 1e-3


class Neuron(NamedTuple):
    """A neuron that says σ(c·(w·x + b)) of a sky x."""

    w: float
    b: float
    c: float = 1.0


def days(seed: int) -> tuple[Array, Array]:
    """Return how dark the sky was on each day, and whether it rained.

    Parameters
    ----------
    seed : int
        The panel's seed.

    Returns
    -------
    x, y : arrays of shape (20,)
        Darkness from −3 to 3, and 1 for rain, 0 for none: the darker, the likelier.
    """
    rng = np.random.default_rng([CHAPTER, seed])
    while True:
        x = np.linspace(-3.0, 3.0, DAYS) + rng.uniform(-0.1, 0.1, DAYS)
        y = (rng.random(DAYS) < logistic(1.8 * x - 0.9)).astype(float)
        # With no surprise among the days, or too many, no weight fits best, or nearly none.
        if LEAST < fit(x, y, 0.0, 1.0, logistic, logistic_slope).w < MOST:
            break
    return x, y


def slopes(
    x: Array, y: Array, neuron: Neuron, lam: float, sigma: Curve, prime: Curve
) -> tuple[float, float]:
    """Return how steeply the cost rises with w and with b.

    The cost is 1/(2n)·Σ(σ − y)² + λ/(2n)·w².

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The skies, and whether it rained.
    neuron : Neuron
        The neuron as it is.
    lam : float
        λ.
    sigma, prime : callable
        σ and its slope.
    """
    w, b, c = neuron
    if np.isinf(c):  # flat everywhere but at the jump
        return lam * w / len(x), 0.0
    z = c * (w * x + b)
    pull = c * prime(z) * (sigma(z) - y)
    return float(pull @ x + lam * w) / len(x), float(pull.mean())


def descend(x: Array, y: Array, neuron: Neuron, lam: float, sigma: Curve, prime: Curve) -> Neuron:
    """Return the neuron after one step of gradient descent; see `slopes`.

    The penalty's part is taken where the step ends, so that no λ is too large for it.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The skies, and whether it rained.
    neuron : Neuron
        The neuron before.
    lam : float
        λ.
    sigma, prime : callable
        σ and its slope.
    """
    dw, db = slopes(x, y, neuron, 0.0, sigma, prime)
    rate = LEARNING_RATE / neuron.c**2  # c sharpens the cost in both directions
    w = (neuron.w - rate * dw) / (1 + rate * lam / len(x))
    return Neuron(w, neuron.b - rate * db, neuron.c)


def fit(x: Array, y: Array, lam: float, c: float, sigma: Curve, prime: Curve) -> Neuron:
    """Return the neuron whose cost is least, downhill of a flat one; see `slopes`.

    Levenberg's method (*Quarterly of Applied Mathematics* 2, 1944): Gauss and Newton's steps,
    shorter where they would climb. It begins where every sky still pulls.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The skies, and whether it rained.
    lam : float
        λ.
    c : float
        The sharpness, finite.
    sigma, prime : callable
        σ and its slope.
    """
    v, damping = np.zeros(2), 1.0
    inputs = np.stack([x, np.ones_like(x)], axis=1)
    weigh = np.array([lam, 0.0])

    def cost(v: Array) -> float:
        missed = sigma(c * (inputs @ v)) - y
        return float(missed @ missed + weigh @ v**2)

    least = cost(v)
    for _attempt in range(ATTEMPTS):
        z = c * (inputs @ v)
        J = c * prime(z)[:, None] * inputs
        downhill = -(J.T @ (sigma(z) - y) + weigh * v)
        trial = v + np.linalg.solve(J.T @ J + np.diag(weigh + damping), downhill)
        if (reached := cost(trial)) < least:
            done = least - reached < 1e-10
            v, least, damping = trial, reached, damping / 4
            if done:
                break
        else:
            damping *= 4
    return Neuron(float(v[0]), float(v[1]), c)


def shares(p: float) -> Array:
    """Return how likely it is that none, one, … all five sensors are on, shape (6,).

    Parameters
    ----------
    p : float
        The probability that a sensor is dropped.
    """
    on = range(SENSORS + 1)
    return np.array([comb(SENSORS, k) * (1 - p) ** k * p ** (SENSORS - k) for k in on])
