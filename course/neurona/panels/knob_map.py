"""A map with p to the right and λ upward: each cell has the color of its network's score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.colors import LinearSegmentedColormap, Normalize

from neurona.language import _
from neurona.panels.picture import Picture
from neurona.panels.searches import Tried
from neurona.panels.trials import LAMBDAS, P_VALUES, Point
from neurona.plots import style

Array = npt.NDArray[np.float64]

SHADES = LinearSegmentedColormap.from_list(
    "scores",
    [(0, "#2B1B3D"), (0.4, "#3F4C8A"), (0.68, "#3E86A8"), (0.86, "#7DBE9B"), (1, "#F3E9A0")],
    N=60,
).with_extremes(bad="#F0F0F0")
"""From dark for guessing to bright for good: the order shows without color, too."""
LOWEST, HIGHEST = 0.5, 0.82
LEVELS = Normalize(LOWEST, HIGHEST, clip=True)
COLUMNS, ROWS = len(P_VALUES), len(LAMBDAS)
P_TICKS, LAMBDA_TICKS = (0.0, 0.3, 0.6, 0.9), (0.01, 0.1, 1.0, 10.0)
CHOSEN: dict[str, Any] = {"color": style.VERMILION, "linewidth": 2.6}
BEST: dict[str, Any] = {"color": style.BLACK, "linewidth": 2.2}
DOT: dict[str, Any] = {
    "linestyle": "none",
    "marker": "o",
    "color": style.BLACK,
    "markersize": 5.5,
    "markeredgecolor": "white",
    "markeredgewidth": 0.9,
}
STAR: dict[str, Any] = {**DOT, "marker": "*", "color": style.VERMILION, "markersize": 14}
NOW: dict[str, Any] = {**DOT, "marker": "D", "color": "white", "markeredgecolor": style.BLACK}


def where(point: Point) -> tuple[float, float]:
    """Return where a point is on the map's axes, on which cells are 1 wide and 1 high."""
    x, y = point.place
    return x * (COLUMNS - 1), y * (ROWS - 1)


def best_of_cells(tried: Mapping[Point, float]) -> Array:
    """Return each cell's best score, NaN where nothing was tried, shape (10, 10)."""
    scores: Array = np.full((ROWS, COLUMNS), np.nan)
    for point, score in tried.items():
        column, row = point.cell
        scores[row, column] = np.fmax(scores[row, column], score)
    return scores


class KnobMap:
    """The map: its cells and, as is wanted, numbers in them or dots where points were tried.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    left, top, side : float
        Its place and size in CSS pixels.
    numbers : bool
        Whether cells tell their scores in percent; otherwise dots show what was tried.
    labels : bool
        Whether the axes are named.
    """

    def __init__(
        self,
        picture: Picture,
        left: float,
        top: float,
        side: float,
        *,
        numbers: bool,
        labels: bool = True,
    ) -> None:
        axes = picture.axes(left, top, side, side)
        axes.set(xlim=(-0.5, COLUMNS - 0.5), ylim=(-0.5, ROWS - 0.5))
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.set_xticks([P_VALUES.index(p) for p in P_TICKS], [f"{p:g}" for p in P_TICKS])
        rows = [LAMBDAS.index(lam) for lam in LAMBDA_TICKS]
        axes.set_yticks(rows, [f"{lam:g}" for lam in LAMBDA_TICKS] if labels else [""] * len(rows))
        axes.set_xlabel("p", labelpad=1)
        if labels:
            axes.set_ylabel("λ", labelpad=2, rotation=0)
        moving = picture.moving
        edges = np.arange(COLUMNS + 1) - 0.5, np.arange(ROWS + 1) - 0.5
        empty = np.ma.masked_invalid(np.full((ROWS, COLUMNS), np.nan))
        look: dict[str, Any] = {"cmap": SHADES, "norm": LEVELS, "edgecolors": "white"}
        self._cells = moving(axes.pcolormesh(*edges, empty, linewidth=0.8, zorder=1, **look))
        self._numbers = [
            moving(axes.text(i % COLUMNS, i // COLUMNS, "", ha="center", va="center", zorder=3))
            for i in range(COLUMNS * ROWS if numbers else 0)
        ]
        for text in self._numbers:
            text.set_fontsize(style.SMALL)
        self._frames = [
            moving(axes.plot([], [], zorder=zorder, solid_joinstyle="miter", **look)[0])
            for zorder, look in ((4, BEST), (5, CHOSEN))
        ]
        self._dots = moving(axes.plot([], [], zorder=6, **DOT)[0])
        self._now = moving(axes.plot([], [], zorder=7, **NOW)[0])
        self._star = moving(axes.plot([], [], zorder=8, **STAR)[0])

    def show_cells(self, scores: Array) -> None:
        """Color the cells by their scores, shape (10, 10), NaN for unknown ones.

        The best is told with one more digit.
        """
        self._cells.set_array(np.ma.masked_invalid(scores))
        best = np.fmax.reduce(scores.ravel())
        for text, score in zip(self._numbers, scores.ravel(), strict=False):
            known = not np.isnan(score)
            text.set_text(f"{100 * score:.{int(score == best)}f}" if known else "")
            if known:
                text.set_color(style.BLACK if LEVELS(score) > 0.62 else "white")

    def frame(self, best: Point | None, chosen: Point | None) -> None:
        """Put a black frame around the best point's cell, a vermilion one around the chosen."""
        for frame, point in zip(self._frames, (best, chosen), strict=True):
            x, y = (np.nan, np.nan) if point is None else point.cell
            sides = np.array([-0.46, 0.46, 0.46, -0.46, -0.46])
            frame.set_data(x + sides, y + np.array([-0.46, -0.46, 0.46, 0.46, -0.46]))

    def show_dots(self, tried: list[Tried], best: Tried | None, now: Point | None = None) -> None:
        """Put a dot on each point tried, a star on the best, a diamond where it is trained now."""
        places = np.array([where(one.point) for one in tried]).reshape(-1, 2)
        self._dots.set_data(*places.T)
        for mark, point in ((self._star, best and best.point), (self._now, now)):
            places = np.array([] if point is None else [where(point)]).reshape(-1, 2)
            mark.set_data(*places.T)


def draw_key(picture: Picture, left: float, top: float, width: float) -> None:
    """Draw the scale of colors.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    left, top, width : float
        Its place and width in CSS pixels.
    """
    axes = picture.axes(left, top, width, 10)
    ramp = np.linspace(LOWEST, HIGHEST, 60)[None]
    axes.imshow(ramp, aspect="auto", cmap=SHADES, norm=LEVELS, interpolation="nearest")
    style.bare(axes)
    words: dict[str, Any] = {"fontsize": style.SMALL}
    picture.text(left, top + 13, _("{share:.0%}, guessing").format(share=LOWEST), **words)
    picture.text(left + width, top + 13, f"{HIGHEST:.0%}", ha="right", **words)
