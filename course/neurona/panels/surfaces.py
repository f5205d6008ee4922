"""Cost surfaces over two numbers, and the walk downhill on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

LOW, HIGH = -3.0, 3.0  # the window of all surfaces, along both axes
FAR = 100.0  # a walk that comes so far from the origin has flown apart
FLAT = 0.0005  # a slope below which a walk has arrived
GRID = 61  # places along each axis at which lowest points are looked for
REFINEMENTS = 12


class Surface(Protocol):
    """A smooth cost of two numbers v = (v₁, v₂)."""

    def cost(self, v: Array) -> Array:
        """Return the cost at points of shape (…, 2), in an array of shape (…)."""

    def gradient(self, v: Array) -> Array:
        """Return the gradient at points of shape (…, 2), in the same shape."""

    def hessian(self, v: Array) -> Array:
        """Return the second derivatives at one point, in an array of shape (2, 2)."""


@dataclass(frozen=True)
class Quadratic:
    """The cost ½(v − c)ᵀH(v − c), a bowl or a valley.

    Attributes
    ----------
    center : array of shape (2,)
        Its lowest point c.
    H : array of shape (2, 2)
        Symmetric and positive definite.
    """

    center: Array
    H: Array

    def cost(self, v: Array) -> Array:
        """Return the cost at each point."""
        away = v - self.center
        found: Array = np.einsum("...i,ij,...j->...", away, self.H, away) / 2
        return found

    def gradient(self, v: Array) -> Array:
        """Return H(v − c) at each point."""
        slopes: Array = (v - self.center) @ self.H
        return slopes

    def hessian(self, v: Array) -> Array:
        """Return H, which is the same everywhere."""
        return self.H


@dataclass(frozen=True)
class TwoMinima:
    """The cost (v₁² − 4)²/32 + v₁/5 + v₂²/5 + ½: a deep hollow, and a shallow one on its right."""

    def cost(self, v: Array) -> Array:
        """Return the cost at each point."""
        x, y = v[..., 0], v[..., 1]
        found: Array = (x**2 - 4) ** 2 / 32 + x / 5 + y**2 / 5 + 0.5
        return found

    def gradient(self, v: Array) -> Array:
        """Return the gradient at each point."""
        x, y = v[..., 0], v[..., 1]
        return np.stack([x * (x**2 - 4) / 8 + 0.2, 0.4 * y], axis=-1)

    def hessian(self, v: Array) -> Array:
        """Return the second derivatives at one point."""
        return np.diag([(3 * v[0] ** 2 - 4) / 8, 0.4])


@dataclass(frozen=True)
class OneNeuron:
    """The quadratic cost of a sigmoid neuron with one input, over v = (w, b).

    Attributes
    ----------
    x, y : arrays of shape (m,)
        Its examples: what it is shown, and what it should say.
    """

    x: Array
    y: Array

    def cost(self, v: Array) -> Array:
        """Return 1/(2m)·Σ(y − a)² at each point."""
        found: Array = ((self.y - self.say(v)) ** 2).mean(axis=-1) / 2
        return found

    def gradient(self, v: Array) -> Array:
        """Return (∂C/∂w, ∂C/∂b) at each point."""
        a = self.say(v)
        delta = (a - self.y) * a * (1 - a)
        return np.stack([(delta * self.x).mean(axis=-1), delta.mean(axis=-1)], axis=-1)

    def hessian(self, v: Array) -> Array:
        """Return the second derivatives at one point."""
        a = self.say(v)
        slope = a * (1 - a)
        bend = slope**2 + (a - self.y) * slope * (1 - 2 * a)
        inputs = np.stack([self.x, np.ones_like(self.x)])
        found: Array = (inputs * bend) @ inputs.T / len(self.x)
        return found

    def say(self, v: Array) -> Array:
        """Return the outputs at points of shape (…, 2), in an array of shape (…, m)."""
        z = v[..., :1] * self.x + v[..., 1:]
        said: Array = (1 + np.tanh(z / 2)) / 2  # σ(z), without overflow
        return said


@dataclass(frozen=True)
class Penalized:
    """A cost with λ/2·‖v‖² added to it.

    Attributes
    ----------
    bare : Surface
        The cost without it.
    lam : float
        λ, at least 0.
    """

    bare: Surface
    lam: float

    def cost(self, v: Array) -> Array:
        """Return the cost at each point."""
        found: Array = self.bare.cost(v) + self.lam / 2 * (v**2).sum(axis=-1)
        return found

    def gradient(self, v: Array) -> Array:
        """Return the gradient at each point."""
        return self.bare.gradient(v) + self.lam * v

    def hessian(self, v: Array) -> Array:
        """Return the second derivatives at one point."""
        return self.bare.hessian(v) + self.lam * np.eye(2)


BOWL = Quadratic(np.array([-1.0, 1.0]), np.eye(2))
VALLEY = Quadratic(np.array([-1.5, 1.5]), np.array([[1.1, 0.9], [0.9, 1.1]]))
TWO_MINIMA = TwoMinima()
HOURS = OneNeuron(
    np.array([-2.5, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.5]),
    np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0]),
)


@dataclass(frozen=True)
class Walk:
    """Where a descent came by, and how it ended.

    Attributes
    ----------
    path : array of shape (steps + 1, 2)
        The start, then the place after each step.
    arrived : bool
        Whether the ground is flat at its end.
    flown : bool
        Whether it flew apart.
    dropped : list of tuple of int
        For each step the coordinates of the gradient that were dropped.
    """

    path: Array
    arrived: bool = False
    flown: bool = False
    dropped: list[tuple[int, ...]] = field(default_factory=list)


class Slope:
    """A gradient some of whose coordinates are dropped, at random, each time it is asked for.

    Parameters
    ----------
    gradient : callable
        Returns the whole gradient at a point of shape (2,).
    p : float
        The probability that a coordinate is dropped, in [0, 1).
    rng : numpy.random.Generator
        Draws ``rng.random(2)`` each time, even if p is 0.

    Attributes
    ----------
    gradient : callable
        As it was given.
    dropped : list of tuple of int
        Which coordinates were dropped, each time.
    """

    def __init__(
        self, gradient: Callable[[Array], Array], p: float, rng: np.random.Generator
    ) -> None:
        self.gradient, self._p, self._rng = gradient, p, rng
        self.dropped: list[tuple[int, ...]] = []

    def __call__(self, v: Array) -> Array:
        """Return the gradient at a point, with zeros where it was dropped."""
        kept = self._rng.random(2) >= self._p
        self.dropped.append(tuple(int(i) for i in np.flatnonzero(~kept)))
        thinned: Array = self.gradient(v) * kept
        return thinned


def end(surface: Surface, path: Array, dropped: list[tuple[int, ...]]) -> Walk:
    """Cut a path where it has arrived or flown apart, and say which.

    Parameters
    ----------
    surface : Surface
        What was walked on.
    path : array of shape (steps + 1, 2)
        The start, then the place after each step.
    dropped : list of tuple of int
        What was dropped of the gradient in each step.
    """
    distance = np.hypot(*path.T)
    inside = np.clip(path, -FAR, FAR)
    flown, flat = distance > FAR, np.hypot(*surface.gradient(inside).T) < FLAT
    ends = np.flatnonzero(flown | flat)
    if not len(ends):
        return Walk(path, dropped=dropped)
    last = ends[0]
    return Walk(path[: last + 1], bool(flat[last]), bool(flown[last]), dropped[:last])


def lowest_points(surface: Surface) -> Array:
    """Find the minima inside the window, the lowest first.

    Parameters
    ----------
    surface : Surface
        Where to look.

    Returns
    -------
    array of shape (k, 2)
        The places; none where the way down leads out of the window.
    """
    axis = np.linspace(LOW, HIGH, GRID)
    points = np.stack(np.meshgrid(axis, axis), axis=-1)
    cost = surface.cost(points)
    around = np.pad(cost, 1, constant_values=-np.inf)  # the border is no minimum
    neighbors = [
        around[1 + i : 1 + i + GRID, 1 + j : 1 + j + GRID]
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
        if (i, j) != (0, 0)
    ]
    hollow = cost <= np.min(neighbors, axis=0)
    found: list[Array] = []
    for v in points[hollow]:
        for _refinement in range(REFINEMENTS):  # Newton's method
            v = v - np.linalg.solve(surface.hessian(v), surface.gradient(v))
        if all(np.abs(v - other).max() > 1e-6 for other in found):
            found.append(v)
    return np.array(sorted(found, key=lambda v: float(surface.cost(v)))).reshape(-1, 2)


def largest_rate(surface: Surface, v: Array) -> float:
    """Return 2/λ_max of the second derivatives at a minimum, beyond which descent flies apart.

    Parameters
    ----------
    surface : Surface
        What is walked on.
    v : array of shape (2,)
        A minimum.
    """
    return 2 / float(np.linalg.eigvalsh(surface.hessian(v))[-1])
