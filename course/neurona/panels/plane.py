"""The plane of two inputs: four points, and the line where a neuron changes its mind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text

from neurona.language import _
from neurona.panels.gates import EXAMPLES, Look, Neuron, Vector
from neurona.panels.picture import Picture
from neurona.plots import style

LOW, HIGH = -0.5, 1.5
CORNERS: Vector = np.array([[LOW, LOW], [HIGH, LOW], [HIGH, HIGH], [LOW, HIGH]])
CROSSES: Vector = EXAMPLES + 0.13  # where points that are wrong are crossed
EDGE, ROOM = 0.1, 0.2  # how far arrow and label keep from the edge and from the points
CROSS_ROOM = 0.14  # and from the crosses
CENTER: Vector = np.array([0.5, 0.5])
ARROW, LABEL = 0.3, 0.42  # how far from the line the arrow's tip and the word are
ASIDE = 0.12  # how much farther the word is from a level arrow, as it is wider than high
SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)  # of the line, to try in this order
NOWHERE: Vector = np.full((1, 2), np.nan)

FIRING_TINT = "#E3F0F8"
WANTED_COLORS = {1: style.BLUE, 0: style.ORANGE}
NAME_COLORS = {1: "white", 0: style.BLACK}
WANTED_MARKERS = {1: "o", 0: "s"}


def firing_region(neuron: Neuron) -> tuple[Vector, Vector]:
    """Cut the square of the picture along the line w·x + b = 0.

    Returns
    -------
    region : ndarray, shape (k, 2)
        Corners of the part in which the neuron fires; NaN when there is none.
    line : ndarray, shape (2, 2)
        Ends of the piece of the line inside the square; NaN when there is none.
    """
    region, crossings = [], []
    sums = CORNERS @ neuron.w + neuron.b
    for i, corner in enumerate(CORNERS):
        j = (i + 1) % len(CORNERS)
        if sums[i] > 0:
            region.append(corner)
        if (sums[i] > 0) != (sums[j] > 0):
            share = sums[i] / (sums[i] - sums[j])
            crossings.append(corner + share * (CORNERS[j] - corner))
            region.append(crossings[-1])
    return (
        np.array(region) if region else NOWHERE,
        np.array(crossings) if crossings else np.repeat(NOWHERE, 2, axis=0),
    )


def free_place(line: Vector, toward: Vector) -> Vector:
    """Return where on the line an arrow and its label are clear, the middle if possible.

    Parameters
    ----------
    line : ndarray, shape (2, 2)
        The line's ends.
    toward : ndarray, shape (2,)
        Unit vector in which the arrow points.
    """
    feet = [line[0] + share * (line[1] - line[0]) for share in SHARES]
    for foot in feet:
        tip, label = foot + ARROW * toward, label_place(foot, toward)
        clear_of_crosses = min(gap(tip, CROSSES), gap(label, CROSSES)) > CROSS_ROOM
        if gap(foot, EXAMPLES) > ROOM and is_clear(label) and clear_of_crosses:
            return np.asarray(foot)
    return next((foot for foot in feet if is_clear(label_place(foot, toward))), feet[0])


def label_place(foot: Vector, toward: Vector) -> Vector:
    """Return where the word of an arrow is centered.

    Parameters
    ----------
    foot : ndarray, shape (2,)
        Where the arrow begins.
    toward : ndarray, shape (2,)
        Unit vector in which it points.
    """
    place: Vector = foot + (LABEL + ASIDE * abs(toward[0])) * toward
    return place


def is_clear(label: Vector) -> bool:
    """Return whether a label at a place is inside the picture and covers no point."""
    inside = np.all((label > LOW + EDGE) & (label < HIGH - EDGE))
    return bool(inside) and gap(label, EXAMPLES) > ROOM


def gap(place: Vector, points: Vector) -> float:
    """Return how far a place is from the nearest of some points.

    Parameters
    ----------
    place : ndarray, shape (2,)
        The place.
    points : ndarray, shape (k, 2)
        The points.
    """
    return float(np.hypot(*(points - place).T).min())


class Plane:
    """The points, the line and the firing side, drawn into axes of a picture.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    axes : Axes
        Square axes of that picture.
    """

    def __init__(self, picture: Picture, axes: Axes) -> None:
        self._axes = axes
        self._moving = picture.moving
        self._make_frame()
        self._region = self._moving(axes.fill([0], [0], color=FIRING_TINT, zorder=1)[0])
        self._line = self._strokes(linewidth=2.2, zorder=3)
        self._make_arrow()
        self._path = self._strokes(linewidth=1.4, linestyle=(0, (2, 2)), zorder=4)
        self._ring = self._marks("o", 25, style.BLACK, 5, fillstyle="none", markeredgewidth=1.8)
        edge = {"markeredgecolor": "white", "markeredgewidth": 1.2}
        self._points = {
            wanted: self._marks(WANTED_MARKERS[wanted], 14, WANTED_COLORS[wanted], 6, **edge)
            for wanted in (0, 1)
        }
        self._names = [self._name(place) for place in EXAMPLES]
        self._wrong = self._marks("X", 9, style.VERMILION, 8, **edge)

    def _strokes(self, **look: Any) -> Line2D:
        return self._moving(self._axes.plot([], [], color=style.BLACK, **look)[0])

    def _marks(self, marker: str, size: float, color: str, zorder: float, **look: Any) -> Line2D:
        look |= {"linestyle": "none", "markersize": size, "color": color, "zorder": zorder}
        return self._moving(self._axes.plot([], [], marker=marker, **look)[0])

    def _name(self, place: Vector) -> Text:
        look: dict[str, Any] = {"ha": "center", "va": "center_baseline", "weight": "bold"}
        x1, x2 = place
        return self._moving(self._axes.text(x1, x2, "", fontsize=style.NORMAL, **look))

    def _make_arrow(self) -> None:
        look = {"arrowstyle": "-|>", "color": style.BLACK, "linewidth": 1.6}
        whole = {"shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
        self._arrow = self._moving(
            self._axes.annotate("", xy=(0, 0), xytext=(0, 0), arrowprops=look | whole, zorder=3)
        )
        self._fires = self._moving(
            self._axes.text(0, 0, "", fontsize=style.SMALL, ha="center", va="center")
        )

    def _make_frame(self) -> None:
        axes = self._axes
        axes.set_xlim(LOW, HIGH)
        axes.set_ylim(LOW, HIGH)
        axes.set_xticks([0, 1])
        axes.set_yticks([0, 1])
        axes.tick_params(length=3, labelsize=style.NORMAL)
        axes.set_xlabel("x₁", labelpad=-4, fontsize=style.LARGE)
        axes.set_ylabel("x₂", labelpad=-2, fontsize=style.LARGE, rotation=0)

    def show(
        self, neuron: Neuron, wanted: Sequence[int], said: Sequence[int | None], look: Look | None
    ) -> None:
        """Move everything to where it now belongs.

        Parameters
        ----------
        neuron : Neuron
            Whose line is drawn.
        wanted : sequence of 4 int
            What it should say for the four inputs; shapes and colors of the points.
        said : sequence of 4 int or None
            What it says, None where that is not known; wrong ones are crossed.
        look : Look or None
            The example that was looked at last.
        """
        self._show_line(neuron)
        for value, points in self._points.items():
            points.set_data(*EXAMPLES[[i for i in range(4) if wanted[i] == value]].T)
        for name, value in zip(self._names, wanted, strict=True):
            name.set_text(str(value))
            name.set_color(NAME_COLORS[value])
        wrong = [i for i in range(4) if said[i] is not None and said[i] != wanted[i]]
        self._wrong.set_data(*CROSSES[wrong].T)
        ring = NOWHERE if look is None else EXAMPLES[[look.example]]
        self._ring.set_data(*ring.T)
        path = NOWHERE
        if look is not None and look.dropped:
            path = np.array([EXAMPLES[look.example], look.seen])
        self._path.set_data(*path.T)

    def _show_line(self, neuron: Neuron) -> None:
        region, line = firing_region(neuron)
        self._region.set_xy(region)
        self._line.set_data(*line.T)
        crosses = bool(np.isfinite(line).all())
        self._arrow.set_visible(crosses)
        if crosses:
            toward = neuron.w / np.hypot(*neuron.w)
            foot = free_place(line, toward)
            self._arrow.xy = tuple(foot + ARROW * toward)
            self._arrow.set_position(tuple(foot))
            self._say_where(label_place(foot, toward), _("fires"))
        else:
            everywhere = bool(np.isfinite(region).all())
            self._say_where(
                CENTER, _("fires everywhere here") if everywhere else _("fires nowhere here")
            )

    def _say_where(self, place: Vector, words: str) -> None:
        self._fires.set_text(words)
        self._fires.set_position(tuple(place))
        self._fires.set_visible(is_clear(place))
