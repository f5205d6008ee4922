"""Still pictures of chapter 06: learning faster, and knowing when to stop."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from neurona.language import _
from neurona.panels import scratched
from neurona.panels.curves import VALIDATION
from neurona.panels.memorizing import PATIENCE
from neurona.panels.saturation import sigmoid
from neurona.panels.stopping import BEST, STOP, best_and_stop
from neurona.plots import style
from neurona.plots.picture import Picture, in_course_style

SCORES = (0.50, 0.62, 0.70, 0.68, 0.70, 0.74, 0.73, 0.71, 0.74, 0.80)
FEW_EPOCHS = 3  # the patience of the picture
START = 4.0  # the weighted input at which the neurons of the panel start
DECAY, DROPPED, MANY = 0.5, 0.5, 1200


def _end(axes: Axes, x: float, y: float, words: str, color: str, **look: Any) -> None:
    axes.text(x, y, words, color=color, size=12, **look)


@in_course_style
def slopes() -> Picture:
    """Draw both costs of a neuron that should say 0, and the errors that it hears.

    Returns
    -------
    Picture
        Left the costs against its output, right the errors against its weighted input.
    """
    figure = style.new_figure(8.4, 3.0)
    left, right = figure.subplots(1, 2)
    a = np.linspace(0, 0.995, 200)
    left.plot(a, a**2 / 2, color=style.VERMILION)
    left.plot(a, -np.log(1 - a), color=style.BLUE, linestyle="--")
    left.set(xlim=(0, 1), ylim=(0, 4.2), xticks=[0, 0.5, 1])
    left.set_xlabel(_("output a (wanted: 0)"), fontsize=12)
    left.set_title(_("what it costs"), fontsize=12, weight="bold")
    _end(left, 0.62, 0.42, _("quadratic"), style.VERMILION)
    _end(left, 0.88, 2.3, _("cross-entropy"), style.BLUE, ha="right")
    z = np.linspace(-6, 6, 200)
    out = sigmoid(z)
    right.plot(z, out**2 * (1 - out), color=style.VERMILION)
    right.plot(z, out, color=style.BLUE, linestyle="--")
    right.plot([START] * 2, [0, 1], color=style.GRAY, lw=1, ls=":", zorder=4)
    right.set(xlim=(-6, 6), ylim=(0, 1.08), xticks=[-4, 0, 4])
    right.set_xlabel(_("weighted input z"), fontsize=12)
    right.set_title(_("the error δ that it hears"), fontsize=12, weight="bold")
    clear = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    _end(right, 6, 0.18, _("quadratic"), style.VERMILION, ha="right", bbox=clear)
    _end(right, 0.0, 0.66, _("cross-entropy"), style.BLUE, ha="right")
    _end(right, START + 0.15, 0.5, _("the panel's\nstart"), style.GRAY, va="center")
    for axes in (left, right):
        axes.tick_params(labelsize=11)
    here = float(sigmoid(START))
    return Picture(
        figure,
        _(
            "Left, the cost of a neuron that should say 0, against its output: the quadratic cost "
            "rises to a half at most, the cross-entropy without end. Right, its error against its "
            "weighted input: under cross-entropy it grows to 1 and stays there; under quadratic "
            "cost it is a low hump, and only {delta:.3f} at z = {z:g}, where the output is {a:.2f}."
        ).format(z=START, a=here, delta=here**2 * (1 - here)),
    )


@in_course_style
def patience() -> Picture:
    """Draw the scores of ten epochs, the best one, and where a patience of three ends.

    Returns
    -------
    Picture
        Every dot carries its score; later ones than the stop are hollow.
    """
    best, stop = best_and_stop(SCORES, FEW_EPOCHS)
    figure = style.new_figure(8.2, 2.8)
    axes = figure.subplots()
    later = range(stop, len(SCORES))
    axes.plot(later, SCORES[stop:], "o:", color=VALIDATION, ms=7, mfc="white")
    axes.plot([stop] * 2, [0.4, SCORES[stop]], **STOP)
    axes.plot(range(stop + 1), SCORES[: stop + 1], "o-", color=VALIDATION, ms=7)
    axes.plot(best, SCORES[best], **{**BEST, "markersize": 11})
    for epoch, score in enumerate(SCORES):
        axes.annotate(
            f"{score:.2f}", (epoch, score), (0, 9), textcoords="offset points", size=11, ha="center"
        )
    axes.text(best, 0.62, _("best"), color=style.VERMILION, size=12, ha="center")
    axes.text(stop + 0.1, 0.47, _("stop"), color=style.VERMILION, size=12)
    axes.set(xlim=(-0.4, len(SCORES) - 0.4), ylim=(0.4, 0.9), xticks=range(len(SCORES)))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.tick_params(labelsize=11)
    axes.set_xlabel(_("epoch (patience: {n})").format(n=FEW_EPOCHS), fontsize=12)
    told = ", ".join(f"{score:.2f}" for score in SCORES)
    return Picture(
        figure,
        _(
            "The validation scores of epochs 0 to {last}: {told}. With patience {n} the best is "
            "epoch {best}, and training stops at epoch {stop}; what comes after is hollow, because "
            "nobody sees it."
        ).format(last=len(SCORES) - 1, told=told, n=FEW_EPOCHS, best=best, stop=stop),
    )


@lru_cache(maxsize=1)
def ends() -> dict[str, tuple[float, float]]:
    """Train the opening's network in several ways.

    Returns
    -------
    dict of str to (float, float)
        Accuracy in training and in validation, each where that training ends.
    """
    found = {}
    for name, n, p, lam in (
        ("plain", scratched.N_TRAIN, 0.0, 0.0),
        ("decay", scratched.N_TRAIN, 0.0, DECAY),
        ("dropout", scratched.N_TRAIN, DROPPED, 0.0),
        ("data", MANY, 0.0, 0.0),
    ):
        training = scratched.untrained(0, n, "cross_entropy", p, lam)
        training.step(scratched.EPOCHS)
        found[name] = (training.accuracy[-1], training.accuracy_new[-1])
        if name == "plain":
            best, _stop = best_and_stop(training.accuracy_new, PATIENCE)
            found["stopped"] = (training.accuracy[best], training.accuracy_new[best])
    return found


@in_course_style
def gap() -> Picture:
    """Draw how far training and validation end apart, for each way to train.

    Returns
    -------
    Picture
        A row for each, with a hollow square for training and a green dot for validation.
    """
    names = {
        "plain": _("nothing against it"),
        "stopped": _("stopped early"),
        "decay": _("λ = {lam:g}").format(lam=DECAY),
        "dropout": _("p = {p:g}").format(p=DROPPED),
        "data": _("n = {n:,}").format(n=MANY),
    }
    figure = style.new_figure(8.2, 2.9)
    axes = figure.subplots()
    told = []
    for row, (name, words) in enumerate(names.items()):
        training, validation = ends()[name]
        axes.plot([training, validation], [row, row], color=style.GRAY, lw=3, zorder=1)
        axes.plot(training, row, "s", color=style.BLACK, mfc="white", mew=2, ms=16, zorder=2)
        axes.plot(validation, row, "o", color=VALIDATION, ms=9, zorder=3)
        higher, lower = max(training, validation), min(training, validation)
        axes.text(higher + 0.012, row, f"{higher:.0%}", size=11, va="center")
        axes.text(lower - 0.012, row, f"{lower:.0%}", size=11, va="center", ha="right")
        told.append(f"{words}: {training:.0%}, {validation:.0%}")
    axes.set_yticks(range(len(names)), names.values(), fontsize=12)
    axes.set(xlim=(0.68, 1.06), ylim=(len(names) - 0.5, -0.9), xticks=[])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(length=0)
    axes.text(0.99, -0.6, _("□ training"), size=12, ha="center", va="center")
    axes.text(0.765, -0.6, _("● validation"), size=12, ha="center", va="center", color=VALIDATION)
    return Picture(
        figure,
        _(
            "Accuracy in training and in validation where each training ends, joined by a bar. "
            "{told}. The gap is widest where nothing is done against it."
        ).format(told="; ".join(told)),
    )
