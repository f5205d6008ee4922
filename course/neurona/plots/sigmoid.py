"""The still pictures of chapter 02."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle

from neurona.language import _
from neurona.panels.activations import logistic, logistic_slope
from neurona.plots.picture import Picture, in_course_style
from neurona.plots.style import BLACK, BLUE, GRAY, GREEN, ORANGE, PALE, SKY, VERMILION, new_figure

Array = npt.NDArray[np.float64]
Point = tuple[float, float]

SHARPNESSES = (1, 2, 5, 20)
TOUCHED_AT = (-3.0, 0.0, 2.0)
PULSE = np.array([0.0, 0.0, 1.0, *[0.0] * 9])
"""What comes in, moment by moment."""
LISTENS, REMEMBERS, BIAS = 6.0, 5.0, -3.0
"""A neuron's weight for what comes in, for what it said last, and its bias."""
SETTLES = 50
"""Moments without a pulse before the first that is drawn: the neuron comes to rest."""

_DIGITS = 10  # points; the style's size is for panels, whose pixels are larger


@in_course_style
def sharpening() -> Picture:
    """Draw σ(c·z) for growing c, and the step that it becomes."""
    figure = new_figure(7.2, 3.4)
    axes = figure.add_subplot()
    z = np.linspace(-4, 4, 801)
    looks = (("-", SKY), ("--", BLUE), ("-.", GREEN), (":", VERMILION))
    for c, (dashes, color) in zip(SHARPNESSES, looks, strict=True):
        axes.plot(z, logistic(z, c), dashes, color=color, lw=2.2, label=f"c = {c}")
    axes.plot([-4, 0], [0, 0], color=BLACK, lw=3.2, zorder=1)
    axes.plot([0, 4], [1, 1], color=BLACK, lw=3.2, zorder=1, label=_("c → ∞: the step"))
    axes.plot([0], [0.5], "o", color=BLACK, ms=8, zorder=5)
    axes.annotate(
        _("the same for every c"),
        (0.08, 0.49),
        (1.2, 0.36),
        size=11,
        arrowprops={"arrowstyle": "->", "color": BLACK},
    )
    axes.set(xlim=(-4, 4), ylim=(-0.06, 1.06), yticks=(0, 0.5, 1), xlabel="$z$")
    axes.set_ylabel("$\\sigma(c \\cdot z)$")
    axes.tick_params(labelsize=_DIGITS)
    axes.legend(frameon=False, loc="upper left", fontsize=10.5)
    return Picture(
        figure,
        _(
            "Four S curves of σ(c·z), for c = 1, 2, 5 and 20, each steeper than the one before. "
            "All pass through the point (0, 0.5). The steepest nearly lies on the step, which is "
            "0 left of z = 0 and 1 right of it."
        ),
    )


@in_course_style
def slope() -> Picture:
    """Draw the sigmoid with three tangents, and below it its slope at every z."""
    figure = new_figure(7.2, 4.2)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    z = np.linspace(-6, 6, 401)
    above.plot(z, logistic(z), color=BLUE, lw=2.5)
    below.plot(z, logistic_slope(z), color=BLUE, lw=2.5)
    for place, mark in zip(TOUCHED_AT, "s^o", strict=True):
        here = np.array(place)
        answer, steep = float(logistic(here)), float(logistic_slope(here))
        reach = np.array([place - 1.3, place + 1.3])
        above.plot(reach, answer + steep * (reach - place), "--", color=VERMILION, lw=2)
        for axes, height in ((above, answer), (below, steep)):
            axes.plot([place], [height], mark, color=VERMILION, ms=8, zorder=4)
        side, align = (0.3, "left") if place >= 0 else (-0.3, "right")
        below.text(place + side, steep + 0.015, f"{steep:.3f}", size=11, ha=align)
    above.set(ylim=(-0.12, 1.12), yticks=(0, 0.5, 1), ylabel="$\\sigma(z)$")
    below.set(xlim=(-6, 6), ylim=(0, 0.33), yticks=(0, 0.1, 0.2, 0.3), xlabel="$z$")
    below.set_ylabel("$\\sigma'(z)$")
    for axes in (above, below):
        axes.tick_params(labelsize=_DIGITS)
    return Picture(
        figure,
        _(
            "Above, the sigmoid with a tangent at z = −3, 0 and 2. Below, how steep these tangents "
            "are, and the slope everywhere else: a bell, highest at z = 0 with 0.250, 0.105 at "
            "z = 2, 0.045 at z = −3, and nearly 0 at both ends."
        ),
    )


@in_course_style
def tanh_in_steps() -> Picture:
    """Squeeze, stretch and shift the sigmoid until it is tanh."""
    figure = new_figure(8.6, 2.9)
    z = np.linspace(-3, 3, 301)
    s, squeezed = logistic(z), logistic(2 * z)
    steps = (
        (_("1. half as wide"), s, squeezed),
        (_("2. twice as high"), squeezed, 2 * squeezed),
        (_("3. down by 1"), 2 * squeezed, np.tanh(z)),
    )
    for place, (axes, (title, before, after)) in enumerate(
        zip(figure.subplots(1, 3, sharey=True), steps, strict=True)
    ):
        axes.axhline(0, color=PALE, lw=1)
        axes.plot(z, before, "--", color=ORANGE, lw=2)
        axes.plot(z, after, color=BLUE, lw=2.5)
        axes.plot([1], [np.interp(1, z, after)], "o", color=BLUE, ms=7)
        number = f"{np.interp(1, z, after):.3f}"
        axes.text(1.1, np.interp(1, z, after) - 0.12, number, size=11, va="top")
        axes.set_title(title, size=12)
        axes.set(xlim=(-3, 3), ylim=(-1.2, 2.2), yticks=(-1, 0, 1, 2), xlabel="$z$")
        axes.set_xticks((-2, 0, 1, 2))
        axes.tick_params(labelsize=_DIGITS)
        if place == 2:
            axes.text(-2.9, -0.75, "tanh", color=BLUE, size=12)
        if place == 0:
            axes.text(-2.9, 0.25, "$\\sigma$", color="#8A5F00", size=13)
    return Picture(
        figure,
        _(
            "Three pictures, each with a dashed curve before and a solid one after a change. "
            "First the sigmoid becomes half as wide: at z = 1 it says 0.881. Then it becomes twice "
            "as high: 1.762. Then it moves down by 1: 0.762. Now it is tanh, from −1 to 1."
        ),
    )


@in_course_style
def layer() -> Picture:
    """Draw two inputs, three neurons, and the matrix that joins them."""
    figure = new_figure(7.2, 2.9)
    axes = figure.add_subplot()
    axes.set(xlim=(-0.5, 10.4), ylim=(-0.2, 4.2), aspect="equal")
    axes.set_axis_off()
    inputs: list[Point] = [(0.4, 2.8), (0.4, 1.2)]
    neurons: list[Point] = [(3.6, 3.4), (3.6, 2.0), (3.6, 0.6)]
    for j, (x, y) in enumerate(neurons):
        for k, start in enumerate(inputs):
            thick = (j, k) == (2, 0)
            color, width = (VERMILION, 3.0) if thick else (GRAY, 1.2)
            axes.plot([start[0], x], [start[1], y], color=color, lw=width, zorder=0)
    for k, center in enumerate(inputs):
        _disc(axes, center, f"$a_{k + 1}$", PALE)
    for j, center in enumerate(neurons):
        _disc(axes, center, f"{j + 1}", SKY)
    label = {"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none"}
    axes.text(
        2.35, 1.46, "$W_{31}$", color=VERMILION, size=13, ha="center", va="center", bbox=label
    )
    left, top, width, height = 6.6, 3.15, 1.2, 0.85
    for j in range(3):
        for k in range(2):
            marked = (j, k) == (2, 0)
            corner = (left + k * width, top - (j + 1) * height)
            edge: dict[str, Any] = (
                {"edgecolor": VERMILION, "linewidth": 2.5, "zorder": 2} if marked else {}
            )
            look: dict[str, Any] = {"facecolor": "white", "edgecolor": GRAY, **edge}
            axes.add_patch(Rectangle(corner, width, height, **look))
            middle = (corner[0] + width / 2, corner[1] + height / 2)
            axes.text(*middle, f"$W_{{{j + 1}{k + 1}}}$", size=12, ha="center", va="center")
        axes.text(
            left - 0.2,
            top - (j + 0.5) * height,
            _("neuron {number}").format(number=j + 1),
            size=10.5,
            ha="right",
            va="center",
        )
    for k in range(2):
        words = _("input {number}").format(number=k + 1)
        axes.text(left + (k + 0.5) * width, top + 0.15, words, size=10.5, ha="center")
    axes.text(left + width, 0.15, "$W$", size=14, ha="center", va="center")
    return Picture(
        figure,
        _(
            "Left, two inputs, each joined to all three neurons of a layer; the link from input 1 "
            "to neuron 3 is thick and called W31. Right, the matrix W with a row for each neuron "
            "and a column for each input; W31 is framed, in row 3 and column 1."
        ),
    )


def feel(remembers: float) -> Array:
    """Return what a neuron says while a pulse comes in and passes.

    Parameters
    ----------
    remembers : float
        Its weight for what it said itself a moment before; 0 in a feed-forward network.
    """
    said: list[float] = [0.0]
    for comes_in in (*[0.0] * SETTLES, *PULSE):
        z = LISTENS * comes_in + remembers * said[-1] + BIAS
        said.append(float(logistic(np.array(z))))
    return np.array(said[1 + SETTLES :])


@in_course_style
def memory() -> Picture:
    """Draw a feed-forward and a recurrent neuron, and how long each feels a pulse."""
    figure = new_figure(8.6, 3.6)
    ways = ((_("feed-forward"), 0.0), (_("recurrent"), REMEMBERS))
    drawings, curves = figure.subplots(2, 2, height_ratios=(1, 2))
    moments = np.arange(len(PULSE))
    for drawing, axes, (title, remembers) in zip(drawings, curves, ways, strict=True):
        drawing.set(xlim=(-0.6, 5.4), ylim=(-0.75, 1.35), aspect="equal")
        drawing.set_axis_off()
        for center, name, color in (((0.2, 0.0), "$x$", PALE), ((2.4, 0.0), "σ", SKY)):
            _disc(drawing, center, name, color)
        for start, end in ((0.7, 1.9), (2.9, 4.3)):
            _arrow(drawing, (start, 0.0), (end, 0.0))
        if remembers:
            loop = {"arrowstyle": "-|>", "color": VERMILION, "lw": 2}
            bend = {**loop, "connectionstyle": "arc3,rad=1.6"}
            drawing.annotate("", (2.1, 0.42), (2.7, 0.42), arrowprops={**bend})
        drawing.set_title(title, size=12)
        is_in = PULSE > 0
        axes.bar(moments[is_in], PULSE[is_in], 0.5, color=PALE, edgecolor=GRAY, label=_("comes in"))
        axes.plot(moments, feel(remembers), "o-", color=BLUE, lw=2, ms=6, label=_("says"))
        axes.set(ylim=(-0.05, 1.15), yticks=(0, 0.5, 1), xlabel=_("moment"))
        axes.set_xticks(moments[::2])
        axes.tick_params(labelsize=_DIGITS)
    curves[0].legend(frameon=False, fontsize=10.5, loc="upper right")
    return Picture(
        figure,
        _(
            "Two neurons. The left one has an input and an output; a pulse comes in at moment 2, "
            "and only then does it say more than usual. The right one also has a loop from its "
            "output back to itself; after the pulse it falls silent only little by little."
        ),
    )


def _disc(axes: Axes, center: Point, text: str, color: str) -> None:
    axes.add_patch(Circle(center, 0.46, fc=color, ec=BLACK, lw=1.5))
    axes.text(*center, text, size=13, ha="center", va="center_baseline")


def _arrow(axes: Axes, start: Point, end: Point) -> None:
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": BLACK, "lw": 1.5})
