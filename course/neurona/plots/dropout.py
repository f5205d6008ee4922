"""Still pictures of chapter 08: dropout, a thousand networks in one."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle

from neurona.language import _
from neurona.plots import style
from neurona.plots.picture import Picture, in_course_style

Array = npt.NDArray[np.float64]
Point = tuple[float, float]

COINS_SEED = 26
COINS_SHAPE = (4, 6)
COINS_P = 0.3

PARTS = np.array([2.0, 1.0, 3.0])  # weight times activation of three hidden neurons
FAIR = 0.5

LEANING = np.array([3.0, -2.0])  # two weights that are right only together
DESCENT_RATE = 0.05
DESCENT_STEPS = 400
LEVELS_NAMED_AT: tuple[list[Point], list[Point]] = (  # clear of the other words, in any language
    [(2.7, 1.1), (3.4, 2.1), (-0.9, -0.9), (-2.2, -2.2)],
    [(1.2, 1.8), (2.3, 2.5)],
)

_DIGITS = 10  # points; the style's size is for panels, whose pixels are larger


@in_course_style
def coins() -> Picture:
    """Draw how random numbers become masks, for two passes of one small batch.

    Returns
    -------
    Picture
        Left the numbers of the first pass, then its mask, then the mask of the next pass.
    """
    rng = np.random.default_rng(COINS_SEED)
    first, second = rng.random(COINS_SHAPE), rng.random(COINS_SHAPE)
    masks = [(numbers >= COINS_P).astype(float) for numbers in (first, second)]

    figure = style.new_figure(9.6, 3.0)
    axes = figure.subplots(1, 3)
    titles = [
        _("pass 1: random numbers"),
        _("pass 1: mask, p = {p}").format(p=COINS_P),
        _("pass 2: mask, p = {p}").format(p=COINS_P),
    ]
    for ax, shown, mask, title in zip(
        axes, (first, *masks), (masks[0], *masks), titles, strict=True
    ):
        _cells(ax, shown, mask)
        ax.set_title(title, fontsize=12)
        ax.set_xlabel(_("neuron"))
    axes[0].set_ylabel(_("example"))
    alternative = _(
        "Three tables, four examples by six neurons. The first holds random numbers between 0 "
        "and 1; those below p = {p} are hatched. The second is the mask made from them, 0 where "
        "the number is below p and 1 elsewhere: {first} ones of {cells}. The third is the mask "
        "of the next pass, with other zeros: {second} ones of {cells}."
    ).format(p=COINS_P, first=int(masks[0].sum()), second=int(masks[1].sum()), cells=masks[0].size)
    return Picture(figure, alternative)


def _cells(ax: Axes, shown: Array, mask: Array) -> None:
    """Draw a table of numbers, hatched where the mask is 0."""
    rows, columns = shown.shape
    for row, column in np.ndindex(rows, columns):
        kept = mask[row, column] == 1
        ax.add_patch(
            Rectangle(
                (column + 0.54, row + 0.54),
                0.92,
                0.92,
                facecolor=style.SKY if kept else "white",
                edgecolor="white" if kept else style.GRAY,
                hatch=None if kept else "///",
                linewidth=0.6,
            )
        )
        value = shown[row, column]
        ax.text(
            column + 1,
            row + 1,
            f"{value:.0f}" if value in (0, 1) else f"{value:.2f}",
            ha="center",
            va="center",
            fontsize=10,
            color=style.BLACK,
            bbox=None if kept else {"facecolor": "white", "edgecolor": "none", "pad": 1.2},
        )
    ax.set(xlim=(0.5, columns + 0.5), ylim=(rows + 0.5, 0.5), aspect="equal")
    ax.set_xticks(range(1, columns + 1))
    ax.set_yticks(range(1, rows + 1))
    ax.tick_params(length=0, labelsize=_DIGITS)
    for side in ax.spines.values():
        side.set_visible(False)


@in_course_style
def thinned_networks() -> Picture:
    """Draw the eight thinned networks of three hidden neurons.

    Returns
    -------
    Picture
        Two rows of four small networks, from nobody dropped to all dropped.
    """
    masks = sorted(product((1, 0), repeat=len(PARTS)), key=sum, reverse=True)
    figure = style.new_figure(9.0, 4.0)
    for ax, mask in zip(figure.subplots(2, 4).flat, masks, strict=True):
        sizes = [2, len(mask), 1]
        _network(ax, sizes, {1: mask})
        kept = sum(mask)
        ax.set_title(_("{kept} of {n} kept").format(kept=kept, n=len(mask)), fontsize=11)
    alternative = _(
        "Eight small networks with two inputs, three hidden neurons and one output. Dropped "
        "neurons are crossed out and their links are gone. One network keeps all three, three "
        "keep two, three keep one and one keeps none. The output is never crossed out."
    )
    return Picture(figure, alternative)


@in_course_style
def where_masks_sit() -> Picture:
    """Draw one network in training, with its masks, forward and backward.

    Returns
    -------
    Picture
        Two hidden layers with dropped neurons, an output layer with none, and two arrows.
    """
    figure = style.new_figure(7.6, 4.4)
    ax = figure.subplots()
    masks = {1: (1, 0, 1, 1, 0), 2: (0, 1, 1, 0)}
    spread = 2.2
    _network(ax, [3, 5, 4, 2], masks, spread)
    below, above = -3.0, 3.2
    labels = [_("inputs"), _("hidden"), _("hidden"), _("output")]
    notes = [_("no mask"), _("mask 1"), _("mask 2"), _("never a mask")]
    for layer, (label, note) in enumerate(zip(labels, notes, strict=True)):
        ax.text(spread * layer, below + 0.35, label, ha="center", fontsize=12)
        weight = "bold" if layer in masks else "normal"
        ax.text(spread * layer, below - 0.1, note, ha="center", fontsize=11, weight=weight)
    _arrow(ax, (-0.2, above), (6.8, above), style.BLUE, _("activations, through the masks"))
    _arrow(ax, (6.8, above - 0.62), (-0.2, above - 0.62), style.VERMILION, _("errors, same masks"))
    ax.set(xlim=(-0.8, 7.4), ylim=(below - 0.4, above + 0.45))
    alternative = _(
        "A network with three inputs, hidden layers of five and four neurons, and two outputs. "
        "Two neurons of each hidden layer are crossed out, with no links. An arrow to the "
        "right says: activations, through the masks. An arrow to the left says: errors, same "
        "masks. Inputs have no mask, the output never has one."
    )
    return Picture(figure, alternative)


def _arrow(ax: Axes, start: Point, end: Point, color: str, label: str) -> None:
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": color, "lw": 1.8})
    middle = (start[0] + end[0]) / 2
    ax.text(middle, start[1] + 0.1, label, ha="center", fontsize=11, color=style.BLACK)


def _network(
    ax: Axes, sizes: list[int], masks: dict[int, tuple[int, ...]], spread: float = 1.4
) -> None:
    """Draw a layered network; neurons whose mask is 0 are crossed out and lose their links."""
    places = [
        [(spread * layer, 0.5 * (size - 1) - k) for k in range(size)]
        for layer, size in enumerate(sizes)
    ]
    alive = [masks.get(layer, (1,) * size) for layer, size in enumerate(sizes)]
    for layer in range(len(sizes) - 1):
        for (x0, y0), here in zip(places[layer], alive[layer], strict=True):
            for (x1, y1), there in zip(places[layer + 1], alive[layer + 1], strict=True):
                if here and there:
                    ax.plot([x0, x1], [y0, y1], color=style.GRAY, linewidth=0.9, zorder=1)
    for layer, layer_places in enumerate(places):
        for place, on in zip(layer_places, alive[layer], strict=True):
            _neuron(ax, place, on=bool(on), hidden=0 < layer < len(sizes) - 1)
    ax.set_aspect("equal")
    ax.margins(0.12)
    ax.axis("off")


def _neuron(ax: Axes, place: Point, on: bool, hidden: bool) -> None:
    fill = (style.SKY if hidden else style.PALE) if on else "white"
    ax.add_patch(
        Circle(
            place,
            0.27,
            facecolor=fill,
            edgecolor=style.BLACK if on else style.GRAY,
            linestyle="-" if on else "--",
            linewidth=1.2,
            zorder=2,
        )
    )
    if not on:
        ax.plot(*place, marker="x", markersize=11, color=style.VERMILION, mew=2.2, zorder=3)


@in_course_style
def recipes() -> Picture:
    """Draw what the next neuron hears in training and at inference, for three recipes.

    Returns
    -------
    Picture
        A row for each recipe: eight dots for the eight masks, a bar for their mean, and a
        diamond for inference.
    """
    sums = np.array(list(product((0, 1), repeat=len(PARTS)))) @ PARTS
    keep = 1 - FAIR
    rows = [
        (_("no rescale"), sums, PARTS.sum()),
        (_("inverted: ÷ (1 − p) in training"), sums / keep, PARTS.sum()),
        (_("original: × (1 − p) at inference"), sums, keep * PARTS.sum()),
    ]
    figure = style.new_figure(8.6, 3.7)
    ax = figure.subplots()
    for height, (name, training, inference) in enumerate(rows):
        ax.text(-0.4, height + 0.42, name, fontsize=11.5, ha="left", va="center")
        _stacked_dots(ax, training, height)
        mean = training.mean()
        ax.plot([mean, mean], [height - 0.3, height + 0.24], color=style.BLACK, lw=2.4, zorder=4)
        ax.plot(inference, height - 0.3, "D", color=style.VERMILION, markersize=9, zorder=5)
    gap = {"arrowstyle": "-|>", "color": style.VERMILION, "linestyle": ":", "lw": 1.6}
    ax.annotate("", (PARTS.sum(), -0.3), (keep * PARTS.sum(), -0.3), arrowprops=gap)
    ax.plot([], [], "o", color=style.SKY, mec=style.BLUE, label=_("training, one of 8 masks"))
    ax.plot([], [], "|", color=style.BLACK, markersize=13, mew=2.4, label=_("training, mean"))
    ax.plot([], [], "D", color=style.VERMILION, markersize=8, label=_("inference"))
    figure.legend(loc="outside upper center", ncols=3, frameon=False, fontsize=11)
    ax.set(xlim=(-0.6, 12.6), ylim=(-0.55, 2.65), xlabel=_("what the next neuron hears"))
    ax.set_xticks(range(13))
    ax.tick_params(labelsize=_DIGITS)
    ax.set_yticks([])
    ax.spines[["left", "top", "right"]].set_visible(False)
    parts = [
        _("{name}: mean in training {mean:g}, at inference {inference:g}.").format(
            name=name, mean=training.mean(), inference=inference
        )
        for name, training, inference in reversed(rows)
    ]
    start = _("Three rows of dots, one dot for what the next neuron hears under each of 8 masks.")
    return Picture(figure, " ".join([start, *parts]))


def _stacked_dots(ax: Axes, values: Array, height: float) -> None:
    """Draw one dot for each value; equal values stand on each other."""
    ax.axhline(height - 0.3, color=style.PALE, linewidth=1, zorder=1)
    for value, count in zip(*np.unique(values, return_counts=True), strict=True):
        for level in range(count):
            ax.plot(
                value,
                height - 0.1 + 0.2 * level,
                "o",
                color=style.SKY,
                mec=style.BLUE,
                markersize=9,
                zorder=3,
            )


@in_course_style
def valley_and_bowl() -> Picture:
    """Draw the error of two copied neurons' weights, without dropout and with it.

    Two hidden neurons always say 1 and a linear output should say 1. With inverted dropout
    the mean squared error over the four masks is (w₁ + w₂ − 1)² + p/(1 − p)·(w₁² + w₂²).

    Returns
    -------
    Picture
        Left a valley with no lowest point, right a bowl with the way down from (3, −2).
    """
    axis = np.linspace(-3.5, 4.0, 200)
    w1, w2 = np.meshgrid(axis, axis)
    figure = style.new_figure(7.5, 4.2)
    axes = figure.subplots(1, 2, sharey=True)
    titles = [_("without dropout: a valley"), _("dropout, p = 0.5: a bowl")]
    for ax, p, title, places in zip(axes, (0.0, FAIR), titles, LEVELS_NAMED_AT, strict=True):
        error = copies_error(w1, w2, p)
        levels = [0.5, 2, 4, 8, 13, 20, 32]
        ax.contourf(w1, w2, error, [0, *levels, 200], colors=_blues(len(levels) + 1))
        ax.contour(w1, w2, error, [2], colors=style.GRAY, linewidths=0.7)
        # matplotlib 3.10 cannot name some levels of several at places that are given.
        lines = ax.contour(w1, w2, error, [8, 20], colors=style.GRAY, linewidths=0.7)
        ax.clabel(lines, fontsize=9, fmt="%g", colors=style.BLACK, manual=places)
        ax.plot(*LEANING, "o", color=style.VERMILION, markersize=10, zorder=4)
        ax.annotate("(3, −2)", LEANING, (-52, -16), textcoords="offset points", fontsize=11)
        ax.set_title(title, fontsize=12)
        ax.set(xlabel="$w_1$", aspect="equal", xlim=(-3.5, 4), ylim=(-3.5, 4))
        ax.tick_params(labelsize=_DIGITS)
    axes[0].set_ylabel("$w_2$")
    axes[0].plot(axis, 1 - axis, "--", color=style.BLACK, linewidth=1.6)
    axes[0].annotate(
        _("error 0 all along"),
        (-1.5, 2.5),
        (10, 8),
        textcoords="offset points",
        fontsize=11,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 2, "alpha": 0.85},
    )
    path = copies_descent(LEANING, FAIR)
    axes[1].plot(*path.T, "-", color=style.VERMILION, linewidth=2, zorder=3)
    axes[1].plot(*path[-1], "*", color=style.BLACK, markersize=15, zorder=5)
    axes[1].annotate("(1/3, 1/3)", path[-1], (10, 8), textcoords="offset points", fontsize=11)
    alternative = _(
        "Two maps of the mean squared error over the weights w1 and w2. Left, without dropout: a "
        "straight valley along w1 + w2 = 1 where the error is 0 everywhere, also at (3, −2). "
        "Right, with p = 0.5: a bowl; the way down leads from (3, −2), error {start:g}, to one "
        "lowest point at ({end:.2f}, {end:.2f}), error {error:.2f}."
    ).format(
        start=copies_error(LEANING[0], LEANING[1], FAIR),
        end=path[-1, 0],
        error=copies_error(path[-1, 0], path[-1, 1], FAIR),
    )
    return Picture(figure, alternative)


def copies_error(w1: Array | float, w2: Array | float, p: float) -> Array | float:
    """Mean squared error, over all masks, of two copies that should add up to 1.

    Parameters
    ----------
    w1, w2 : float or array
        The weights of two hidden neurons whose activation is always 1.
    p : float
        The probability that each is dropped; kept ones are divided by 1 − p.

    Returns
    -------
    float or array
        (w₁ + w₂ − 1)² + p/(1 − p)·(w₁² + w₂²), the squared bias plus the variance.
    """
    return (w1 + w2 - 1) ** 2 + p / (1 - p) * (w1**2 + w2**2)


def copies_descent(start: Array, p: float) -> Array:
    """Follow the gradient of `copies_error` downhill.

    Parameters
    ----------
    start : array of shape (2,)
        The first weights.
    p : float
        The probability that each neuron is dropped.

    Returns
    -------
    array of shape (steps + 1, 2)
        The weights, row 0 the start.
    """
    path = [start]
    for _step in range(DESCENT_STEPS):
        w = path[-1]
        path.append(w - DESCENT_RATE * 2 * (w.sum() - 1 + p / (1 - p) * w))
    return np.array(path)


def _blues(n: int) -> list[Point | tuple[float, float, float]]:
    """Return n shades from white to blue."""
    white, blue = np.ones(3), np.array([0x56, 0xB4, 0xE9]) / 255
    return [tuple(white + (blue - white) * k / (n - 1)) for k in range(n)]
