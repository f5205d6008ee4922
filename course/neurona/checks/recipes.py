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

FORMULAS: dict[str, str] = {
    "square": "x ↦ x²",
    "square_slope": "x ↦ 2·x",
    "sine": "x ↦ sin(x)",
    "sine_slope": "x ↦ cos(x)",
    "bowl": "v ↦ ½·(v₁² + 2·v₂² + 3·v₃² + …)",
    "bowl_slope": "v ↦ (v₁, 2·v₂, 3·v₃, …)",
    "wells": "v ↦ ¼·((v₁² − 1)² + (v₂² − 1)² + …)",
    "wells_slope": "v ↦ (v₁³ − v₁, v₂³ − v₂, …)",
    "ripple": "v ↦ sin(v₁ + 2·v₂ + 3·v₃ + …)",
    "ripple_slope": "v ↦ cos(v₁ + 2·v₂ + 3·v₃ + …)·(1, 2, 3, …)",
}
"""What each recipe computes, for a card that shows it as an argument."""

Backprop = Callable[..., tuple[list[Any], list[Any]]]


def _spoiling(spoil: Callable[[list[Any], list[Any]], None]) -> Callable[[Backprop], Backprop]:
    """Make a wrapper that lets `backprop` find its gradients and then spoils copies of them."""

    def wrap(backprop: Backprop) -> Backprop:
        def spoiled(*args: Any) -> tuple[list[Any], list[Any]]:
            dWs, dbs = ([np.array(one, dtype=float) for one in kind] for kind in backprop(*args))
            spoil(dWs, dbs)
            return dWs, dbs

        return spoiled

    return wrap


def _double_all(dWs: list[Any], dbs: list[Any]) -> None:
    for gradient in (*dWs, *dbs):
        gradient *= 2


def _turn_all(dWs: list[Any], dbs: list[Any]) -> None:
    for gradient in (*dWs, *dbs):
        gradient *= -1


def _turn_first_weights(dWs: list[Any], dbs: list[Any]) -> None:
    dWs[0] *= -1


def _turn_last_weights(dWs: list[Any], dbs: list[Any]) -> None:
    dWs[-1] *= -1


def _turn_biases(dWs: list[Any], dbs: list[Any]) -> None:
    for gradient in dbs:
        gradient *= -1


def _lower_one_weight(dWs: list[Any], dbs: list[Any]) -> None:
    dWs[-1].flat[-1] -= abs(dWs[-1].flat[-1])


def _lift_one_weight(dWs: list[Any], dbs: list[Any]) -> None:
    dWs[0].flat[0] += abs(dWs[0].flat[0])


WRAPPERS: dict[str, Callable[[Callable[..., Any]], Callable[..., Any]]] = {
    "doubles_all": _spoiling(_double_all),
    "turns_all": _spoiling(_turn_all),
    "turns_first_weights": _spoiling(_turn_first_weights),
    "turns_last_weights": _spoiling(_turn_last_weights),
    "turns_biases": _spoiling(_turn_biases),
    "lowers_one_weight": _spoiling(_lower_one_weight),
    "lifts_one_weight": _spoiling(_lift_one_weight),
}
