"""One picture, drawn by matplotlib's Agg from artists that are made once."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from neurona.panels.encoding import encode_png
from neurona.panels.lettering import is_plain, write

CSS_PIXELS_PER_INCH = 100
PIXEL_RATIO = 1.25
"""Picture pixels per CSS pixel: crisp on today's screens, and still quick to encode."""

AnyArtist = TypeVar("AnyArtist", bound=Artist)


class Picture:
    """A figure that turns into PNG bytes quickly, again and again.

    What never changes (axes, ticks, labels) is drawn once and kept as a frame. What changes now
    and then lies on it and is kept with it as a background; what moves is drawn on top of that
    each time.

    Parameters
    ----------
    width, height : int
        Size on the page, in CSS pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.figure = Figure(
            figsize=(width / CSS_PIXELS_PER_INCH, height / CSS_PIXELS_PER_INCH),
            dpi=CSS_PIXELS_PER_INCH * PIXEL_RATIO,
            facecolor="white",
        )
        self._canvas: Any = FigureCanvasAgg(self.figure)
        self._lying: list[Artist] = []
        self._moving: list[Artist] = []
        self._frame: Any = None
        self._background: Any = None

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add axes at a place given in CSS pixels from the upper left corner."""
        return self.figure.add_axes(
            (
                left / self.width,
                1 - (top + height) / self.height,
                width / self.width,
                height / self.height,
            )
        )

    def text(self, left: float, top: float, words: str = "", **style: Any) -> Text:
        """Add text at a place given in CSS pixels from the upper left corner."""
        return self.figure.text(
            left / self.width, 1 - top / self.height, words, **{"va": "top", **style}
        )

    def lying(self, artist: AnyArtist) -> AnyArtist:
        """Register an artist that changes now and then, below all that moves, and return it."""
        artist.set_animated(True)
        self._lying.append(artist)
        return artist

    def relay(self) -> None:
        """Forget what lies on the frame, because it has changed."""
        self._background = None

    def moving(self, artist: AnyArtist) -> AnyArtist:
        """Register an artist that may change between two pictures, and return it."""
        artist.set_animated(True)
        self._moving.append(artist)
        self._moving.sort(key=lambda a: a.get_zorder())
        return artist

    def invalidate(self) -> None:
        """Forget frame and background, because something that does not move has changed."""
        self._frame = self._background = None

    def png(self) -> bytes:
        """Draw, and return the picture as PNG bytes."""
        if self._background is None:
            self._lay()
        else:
            self._canvas.restore_region(self._background)
        renderer = self._canvas.get_renderer()
        lettered = [a for a in self._moving if isinstance(a, Text) and is_plain(a)]
        for artist in self._moving:
            if artist not in lettered:
                artist.draw(renderer)
        for text in lettered:
            write(renderer, text)
        return encode_png(np.asarray(self._canvas.buffer_rgba()))

    def _lay(self) -> None:
        if self._frame is None:
            self._canvas.draw()
            self._frame = self._canvas.copy_from_bbox(self.figure.bbox)
        else:
            self._canvas.restore_region(self._frame)
        for artist in self._lying:
            self.figure.draw_artist(artist)
        self._background = self._canvas.copy_from_bbox(self.figure.bbox)
