"""Pictures of chapter 10: three dialects, a numbered model, one number with three meanings."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from neurona.language import _
from neurona.plots import style
from neurona.plots.picture import Picture, in_course_style

Array = npt.NDArray[np.float64]

MONO = "DejaVu Sans Mono"
SIZES = (3, 5, 2)
WEIGHTS = np.array([3.0, -4.0])
NUMBER = 0.1
EXAMPLES = 50
CALLS, MODES_SEED, MODES_P = 60, 3, 0.5
HIDDEN = 6


@in_course_style
def dialects() -> Picture:
    """Draw a table of what the parts of a network are called.

    Returns
    -------
    Picture
        A row for each part; columns for this course, PyTorch and Keras.
    """
    n_in, n_out = SIZES[:2]
    rows = [
        (_("a layer"), "A @ W.T + b", f"nn.Linear({n_in}, {n_out})", f"Dense({n_out})"),
        (_("its weights"), f"W ({n_out}, {n_in})", f"weight ({n_out}, {n_in})", "kernel ?"),
        (_("activation"), "sigmoid(Z)", "nn.Sigmoid()", 'activation="sigmoid"'),
        ("dropout", "mask * A / (1 - p)", "nn.Dropout(p)", "Dropout(rate)"),
        (_("L2 penalty"), "λ", "weight_decay", "kernel_regularizer"),
        (_("training?"), "training=True", "model.train()", "training=True"),
    ]
    heads = (_("this course"), "PyTorch", "Keras")
    lefts = (0.0, 0.19, 0.45, 0.71)
    figure = style.new_figure(9.2, 3.5)
    ax = figure.subplots()
    style.bare(ax)
    ax.set(xlim=(-0.01, 1.0), ylim=(len(rows) + 0.1, -0.7))
    for left, head in zip(lefts[1:], heads, strict=True):
        ax.text(left, -0.35, head, weight="bold", fontsize=12, va="center")
    for y, (name, *cells) in enumerate(rows):
        ax.axhline(y - 0.02, color=style.PALE, linewidth=1)
        ax.text(lefts[0], y + 0.45, name, fontsize=11.5, va="center")
        for left, cell in zip(lefts[1:], cells, strict=True):
            ax.text(left, y + 0.45, cell, fontsize=10.5, family=MONO, va="center")
    told = "; ".join(f"{name}: {', '.join(cells)}" for name, *cells in rows)
    alternative = _(
        "A table of what the parts of a network are called in this course, in PyTorch and in "
        "Keras. {rows}. The shape of Keras's kernel is left open."
    ).format(rows=told)
    return Picture(figure, alternative)


@in_course_style
def numbered() -> Picture:
    """Draw ``nn.Sequential`` as a row of numbered boxes.

    Returns
    -------
    Picture
        Boxes 0 to 3; Linear ones hold a weight and a bias, Sigmoid ones nothing.
    """
    n_in, hidden, n_out = SIZES
    figure = style.new_figure(9.0, 2.5)
    ax = figure.subplots()
    style.bare(ax)
    ax.set(xlim=(-0.62, 3.62), ylim=(-0.05, 1.5))
    layers = [
        (f"Linear({n_in}, {hidden})", [f"weight ({hidden}, {n_in})", f"bias ({hidden},)"]),
        ("Sigmoid()", []),
        (f"Linear({hidden}, {n_out})", [f"weight ({n_out}, {hidden})", f"bias ({n_out},)"]),
        ("Sigmoid()", []),
    ]
    for i, (name, holds) in enumerate(layers):
        box = FancyBboxPatch((i - 0.43, 0.1), 0.86, 0.95, boxstyle="round,pad=0.02")
        box.set(facecolor=style.SKY if holds else "white", edgecolor=style.GRAY)
        ax.add_patch(box)
        ax.text(i, 1.24, str(i), ha="center", va="center", fontsize=14, weight="bold")
        ax.text(i, 0.86, name, ha="center", va="center", fontsize=11, family=MONO)
        words = holds or [_("nothing to learn")]
        for row, word in enumerate(words):
            family = MONO if holds else "DejaVu Sans"
            ax.text(
                i, 0.55 - 0.27 * row, word, ha="center", va="center", fontsize=10.5, family=family
            )
        if i:
            _arrow(ax, (i - 0.55, 0.58), (i - 0.46, 0.58))
    alternative = _(
        "Four boxes in a row, numbered from 0. Boxes 0 and 2 are Linear layers, each with a "
        "weight and a bias: {first}; {second}. Boxes 1 and 3 are Sigmoid: nothing to learn."
    ).format(first=", ".join(layers[0][1]), second=", ".join(layers[2][1]))
    return Picture(figure, alternative)


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": style.GRAY})


def penalties() -> dict[str, float]:
    """Return what each library adds to the cost for the weights 3 and −4 and the number 0.1.

    Returns
    -------
    dict of str to float
        By how the number is written. PyTorch adds nothing to the cost but 0.1·w to the
        gradient, so its share is that of ½·0.1·Σw², whose gradient that is.
    """
    squares, sizes = float(np.sum(WEIGHTS**2)), float(np.sum(np.abs(WEIGHTS)))
    return {
        f"λ = {NUMBER}, L2, n = {EXAMPLES}": NUMBER / (2 * EXAMPLES) * squares,
        f"weight_decay={NUMBER}": NUMBER / 2 * squares,
        f"L2({NUMBER})": NUMBER * squares,
        f"λ = {NUMBER}, L1, n = {EXAMPLES}": NUMBER / EXAMPLES * sizes,
        f"L1({NUMBER})": NUMBER * sizes,
    }


@in_course_style
def one_number() -> Picture:
    """Draw how much one number adds to the cost, by who reads it.

    Returns
    -------
    Picture
        A bar for each of `penalties`.
    """
    found = penalties()
    owners = (_("this course"), "PyTorch", "Keras", _("this course"), "Keras")
    colors = (style.GRAY, style.ORANGE, style.BLUE, style.GRAY, style.BLUE)
    places = (0, 1, 2, 3.6, 4.6)
    figure = style.new_figure(8.8, 3.3)
    ax = figure.subplots()
    for place, color, owner, (name, value) in zip(
        places, colors, owners, found.items(), strict=True
    ):
        ax.barh(place, value, 0.7, color=color)
        ax.text(value + 0.03, place, f"{value:g}", va="center", fontsize=11)
        ax.text(-0.03, place, f"{owner}:  {name}", va="center", ha="right", fontsize=10.5)
    ax.set(xlim=(0, 2.8), ylim=(5.2, -0.6), yticks=[])
    ax.set_xlabel(_("added to the cost by the weights 3 and −4"), fontsize=11)
    ax.tick_params(labelsize=10)
    ax.spines["left"].set_visible(False)
    rows = [
        f"{owner}, {name}: {value:g}"
        for owner, (name, value) in zip(owners, found.items(), strict=True)
    ]
    alternative = _("Bars for what the same number adds to the cost. {rows}.").format(
        rows="; ".join(rows)
    )
    return Picture(figure, alternative)


def modes() -> tuple[Array, float]:
    """Ask one small network about one example, in training mode again and again, and once in use.

    Returns
    -------
    training : array of shape (60,)
        What it says in training mode, with fresh masks in every call.
    used : float
        What it says once dropout is switched off.
    """
    rng = np.random.default_rng(MODES_SEED)
    hidden = rng.uniform(0.2, 1.0, HIDDEN)
    v = rng.normal(0.0, 0.6, HIDDEN)
    masks = rng.random((CALLS, HIDDEN)) >= MODES_P
    training = 1 / (1 + np.exp(-(masks / (1 - MODES_P)) @ (hidden * v)))
    return training, float(1 / (1 + np.exp(-hidden @ v)))


@in_course_style
def two_modes() -> Picture:
    """Draw what a network answers, call by call, in both of its modes.

    Returns
    -------
    Picture
        Left training mode, the answers scattered; right evaluation mode, all alike.
    """
    training, used = modes()
    figure = style.new_figure(8.6, 2.9)
    calls = np.arange(1, CALLS + 1)
    titles = ("model.train()", "model.eval()")
    values = (training, np.full(CALLS, used))
    for ax, title, said in zip(figure.subplots(1, 2, sharey=True), titles, values, strict=True):
        ax.plot(calls, said, "o", color=style.BLUE, markersize=4.5)
        ax.set(ylim=(0, 1), xlim=(0, CALLS + 1))
        ax.set_title(title, family=MONO, fontsize=11.5)
        ax.set_xlabel(_("call, always with the same input"), fontsize=11)
        ax.grid(axis="y", color=style.PALE)
        ax.tick_params(labelsize=10)
    figure.axes[0].set_ylabel(_("answer"), fontsize=11)
    alternative = _(
        "Two plots of what one network answers to {calls} calls with the same input. Under "
        "model.train() the answers scatter from {low:.2f} to {high:.2f}. Under model.eval() all "
        "are {used:.2f}."
    ).format(calls=CALLS, low=training.min(), high=training.max(), used=used)
    return Picture(figure, alternative)
