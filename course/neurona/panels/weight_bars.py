"""Eight weights as bars beside the truth, dead ones crossed out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.collections import LineCollection

from neurona.panels.picture import Picture
from neurona.panels.sweeping import DEAD
from neurona.plots import style

Array = npt.NDArray[np.float64]

WEIGHTS = 8
REACH = 4.2  # the largest weight shown
COUNTS: dict[str, Any] = {"color": style.BLUE, "linewidth": 2.0, "linestyle": "-"}
NOISE: dict[str, Any] = {"color": style.ORANGE, "linewidth": 1.2, "linestyle": (0, (4, 1.5))}
TRUE: dict[str, Any] = {
    "linestyle": "none",
    "marker": "_",
    "color": style.BLACK,
    "markersize": 13,
    "markeredgewidth": 1.6,
}


def look_of(counts: float) -> dict[str, Any]:
    """Return how a weight is drawn that counts, or whose true value is 0."""
    return COUNTS if counts else NOISE


class WeightBars:
    """A bar for each weight, a line where the truth is, a cross for a weight of exactly 0.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    left, top, width, height : float
        Its place, in CSS pixels.
    """

    def __init__(
        self, picture: Picture, left: float, top: float, width: float, height: float
    ) -> None:
        axes, moving = picture.axes(left, top, width, height), picture.moving
        axes.set(xlim=(0.4, WEIGHTS + 0.6), ylim=(-REACH, REACH), yticks=[])
        axes.set_xticks(range(1, WEIGHTS + 1))
        axes.tick_params(axis="x", length=0)
        axes.spines["left"].set_visible(False)
        axes.axhline(0, color=style.GRAY, linewidth=0.8, linestyle=":")
        self._bars = moving(LineCollection([], linewidths=8, capstyle="butt", zorder=2))
        axes.add_collection(self._bars, autolim=False)
        self._true = moving(axes.plot([], [], zorder=3, **TRUE)[0])
        self._dead = moving(axes.plot([], [], zorder=4, **DEAD)[0])

    def show(self, w: Array, true: Sequence[float]) -> None:
        """Draw weights, shape (8,) or none, beside the true ones."""
        numbers = np.arange(1, WEIGHTS + 1)
        self._bars.set_segments([((j, 0), (j, end)) for j, end in enumerate(w, start=1)])
        self._bars.set_color([look_of(counts)["color"] for counts in true])
        self._true.set_data(numbers, true)
        dead = numbers[: len(w)][w == 0]
        self._dead.set_data(dead, np.zeros(len(dead)))
