"""Numbers beside a picture: a truth table, and the mistakes of each epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.text import Text

from neurona.language import _
from neurona.panels.gates import EXAMPLES, Vector
from neurona.panels.picture import Picture
from neurona.panels.saying import say, say_pair
from neurona.plots import style

ROW = 21
COLUMNS = 24


class TruthTable:
    """The four inputs, the weighted sums, what the neuron says and what is wanted.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    left, top : float
        Its upper left corner, in CSS pixels.
    wanted : mapping of str to float
        Head and place, in CSS pixels from the left, of each column of wanted outputs.
    said : tuple of (str, float)
        Head and place of the column of what the neuron says.
    """

    def __init__(
        self,
        picture: Picture,
        left: float,
        top: float,
        wanted: Mapping[str, float],
        said: tuple[str, float],
    ) -> None:
        self._picture, self._left, self._top = picture, left, top
        self._head(16, "x₁, x₂", "left")
        for i, example in enumerate(EXAMPLES):
            self._cell(i, 16, say_pair(example), "left")
        self._head(116, "w·x + b", "right")
        self._head(said[1], said[0])
        for head, place in wanted.items():
            self._head(place, head)
        self._pointers = self._column(0, "left")
        self._sums = self._column(116, "right")
        self._said = self._column(said[1])
        self._wanted = [self._column(place - 4, "left") for place in wanted.values()]

    def _head(self, place: float, words: str, align: str = "center") -> None:
        look = {"fontsize": style.SMALL, "color": style.GRAY, "ha": align}
        self._picture.text(self._left + place, self._top, words, **look)

    def _cell(self, row: int, place: float, words: str, align: str) -> Text:
        top = self._top + ROW * (row + 1)
        return self._picture.text(self._left + place, top, words, fontsize=style.NORMAL, ha=align)

    def _column(self, place: float, align: str = "center") -> list[Text]:
        rows = range(len(EXAMPLES))
        return [self._picture.moving(self._cell(row, place, "", align)) for row in rows]

    def show(
        self,
        sums: Vector,
        said: Sequence[int | None],
        wanted: Sequence[Sequence[int]],
        looked_at: int | None,
    ) -> None:
        """Fill in the table.

        Parameters
        ----------
        sums : ndarray, shape (4,)
            The weighted sums.
        said : sequence of 4 int or None
            The outputs, None where there is none.
        wanted : sequence of sequences of 4 int
            What they should be, for each column of wanted outputs.
        looked_at : int or None
            The row of the example that was looked at last.
        """
        for i in range(len(EXAMPLES)):
            self._pointers[i].set_text("▸" if i == looked_at else "")
            self._sums[i].set_text(say(sums[i]))
            self._said[i].set_text("?" if said[i] is None else str(said[i]))
            for cells, values in zip(self._wanted, wanted, strict=True):
                right = said[i] is None or said[i] == values[i]
                cells[i].set_text(f"{values[i]}" if right else f"{values[i]} ✗")
                cells[i].set_color(style.BLACK if right else style.VERMILION)


class MistakeStrip:
    """One column an epoch: a square for each mistake, a circle when there was none.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    left, top, width, height : float
        Its place, in CSS pixels.
    """

    def __init__(
        self, picture: Picture, left: float, top: float, width: float, height: float
    ) -> None:
        picture.text(
            left,
            top,
            _("Mistakes in each epoch (○ none)"),
            fontsize=style.SMALL,
            color=style.GRAY,
        )
        axes = picture.axes(left, top + 20, width, height - 40)
        axes.set_xlim(-0.6, COLUMNS - 0.4)
        axes.set_ylim(-0.6, len(EXAMPLES) - 0.4)
        style.bare(axes)
        axes.spines["bottom"].set_visible(True)
        self._squares = picture.moving(axes.plot([], [], "s", color=style.VERMILION)[0])
        self._squares.set(markersize=6, markeredgewidth=0)
        self._none = picture.moving(axes.plot([], [], "o", color=style.GREEN)[0])
        self._none.set(markersize=5.5, markeredgewidth=1.6, fillstyle="none")
        look: dict[str, Any] = {"fontsize": style.SMALL, "ha": "center", "va": "top"}
        self._numbers = [picture.moving(axes.text(0, -0.9, "", **look)) for _end in range(2)]

    def show(self, mistakes: Sequence[int], complete: bool) -> None:
        """Draw the latest epochs.

        Parameters
        ----------
        mistakes : sequence of int
            Mistakes in each epoch since the first.
        complete : bool
            Whether the last epoch is over; if not, it has no circle yet.
        """
        first = max(0, len(mistakes) - COLUMNS)
        latest = list(mistakes[first:])
        squares = [(x, y) for x, count in enumerate(latest) for y in range(count)]
        over = len(latest) if complete else len(latest) - 1
        circles = [x for x, count in enumerate(latest[: max(over, 0)]) if count == 0]
        self._squares.set_data(*np.array(squares, dtype=float).reshape(-1, 2).T)
        self._none.set_data(circles, np.zeros(len(circles)))
        # An epoch under way without a mistake so far shows nothing to be numbered.
        last = len(latest) - 1 if complete or (latest and latest[-1]) else len(latest) - 2
        self._number(0, 0, first + 1 if last > 1 else None)
        self._number(1, last, first + last + 1 if last >= 0 else None)

    def _number(self, which: int, column: int, epoch: int | None) -> None:
        self._numbers[which].set_x(column)
        self._numbers[which].set_text("" if epoch is None else str(epoch))
