"""The still pictures of chapter 03: gradient descent, walking downhill."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from neurona.language import _
from neurona.panels import terrain
from neurona.panels.surfaces import HIGH, HOURS, LOW, VALLEY, Surface
from neurona.plots import style
from neurona.plots.picture import Picture, in_course_style

Array = npt.NDArray[np.float64]

SAID = np.array([0.8, 0.4, 0.5])  # the three outputs of the chapter's example
WANTED = np.array([1.0, 0.0, 1.0])
STEEP, GENTLE = np.array([1.0, 1.0]), np.array([1.0, -1.0])  # the valley's two directions
WEIGHT = 1.5
OPPOSITE = np.array([-1.5, -0.5])  # w and b of a neuron that says the opposite of what it should
NEURON_RATE, NEURON_STEPS = 10.0, 30
LEGEND: dict[str, Any] = {
    "loc": "outside upper right",
    "ncols": 3,
    "frameon": False,
    "fontsize": 10.5,
    "columnspacing": 1.2,
    "handlelength": 1.8,
}
_DIGITS = 10  # points; the style's size is for panels, whose pixels are larger


@in_course_style
def squares() -> Picture:
    """Draw three errors, and the square on each."""
    figure = style.new_figure(7.2, 3.0)
    axes = figure.add_subplot()
    for k, (a, y) in enumerate(zip(SAID, WANTED, strict=True)):
        low, side = min(a, y), abs(y - a)
        axes.add_patch(
            Rectangle((k + 0.05, low), side, side, facecolor=style.SKY, edgecolor=style.BLUE)
        )
        axes.plot(k, y, "s", color=style.ORANGE, markeredgecolor=style.BLACK, markersize=11)
        axes.plot(k, a, "o", color=style.BLUE, markeredgecolor="white", markersize=11)
        axes.plot([k, k], [a, y], color=style.BLACK, linewidth=1.6, zorder=0)
        axes.text(k - 0.07, (a + y) / 2, f"{y - a:.1f}".replace("-", "−"), ha="right", va="center")
        axes.text(k + 0.09 + side, low + side / 2, f"{(y - a) ** 2:.2f}", va="center", size=12)
    axes.plot([], [], "s", color=style.ORANGE, markeredgecolor=style.BLACK, label=_("wanted: y"))
    axes.plot([], [], "o", color=style.BLUE, label=_("said: a"))
    axes.set(xlim=(-0.4, 2.9), ylim=(-0.12, 1.12), aspect="equal", yticks=(0, 0.5, 1))
    axes.set_xticks(range(3), [_("example {k}").format(k=k) for k in (1, 2, 3)])
    axes.tick_params(labelsize=_DIGITS)
    figure.legend(loc="outside upper center", ncols=2, frameon=False, fontsize=11)
    return Picture(
        figure,
        _(
            "Three examples. A bar joins what was wanted, 1, 0 and 1, to what was said, 0.8, 0.4 "
            "and 0.5: the errors are 0.2, −0.4 and 0.5. On each bar stands a square whose area is "
            "the squared error: 0.04, 0.16 and 0.25."
        ),
    )


def mistakes(b: Array) -> Array:
    """Count the mistakes of the hours' neuron, of weight `WEIGHT`, that has to say yes or no.

    Parameters
    ----------
    b : array of shape (k,)
        Biases.
    """
    found: Array = ((HOURS.say(_weighted(b)) > 0.5) != HOURS.y).sum(axis=1)
    return found


def _weighted(b: Array) -> Array:
    return np.column_stack([np.full_like(b, WEIGHT), b])


@in_course_style
def count_or_cost() -> Picture:
    """Draw the number of mistakes and the quadratic cost against the bias."""
    b = np.linspace(-4.0, 4.0, 801)
    figure = style.new_figure(7.2, 2.9)
    left, right = figure.subplots(1, 2)
    count = mistakes(b)
    for start, stop in _flat_pieces(count):
        left.plot(b[start:stop], count[start:stop], color=style.VERMILION, linewidth=2.5)
    left.set_title(_("number of mistakes"), fontsize=12)
    left.set(ylim=(0, 5.4), yticks=range(6))
    right.plot(b, HOURS.cost(_weighted(b)), color=style.BLUE, linewidth=2.5)
    right.set_title(_("quadratic cost"), fontsize=12)
    right.set(ylim=(0, 0.32), yticks=(0, 0.1, 0.2, 0.3))
    for axes in (left, right):
        axes.set(xlabel=_("bias b"), xticks=range(-4, 5))
        axes.tick_params(labelsize=_DIGITS)
    return Picture(
        figure,
        _(
            "Left: the number of mistakes of a neuron against its bias, a staircase of {pieces} "
            "flat pieces. Right: its quadratic cost against the same bias, a smooth curve with one "
            "lowest point."
        ).format(pieces=len(_flat_pieces(count))),
    )


def _flat_pieces(count: Array) -> list[tuple[int, int]]:
    """Return where each run of equal numbers begins and ends."""
    jumps = np.flatnonzero(np.diff(count)) + 1
    ends = [0, *(int(jump) for jump in jumps), len(count)]
    return list(pairwise(ends))


@in_course_style
def downhill() -> Picture:
    """Draw the way down at many places of the valley."""
    figure = style.new_figure(4.8, 4.2)
    axes = figure.add_subplot()
    _map(axes, VALLEY)
    places = np.stack(np.meshgrid(*[np.arange(LOW + 0.5, HIGH, 1.0)] * 2), axis=-1).reshape(-1, 2)
    places = places[np.hypot(*(places - VALLEY.center).T) > 0.3]
    for v in places:
        tip = v - 0.11 * VALLEY.gradient(v)
        arrow = {"arrowstyle": "-|>", "color": style.VERMILION, "lw": 1.7, "shrinkA": 0}
        axes.annotate("", tip, v, arrowprops=arrow | {"shrinkB": 0, "mutation_scale": 9})
    axes.plot(*VALLEY.center, **terrain.LOW_POINT)
    axes.set(xlabel="$v_1$", ylabel="$v_2$")
    return Picture(
        figure,
        _(
            "The valley from above, with its contour lines, and arrows that point downhill. Each "
            "arrow crosses the contour lines at a right angle. On the slopes the arrows are long "
            "and point across the valley; on its floor they are short and point along it, to the "
            "star. Few point straight at the star."
        ),
    )


@in_course_style
def two_curvatures() -> Picture:
    """Draw the valley with its two directions, and a cut along each."""
    figure = style.new_figure(7.4, 3.5)
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.05))
    _map(left, VALLEY)
    t = np.linspace(-2.0, 2.0, 101)
    cuts = (
        (_("across: curvature 2"), STEEP, style.VERMILION, "-"),
        (_("along: curvature 0.2"), GENTLE, style.BLACK, "--"),
    )
    for name, direction, color, dashes in cuts:
        line = VALLEY.center + t[:, None] * direction / np.hypot(*direction)
        left.plot(*line.T, color=color, linestyle=dashes, linewidth=2.4)
        right.plot(t, VALLEY.cost(line), color=color, ls=dashes, lw=2.4, label=name)
    left.plot(*VALLEY.center, **terrain.LOW_POINT)
    left.set(xlabel="$v_1$", ylabel="$v_2$")
    right.set(xlabel=_("distance from the ★"), ylim=(-0.15, 4.2), xticks=range(-2, 3))
    figure.legend(**LEGEND)
    right.tick_params(labelsize=_DIGITS)
    return Picture(
        figure,
        _(
            "Left: the valley from above, with two lines through its lowest point, at right angles "
            "to each other. A solid one goes across the valley, a dashed one along it. Right: the "
            "cost along both lines, two parabolas: a steep one, of curvature 2, and a flat one, of "
            "curvature 0.2."
        ),
    )


def neuron_walk() -> Array:
    """Let the hours' neuron learn, from saying the opposite.

    Returns
    -------
    array of shape (steps + 1, 2)
        w and b, row 0 the start.
    """
    path = [OPPOSITE]
    for _step in range(NEURON_STEPS):
        path.append(path[-1] - NEURON_RATE * HOURS.gradient(path[-1]))
    return np.array(path)


@in_course_style
def neuron_learns() -> Picture:
    """Draw a neuron's walk over w and b, and what it says before and after."""
    path = neuron_walk()
    figure = style.new_figure(7.4, 3.5)
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.05))
    _map(left, HOURS)
    left.plot(*path.T, **terrain.CASING)
    left.plot(*path.T, **terrain.PATH)
    left.plot(*path[0], **terrain.START)
    left.plot(*path[-1], **terrain.HERE)
    left.set(xlabel="$w$", ylabel="$b$")
    x = np.linspace(-3, 3, 200)
    for number, color, dashes in (
        (0, style.GRAY, ":"),
        (1, style.ORANGE, "--"),
        (-1, style.BLUE, "-"),
    ):
        steps = number % len(path)
        label = (
            _("after {steps} steps").format(steps=steps)
            if steps > 1
            else (_("after 1 step") if steps else _("at the start"))
        )
        w, b = path[number]
        right.plot(
            x, (1 + np.tanh((w * x + b) / 2)) / 2, color=color, ls=dashes, lw=2.4, label=label
        )
    for mark, wanted in (("s", 0), ("o", 1)):
        them = HOURS.y == wanted
        right.plot(HOURS.x[them], HOURS.y[them], mark, color=style.BLACK, markersize=6)
    right.set(xlabel=_("hours of practice, more or less than usual"), ylim=(-0.06, 1.06))
    right.set_yticks((0, 0.5, 1))
    right.tick_params(labelsize=_DIGITS)
    figure.legend(**LEGEND)
    return Picture(
        figure,
        _(
            "Left: contour lines of one neuron's cost over its weight w and its bias b, and a "
            "walk from ({w0:g}, {b0:g}), cost {first:.2f}, to ({w:.2f}, {b:.2f}), cost "
            "{last:.2f}. Right: eight students, squares at 0 and dots at 1, and what the neuron "
            "says: at the start a curve that falls where it should rise, in the end a curve that"
            " rises through the examples."
        )
        .format(
            w0=path[0, 0],
            b0=path[0, 1],
            first=float(HOURS.cost(path[0])),
            w=path[-1, 0],
            b=path[-1, 1],
            last=float(HOURS.cost(path[-1])),
        )
        .replace("(-", "(−")
        .replace(", -", ", −"),
    )


def _map(axes: Axes, surface: Surface) -> None:
    """Draw a surface from above, as the panels do."""
    ground = terrain.measure(surface)
    # Every other band of the panels': a still picture is stored twice in a saved notebook.
    levels, shades = ground.levels[::2], terrain.shades()[::2]
    axes.contourf(terrain.AXIS, terrain.AXIS, ground.heights, levels, colors=shades)
    lines = {"colors": terrain.CONTOUR["colors"], "linewidths": 0.7}
    axes.contour(terrain.AXIS, terrain.AXIS, ground.heights, levels[1:-1], **lines)
    axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal", xticks=range(-3, 4))
    axes.set_yticks(range(-3, 4))
    axes.tick_params(labelsize=_DIGITS)
