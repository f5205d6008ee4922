"""Still pictures of chapter 09: hyperparameters, and how to choose them."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.patches import Rectangle

from neurona.language import _
from neurona.panels.searches import GRID, random_points
from neurona.panels.trials import LAMBDAS, P_VALUES, Point
from neurona.plots import style
from neurona.plots.picture import Picture, in_course_style

EXAMPLES, SIZES = 20, (12, 4, 4)
SHUFFLE_SEED = 9
DRAWS = 40
RULER_SEED = 9
POINTS_SEED = 4
MEAN, STD, BEST = 0.79, 0.04, 0.80
DOT: dict[str, Any] = {"linestyle": "none", "marker": "o", "color": style.BLUE, "markersize": 6}
_FILLS = (style.SKY, style.ORANGE, style.PALE)


@in_course_style
def piles() -> Picture:
    """Draw twenty shuffled examples, cut into three piles.

    Returns
    -------
    Picture
        One row of numbered cards, with the pile's name and use below.
    """
    order = np.random.default_rng(SHUFFLE_SEED).permutation(EXAMPLES)
    names = (
        (_("training"), _("fits the weights")),
        (_("validation"), _("chooses p, λ, …")),
        (_("test"), _("judges, once")),
    )
    figure = style.new_figure(8.6, 1.7)
    axes = figure.subplots()
    first, told = 0, []
    for pile, (size, (name, use)) in enumerate(zip(SIZES, names, strict=True)):
        left = first + 0.9 * pile
        for place, example in enumerate(order[first : first + size]):
            corner = (left + place, 0)
            card = Rectangle(corner, 0.92, 0.92, fc=_FILLS[pile], ec=style.BLACK, lw=0.8)
            axes.add_patch(card)
            middle = (corner[0] + 0.46, 0.46)
            axes.text(*middle, str(example), size=11, ha="center", va="center")
        axes.text(left + size / 2, 1.15, name, size=12, ha="center", weight="bold")
        axes.text(left + size / 2, -0.25, use, size=11, ha="center", va="top")
        told.append(", ".join(map(str, order[first : first + size])))
        first += size
    axes.set(xlim=(-0.3, EXAMPLES + 2.1), ylim=(-1.1, 1.9), aspect="equal")
    axes.set_axis_off()
    return Picture(
        figure,
        _(
            "Twenty numbered examples, shuffled and cut into three piles. Training, which fits the "
            "weights: {train}. Validation, which chooses p and λ: {validation}. Test, which "
            "judges, once: {test}."
        ).format(train=told[0], validation=told[1], test=told[2]),
    )


@in_course_style
def shadows() -> Picture:
    """Draw sixteen points of a grid and sixteen random ones, with their shadows on both axes.

    Returns
    -------
    Picture
        Two maps; a shadow is one value that was tried.
    """
    grid = [Point(p, lam) for p in GRID["p"] for lam in GRID["lam"]]
    figure = style.new_figure(8.0, 3.6)
    titles = (_("grid: 16 trials"), _("random: 16 trials"))
    for axes, title, points in zip(
        figure.subplots(1, 2, sharey=True), titles, (grid, random_points(POINTS_SEED)), strict=True
    ):
        p, lam = np.array(points).T
        axes.plot(p, lam, **DOT)
        shadow = {"linestyle": "none", "color": style.VERMILION, "markersize": 12, "mew": 1.6}
        axes.plot(p, np.full(len(p), 0.0055), marker="|", **shadow)
        axes.plot(np.full(len(p), -0.07), lam, marker="_", **shadow)
        axes.set(yscale="log", xlim=(-0.1, 0.95), ylim=(0.0042, 15), xlabel="p")
        axes.set_xticks(P_VALUES[::3])
        axes.set_yticks(LAMBDAS[::3], [f"{value:g}" for value in LAMBDAS[::3]])
        axes.minorticks_off()
        axes.tick_params(labelsize=10)
        axes.set_title(title, fontsize=12)
    figure.axes[0].set_ylabel("λ", rotation=0)
    figure.supxlabel(_("short lines: each value of p, and of λ, that was tried"), fontsize=11)
    return Picture(
        figure,
        _(
            "Two maps of 16 trials each. The grid's dots stand in rows and columns and throw only "
            "4 shadows on each axis. The random dots throw 16 shadows on each axis."
        ),
    )


def ruler_draws() -> tuple[np.ndarray, np.ndarray]:
    """Return λs drawn evenly, and by their logarithms, forty of each."""
    rng = np.random.default_rng(RULER_SEED)
    low, high = LAMBDAS[0], LAMBDAS[-1]
    evenly = rng.uniform(low, high, DRAWS)
    return evenly, np.exp(rng.uniform(np.log(low), np.log(high), DRAWS))


@in_course_style
def rulers() -> Picture:
    """Draw where λs fall that are drawn evenly, and by their logarithms.

    Returns
    -------
    Picture
        Two rows of dots on the same log axis, with the number of dots in each factor of ten.
    """
    figure = style.new_figure(8.0, 2.3)
    axes = figure.subplots()
    told = []
    names = (_("drawn evenly"), _("drawn by the logarithm"))
    for row, (_name, draws) in enumerate(zip(names, ruler_draws(), strict=True)):
        axes.plot(draws, np.full(DRAWS, row), "|", color=style.BLUE, ms=22, mew=1.6)
        counts = np.histogram(draws, LAMBDAS[::3])[0]
        for low, count in zip(LAMBDAS[::3], counts, strict=False):
            axes.text(low * 10**0.5, row - 0.3, str(count), size=12, ha="center")
        told.append(", ".join(map(str, counts)))
    for lam in LAMBDAS[::3]:
        axes.axvline(lam, color=style.GRAY, lw=0.8, zorder=0)
    axes.set(xscale="log", xlim=(0.009, 11), ylim=(1.4, -0.6), xlabel="λ")
    axes.set_xticks(LAMBDAS[::3], [f"{lam:g}" for lam in LAMBDAS[::3]])
    axes.set_yticks([0, 1], names)
    axes.tick_params(labelsize=10)
    axes.tick_params(axis="y", length=0, labelsize=11)
    axes.minorticks_off()
    return Picture(
        figure,
        _(
            "Forty λs between 0.01 and 10 on a log axis. How many fall between 0.01 and 0.1, "
            "between 0.1 and 1, and between 1 and 10? Drawn evenly: {even}. Drawn by the "
            "logarithm: {log}."
        ).format(even=told[0], log=told[1]),
    )


@in_course_style
def promise() -> Picture:
    """Draw a belief about one place as a bell, with the part above the best so far filled.

    Returns
    -------
    Picture
        A bell curve over scores.
    """
    scores = np.linspace(MEAN - 3.3 * STD, MEAN + 3.3 * STD, 400)
    bell = np.exp(-(((scores - MEAN) / STD) ** 2) / 2)
    figure = style.new_figure(7.2, 2.6)
    axes = figure.subplots()
    axes.plot(scores, bell, color=style.BLUE, lw=2.4)
    axes.fill_between(scores, bell, where=scores >= BEST, color=style.ORANGE, alpha=0.6)
    axes.axvline(BEST, color=style.BLACK, lw=1.4, ls=(0, (4, 2)))
    axes.axvline(MEAN, ymax=0.86, color=style.BLUE, lw=1.2)
    axes.text(MEAN - 0.003, 1.06, "μ", ha="right", size=12, color=style.BLUE)
    axes.text(BEST + 0.003, 1.06, _("best so far"), size=11)
    axes.annotate(
        "s",
        (MEAN - STD, np.exp(-0.5)),
        (MEAN - 0.5 * STD, np.exp(-0.5) + 0.02),
        size=12,
        ha="center",
    )
    arrow = {"arrowstyle": "<->", "color": style.BLACK}
    axes.annotate("", (MEAN - STD, np.exp(-0.5)), (MEAN, np.exp(-0.5)), arrowprops=arrow)
    axes.text(BEST + 0.055, 0.5, _("better than the best:\nonly this is a gain"), size=11)
    axes.set(ylim=(0, 1.25), yticks=[], xlabel=_("what the next network may score"))
    axes.set_xticks([0.7, 0.8, 0.9], ["70%", "80%", "90%"])
    axes.tick_params(labelsize=10)
    return Picture(
        figure,
        _(
            "A bell curve of what a network may score, around its mean μ at 79%, with standard "
            "deviation s. A dashed line at 80% marks the best so far. The part of the bell right "
            "of it is filled: only there something is gained."
        ),
    )
