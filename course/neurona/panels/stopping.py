"""Learning curves with the epoch to go back to, and the epoch at which patience ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from neurona.language import _
from neurona.panels.curves import REFERENCE, VALIDATION
from neurona.panels.keys import ROW, explain
from neurona.panels.picture import Picture
from neurona.plots import style

BEST: dict[str, Any] = {
    "linestyle": "none",
    "marker": "D",
    "markersize": 8,
    "color": style.VERMILION,
    "markeredgecolor": "white",
}
STOP: dict[str, Any] = {"color": style.VERMILION, "linewidth": 1.8, "linestyle": (0, (4, 2))}
LATER = "#F0F0F0"
APART = 0.075  # of the axes' height, between the names at the curves' ends


def best_and_stop(scores: Sequence[float], patience: int) -> tuple[int, int]:
    """Decide when training would have stopped, and for which epoch's sake.

    Parameters
    ----------
    scores : sequence of float
        One for each epoch, from epoch 0; the higher the better.
    patience : int
        How many epochs without a better one end the training.

    Returns
    -------
    best, stop : int
        Two epochs; the last one, where patience never ends.
    """
    best = 0
    for epoch, score in enumerate(scores):
        if score > scores[best]:
            best = epoch
        elif epoch - best >= patience:
            return best, epoch
    return best, len(scores) - 1


class StoppingCurves:
    """Two curves against the epochs, training and validation, and where patience ends.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    axes : Axes
        Axes of that picture, with room for the curves' names on their right.
    epochs : int
        The last epoch, at the right end.
    high : float
        The top of the axes; values above it leave the picture.
    percent : bool
        Whether the values are fractions, to be told as percentages.
    """

    def __init__(
        self, picture: Picture, axes: Axes, epochs: int, high: float = 1.0, percent: bool = True
    ) -> None:
        self._epochs, self._high = epochs, high
        self._text = "{name} {value:.0%}" if percent else "{name} {value:.2f}"
        axes.set(xlim=(0, epochs), ylim=(0, 1.02 * high))
        axes.set_xticks([0, epochs // 4, epochs // 2, 3 * epochs // 4, epochs])
        quarters = [0, 0.25, 0.5, 0.75, 1]
        names = [f"{high * part:.0%}" if percent else f"{high * part:g}" for part in quarters]
        axes.set_yticks([high * part for part in quarters], names)
        axes.set_xlabel(_("epochs"), labelpad=1)
        axes.grid(axis="y", color=style.PALE, linewidth=0.8)
        axes.set_axisbelow(True)
        moving = picture.moving
        self._after = moving(axes.axvspan(0, 0, color=LATER, linewidth=0))
        self._reference = moving(axes.plot([], [], **REFERENCE, zorder=2)[0])
        self._lines = [
            moving(axes.plot([], [], color=color, linewidth=width, zorder=3)[0])
            for color, width in ((style.BLACK, 1.5), (VALIDATION, 2.2))
        ]
        self._stop = moving(axes.plot([], [], **STOP, zorder=4)[0])
        self._best = moving(axes.plot([], [], **BEST, zorder=5, clip_on=False)[0])
        self._names = [
            moving(axes.text(0, 0, "", color=color, fontsize=style.SMALL, va="center", zorder=6))
            for color in (style.BLACK, VALIDATION)
        ]

    def show(
        self,
        training: Sequence[float],
        validation: Sequence[float],
        best: int | None,
        stop: int | None,
        reference: Sequence[float] = (),
    ) -> None:
        """Draw both curves as far as they go.

        Parameters
        ----------
        training, validation : sequence of float
            One value for each epoch, from epoch 0, as many of one as of the other.
        best, stop : int or None
            The epoch to go back to, and the one at which training would have stopped. Later
            epochs are shaded.
        reference : sequence of float
            Another run's validation curve, drawn thin behind; none when empty.
        """
        for line, values in zip(self._lines, (training, validation), strict=True):
            line.set_data(np.arange(len(values)), values)
        self._reference.set_data(np.arange(len(reference)), reference)
        if stop is None or stop >= len(validation) - 1:  # not yet, or not at all
            self._stop.set_data([], [])
            self._after.set_width(0)
        else:
            self._stop.set_data([stop, stop], [0, self._high])
            self._after.set_x(stop)
            self._after.set_width(self._epochs - stop)
        if best is None or best >= len(validation):
            self._best.set_data([], [])
        else:
            self._best.set_data([best], [validation[best]])
        self._name(training, validation)

    def _name(self, training: Sequence[float], validation: Sequence[float]) -> None:
        if not len(training):
            for artist in self._names:
                artist.set_text("")
            return
        ends = (training[-1], validation[-1])
        places = np.clip(ends, 0.0, self._high)
        shift = max(0.0, (APART * self._high - abs(places[0] - places[1])) / 2)
        up = 1 if ends[0] >= ends[1] else -1
        words = (_("training"), _("validation"))
        for i, (artist, side) in enumerate(zip(self._names, (up, -up), strict=True)):
            artist.set_position((1.02 * self._epochs, places[i] + side * shift))
            artist.set_text(self._text.format(name=words[i], value=ends[i]))


def explain_stopping(picture: Picture, left: float, top: float) -> None:
    """Say what diamond and dashed line stand for, in two rows of a key.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    left, top : float
        Its upper left corner, in CSS pixels.
    """
    explain(picture, left, top, _("best epoch so far: go back to its weights"), **BEST)
    explain(picture, left, top + ROW, _("patience ends: training would stop here"), **STOP)


def tell_stopping(scores: Sequence[float], best: int, stop: int, patience: int) -> str:
    """Say which epoch is best, and where patience ends.

    Parameters
    ----------
    scores : sequence of float
        The validation accuracy of each epoch, a fraction, from epoch 0.
    best, stop : int
        The epochs that `best_and_stop`, or a student's function, found.
    patience : int
        How many epochs without a better one end the training.
    """
    words = (
        _(
            "With patience {patience}, training would stop at epoch {stop} and go back to epoch "
            "{best}, with {top:.1%} in validation."
        )
        if stop - best >= patience
        else _("Patience {patience} has not ended yet; the best epoch is {best}, with {top:.1%}.")
    )
    return words.format(patience=patience, stop=stop, best=best, top=scores[best])
