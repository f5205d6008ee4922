"""A cost surface drawn twice: seen from the side, and from above as a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from contourpy import contour_generator
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, QuadMesh
from matplotlib.colors import to_rgb

from neurona.panels.picture import Picture
from neurona.panels.surfaces import HIGH, LOW, Array, Surface
from neurona.plots import style

GRID = 41  # points along each axis
BANDS = 14
FINE = 4  # pixels of the map for each cell of the grid, along each axis
TURN = np.radians(28)  # how far the surface is turned about its height
TILT = np.radians(50)  # and how far from above it is seen
TALL = 3.0  # height of the box, in units of v
LIGHT = np.array([-0.45, 0.25, 0.86])  # where the light comes from
NOWHERE: Array = np.full((1, 2), np.nan)

LOWEST, HIGHEST = "#F7FBFE", "#2F7FB5"
CONTOUR: dict[str, Any] = {"colors": "#33617E", "linewidths": 0.8}
PATH: dict[str, Any] = {
    "color": style.VERMILION,
    "linewidth": 2.0,
    "marker": "o",
    "markersize": 4.2,
    "markeredgewidth": 0,
}
CASING: dict[str, Any] = {"color": "white", "linewidth": 3.6, "alpha": 0.9}
START: dict[str, Any] = {
    "marker": "s",
    "color": "white",
    "markeredgecolor": style.BLACK,
    "markersize": 8,
    "markeredgewidth": 1.6,
    "linestyle": "none",
}
HERE: dict[str, Any] = {
    "marker": "o",
    "color": style.BLACK,
    "markeredgecolor": "white",
    "markersize": 8.5,
    "linestyle": "none",
}
LOW_POINT: dict[str, Any] = {
    "marker": "*",
    "color": style.ORANGE,
    "markeredgecolor": style.BLACK,
    "markersize": 15,
    "linestyle": "none",
}


@dataclass(frozen=True)
class Ground:
    """A surface measured on a grid, cut into bands of color.

    Attributes
    ----------
    surface : Surface
        What was measured.
    heights : array of shape (GRID, GRID)
        The cost, a row for each v₂.
    levels : array of shape (BANDS + 1,)
        Where one band ends and the next begins: closer to each other near the bottom.
    """

    surface: Surface
    heights: Array
    levels: Array

    @property
    def top(self) -> float:
        """The highest cost in the window."""
        return float(self.levels[-1])

    @property
    def bottom(self) -> float:
        """The lowest cost on the grid."""
        return float(self.levels[0])


def measure(surface: Surface) -> Ground:
    """Measure a surface on the grid.

    Parameters
    ----------
    surface : Surface
        What to measure.
    """
    heights = surface.cost(np.stack(np.meshgrid(AXIS, AXIS), axis=-1))
    shares = (np.arange(BANDS + 1) / BANDS) ** 2
    levels = heights.min() + shares * np.ptp(heights)
    return Ground(surface, heights, levels)


AXIS: Array = np.linspace(LOW, HIGH, GRID)


def shades() -> Array:
    """Return a color for each band, from the lowest to the highest."""
    low, high = np.array(to_rgb(LOWEST)), np.array(to_rgb(HIGHEST))
    shares = np.linspace(0, 1, BANDS)[:, None]
    return np.asarray(low + shares * (high - low))


def band(ground: Ground, heights: Array) -> Array:
    """Return the number of the band that each height lies in.

    Parameters
    ----------
    ground : Ground
        Whose bands.
    heights : array of any shape
        The heights.
    """
    found: Array = np.clip(np.searchsorted(ground.levels, heights, "right") - 1, 0, BANDS - 1)
    return found


def level_lines(ground: Ground) -> list[tuple[float, Array]]:
    """Return each contour line: its height, and its points of shape (k, 2)."""
    lines: Any = contour_generator(AXIS, AXIS, ground.heights)
    return [(level, line) for level in ground.levels[1:-1] for line in lines.lines(level)]


class Trail:
    """A walk drawn in some axes: the start, the steps, the place that was reached, the minima.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    axes : Axes
        Axes of that picture.
    """

    def __init__(self, picture: Picture, axes: Axes) -> None:
        def line(zorder: float, **look: Any) -> Any:
            return picture.moving(axes.plot([], [], zorder=zorder, **look)[0])

        self._low = line(3, **LOW_POINT)
        self._casing = line(4, **CASING)
        self._path = line(5, **PATH)
        self._start = line(6, **START)
        self._here = line(7, **HERE)

    def show(self, path: Array, low: Array) -> None:
        """Draw a walk whose points, and whose minima, are given in the axes' units."""
        self._low.set_data(*low.reshape(-1, 2).T)
        self._casing.set_data(*path.T)
        self._path.set_data(*path.T)
        # One sign is clearer than two where a walk has not left its start.
        self._start.set_data(*(path[:1] if len(path) > 1 else NOWHERE).T)
        self._here.set_data(*path[-1:].T)


class Map:
    """A surface seen from above, with its contour lines.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    axes : Axes
        Square axes of that picture.
    """

    def __init__(self, picture: Picture, axes: Axes, names: tuple[str, str]) -> None:
        axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH))
        ticks = np.arange(LOW, HIGH + 1)
        axes.set_xticks(ticks)
        axes.set_yticks(ticks)
        axes.tick_params(length=3)
        self._axes = axes
        self.name(names)
        empty = np.full(((GRID - 1) * FINE, (GRID - 1) * FINE, 4), 255, dtype=np.uint8)
        extent = (LOW, HIGH, LOW, HIGH)
        look: dict[str, Any] = {"extent": extent, "interpolation": "nearest"}
        self._image = picture.lying(axes.imshow(empty, origin="lower", **look))
        self._lines = picture.lying(LineCollection([], **CONTOUR))
        axes.add_collection(self._lines, autolim=False)
        self._trail = Trail(picture, axes)

    def name(self, names: tuple[str, str]) -> None:
        """Name the two axes."""
        self._axes.set_xlabel(names[0], labelpad=0, fontsize=style.LARGE)
        self._axes.set_ylabel(names[1], labelpad=2, fontsize=style.LARGE, rotation=0)

    def lay(self, ground: Ground) -> None:
        """Draw another surface; this is background."""
        cells = (np.arange((GRID - 1) * FINE) + 0.5) * (HIGH - LOW) / ((GRID - 1) * FINE) + LOW
        heights = ground.surface.cost(np.stack(np.meshgrid(cells, cells), axis=-1))
        self._image.set_data(_bytes(shades())[band(ground, heights)])
        self._lines.set_segments([line for _level, line in level_lines(ground)])

    def show(self, path: Array, low: Array) -> None:
        """Draw a walk of shape (steps + 1, 2) and minima of shape (k, 2)."""
        self._trail.show(path, low)


class Sheet(QuadMesh):
    """A sheet of colored cells in space, seen from where `project` looks."""

    def __init__(self) -> None:
        grid = np.stack(np.meshgrid(AXIS, AXIS), axis=-1)
        super().__init__(grid, antialiased=True, linewidths=0.4)

    def lay(self, corners: Array, colors: Array) -> None:
        """Move the cells.

        Parameters
        ----------
        corners : array of shape (GRID, GRID, 2)
            Where the corners are on the page; a row for each v₂.
        colors : array of shape (GRID - 1, GRID - 1, 3)
            Of the cells.
        """
        # Cells are drawn in this order: from far to near, so that near ones hide far ones.
        self._coordinates = corners[::-1]
        shades = colors[::-1].reshape(-1, 3)
        self.set(facecolor=shades, edgecolor=shades)


class Relief:
    """A surface seen from the side, in parallel projection.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    axes : Axes
        Axes of that picture, of the shape `size`.
    names : tuple of str
        Of the two axes on the ground.
    """

    def __init__(self, picture: Picture, axes: Axes, names: tuple[str, str]) -> None:
        style.bare(axes)
        axes.set_aspect("equal")
        corners = [(x, y, z) for x in (LOW, HIGH) for y in (LOW, HIGH) for z in (0, TALL)]
        across, up = project(np.array(corners)).T
        axes.set(
            xlim=(across.min() - 0.7, across.max() + 0.5), ylim=(up.min() - 0.7, up.max() + 0.3)
        )
        self._floor(axes)
        self._mesh, self._lines = picture.lying(Sheet()), LineCollection([], **CONTOUR)
        picture.lying(self._lines)
        for artist in (self._mesh, self._lines):
            axes.add_collection(artist, autolim=False)
        look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": style.LARGE}
        places = project(np.array([[0, LOW - 0.75, 0], [HIGH + 0.75, 0, 0]]))
        self._names = [
            axes.text(x, y, name, **look) for (x, y), name in zip(places, names, strict=True)
        ]
        self._trail = Trail(picture, axes)
        self._ground: Ground | None = None

    def _floor(self, axes: Axes) -> None:
        corners = [(LOW, LOW, 0), (HIGH, LOW, 0), (HIGH, HIGH, 0), (LOW, HIGH, 0), (LOW, LOW, 0)]
        axes.plot(*project(np.array(corners)).T, color=style.GRAY, linewidth=0.8, zorder=0)
        for x, y in ((LOW, LOW), (HIGH, LOW), (LOW, HIGH)):
            post = project(np.array([(x, y, 0), (x, y, TALL)]))
            axes.plot(*post.T, color=style.PALE, linewidth=0.8, zorder=0)

    def name(self, names: tuple[str, str]) -> None:
        """Name the two axes on the ground."""
        for text, name in zip(self._names, names, strict=True):
            text.set_text(name)

    def lay(self, ground: Ground) -> None:
        """Draw another surface; this is background."""
        self._ground = ground
        x, y = np.meshgrid(AXIS, AXIS)
        corners = np.stack([x, y, self._height(ground.heights)], axis=-1)
        mean = _middles(ground.heights)
        colors = shades()[band(ground, mean)] * _brightness(corners)[..., None]
        self._mesh.lay(project(corners), colors)
        self._lines.set_segments(
            [self.place(line, np.full(len(line), level)) for level, line in level_lines(ground)]
        )

    def _height(self, cost: Array) -> Array:
        ground = self._ground
        assert ground is not None
        height: Array = (cost - ground.bottom) / (ground.top - ground.bottom) * TALL
        return height

    def place(self, v: Array, cost: Array) -> Array:
        """Return where points of shape (k, 2), of a cost of shape (k,), are drawn."""
        return project(np.column_stack([v, np.minimum(self._height(cost), 4 * TALL)]))

    def show(self, path: Array, low: Array) -> None:
        """Draw a walk of shape (steps + 1, 2) and minima of shape (k, 2)."""
        assert self._ground is not None
        cost = self._ground.surface.cost
        self._trail.show(self.place(path, cost(path)), self.place(low, cost(low)))


def project(points: Array) -> Array:
    """Return where points in space, of shape (…, 3), are on the page, in shape (…, 2)."""
    x, y, z = np.moveaxis(points, -1, 0)
    across = x * np.cos(TURN) + y * np.sin(TURN)
    away = depth(points)
    return np.stack([across, z * np.cos(TILT) + away * np.sin(TILT)], axis=-1)


def depth(points: Array) -> Array:
    """Return how far to the back points in space are, before the surface is tilted."""
    away: Array = points[..., 1] * np.cos(TURN) - points[..., 0] * np.sin(TURN)
    return away


def _bytes(colors: Array) -> npt.NDArray[np.uint8]:
    """Return opaque colors as bytes, which matplotlib puts on the page sooner than floats."""
    opaque = np.column_stack([colors, np.ones(len(colors))])
    return np.round(255 * opaque).astype(np.uint8)


def _middles(corners: Array) -> Array:
    """Return the mean of the four corners of each cell of a grid."""
    means: Array = (corners[:-1, :-1] + corners[:-1, 1:] + corners[1:, :-1] + corners[1:, 1:]) / 4
    return means


def _brightness(corners: Array) -> Array:
    """Return how much light falls on each cell of a grid in space, 1 at most."""
    normal = np.cross(corners[1:, 1:] - corners[:-1, :-1], corners[1:, :-1] - corners[:-1, 1:])
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    bright: Array = 0.80 + 0.20 * np.clip(normal @ (LIGHT / np.linalg.norm(LIGHT)), 0, 1)
    return bright
