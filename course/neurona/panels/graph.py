"""A network drawn as neurons and links, some of them switched off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from neurona.panels.picture import Picture
from neurona.plots import style

Array = npt.NDArray[np.float64]
Kept = npt.NDArray[np.bool_]

THICKEST = 3.0  # points, a link with an endless weight
HALF_THICK = 6.0  # the weight whose link is about half as thick
LARGEST = 15.0  # points across, a neuron where there is room


class NetworkGraph:
    """Neurons in columns, inputs left; dropped ones crossed out, their links gone.

    Links are as thick as their weights are large, so weight decay shows.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    axes : Axes
        Axes of that picture for the drawing alone.
    """

    def __init__(self, picture: Picture, axes: Axes) -> None:
        style.bare(axes)
        axes.set(xlim=(-0.06, 1.06), ylim=(-0.06, 1.06))
        self._height = axes.get_position().height * picture.height * 0.72  # in points
        moving = picture.moving
        self._links = moving(LineCollection([], colors="#9A9A9A", zorder=1))
        axes.add_collection(self._links, autolim=False)
        dots: dict[str, Any] = {"linewidth": 0.9, "zorder": 2}
        self._ends = moving(
            axes.scatter([], [], facecolor=style.PALE, edgecolor=style.BLACK, **dots)
        )
        self._kept = moving(
            axes.scatter([], [], facecolor=style.SKY, edgecolor=style.BLACK, **dots)
        )
        self._dropped = moving(
            axes.scatter(
                [], [], facecolor="white", edgecolor=style.GRAY, linestyle=(0, (2, 1.5)), **dots
            )
        )
        self._crosses = moving(
            axes.scatter([], [], marker="x", color=style.VERMILION, linewidth=1.4, zorder=3)
        )

    def show(self, weights: Sequence[Array], kept: Sequence[Kept]) -> None:
        """Draw a network.

        Parameters
        ----------
        weights : sequence of arrays of shape (n_out, n_in)
            Of each layer.
        kept : sequence of arrays of bool, shape (n,)
            For each hidden layer, which neurons are on.
        """
        sizes = (weights[0].shape[1], *(len(W) for W in weights))
        lefts = np.linspace(0, 1, len(sizes))
        places = [_column(x, n, max(sizes)) for x, n in zip(lefts, sizes, strict=True)]
        on = [np.ones(sizes[0], bool), *kept, np.ones(sizes[-1], bool)]
        self._show_links(weights, places, on)
        across = min(LARGEST, 0.7 * self._height / max(sizes))
        hidden = np.concatenate(places[1:-1])
        is_on = np.concatenate(on[1:-1])
        for dots, where, share in (
            (self._ends, np.concatenate([places[0], places[-1]]), 1.0),
            (self._kept, hidden[is_on], 1.0),
            (self._dropped, hidden[~is_on], 1.0),
            (self._crosses, hidden[~is_on], 0.5),
        ):
            dots.set_offsets(where)
            dots.set_sizes([(across * share) ** 2])

    def _show_links(
        self, weights: Sequence[Array], places: Sequence[Array], on: Sequence[Kept]
    ) -> None:
        segments, sizes = [], []
        for W, left, right, left_on, right_on in zip(
            weights, places[:-1], places[1:], on[:-1], on[1:], strict=True
        ):
            to, back = np.nonzero(np.outer(right_on, left_on))
            segments.append(np.stack([left[back], right[to]], axis=1))
            sizes.append(np.abs(W[to, back]))
        size = np.concatenate(sizes)
        self._links.set_segments(list(np.concatenate(segments)))
        self._links.set_linewidth((THICKEST * size / (size + HALF_THICK)).tolist())


def _column(x: float, n: int, most: int) -> Array:
    """Return the places of n neurons above each other, shape (n, 2), around the middle."""
    y = 0.5 + (np.arange(n) - (n - 1) / 2) / max(most - 1, 1)
    if n < most / 2:  # spread the few a little, so that links do not all start in one point
        y = 0.5 + (y - 0.5) * min(3.0, most / (2 * n))
    return np.stack([np.full(n, x), y[::-1]], axis=1)
