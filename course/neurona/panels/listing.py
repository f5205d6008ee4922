"""Code in a picture, with the lines that hold a knob set apart."""

from __future__ import annotations

from collections.abc import Sequence

from neurona.panels.dialects import Line
from neurona.panels.lettering import MONO
from neurona.panels.picture import Picture
from neurona.plots import style

PITCH = 17  # CSS pixels from line to line
INDENT = 16  # for the name of a knob
LOOKS = {"": style.BLACK, "p": "#005A8C", "λ": "#B34E00"}
"""Colors of lines by their knob: letters need more contrast than areas."""


class Listing:
    """Lines of code, each with the name of its knob before it.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    left, top : float
        CSS pixels from the upper left corner.
    lines : int
        How many lines there is room for.
    """

    def __init__(self, picture: Picture, left: float, top: float, lines: int) -> None:
        self._rows = [
            (
                picture.moving(picture.text(left, y, fontsize=style.SMALL, weight="bold")),
                picture.moving(
                    picture.text(left + INDENT, y, family=MONO, fontsize=style.SMALL * 0.96)
                ),
            )
            for y in (top + PITCH * row for row in range(lines))
        ]

    def show(self, lines: Sequence[Line]) -> None:
        """Write the lines; those that hold a knob are bold."""
        for row, (mark, words) in enumerate(self._rows):
            line = lines[row] if row < len(lines) else Line("")
            for artist, text in ((mark, line.knob), (words, line.code)):
                artist.set_text(text)
                artist.set_color(LOOKS[line.knob])
            words.set_fontweight("bold" if line.knob else "normal")
