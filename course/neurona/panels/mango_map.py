"""The cost of the mango neuron as a map of its two weights, with the paths of descents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from neurona.language import _
from neurona.panels import mangoes
from neurona.panels.keys import ROW, explain
from neurona.panels.picture import Picture
from neurona.plots import style

Array = npt.NDArray[np.float64]

WIDE, HIGH = (-3.0, 6.0), (-3.0, 4.5)
GRID = 61
LEVELS = (0.057, 0.06, 0.065, 0.072, 0.08, 0.09, 0.1, 0.115, 0.13, 0.15, 0.18, 0.22)
LIGHTEST, DARKEST = 1.0, 0.72

FULL: dict[str, Any] = {
    "color": style.BLUE,
    "linewidth": 2.0,
    "marker": "s",
    "markersize": 5,
    "markeredgecolor": "white",
    "markeredgewidth": 0.6,
}
MINI: dict[str, Any] = {
    "color": style.VERMILION,
    "linewidth": 1.3,
    "marker": ".",
    "markersize": 4,
    "markeredgewidth": 0,
}
FULL_KEY: dict[str, Any] = {"color": style.BLUE, "marker": "s", "markersize": 7}
HERE: dict[str, Any] = {"linestyle": "none", "markeredgecolor": "white", "markersize": 11}
STAR: dict[str, Any] = {
    "linestyle": "none",
    "marker": "*",
    "markersize": 15,
    "color": style.BLACK,
    "markeredgecolor": "white",
}
PULLED: dict[str, Any] = {
    **STAR,
    "fillstyle": "none",
    "markeredgecolor": style.BLACK,
    "markeredgewidth": 1.3,
}


def draw_cost(axes: Axes) -> None:
    """Draw lines of equal cost, darker where it is higher, with the axes through the origin.

    Parameters
    ----------
    axes : Axes
        Gets the limits of the map.
    """
    w1, w2 = np.linspace(*WIDE, GRID), np.linspace(*HIGH, GRID)
    cost = mangoes.cost(*mangoes.mangoes(), np.stack(np.meshgrid(w1, w2), axis=-1))
    grays = [(gray,) * 3 for gray in np.linspace(LIGHTEST, DARKEST, len(LEVELS) + 1)]
    axes.contourf(w1, w2, cost, [0, *LEVELS, 1], colors=grays)
    axes.contour(w1, w2, cost, LEVELS, colors="white", linewidths=0.9)
    axes.axhline(0, color=style.GRAY, linewidth=0.7, linestyle=":")
    axes.axvline(0, color=style.GRAY, linewidth=0.7, linestyle=":")
    axes.set(xlim=WIDE, ylim=HIGH, xticks=[-2, 0, 2, 4], yticks=[-2, 0, 2, 4])


class MangoMap:
    """The map, two paths on it, and where the cost is lowest.

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
        axes = picture.axes(left, top, width, height)
        draw_cost(axes)
        axes.set_xlabel("w₁", labelpad=1)
        axes.set_ylabel("w₂", labelpad=-2, rotation=0)
        axes.plot(*mangoes.START, "o", color=style.BLACK, markersize=5)
        moving = picture.moving
        self._pulled = moving(axes.plot([], [], zorder=8, **PULLED)[0])
        self._paths = [
            moving(axes.plot([], [], zorder=zorder, **look)[0])
            for zorder, look in ((4, FULL), (5, MINI))
        ]
        self._ends = [
            moving(axes.plot([], [], marker, zorder=6, color=color, **HERE)[0])
            for marker, color in (("s", style.BLUE), ("o", style.VERMILION))
        ]
        moving(axes.plot(*mangoes.lowest(0.0), zorder=7, **STAR)[0])  # in front of every path
        self._picture = picture

    def make_key(self, left: float, top: float) -> None:
        """Say at a place of the picture what the marks stand for."""
        small = {**STAR, "markersize": 10}
        explain(self._picture, left, top, _("lowest cost"), **small)
        hollow = {**PULLED, "markersize": 10}
        explain(self._picture, left, top + ROW, _("lowest cost with λ's penalty"), **hollow)

    def show(self, paths: Sequence[Sequence[Array]], lam: float) -> None:
        """Draw both paths.

        Parameters
        ----------
        paths : sequence of two sequences of arrays of shape (2,)
            Of full-batch and of mini-batch descent.
        lam : float
            Weight decay λ, which moves the lowest point.
        """
        for path, line, end in zip(paths, self._paths, self._ends, strict=True):
            places = np.array(path)
            line.set_data(places[:, 0], places[:, 1])
            end.set_data(places[-1:, 0], places[-1:, 1])
        self._pulled.set_visible(lam > 0)
        low = mangoes.lowest(lam)
        self._pulled.set_data([low[0]], [low[1]])
