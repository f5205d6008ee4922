"""Still pictures of chapter 07: L1 and L2."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from neurona import data
from neurona.language import _
from neurona.network import Network, Training, shuffled
from neurona.panels.hopping import shrink
from neurona.plots import style
from neurona.plots.mosaics import SIGNS, mosaic
from neurona.plots.picture import Picture, in_course_style

Array = npt.NDArray[np.float64]

THRESHOLD = 0.5  # the t of the picture of thresholds
EXAMPLES, EPOCHS, BATCH, RATE = 100, 500, 100, 1.0
LAM_L2, LAM_L1 = 1.0, 0.5
FRAME: dict[str, Any] = {"fill": False, "edgecolor": style.GRAY, "lw": 0.8, "clip_on": False}
STRONG = 2.0  # the size of a weight that has the full color
SEED = 0

_WORDS, _TICKS = 12, 11


def _plain_axes(axes: Axes, title: str, xlabel: str) -> None:
    axes.set_title(title, fontsize=_WORDS)
    axes.set_xlabel(xlabel, fontsize=_WORDS)
    axes.tick_params(labelsize=_TICKS)
    for line in (axes.axhline, axes.axvline):
        line(0, color=style.GRAY, lw=0.8, ls=":")


@in_course_style
def pulls() -> Picture:
    """Draw both penalties of one weight, and how hard they pull at it.

    Returns
    -------
    Picture
        λ/n is 1.
    """
    figure = style.new_figure(8.0, 3.0)
    left, right = figure.subplots(1, 2)
    w = np.linspace(-3, 3, 121)
    _plain_axes(left, _("the penalty, for λ/n = 1"), "w")
    _plain_axes(right, _("its slope: how hard it pulls toward 0"), "w")
    left.plot(w, np.abs(w), color=style.BLUE, lw=2.4)
    left.plot(w, w**2 / 2, color=style.VERMILION, lw=2.4, ls=(0, (5, 2)))
    for ends in ((-3.0, 0.0), (0.0, 3.0)):
        right.plot(ends, np.sign([sum(ends)] * 2), color=style.BLUE, lw=2.4)
    right.plot(0, 0, "o", color=style.BLUE, ms=6)
    right.plot(w, w, color=style.VERMILION, lw=2.4, ls=(0, (5, 2)))
    for axes, place_l1, place_l2 in (
        (left, (-2.95, 2.15), (-2.35, 3.8)),
        (right, (-2.9, -0.75), (-2.0, -2.6)),
    ):
        axes.text(*place_l1, "L1", color="#005A8C", fontsize=_WORDS, weight="bold")
        axes.text(*place_l2, "L2", color="#B34E00", fontsize=_WORDS, weight="bold")
        axes.set_xticks(range(-3, 4))
    return Picture(
        figure,
        _(
            "Left, the penalties of a weight from −3 to 3: L1 is a sharp V, L2 a bowl, flat at 0; "
            "beyond 2 on either side L2 is the higher one. Right, their slopes: that of L1 is −1 "
            "left of 0 and 1 right of it, however small the weight; that of L2 is a straight line "
            "through 0, so it hardly pulls at small weights and hard at large ones."
        ),
    )


@in_course_style
def thresholds() -> Picture:
    """Draw what the soft and the hard threshold and a plain L1 step make of a weight.

    Returns
    -------
    Picture
        Three graphs side by side, with t = 0.5.
    """
    figure = style.new_figure(8.4, 3.1)
    w = np.linspace(-1.6, 1.6, 641)
    hard = np.where(np.abs(w) > THRESHOLD, w, 0.0)
    graphs = (
        (_("soft threshold"), shrink(w, THRESHOLD)),
        (_("hard threshold"), hard),
        (_("plain L1 step"), w - THRESHOLD * np.sign(w)),
    )
    for axes, (title, after) in zip(figure.subplots(1, 3, sharey=True), graphs, strict=True):
        _plain_axes(axes, title, _("weight before"))
        axes.plot(w, w, color=style.GRAY, lw=1.0, ls=(0, (2, 2)))
        cuts = [0, *np.flatnonzero(np.abs(np.diff(after)) > 0.1) + 1, len(w)]
        for begin, end in pairwise(cuts):
            axes.plot(w[begin:end], after[begin:end], color=style.BLUE, lw=2.6)
        axes.set_xticks([-1, -THRESHOLD, 0, THRESHOLD, 1], ["−1", "−t", "0", "t", "1"])
        axes.set_yticks([-1, 0, 1], ["−1", "0", "1"])
    figure.axes[-1].plot(0, 0, "o", color=style.BLUE, ms=6)
    figure.axes[0].set_ylabel(_("weight after"), fontsize=_WORDS)
    return Picture(
        figure,
        _(
            "Three graphs of a weight after against the weight before, with t = 0.5. The soft "
            "threshold is 0 from −t to t and then runs parallel to the diagonal, t nearer to 0, "
            "without a jump. The hard threshold is 0 from −t to t and then jumps to the diagonal. "
            "The plain L1 step is 0 only at −t, 0 and t: just right of 0 it ends at −t, just "
            "left of it at t."
        ),
    )


def _trained(penalty: str) -> tuple[Array, float]:
    """Return the weights of ten neurons that read digits, and their share of new digits right."""
    digits = data.digits(EXAMPLES)
    parts = (digits.train, digits.validation)
    (X, Y), (X_new, Y_new) = ((digits.X[rows], digits.Y[rows]) for rows in parts)
    network = Network((64, 10), np.random.default_rng(SEED), cost="cross_entropy")
    rng = np.random.default_rng(SEED)
    if penalty == "l1":  # a step on the cost alone, then the soft threshold
        for _epoch in range(EPOCHS):
            for X_batch, Y_batch in shuffled(X, Y, BATCH, rng):
                network.learn(X_batch, Y_batch, rng, lr=RATE)
                network.weights[0] = shrink(network.weights[0], RATE * LAM_L1 / EXAMPLES)
    else:
        lam = LAM_L2 if penalty == "l2" else 0.0
        Training(network, X, Y, X_new, Y_new, rng, RATE, BATCH, 0.0, lam).step(EPOCHS)
    return network.weights[0], network.measure(X_new, Y_new)[1]


@lru_cache
def readers() -> dict[str, tuple[Array, float]]:
    """Return weights and accuracy on new digits, without a penalty, with L2 and with L1.

    Returns
    -------
    dict of str to (array of shape (10, 64), float)
        By ``"none"``, ``"l2"`` and ``"l1"``.
    """
    return {penalty: _trained(penalty) for penalty in ("none", "l2", "l1")}


@in_course_style
def digits() -> Picture:
    """Draw the weights of ten neurons that read digits: without a penalty, with L2, with L1.

    Returns
    -------
    Picture
        A row of ten framed squares each; dead weights gray.
    """
    figure = style.new_figure(8.4, 3.5)
    titles = {
        "none": _("no penalty"),
        "l2": _("L2, λ = {lam:g}").format(lam=LAM_L2),
        "l1": _("L1, λ = {lam:g}").format(lam=LAM_L1),
    }
    told = []
    for axes, (name, (weights, right)) in zip(
        figure.subplots(3, 1), readers().items(), strict=True
    ):
        style.bare(axes)
        colors = SIGNS((mosaic(weights, 10) / STRONG + 1) / 2)[..., :3]
        dead = mosaic((weights == 0).astype(float), 10) > 0
        colors[dead] = to_rgb("#D0D0D0")
        axes.imshow(colors, interpolation="nearest")
        for i in range(len(weights)):
            axes.add_patch(Rectangle((9 * i - 0.5, -0.5), 8, 8, **FRAME))
        share = float(np.mean(weights == 0))
        words = _("{name}: {right:.0%} of new digits right, {dead:.0%} of the weights dead").format(
            name=titles[name], right=right, dead=share
        )
        axes.set_title(words, fontsize=_WORDS)
        told.append(words)
    return Picture(
        figure,
        _(
            "Three rows of ten squares, one for each digit's neuron, with 8×8 weights each: blue "
            "positive, vermilion negative, gray dead. {told}. Without a penalty the squares are "
            "speckled up to their edges; with L2 they are paler; with L1 their edges are gray and "
            "only some weights inside are left."
        ).format(told="; ".join(told)),
    )
