"""Two learning curves, training and validation, with their names at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from neurona.language import _
from neurona.panels.keys import ROW, explain
from neurona.panels.picture import Picture
from neurona.plots import style

LOWEST, HIGHEST = 0.3, 1.06  # an accuracy; guessing between two classes gives 0.5
NAME_WIDTH = 0.7  # of the axes: names at the curves' ends do not stick out on the left
NAME_GAP = 0.012
VALIDATION = "#00704F"  # the course's green, darker: thin letters need more contrast than areas
REFERENCE: dict[str, Any] = {"color": style.GRAY, "linewidth": 1.0, "linestyle": (0, (3, 2))}
LETTER = (7.4, 15)  # CSS pixels, at most, at the names' size
BLOCK = 10  # epochs that one point of a curve is the mean of: single epochs are too restless

Array = npt.NDArray[np.float64]


def blocks(values: Sequence[float]) -> tuple[Array, Array]:
    """Take means over blocks of `BLOCK` epochs.

    Parameters
    ----------
    values : sequence of float
        One for each epoch, from epoch 0, which stays alone. The last block may be short.

    Returns
    -------
    epochs, means : arrays of shape (k,)
        The last epoch of each block, and its mean.
    """
    starts = np.concatenate([[0], np.arange(1, len(values), BLOCK)])
    ends = np.append(starts[1:], len(values))
    return ends - 1.0, np.add.reduceat(values, starts) / (ends - starts)


def latest(values: Sequence[float]) -> float:
    """Return the mean of the last block, which is where a curve ends."""
    return float(blocks(values)[1][-1])


class Curves:
    """Accuracy on training and validation examples, epoch by epoch.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    axes : Axes
        Axes of that picture.
    epochs : int
        The last epoch, at the right end.
    """

    def __init__(self, picture: Picture, axes: Axes, epochs: int) -> None:
        self._picture = picture
        axes.set(xlim=(0, epochs), ylim=(LOWEST, HIGHEST))
        axes.set_xticks([0, epochs // 2, epochs])
        axes.set_yticks([0.5, 0.75, 1.0], ["50%", "75%", "100%"])
        axes.set_xlabel(_("epochs"), labelpad=1)
        axes.grid(axis="y", color=style.PALE, linewidth=0.8)
        axes.set_axisbelow(True)
        self._epochs = epochs
        moving = picture.moving
        look: dict[str, Any] = {"clip_on": False, "zorder": 3}
        self._reference = moving(axes.plot([], [], zorder=2, **REFERENCE)[0])
        self._training = moving(axes.plot([], [], color=style.BLACK, linewidth=1.5, **look)[0])
        self._validation = moving(axes.plot([], [], color=VALIDATION, linewidth=2.4, **look)[0])
        _left, _bottom, width, height = axes.get_position().bounds
        self._letter = (
            LETTER[0] / (width * picture.width) * epochs,
            LETTER[1] / (height * picture.height) * (HIGHEST - LOWEST),
        )
        self._names = [
            moving(
                axes.text(
                    0, 0, "", color=color, fontsize=style.NORMAL, ha="right", va="bottom", zorder=4
                )
            )
            for color in (style.BLACK, VALIDATION)
        ]

    def make_key(self, left: float, top: float, reference: str) -> None:
        """Say at a place in the picture what the curves are made of, and what the thin one is."""
        words = _("each point: mean of {n} epochs").format(n=BLOCK)
        self._picture.text(left, top, words, fontsize=style.SMALL)
        explain(self._picture, left, top + ROW, reference, **REFERENCE)

    def show(
        self,
        training: Sequence[float],
        validation: Sequence[float],
        reference: Sequence[float] = (),
    ) -> None:
        """Draw both curves, one accuracy (a fraction) an epoch, from epoch 0.

        Parameters
        ----------
        training, validation : sequence of float
            Of equal length; nothing is drawn when they are empty.
        reference : sequence of float
            Another run's validation curve, drawn behind; none when empty.
        """
        if not len(training):
            for line, name in zip((self._training, self._validation), self._names, strict=True):
                line.set_data([], [])
                name.set_text("")
            self._reference.set_visible(False)
            return
        curves = [blocks(values) for values in (training, validation, reference) if len(values)]
        for line, curve in zip((self._training, self._validation), curves, strict=False):
            line.set_data(*curve)
        self._reference.set_visible(len(curves) > 2)
        if len(curves) > 2:
            self._reference.set_data(*curves[2])
        ends = [float(means[-1]) for _epochs, means in curves[:2]]
        texts = (_("training {share:.0%}"), _("validation {share:.0%}"))
        words = [text.format(share=end) for text, end in zip(texts, ends, strict=True)]
        x = max(len(training) - 1, NAME_WIDTH * self._epochs)
        # Both names keep clear of what lies between the ends of the longer one.
        left = x - max(map(len, words)) * self._letter[0]
        taken = [self._span(*curve, left, x) for curve in curves]
        upper = 0 if ends[0] >= ends[1] else 1
        for i in (upper, 1 - upper):
            bottom = self._free(ends[i], taken, above=i == upper)
            taken.append((bottom, bottom + self._letter[1]))
            self._names[i].set_position((x, bottom))
            self._names[i].set_text(words[i])

    @staticmethod
    def _span(epochs: Array, means: Array, left: float, right: float) -> tuple[float, float]:
        """Return the least and the greatest value of a curve between two epochs."""
        inside = means[(epochs >= left) & (epochs <= right)]
        if epochs[-1] < left:
            return np.nan, np.nan
        values = np.append(inside, np.interp([left, right], epochs, means))
        return float(values.min()), float(values.max())

    def _free(self, end: float, taken: Sequence[tuple[float, float]], above: bool) -> float:
        """Return the bottom of the place nearest to a curve's end where a name hides nothing."""
        height, gap = self._letter[1], NAME_GAP
        places = [end, *(low for low, _high in taken), *(high for _low, high in taken)]
        bottoms = [place + gap for place in places] + [place - gap - height for place in places]
        free = [
            bottom
            for bottom in bottoms
            if LOWEST <= bottom <= HIGHEST - height
            and not any(
                low < bottom + height + 0.9 * gap and bottom - 0.9 * gap < high
                for low, high in taken
            )
        ]
        middle = end + (height / 2 + gap) * (1 if above else -1)
        best: float = min(
            free, key=lambda bottom: abs(bottom + height / 2 - middle), default=LOWEST
        )
        return best
