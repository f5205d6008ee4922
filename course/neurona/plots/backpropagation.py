"""Still pictures of chapter 05: backpropagation, who is to blame."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle

from neurona.data import digits
from neurona.language import _
from neurona.panels import blame
from neurona.plots import style
from neurona.plots.mosaics import INK, mosaic, show_look
from neurona.plots.picture import Picture, in_course_style

Array = npt.NDArray[np.float64]
Point = tuple[float, float]

DEMON = (6, 3, blame.Place(1, 2))  # seed, example and neuron at which the panel opens
NUDGE = 1.5
UNDECIDED, STUBBORN = 0.6, 4.0  # the weighted inputs of two outputs that should say 0
W_OUT = np.array([2.0, -1.0])  # from one hidden neuron to two outputs
DELTA_OUT = np.array([0.1, 0.3])
DELTA_TABLE = np.array([0.2, -0.1])  # of two neurons, and the activations that they heard
A_TABLE = np.array([1.0, 0.5, 0.0])

_WORDS = 11  # points; the style's size is for panels, whose pixels are larger
_TICKS = 10


def _sigmoid(z: Array | float) -> Any:
    return (1 + np.tanh(np.asarray(z) / 2)) / 2


def _sign(value: float) -> str:
    return f"{value:+g}".replace("-", "−")


def _plain(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _drawing(ax: Axes, width: float, height: float) -> None:
    ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    ax.axis("off")


def _neuron(ax: Axes, place: Point, words: str, fill: str = style.SKY) -> None:
    look: dict[str, Any] = {"edgecolor": style.BLACK, "linewidth": 1.2, "zorder": 2}
    ax.add_patch(Circle(place, 0.3, facecolor=fill, **look))
    ax.text(*place, words, ha="center", va="center", fontsize=_WORDS, zorder=3)


def _link(ax: Axes, start: Point, end: Point, **look: Any) -> None:
    plain: dict[str, Any] = {"color": style.GRAY, "linewidth": 1.0, "zorder": 1}
    ax.plot([start[0], end[0]], [start[1], end[1]], **(plain | look))


def _arrow(ax: Axes, start: Point, end: Point, color: str) -> None:
    look = {"arrowstyle": "-|>", "color": color, "lw": 1.8, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, start, arrowprops=look)


@in_course_style
def notation() -> Picture:
    """Draw a network of three layers with the names of what is in it.

    Returns
    -------
    Picture
        One link is thick and carries its name; beside it stand the names of one neuron.
    """
    figure = style.new_figure(8.2, 3.6)
    ax = figure.subplots()
    _drawing(ax, 9.0, 4.0)
    sizes, lefts = (2, 3, 2), (1.2, 4.0, 6.8)
    places = [
        [(x, 2.0 + 1.15 * ((n - 1) / 2 - j)) for j in range(n)]
        for x, n in zip(lefts, sizes, strict=True)
    ]
    for left, right in pairwise(places):
        for start in left:
            for end in right:
                _link(ax, start, end)
    _link(ax, places[1][2], places[2][0], color=style.VERMILION, linewidth=3)
    names = (("x₁", "x₂"), ("1", "2", "3"), ("1", "2"))
    for column, words in zip(places, names, strict=True):
        for place, word in zip(column, words, strict=True):
            _neuron(ax, place, word, style.PALE if column is places[0] else style.SKY)
    for x, head in zip(lefts, (_("layer 1"), _("layer 2"), _("layer L = 3")), strict=True):
        ax.text(x, 3.75, head, ha="center", fontsize=_WORDS, weight="bold")
    ax.annotate(
        "$w^3_{13}$",
        (5.85, 1.99),
        (5.55, 0.55),
        fontsize=15,
        color=style.VERMILION,
        arrowprops={"arrowstyle": "-", "color": style.VERMILION, "linestyle": ":"},
    )
    ax.text(6.35, 0.65, _("to neuron 1, from neuron 3"), fontsize=_WORDS, va="center")
    ax.text(7.25, places[2][0][1], "$z^3_1,\\ a^3_1,\\ \\delta^3_1$", fontsize=15, va="center")
    ax.text(4.0, 0.25, "$b^2_3$", fontsize=15, ha="center")
    alternative = _(
        "A network of three layers with two inputs, three hidden neurons and two outputs. The link "
        "from hidden neuron 3 to output 1 is thick and called w with 3 above and 1, 3 below: "
        "layer 3, to neuron 1, from neuron 3. Output 1 has a weighted input z, an activation a "
        "and an error δ; hidden neuron 3 has a bias b."
    )
    return Picture(figure, alternative)


@in_course_style
def slope() -> Picture:
    """Draw the cost as the demon moves one neuron's weighted input, and its slope.

    Returns
    -------
    Picture
        A curve, its tangent at 0, and the two points that a large nudge leads to.
    """
    figure = style.new_figure(6.8, 3.6)
    ax = figure.subplots()
    dz = np.linspace(-3, 3, 121)
    ax.plot(dz, cost_change(dz), color=style.BLACK)
    delta = error()
    ax.plot(dz, delta * dz, color=style.VERMILION, linestyle=(0, (4, 2)))
    true, guess = float(cost_change(np.array([NUDGE]))[0]), delta * NUDGE
    ax.plot([NUDGE, NUDGE], [true, guess], ":", color=style.VERMILION)
    ax.plot(NUDGE, true, "o", color=style.BLACK, markersize=9)
    ax.plot(NUDGE, guess, "D", color=style.VERMILION, markersize=8)
    ax.annotate(_("truth"), (NUDGE, true), (8, -16), textcoords="offset points", fontsize=_WORDS)
    place: dict[str, Any] = {"textcoords": "offset points", "ha": "right", "fontsize": _WORDS}
    ax.annotate(_("predicted: δ · Δz"), (NUDGE, guess), (-10, 2), **place)
    ax.plot(0, 0, "o", color=style.BLACK, fillstyle="none", markersize=9)
    ax.annotate(_("here the slope is δ"), (0, 0), (-12, 12), **place)
    ax.set(xlabel=_("Δz, what the demon adds"), ylabel=_("change of the cost"))
    ax.tick_params(labelsize=_TICKS)
    alternative = _(
        "The change of the cost over Δz for hidden neuron 3 of the panel above: a curve that "
        "flattens to the right. A straight line with slope δ = {delta:.3f} touches it at "
        "Δz = 0. At Δz = {dz:g} the line predicts {guess:.3f}, "
        "the curve has {true:.3f}."
    ).format(delta=delta, dz=NUDGE, guess=guess, true=true)
    return Picture(figure, alternative)


def cost_change(dz: Array) -> Array:
    """Return how the cost changes where the demon sits when the chapter's first panel opens.

    Parameters
    ----------
    dz : array of shape (n,)
        What the demon adds to the weighted input.
    """
    seed, i, place = DEMON
    everybody = np.ones(blame.SIZES[1])
    network = blame.untrained(seed)
    nudges = [0.0, *dz]
    costs = blame.cost_with_nudges(blame.X[i], blame.Y[i], network, everybody, place, nudges)
    return np.asarray(costs[1:] - costs[0])


def error() -> float:
    """Return the δ of the demon's neuron, the slope of ``cost_change`` at 0."""
    seed, i, place = DEMON
    everybody = np.ones(blame.SIZES[1])
    found = blame.assign(blame.X[i], blame.Y[i], blame.untrained(seed), everybody)
    return float(found.deltas[place.layer - 1][place.j])


@in_course_style
def two_wrong_outputs() -> Picture:
    """Draw two outputs that should say 0, one undecided and one stubbornly wrong.

    Returns
    -------
    Picture
        Left the sigmoid with both neurons and their tangents; right the three factors as bars.
    """
    figure = style.new_figure(8.4, 3.4)
    left, right = figure.subplots(1, 2)
    z = np.linspace(-6, 6, 241)
    left.plot(z, _sigmoid(z), color=style.BLACK)
    looks = ((UNDECIDED, "o", style.BLUE), (STUBBORN, "s", style.VERMILION))
    for x, marker, color in looks:
        a = float(_sigmoid(x))
        near = np.array([-1.6, 1.6])
        left.plot(x + near, a + near * a * (1 - a), color=color, linewidth=2.4)
        left.plot(x, a, marker, color=color, markersize=9, zorder=3)
        left.annotate(f"{a:.2f}", (x, a), (7, -17), textcoords="offset points", fontsize=_WORDS)
    left.set(xlabel="z", ylabel="a = σ(z)", ylim=(-0.05, 1.15))
    left.set_title(_("both should say 0"), fontsize=12)
    columns = ("a − y", "σ′(z)", "δ")
    told = []
    for offset, (x, _marker, color) in zip((-0.2, 0.2), looks, strict=True):
        a = float(_sigmoid(x))
        values = [a, a * (1 - a), a * a * (1 - a)]
        told.append(values)
        right.bar(np.arange(3) + offset, values, 0.36, color=color)
        for place, value in enumerate(values):
            right.text(place + offset, value + 0.02, f"{value:.2f}", ha="center", fontsize=_TICKS)
    right.set_xticks(range(3), columns)
    right.set_ylim(0, 1.1)
    marks = [Line2D([], [], ls="", marker=mark, color=color, ms=9) for _x, mark, color in looks]
    right.legend(
        marks,
        [_("says {a:.2f}").format(a=float(_sigmoid(x))) for x, _mark, _color in looks],
        loc="upper right",
        fontsize=_WORDS,
    )
    for ax in (left, right):
        ax.tick_params(labelsize=_TICKS)
    alternative = _(
        "Left: the sigmoid with two outputs that should both say 0. A round one says {a[0]:.2f} "
        "where the curve is steep, a square one says {b[0]:.2f} where it is flat. Right: bars. The "
        "round one's a − y is {a[0]:.2f}, its σ′(z) {a[1]:.2f}, its δ {a[2]:.2f}; the square one's "
        "are {b[0]:.2f}, {b[1]:.2f} and {b[2]:.2f}."
    ).format(a=told[0], b=told[1])
    return Picture(figure, alternative)


@in_course_style
def blame_comes_back() -> Picture:
    """Draw one hidden neuron that gets the blame of the two outputs it spoke to.

    Returns
    -------
    Picture
        Two links with their weights; arrows lead back along them.
    """
    figure = style.new_figure(7.6, 3.3)
    ax = figure.subplots()
    _drawing(ax, 8.4, 3.6)
    hidden, outputs = (1.9, 1.8), ((5.6, 2.8), (5.6, 0.8))
    for j, (place, w, delta) in enumerate(zip(outputs, W_OUT, DELTA_OUT, strict=True)):
        _link(ax, hidden, place, linewidth=2.5)
        _neuron(ax, place, str(j + 1))
        ax.text(6.1, place[1], f"δ = {_sign(delta)}", va="center", fontsize=13)
        middle = (hidden[0] + place[0]) / 2, (hidden[1] + place[1]) / 2
        up = 0.32 if place[1] > hidden[1] else -0.32
        ax.text(
            middle[0],
            middle[1] + 1.35 * up,
            f"w = {_plain(w)}",
            ha="center",
            va="center",
            fontsize=13,
        )
        shift = 0.5 * up
        _arrow(
            ax,
            (place[0] - 0.55, place[1] + shift * 0.6 - (0.15 if up > 0 else -0.15)),
            (hidden[0] + 0.5, hidden[1] + shift * 0.6 + (0.12 if up > 0 else -0.12)),
            style.VERMILION,
        )
    _neuron(ax, hidden, "k")
    total = float(W_OUT @ DELTA_OUT)
    terms = " + ".join(
        f"{f'({_plain(w)})' if w < 0 else _plain(w)} · {_plain(d)}"
        for w, d in zip(W_OUT, DELTA_OUT, strict=True)
    )
    ax.text(0.1, 0.62, _("what arrives:"), fontsize=_WORDS)
    ax.text(0.1, 0.2, f"{terms} = {_plain(round(total, 6))}", fontsize=13)
    alternative = _(
        "A hidden neuron k with links to two outputs. The weights are {w[0]:g} and {w[1]:g}, the "
        "outputs' errors {d[0]:g} and {d[1]:g}. Arrows lead back along the links: what arrives at "
        "neuron k is {total:g}."
    ).format(w=W_OUT, d=DELTA_OUT, total=round(total, 6))
    return Picture(figure, alternative)


@in_course_style
def every_pair() -> Picture:
    """Draw the gradient of a layer's weights as a table of products.

    Returns
    -------
    Picture
        Errors left, activations above, their products in the cells.
    """
    figure = style.new_figure(6.4, 3.0)
    ax = figure.subplots()
    rows, columns = len(DELTA_TABLE), len(A_TABLE)
    _drawing(ax, columns + 2.6, rows + 1.1)
    products = np.outer(DELTA_TABLE, A_TABLE)
    for k, a in enumerate(A_TABLE):
        words = f"a = {_plain(a)}"
        ax.text(k + 1.8, rows + 0.3, words, ha="center", va="center", fontsize=12)
    ax.text(columns + 1.8, rows + 0.3, "∂C/∂b", ha="center", va="center", fontsize=12)
    for j, delta in enumerate(DELTA_TABLE):
        y = rows - 1 - j
        ax.text(1.1, y + 0.5, f"δ = {_sign(delta)}", ha="right", va="center", fontsize=12)
        for k in range(columns + 1):
            value = delta if k == columns else products[j, k]
            fill = "white" if value == 0 else style.SKY if k < columns else style.PALE
            box: dict[str, Any] = {"facecolor": fill, "edgecolor": style.GRAY}
            ax.add_patch(Rectangle((k + 1.34, y + 0.06), 0.92, 0.88, **box))
            words = _sign(value) if value else "0"
            ax.text(k + 1.8, y + 0.5, words, ha="center", va="center", fontsize=12)
    alternative = _(
        "A table. Its rows are neurons with errors δ of {d[0]:g} and {d[1]:g}, its columns the "
        "activations {a[0]:g}, {a[1]:g} and {a[2]:g} of the layer before. Each cell is the product "
        "of both; the last column, for the biases, is δ itself."
    ).format(d=DELTA_TABLE, a=A_TABLE)
    return Picture(figure, alternative)


@in_course_style
def some_digits() -> Picture:
    """Draw the first digits of the bundled set, with their labels.

    Returns
    -------
    Picture
        Two rows of ten.
    """
    data, columns, n = digits(), 10, 20
    side, below = 8, 3
    figure = style.new_figure(7.4, 1.9)
    ax = figure.subplots()
    style.bare(ax)
    ax.imshow(mosaic(data.X[:n], columns, below), **show_look(INK, 0, 1))
    for i, label in enumerate(data.labels[:n]):
        place = (side + 1) * (i % columns) + 3.5, (side + below) * (i // columns) + side - 0.4
        ax.text(*place, str(label), ha="center", va="top", fontsize=_WORDS)
    alternative = _(
        "Twenty handwritten digits of 8×8 gray pixels, rough but readable, in two rows. Below each "
        "stands its label: {labels}."
    ).format(labels=", ".join(str(label) for label in data.labels[:n]))
    return Picture(figure, alternative)


@in_course_style
def darkness() -> Picture:
    """Draw how dark the digits to learn from are, digit by digit.

    Returns
    -------
    Picture
        A row for each digit: from the first to the third quarter a bar, and a mark at the mean.
    """
    data = digits()
    dark, labels = data.X[data.train].mean(axis=1), data.labels[data.train]
    figure = style.new_figure(7.2, 3.7)
    ax = figure.subplots()
    means = []
    for digit in range(10):
        here = dark[labels == digit]
        low, high = np.quantile(here, [0.25, 0.75])
        ax.plot([low, high], [digit, digit], color=style.SKY, lw=9, solid_capstyle="butt")
        ax.plot(here.mean(), digit, "|", color=style.BLACK, markersize=14, mew=2.6)
        means.append(float(here.mean()))
    ax.set_yticks(range(10), [str(digit) for digit in range(10)])
    ax.set(xlabel=_("mean of the pixels, 0 paper, 1 ink"), ylabel=_("digit"), ylim=(9.6, -0.6))
    ax.tick_params(labelsize=_TICKS)
    ax.set_title(_("bar: the middle half of the pictures; mark: their mean"), fontsize=12)
    alternative = _(
        "How dark the pictures of each digit are: ten bars that overlap almost wholly. The means "
        "lie between {low:.2f} and {high:.2f}."
    ).format(low=min(means), high=max(means))
    return Picture(figure, alternative)
