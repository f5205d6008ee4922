"""The gallery of activation functions: what each answers, and how steep it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from neurona.language import _

Array = npt.NDArray[np.float64]
Function = Callable[[Array], Array]


def logistic(z: Array, c: float = 1.0) -> Array:
    """Return the logistic sigmoid of c·z; for an endless c, the step.

    Parameters
    ----------
    z : array of any shape
        The weighted input.
    c : float
        The sharpness, positive or ``inf``.
    """
    if np.isinf(c):
        return step(z)
    # σ(z) = (1 + tanh(z/2))/2 never overflows.
    sure: Array = 0.5 * (1.0 + np.tanh(0.5 * c * np.asarray(z)))
    return sure


def logistic_slope(z: Array, c: float = 1.0) -> Array:
    """Return the slope of `logistic` with respect to z, nowhere defined at a step's jump.

    Parameters
    ----------
    z : array of any shape
        The weighted input.
    c : float
        The sharpness, positive or ``inf``.
    """
    if np.isinf(c):
        return np.zeros(np.shape(z))
    sure = logistic(z, c)
    return c * sure * (1.0 - sure)


def step(z: Array) -> Array:
    """Return 1 where z is positive and 0 elsewhere, as the perceptron does."""
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


def linear(z: Array) -> Array:
    """Return z."""
    return np.asarray(z, dtype=float) + 0.0


def saturated(z: Array) -> Array:
    """Return z between 0 and 1, and beyond them the nearer of the two."""
    return np.clip(z, 0.0, 1.0)


def gaussian(z: Array) -> Array:
    """Return e^(−z²)."""
    return np.exp(-(np.asarray(z) ** 2))


def tanh(z: Array) -> Array:
    """Return the hyperbolic tangent."""
    return np.tanh(z)


class Activation(NamedTuple):
    """An activation function of the gallery."""

    name: str
    answer: Function
    formula: str
    """In matplotlib's mathtext."""


def gallery() -> list[Activation]:
    """Return the six functions of the gallery, named in the language in use."""
    return [
        Activation(_("step"), step, r"$1\;(z > 0),\;\;0\;(z \leq 0)$"),
        Activation(_("sigmoid"), logistic, r"$1/(1 + e^{-z})$"),
        Activation(_("linear"), linear, "$z$"),
        Activation(_("saturated linear"), saturated, r"$\min(\max(z, 0), 1)$"),
        Activation("tanh", tanh, r"$(e^z - e^{-z})/(e^z + e^{-z})$"),
        Activation(_("Gaussian"), gaussian, r"$e^{-z^2}$"),
    ]
