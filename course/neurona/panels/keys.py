"""Keys below a drawing: a piece of line or a dot, and what it stands for."""

from __future__ import annotations

from typing import Any

from matplotlib.lines import Line2D

from neurona.panels.picture import Picture
from neurona.plots import style

SAMPLE = 22  # CSS pixels, as long as a piece of line is
GAP = 6
ROW = 18


def explain(picture: Picture, left: float, top: float, words: str, **look: Any) -> None:
    """Draw one row of a key.

    Parameters
    ----------
    picture : Picture
        What it is drawn in; it becomes background.
    left, top : float
        CSS pixels from the upper left corner; the next row is `ROW` further down.
    words : str
        What the sample stands for.
    **look
        Of the sample: what `matplotlib.lines.Line2D` takes. With a marker it is one dot.
    """
    middle = 1 - (top + ROW / 2 - 2) / picture.height
    ends = [left, left + SAMPLE]
    if "marker" in look:
        ends = [left + SAMPLE / 2]
    x = [end / picture.width for end in ends]
    picture.figure.add_artist(
        Line2D(x, [middle] * len(x), transform=picture.figure.transFigure, **look)
    )
    picture.text(left + SAMPLE + GAP, top, words, fontsize=style.SMALL)
