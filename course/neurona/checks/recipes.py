"""Functions that cases name, so that what travels between the grader and a notebook is plain data.

`RECIPES` are given to an exercise's function as arguments, each with its derivative. `WRAPPERS`
are put around other functions of the notebook, to see whether the exercise's function notices.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt


def square(x: Any) -> Any:
    """Return x²."""
    return x**2


def square_slope(x: Any) -> Any:
    """Return the derivative of `square`."""
    return 2 * x


def sine(x: Any) -> Any:
    """Return the sine of x."""
    return np.sin(x)


def sine_slope(x: Any) -> Any:
    """Return the derivative of `sine`."""
    return np.cos(x)


def bowl(v: Any) -> float:
    """Return ½·(v₁² + 2·v₂² + 3·v₃² + …), over the numbers of an array of any shape."""
    return float(np.sum(_places(v) * np.square(v)) / 2)


def bowl_slope(v: Any) -> Any:
    """Return the gradient of `bowl`, in the shape of v."""
    return _places(v) * np.asarray(v)


def wells(v: Any) -> float:
    """Return ¼·((v₁² − 1)² + (v₂² − 1)² + …): every number may rest at 1 or at −1."""
    return float(np.sum((np.square(v) - 1) ** 2) / 4)


def wells_slope(v: Any) -> Any:
    """Return the gradient of `wells`, in the shape of v."""
    v = np.asarray(v, dtype=float)
    return v**3 - v


def ripple(v: Any) -> float:
    """Return the sine of v₁ + 2·v₂ + 3·v₃ + …; all numbers of v act together."""
    return float(np.sin(np.sum(_places(v) * v)))


def ripple_slope(v: Any) -> Any:
    """Return the gradient of `ripple`, in the shape of v."""
    return _places(v) * np.cos(np.sum(_places(v) * v))


def _places(v: Any) -> npt.NDArray[np.float64]:
    """Count the places of an array from 1, row by row."""
    return np.arange(1.0, np.size(v) + 1).reshape(np.shape(v))


RECIPES: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        *(square, square_slope, sine, sine_slope),
        *(bowl, bowl_slope, wells, wells_slope, ripple, ripple_slope),
    )
}

WRAPPERS: dict[str, Callable[[Callable[..., Any]], Callable[..., Any]]] = {}
