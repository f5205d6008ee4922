"""Still pictures of chapter 04: stochastic gradient descent."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.patches import Rectangle

from neurona.language import _
from neurona.panels import mangoes
from neurona.plots import style
from neurona.plots.picture import Picture, in_course_style

Array = npt.NDArray[np.float64]

EXAMPLES, SIZE = 10, 3
SHUFFLE_SEED = 4
NEEDLES_SEED = 4
NEEDLES = 16
SIZES = (1, 10, 100)
WIDE, HIGH = (-0.05, 0.165), (-0.06, 0.07)

_FILLS = (style.SKY, style.PALE)


@in_course_style
def cut() -> Picture:
    """Draw two epochs of ten examples, shuffled and cut into mini-batches of three.

    Returns
    -------
    Picture
        A row for each epoch, with a gap after each mini-batch.
    """
    rng = np.random.default_rng(SHUFFLE_SEED)
    orders = [rng.permutation(EXAMPLES) for _epoch in range(2)]
    figure = style.new_figure(8.2, 2.5)
    axes = figure.subplots()
    for row, order in enumerate(orders):
        axes.text(-0.4, row, _("epoch {n}").format(n=row + 1), size=12, ha="right", va="center")
        for place, example in enumerate(order):
            batch = place // SIZE
            left = place + 0.6 * batch
            axes.add_patch(
                Rectangle(
                    (left, row - 0.32), 0.92, 0.64, fc=_FILLS[batch % 2], ec=style.BLACK, lw=0.8
                )
            )
            axes.text(left + 0.46, row, str(example), size=12, ha="center", va="center")
    count = -(-EXAMPLES // SIZE)
    for batch in range(count):
        first, last = batch * SIZE, min((batch + 1) * SIZE, EXAMPLES)
        middle = (first + last) / 2 + 0.6 * batch
        words = _("mini-batch {n}").format(n=batch + 1)
        axes.text(middle, -0.55, words, size=11, ha="center", va="bottom")
    axes.set(xlim=(-2.2, EXAMPLES + 0.6 * count + 0.3), ylim=(1.5, -1.0), aspect="equal")
    axes.set_axis_off()
    told = [
        "; ".join(", ".join(map(str, order[i : i + SIZE])) for i in range(0, EXAMPLES, SIZE))
        for order in orders
    ]
    return Picture(
        figure,
        _(
            "Ten numbered examples in two rows, an epoch each, with a gap after every third. In "
            "epoch 1 the mini-batches are {first}. In epoch 2, after another shuffle, they are "
            "{second}. The last mini-batch has only one example."
        ).format(first=told[0], second=told[1]),
    )


def needles_of(m: int) -> Array:
    """Return where some mini-batches of a size point at the start, downhill, shape (16, 2).

    Parameters
    ----------
    m : int
        Mangoes in a mini-batch.
    """
    X, y = mangoes.mangoes()
    rng = np.random.default_rng([NEEDLES_SEED, m])
    draws = [rng.choice(len(y), m, replace=False) for _draw in range(NEEDLES)]
    return -np.array([mangoes.gradient(X[draw], y[draw], mangoes.START) for draw in draws])


@in_course_style
def needles() -> Picture:
    """Draw where mini-batches of three sizes point, and where all examples do.

    Returns
    -------
    Picture
        Three fans of thin needles, each with the same thick one.
    """
    full = -mangoes.gradient(*mangoes.mangoes(), mangoes.START)
    figure = style.new_figure(8.6, 2.5)
    words = _("thick: all 200 mangoes; thin: one mini-batch each")
    figure.supxlabel(words, fontsize=11)
    told = []
    for axes, m in zip(figure.subplots(1, 3, sharey=True), SIZES, strict=True):
        tips = needles_of(m)
        for tip in tips:
            axes.plot([0, tip[0]], [0, tip[1]], color=style.VERMILION, lw=1.0, zorder=2)
            axes.plot(*tip, "o", color=style.VERMILION, ms=4, mew=0, zorder=3)
        axes.plot([0, full[0]], [0, full[1]], color=style.BLUE, lw=3.5, zorder=4)
        axes.plot(*full, "s", color=style.BLUE, ms=9, mec="white", zorder=5)
        axes.plot(0, 0, "o", color=style.BLACK, ms=5, zorder=6)
        axes.set(xlim=WIDE, ylim=HIGH, aspect="equal", xticks=[], yticks=[])
        axes.set_title(_("m = {m}").format(m=m), fontsize=12)
        uphill = int(np.sum(tips @ full < 0))
        told.append(
            _("m = {m}: {uphill} of {needles} point away from it").format(
                m=m, uphill=uphill, needles=NEEDLES
            )
        )
    return Picture(
        figure,
        _(
            "Three fans of thin needles, one for each mini-batch, around the same thick needle of "
            "all 200 mangoes, which points to the right. {told}. The larger m, the narrower the "
            "fan."
        ).format(told="; ".join(told)),
    )
