"""Functions that cases name, so that what travels between the grader and a notebook is plain data.

`RECIPES` are given to an exercise's function as arguments, each with its derivative. `WRAPPERS`
are put around other functions of the notebook, to see whether the exercise's function notices.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


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


RECIPES: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (square, square_slope, sine, sine_slope)
}

WRAPPERS: dict[str, Callable[[Callable[..., Any]], Callable[..., Any]]] = {}
