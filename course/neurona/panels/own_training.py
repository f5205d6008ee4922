"""Three trainings of one neuron with the student's own steps of chapter 07."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from neurona.network import PENALTIES
from neurona.panels.attempts import Attempts
from neurona.panels.student import StudentFunction, array, number, together
from neurona.panels.sweetness import Harvest
from neurona.panels.weight_bars import WEIGHTS

Array = npt.NDArray[np.float64]

RATE = 0.05  # small enough for the inputs that p makes large
START = 1.5  # the size of the weights at the start, about
TOLERANCES = (0.0, 0.05)  # what `sparsity` is asked with
WAYS = ("l2_update", "l1_update", "soft_threshold")
NAMES = (*WAYS, "l2_penalty", "l1_penalty", "sparsity", "regularized_gradients")
ALIKE = 1e-9


def own_functions(namespace: Mapping[str, Any]) -> dict[str, StudentFunction[Any]]:
    """Return what a student wrote in chapter 07, by name; each is looked up at every call.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``.
    """
    reads: dict[str, Callable[[Any], Any]] = dict.fromkeys(WAYS, array(WEIGHTS))
    reads |= dict.fromkeys(("l2_penalty", "l1_penalty", "sparsity"), number)
    reads["regularized_gradients"] = together(array(1, WEIGHTS))
    return {name: StudentFunction(namespace, name, reads[name]) for name in NAMES}


class OwnTraining(Attempts):
    """A neuron trained three times on the same mangoes, with the same start and the same coins.

    Parameters
    ----------
    own : mapping of str to callable
        The student's functions.
    mangoes : Harvest
        To learn from.
    rng : numpy.random.Generator
        Draws the start, then what is dropped in each step.
    p, lam : float
        The probability that an input is dropped, and λ.

    Attributes
    ----------
    steps : int
        How many were taken.
    stuck : bool
        Whether none of the student's functions answers any more.
    paths : dict of str to list of arrays of shape (8,)
        By a name in `WAYS`. A path ends early where the student's function gives no answer.
    """

    def __init__(
        self,
        own: Mapping[str, StudentFunction[Any]],
        mangoes: Harvest,
        rng: np.random.Generator,
        p: float,
        lam: float,
    ) -> None:
        super().__init__()
        self.own, self.mangoes, self._rng = own, mangoes, rng
        self.p, self.lam = p, lam
        start = rng.normal(0.0, START, WEIGHTS)
        self.steps = 0
        self.stuck = False
        self.paths: dict[str, list[Array]] = {name: [start] for name in WAYS}

    def step(self) -> None:
        """Take a step in each of the three ways, with the same inputs dropped."""
        if self.stuck:
            return
        kept = self._rng.random(self.mangoes.X.shape) >= self.p
        X = self.mangoes.X * kept / (1.0 - self.p)
        for name, path in self.paths.items():
            if len(path) <= self.steps:
                continue  # it got stuck
            w = path[-1]
            moved = self.attempt(partial(self.move, name, w, self.slope(X, w)))
            if moved is not None:
                path.append(moved)
        self.stuck = all(len(path) <= self.steps + 1 for path in self.paths.values())
        self.steps += int(not self.stuck)

    def slope(self, X: Array, w: Array) -> Array:
        """Return the gradient of the quadratic cost of a linear neuron, shape (8,)."""
        found: Array = (X @ w - self.mangoes.y) @ X / len(X)
        return found

    def move(self, name: str, w: Array, slope: Array) -> Array:
        """Return where the student's function takes the weights."""
        n = self.mangoes.n
        if name == "soft_threshold":
            args: tuple[Any, ...] = (w - RATE * slope, RATE * self.lam / n)
        else:
            args = (w, slope, RATE, self.lam, n)
        moved: Array = self.own[name](*args)
        return moved

    def weights(self, name: str) -> Array | None:
        """Return the weights of a way as they are now, None where it got stuck."""
        path = self.paths[name]
        return None if self.stuck or len(path) <= self.steps else path[-1]

    def penalty(self, name: str) -> float | None:
        """Return the student's penalty of a way's last weights, L2 for `l2_update`, else L1."""
        w = self.paths[name][-1]
        function = self.own["l2_penalty" if name == "l2_update" else "l1_penalty"]
        found: float | None = self.attempt(lambda: function([w[None]], self.lam, self.mangoes.n))
        return found

    def sparsities(self, name: str) -> list[float] | None:
        """Return the student's sparsity of a way's last weights, for each of `TOLERANCES`."""
        w = self.paths[name][-1]
        found: list[float] | None = self.attempt(
            lambda: [self.own["sparsity"]([w[None]], tol) for tol in TOLERANCES]
        )
        return found

    def agreements(self) -> dict[str, bool] | None:
        """Return whether the student's gradients lead where the student's updates lead.

        Returns
        -------
        dict of str to bool
            By kind, ``"l1"`` and ``"l2"``; None where a function gives no answer.
        """

        def agree(kind: str) -> bool:
            w, n = self.paths[f"{kind}_update"][-1], self.mangoes.n
            slope = self.slope(self.mangoes.X, w)
            gradients = self.own["regularized_gradients"]
            (dW,) = gradients([slope[None]], [w[None]], self.lam, n, kind)
            moved = self.move(f"{kind}_update", w, slope)
            return bool(np.abs(w - RATE * dW[0] - moved).max() < ALIKE)

        found: dict[str, bool] | None = self.attempt(
            lambda: {kind: agree(kind) for kind in PENALTIES}
        )
        return found
