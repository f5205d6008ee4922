"""The plane of two inputs: what networks say everywhere, and where they change their minds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba_array

from neurona.language import _
from neurona.panels.keys import ROW, explain
from neurona.panels.picture import Picture
from neurona.plots import style

Array = npt.NDArray[np.float64]
Look = dict[str, Any]

X_LIMIT, Y_LIMIT = 2.2, 1.9
GRID = 40
CELL = np.array([2 * X_LIMIT, 2 * Y_LIMIT]) / (GRID - 1)
CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])  # of a cell, (x, y), in turn
AROUND = [1, 2, 3, 0]  # the next corner
CLASSES = ("#F7DFB0", "#FBEED5", "#FFFFFF", "#D6E7F3", "#A9CDE6")
"""Tints from a clear 0 over "cannot say" to a clear 1."""
DOUBTS = ("#FFFFFF", "#F6E9F1", "#EBD0E0", "#DFB4CE", "#D398BB")
"""Tints from agreement to disagreement."""
WHOLE: Look = {"color": style.BLACK, "linewidth": 2.0}
THINNED: Look = {"color": style.VERMILION, "linewidth": 1.6, "linestyle": (0, (2, 1))}
CROWD: Look = {
    "color": style.GRAY,
    "linewidth": 0.7,
    "alpha": 0.6,
    "solid_capstyle": "butt",  # round ends would not be seen, and take longer
}
"""How borders are drawn: the whole network's, one thinned network's, many others'."""

LABELS: tuple[Look, Look] = (
    {"marker": "s", "color": style.ORANGE},
    {"marker": "o", "color": style.BLUE},
)
"""How points are drawn: those labeled 0, those labeled 1."""
POINT: Look = {
    "linestyle": "none",
    "markersize": 5.1,
    "markeredgewidth": 0.8,
    "markeredgecolor": "white",
    "zorder": 6,
}


def grid_points() -> Array:
    """Return the points of the plane at which networks are asked, shape (GRID², 2)."""
    x = np.linspace(-X_LIMIT, X_LIMIT, GRID)
    y = np.linspace(-Y_LIMIT, Y_LIMIT, GRID)
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def level_lines(values: Array, level: float = 0.5) -> Array:
    """Find where values on the grid cross a level, by marching squares.

    Parameters
    ----------
    values : array of shape (draws, GRID, GRID)
        Fields on `grid_points`, row by row.
    level : float
        The level.

    Returns
    -------
    array of shape (k, 2, 2)
        Straight pieces in the plane's coordinates, one for each cell of each field that the
        level runs through, and two where it runs through a saddle.
    """
    above = values > level
    # Bit by bit, the corners of each cell that lie above.
    code = np.zeros(above[:, 1:, 1:].shape, dtype=np.uint8)
    for corner, (x, y) in enumerate(CORNERS):
        code |= above[:, y : y + GRID - 1, x : x + GRID - 1].view(np.uint8) << corner
    field, row, column = np.nonzero((code > 0) & (code < 15))
    place = np.stack([column, row], axis=1)
    x, y = (place[:, None] + CORNERS).T
    begin = (values[field, y, x] - level).T
    end = begin[:, AROUND]
    crossed = (begin > 0) != (end > 0)
    share = begin / np.where(crossed, begin - end, 1.0)
    points = CORNERS + share[..., None] * (CORNERS[AROUND] - CORNERS) + place[:, None]
    # Every cell has two crossings or four. Which two of four belong together is unknown.
    lines: Array = points[crossed].reshape(-1, 2, 2) * CELL - (X_LIMIT, Y_LIMIT)
    return lines


class Tint(Artist):
    """The map's colors, pixel by pixel.

    matplotlib's own images are resampled whenever they are drawn, which takes ten times longer.

    Parameters
    ----------
    axes : Axes
        What they fill.
    tints : sequence of str
        Colors of equal ranges of values between 0 and 1.
    """

    def __init__(self, axes: Axes, tints: Sequence[str]) -> None:
        super().__init__()
        self._tints = (255 * to_rgba_array(tints)).astype(np.uint8)
        self.set_figure(axes.figure)
        box = axes.get_window_extent()
        self._left, self._bottom = round(box.x0), round(box.y0)
        self._ways = [_between(round(box.y1) - self._bottom), _between(round(box.x1) - self._left)]
        self._pixels = np.zeros((1, 1, 4), dtype=np.uint8)

    def set_values(self, values: Array) -> None:
        """Color by values between 0 and 1 on the grid, shape (GRID, GRID)."""
        # No products with matrices here: threads of a BLAS library may wait for a busy core.
        fine = values.astype(np.float32) * np.float32(len(self._tints))
        for before, share in self._ways:
            fine = (fine[before] + share * np.diff(fine, axis=0)[before]).T
        number = np.minimum(fine, len(self._tints) - 1).astype(np.uint8)
        pixels = self._tints.view(np.uint32).ravel().take(number)  # a pixel at once: four bytes
        self._pixels = pixels.view(np.uint8).reshape(*number.shape, 4)

    def draw(self, renderer: Any) -> None:
        """Put the pixels where they belong."""
        if self.get_visible():
            context = renderer.new_gc()
            renderer.draw_image(context, self._left, self._bottom, self._pixels)
            context.restore()


def _between(pixels: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Return for each pixel of a way across the grid the point before it, and how far past."""
    place = np.linspace(0, GRID - 1, pixels)
    before = np.minimum(place.astype(np.intp), GRID - 2)
    return before, (place - before)[:, None].astype(np.float32)


class Regions:
    """A map of what the whole network says, with the data and with thinned networks' borders.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    axes : Axes
        Axes of that picture.
    tints : sequence of str
        `CLASSES` or `DOUBTS`.
    """

    def __init__(self, picture: Picture, axes: Axes, tints: Sequence[str] = CLASSES) -> None:
        self._picture = picture
        style.bare(axes)
        axes.set(xlim=(-X_LIMIT, X_LIMIT), ylim=(-Y_LIMIT, Y_LIMIT))
        moving = picture.moving
        self._tint = moving(Tint(axes, tints))
        self._lines = [
            moving(axes.plot([], [], zorder=zorder, **look)[0])
            for zorder, look in ((4, WHOLE), (3, THINNED), (2, CROWD))
        ]
        self._points = [moving(axes.plot([], [], **POINT, **look)[0]) for look in LABELS]

    def make_key(self, left: float, top: float) -> None:
        """Say at a place in the picture whose borders the lines are."""
        rows = (
            (_("border of the whole network"), WHOLE),
            (_("border of the thinned network (left)"), THINNED),
            (_("borders of other thinned networks"), CROWD),
        )
        for row, (words, look) in enumerate(rows):
            explain(self._picture, left, top + row * ROW, words, **look)

    def make_points_key(self, left: float, top: float) -> None:
        """Say at a place in the picture what squares and circles are."""
        for i, words in enumerate((_("label 0"), _("label 1"))):
            explain(self._picture, left + 90 * i, top, words, markersize=5, **LABELS[i])

    def show_points(self, X: Array, Y: Array) -> None:
        """Put the examples, X of shape (n, 2) and Y of shape (n, 1), where they belong."""
        for label, points in enumerate(self._points):
            points.set_data(*X[Y[:, 0] == label].T)

    def show(self, shade: Array, *borders: Array) -> None:
        """Draw what the networks say.

        Parameters
        ----------
        shade : array of shape (GRID², 1)
            Values between 0 and 1 on `grid_points`, to be tinted.
        *borders : arrays of shape (draws, GRID², 1)
            Outputs whose border at ½ is drawn: the whole network's, then one thinned
            network's, then those of many others. What is left out stays as it was.
        """
        self._tint.set_values(shade.reshape(GRID, GRID))
        for lines, outputs in zip(self._lines, borders, strict=False):
            pieces = level_lines(outputs.reshape(-1, GRID, GRID))
            # As one line with gaps, which is drawn much faster than many short ones.
            apart = np.full((len(pieces), 3, 2), np.nan)
            apart[:, :2] = pieces
            lines.set_data(*apart.reshape(-1, 2).T)
