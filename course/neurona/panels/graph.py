"""A network drawn as neurons and links, some of them switched off."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from neurona.panels.picture import Picture
from neurona.plots import style

Array = npt.NDArray[np.float64]
Kept = npt.NDArray[np.bool_]

THICKEST = 3.0  # points, a link with an endless weight
HALF_THICK = 6.0  # the weight whose link is about half as thick
LARGEST = 15.0  # points across, a neuron where there is room
RIM = 0.9  # points, the line around a neuron
LINK = "#9A9A9A"
POINTS_PER_INCH = 72


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
        self._links = moving(LineCollection([], colors=LINK, zorder=1))
        axes.add_collection(self._links, autolim=False)
        self._sizes: tuple[int, ...] = ()  # of the layers that are drawn
        rim: dict[str, Any] = {"marker": "o", "markeredgewidth": RIM, "zorder": 2}
        self._ends, self._kept, self._crosses = (
            moving(axes.plot([], [], linestyle="none", **look)[0])
            for look in (
                {"color": style.PALE, "markeredgecolor": style.BLACK, **rim},
                {"color": style.SKY, "markeredgecolor": style.BLACK, **rim},
                {"color": style.VERMILION, "marker": "x", "markeredgewidth": 1.4, "zorder": 3},
            )
        )
        # Markers have no dashed rims, so these are circles in one path, in pixels.
        rim = {"linewidth": RIM, "linestyle": (0, (2, 1.5)), "zorder": 2}
        self._dropped = moving(
            PathPatch(
                _circles(np.empty((0, 2)), 0.0), facecolor="white", edgecolor=style.GRAY, **rim
            )
        )
        axes.add_patch(self._dropped)
        self._dropped.set_transform(IdentityTransform())
        self._in_pixels = axes.transData

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
        if sizes != self._sizes:
            self._sizes = sizes
            self._place_links(places)
        self._show_links(weights, [np.ones(sizes[0], bool), *kept, np.ones(sizes[-1], bool)])
        across = min(LARGEST, 0.7 * self._height / max(sizes))
        hidden = np.concatenate(places[1:-1])
        is_on = np.concatenate(kept)
        for dots, where, share in (
            (self._ends, np.concatenate([places[0], places[-1]]), 1.0),
            (self._kept, hidden[is_on], 1.0),
            (self._crosses, hidden[~is_on], 0.5),
        ):
            dots.set_data(*where.T)
            dots.set_markersize(across * share)
        points = self._dropped.figure.dpi / POINTS_PER_INCH
        middles = self._in_pixels.transform(hidden[~is_on])
        self._dropped.set_path(_circles(middles, across / 2 * points))

    def _place_links(self, places: Sequence[Array]) -> None:
        """Put a link between any two neurons of adjacent layers."""
        pairs = [
            np.stack(np.broadcast_arrays(left, right[:, None]), axis=2).reshape(-1, 2, 2)
            for left, right in pairwise(places)
        ]
        self._links.set_segments(list(np.concatenate(pairs)))

    def _show_links(self, weights: Sequence[Array], on: Sequence[Kept]) -> None:
        """Give each link its width: none where one of its neurons is off."""
        sizes = [
            (np.abs(W) * np.outer(right_on, left_on)).ravel()
            for W, left_on, right_on in zip(weights, on[:-1], on[1:], strict=True)
        ]
        size = np.concatenate(sizes)
        self._links.set_linewidth((THICKEST * size / (size + HALF_THICK)).tolist())


def _circles(middles: Array, radius: float) -> Path:
    """Return circles of one radius as one path."""
    circle = Path.unit_circle()
    corners = middles[:, None] + radius * np.asarray(circle.vertices)
    return Path(corners.reshape(-1, 2), np.tile(np.asarray(circle.codes), len(middles)))


def _column(x: float, n: int, most: int) -> Array:
    """Return the places of n neurons above each other, shape (n, 2), around the middle."""
    y = 0.5 + (np.arange(n) - (n - 1) / 2) / max(most - 1, 1)
    if n < most / 2:  # spread the few a little, so that links do not all start in one point
        y = 0.5 + (y - 0.5) * min(3.0, most / (2 * n))
    return np.stack([np.full(n, x), y[::-1]], axis=1)
