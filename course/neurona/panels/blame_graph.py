"""A small network drawn as a graph: activations on its neurons, blame on neurons and links."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.path import Path

from neurona.language import _
from neurona.panels.blame import SIZES, Blame, Place
from neurona.panels.picture import Picture
from neurona.panels.saying import say
from neurona.plots import style

Array = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

WIDTH, HEIGHT = 560, 372  # CSS pixels
COLUMNS = (44, 270, 478)
ROWS = {2: (120, 262), 3: (60, 186, 312)}
RADIUS = 22
LABELS_AT = (0.65, 0.36)  # of a link's length: where the labels of its layer stand apart
PLATE, ERROR_PLATE = 21.0, 26.0  # CSS pixels, half of what a label and a δ take
THICKEST = 8.0  # points
HALF_THICK = 0.06  # the ∂C/∂w whose link is half as thick
PENALTY: dict[str, Any] = {"color": style.ORANGE, "linestyle": (0, (1.2, 0.6))}
DATA: dict[str, Any] = {"color": style.SKY}
STAGES = ("inputs", "hidden", "outputs", "output error", "hidden error", "gradients")
"""How far the passes have come, from the inputs to ∂C/∂w on every link."""


def _demon() -> Path:
    """Return a head with two horns, for a marker."""
    angles = np.linspace(0.30 * np.pi, -1.30 * np.pi, 24)
    head = np.stack([0.62 * np.cos(angles), 0.62 * np.sin(angles) - 0.1], axis=1)
    horns = np.array([[-0.62, 1.0], [-0.14, 0.5], [0.14, 0.5], [0.62, 1.0]])
    return Path(np.concatenate([head, horns, head[:1]]), closed=True)


DEMON = _demon()


def _plates(middles: Array, half: float = PLATE) -> Array:
    """Return flat segments around points, which keep lines off the words there."""
    plates: Array = np.stack([middles - np.array([half, 0]), middles + np.array([half, 0])], axis=1)
    return plates


def number(value: float) -> str:
    """Write a number with its sign and three decimals."""
    return f"{value:+.3f}".replace("-", "−")


class BlameGraph:
    """Neurons with their activations and errors, links with their ∂C/∂w.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    left, top : float
        Its upper left corner, in CSS pixels; it takes `WIDTH` by `HEIGHT`.
    """

    def __init__(self, picture: Picture, left: float, top: float) -> None:
        axes = picture.axes(left, top, WIDTH, HEIGHT)
        style.bare(axes)
        axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        moving, size = picture.moving, (1.44 * RADIUS) ** 2
        self.places = [
            np.array([(x, y) for y in ROWS[n]], float) for x, n in zip(COLUMNS, SIZES, strict=True)
        ]
        every = np.concatenate(self.places)
        self._links = [
            moving(LineCollection([], zorder=1, **look, capstyle="butt"))
            for look in (DATA, PENALTY)
        ]
        self._gone = moving(LineCollection([], color=style.PALE, linewidth=1, zorder=0.9))
        self._plates = moving(LineCollection([], color="white", linewidth=13, zorder=1.5))
        for lines in (*self._links, self._gone, self._plates):
            axes.add_collection(lines, autolim=False)
        self._neurons = moving(
            axes.scatter(
                every[:, 0], every[:, 1], s=size, edgecolor=style.BLACK, linewidth=1.2, zorder=2
            )
        )
        look: dict[str, Any] = {"marker": "x", "color": style.VERMILION, "linewidth": 2.4}
        self._crosses = moving(axes.scatter([], [], s=size / 3, zorder=3, **look))
        self._demon = moving(
            axes.scatter([], [], marker=DEMON, s=300, color=style.VERMILION, zorder=4)
        )
        self._make_words(picture, axes)

    def _make_words(self, picture: Picture, axes: Axes) -> None:
        """Make what stands in, below and beside the neurons, and on the links."""
        moving, every = picture.moving, np.concatenate(self.places)
        words: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": style.SMALL}
        self._activations = [moving(axes.text(x, y, "", zorder=5, **words)) for x, y in every]
        self._errors = [
            moving(axes.text(x, y + RADIUS + 11, "", zorder=5, **words)) for x, y in every
        ]
        self._wanted = [
            moving(axes.text(x + RADIUS + 6, y, "", zorder=5, **(words | {"ha": "left"})))
            for x, y in self.places[-1]
        ]
        self._labels = [
            [moving(axes.text(x, y, "", zorder=5, **words)) for x, y in self._middles(layer)]
            for layer in range(len(LABELS_AT))
        ]
        for x, head in zip(COLUMNS, (_("inputs"), _("hidden"), _("outputs")), strict=True):
            axes.text(x, 10, head, color=style.GRAY, **words)

    def _ends(self, layer: int) -> tuple[Array, Array]:
        """Return where the links of a layer begin and end, (n_out · n_in, 2) each."""
        left, right = self.places[layer], self.places[layer + 1]
        return np.tile(left, (len(right), 1)), np.repeat(right, len(left), axis=0)

    def _middles(self, layer: int) -> Array:
        begin, end = self._ends(layer)
        middles: Array = begin + LABELS_AT[layer] * (end - begin)
        return middles

    def show(
        self,
        blame: Blame,
        shares: list[Array],
        gradients: list[Array],
        wanted: Array,
        kept: Array,
        demon: Place | None = None,
        stage: str = STAGES[-1],
    ) -> None:
        """Draw what one example leaves.

        Parameters
        ----------
        blame : Blame
            Its activations and errors.
        shares, gradients : lists of arrays of shape (n_out, n_in)
            Of each ∂C/∂w, penalty included: the penalty's share, and the value.
        wanted : array of shape (n_out,)
            What the outputs should say.
        kept : array of shape (n_hidden,)
            0 where a hidden neuron is dropped.
        demon : Place, optional
            Where the demon sits.
        stage : str
            How far the passes have come, one of `STAGES`.
        """
        done = STAGES.index(stage)
        known = np.concatenate([np.full(n, done >= layer) for layer, n in enumerate(SIZES)])
        off = np.concatenate([np.zeros(SIZES[0]), 1 - kept, np.zeros(SIZES[-1])]) == 1
        self._show_neurons(np.concatenate(blame.activations), known, off)
        deltas = np.concatenate([np.full(SIZES[0], np.nan), *blame.deltas])
        first_known = {3: SIZES[0] + SIZES[1], 4: SIZES[0], 5: SIZES[0]}.get(done, len(deltas))
        for i, (text, delta) in enumerate(zip(self._errors, deltas, strict=True)):
            shown = i >= first_known and not np.isnan(delta) and not off[i]
            text.set_text(f"δ {number(delta)}" if shown else "")
        for text, want in zip(self._wanted, wanted, strict=True):
            text.set_text(_("wanted {y:g}").format(y=want))
        self._demon.set_offsets(np.empty((0, 2)) if demon is None else self._seat(demon)[None])
        self._show_links(shares, gradients, kept, done == len(STAGES) - 1)

    def _seat(self, place: Place) -> Array:
        seat: Array = self.places[place.layer][place.j] + (-RADIUS + 1, -RADIUS - 1)
        return seat

    def _show_neurons(self, activations: Array, known: Marks, off: Marks) -> None:
        white, full = np.ones(3), np.array(to_rgb(style.SKY))
        shade = np.where(known & ~off, activations, 0.0)[:, None]
        self._neurons.set_facecolor(list(white + shade * (full - white)))
        self._neurons.set_linestyle([(0, (2, 1.5)) if gone else "-" for gone in off])
        every = np.concatenate(self.places)
        self._crosses.set_offsets(every[off])
        for text, a, is_known, gone in zip(self._activations, activations, known, off, strict=True):
            text.set_text("" if gone else say(round(a, 2)) if is_known else "?")

    def _show_links(
        self, shares: list[Array], gradients: list[Array], kept: Array, all_known: bool
    ) -> None:
        data, penalty, plates, gone, widths = [], [], [], [], []
        for layer, (share, gradient) in enumerate(zip(shares, gradients, strict=True)):
            begin, end = self._ends(layer)
            size = np.abs(gradient).ravel()
            middles = self._middles(layer)
            turn = begin + share.ravel()[:, None] * (end - begin)
            on = np.broadcast_to(kept[:, None] if layer == 0 else kept, gradient.shape).ravel() > 0
            gone.append(np.stack([begin, end], axis=1))
            penalty.append(np.stack([begin, turn], axis=1))
            data.append(np.stack([turn, end], axis=1))
            widths.append(THICKEST * size / (size + HALF_THICK) + 0.6)
            told = all_known & (on | (size > 0))
            plates.append(_plates(middles[told]))
            for text, value, is_told in zip(
                self._labels[layer], gradient.ravel(), told, strict=True
            ):
                text.set_text(number(value) if is_told else "")
        thick = np.concatenate(widths)
        self._gone.set_segments(list(np.concatenate(gone)))
        errors = [t.get_position() for t in self._errors if t.get_text()]
        plates.append(_plates(np.reshape(errors, (-1, 2)), ERROR_PLATE))
        self._plates.set_segments(list(np.concatenate(plates)))
        for lines, parts in zip(self._links, (data, penalty), strict=True):
            lines.set_segments(list(np.concatenate(parts)) if all_known else [])
            lines.set_linewidth(thick.tolist() if all_known else [])
