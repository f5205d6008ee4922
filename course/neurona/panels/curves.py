"""Two learning curves, training and validation, with their names at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from neurona.language import _
from neurona.panels.keys import explain
from neurona.panels.picture import Picture
from neurona.plots import style

LOWEST, HIGHEST = 0.38, 1.01  # an accuracy; guessing between two classes gives 0.5
NAME_WIDTH = 0.7  # of the axes: names at the curves' ends do not stick out on the left
NAME_GAP = 0.02
REFERENCE: dict[str, Any] = {"color": style.GREEN, "linewidth": 1.0, "linestyle": (0, (3, 2))}
LETTER = (6.6, 13)  # CSS pixels, about, at the names' size
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
        axes.set_yticks([0.5, 0.75, 1.0], ["50 %", "75 %", "100 %"])
        axes.set_xlabel(_("epochs"), labelpad=1)
        axes.grid(axis="y", color=style.PALE, linewidth=0.8)
        axes.set_axisbelow(True)
        self._epochs = epochs
        moving = picture.moving
        look: dict[str, Any] = {"clip_on": False, "zorder": 3}
        self._reference = moving(axes.plot([], [], zorder=2, **REFERENCE)[0])
        self._training = moving(axes.plot([], [], color=style.BLACK, linewidth=1.5, **look)[0])
        self._validation = moving(axes.plot([], [], color=style.GREEN, linewidth=2.4, **look)[0])
        self._papers = [
            moving(Rectangle((0, 0), 0, 0, color="white", alpha=0.8, linewidth=0, zorder=3.5))
            for _curve in range(2)
        ]
        for paper in self._papers:
            axes.add_patch(paper)
        _left, _bottom, width, height = axes.get_position().bounds
        self._letter = (
            LETTER[0] / (width * picture.width) * epochs,
            LETTER[1] / (height * picture.height) * (HIGHEST - LOWEST),
        )
        self._names = [
            moving(axes.text(0, 0, "", color=color, fontsize=style.NORMAL, ha="right", zorder=4))
            for color in (style.BLACK, style.GREEN)
        ]

    def make_key(self, left: float, top: float, reference: str) -> None:
        """Say at a place in the picture what the other run's curve stands for."""
        explain(self._picture, left, top, reference, **REFERENCE)

    def show_reference(self, accuracy: Sequence[float]) -> None:
        """Draw another run's validation curve behind the others; none for an empty one."""
        self._reference.set_visible(len(accuracy) > 0)
        if accuracy:
            self._reference.set_data(*blocks(accuracy))

    def show(self, training: Sequence[float], validation: Sequence[float]) -> None:
        """Draw both curves, one accuracy (a fraction) an epoch, from epoch 0.

        Parameters
        ----------
        training, validation : sequence of float
            Of equal length.
        """
        ends = []
        for line, name, text, values in zip(
            (self._training, self._validation),
            self._names,
            (_("training {share:.0%}"), _("validation {share:.0%}")),
            (training, validation),
            strict=True,
        ):
            epochs, means = blocks(values)
            line.set_data(epochs, means)
            name.set_text(text.format(share=means[-1]))
            ends.append(means[-1])
        x = max(len(training) - 1, NAME_WIDTH * self._epochs)
        upper = 0 if ends[0] >= ends[1] else 1
        for i, end in enumerate(ends):
            self._place(i, x, end, above=i == upper)

    def _place(self, i: int, x: float, end: float, above: bool) -> None:
        """Put a curve's name, on paper of its own, above or below the curve's end."""
        name, paper = self._names[i], self._papers[i]
        width, height = len(name.get_text()) * self._letter[0], self._letter[1]
        name.set_verticalalignment("bottom" if above else "top")
        name.set_position((x, end + (NAME_GAP if above else -NAME_GAP)))
        paper.set_bounds(
            x - width, end + (NAME_GAP if above else -NAME_GAP - height), width, height
        )
