"""What the panels of chapter 07 share: λ goes from 0 upward, on a log axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from neurona.language import _
from neurona.network import Penalty
from neurona.panels import controls, sweetness
from neurona.panels.base import Panel
from neurona.panels.sweetness import LAMBDAS, Harvest, Solutions
from neurona.plots import style

Array = npt.NDArray[np.float64]

TOP = LAMBDAS[-1]
NOTHING = -0.45  # where on the axis of logarithms λ = 0 has its place
GRID: Array = np.concatenate([[0.0], np.logspace(0, np.log10(TOP), 151)])
"""Values of λ at which curves are drawn."""
_BAND = (NOTHING + 0.1, -0.1)  # where the axis jumps from 0 to 1
NAMES: dict[Penalty, str] = {"l1": "L1", "l2": "L2"}
COLORS: dict[Penalty, str] = {"l1": style.BLUE, "l2": style.VERMILION}
TINTS: dict[Penalty, str] = {"l1": "#DCEBF5", "l2": "#FBE8D9"}
DEAD: dict[str, Any] = {
    "linestyle": "none",
    "marker": "x",
    "color": style.BLACK,
    "markersize": 9,
    "markeredgewidth": 2.2,
}
JUMP: dict[str, Any] = {"color": style.PALE, "linewidth": 9, "solid_capstyle": "butt"}
HERE: dict[str, Any] = {"color": style.GRAY, "linewidth": 1.2, "linestyle": (0, (2, 2))}


def place(lam: npt.ArrayLike) -> Array:
    """Return where λ is on an axis of logarithms, with a place of its own for 0."""
    lams = np.asarray(lam, dtype=float)
    found: Array = np.where(lams > 0, np.log10(np.maximum(lams, LAMBDAS[1])), NOTHING)
    return found


def lay_out_lambda(axes: Axes) -> None:
    """Make the horizontal axis one of λ, from 0 over a gap to 1, and evenly by factors from there.

    Parameters
    ----------
    axes : Axes
        Whose vertical axis stays as it is.
    """
    axes.set_xlim(NOTHING - 0.08, float(place(TOP)) + 0.06)
    axes.set_xticks(place([0, 1, 10, 100, 1000]).tolist(), ["0", "1", "10", "100", "1,000"])
    axes.set_xlabel("λ", labelpad=0)
    axes.axvspan(*_BAND, color=JUMP["color"], linewidth=0, zorder=0)


def along_lambda(values: Array) -> tuple[Array, Array]:
    """Return a line of values along `GRID`: a stub at λ = 0, and broken where the axis jumps.

    Parameters
    ----------
    values : array of shape (k,)
        One for each λ of `GRID`.

    Returns
    -------
    x, y : arrays of shape (k + 2,)
        Places on the axis, and values.
    """
    free = values[0]
    x = np.concatenate([[NOTHING - 0.08, *_BAND], place(GRID[1:])])
    return x, np.concatenate([[free, free, np.nan], values[1:]])


class Sweep(Panel):
    """Knobs for mangoes, p and λ; playing takes λ upward.

    A subclass sets `crops` and fills in the rest.
    """

    pace = 0.12
    opened = False
    first_lam: ClassVar[float]
    """The λ of the first picture."""

    def crops(self) -> Sequence[tuple[str, str]]:
        """Return names and keys of the kinds of mangoes to choose from."""
        raise NotImplementedError

    def make_knobs(self) -> None:
        """Make the sliders for p and λ and the choice of mangoes."""
        self.p = self.slider(_("p: probability that an input is dropped"), 0.0, 0.0, 0.9, 0.05)
        label = _("λ: strength of the penalty")
        self.lam = self._add(controls.choice_slider(label, self.first_lam, LAMBDAS), None)
        options = self.crops()
        self.crop = self.dropdown(_("Mangoes"), options[0][1], options)

    def rewind(self) -> None:
        """Go back to λ = 0; only the first picture shows another one."""
        if self.opened:
            self.lam.value = 0.0
        self.opened = True

    def new_seed(self) -> None:
        """Pick other mangoes; λ stays."""
        lam = self.lam.value
        super().new_seed()
        self.lam.value = lam

    def step(self) -> bool:
        """Take the next λ; from the end, begin anew."""
        at = LAMBDAS.index(self.lam.value)
        self.lam.value = LAMBDAS[(at + 1) % len(LAMBDAS)]
        return bool(self.lam.value < TOP)

    @property
    def mangoes(self) -> Harvest:
        """The mangoes of this seed."""
        return sweetness.harvest(self.crop.value, self.seed)

    def solved(self, penalty: Penalty) -> Solutions:
        """Return the best weights for every λ, with the other knobs as they are now."""
        return sweetness.solutions(self.crop.value, self.seed, self.p.value, penalty)

    def tell_knobs(self) -> str:
        """Say what the sliders say, and which mangoes."""
        return f"p = {self.p.value:.2f}, λ = {self.lam.value:g}, {self.crop.label}."


def say_weights(weights: Array, say: Callable[[float], str]) -> str:
    """Write weights one after the other, dead ones with a cross.

    Parameters
    ----------
    weights : array of shape (k,)
        At most nine.
    say : callable
        Writes a number.
    """
    return ", ".join(f"{say(w)}{'' if w else ' ✗'}" for w in weights)
