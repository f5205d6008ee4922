"""A network to build, layer by layer, and what it costs in parameters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from matplotlib.collections import LineCollection

from neurona.language import _
from neurona.panels.base import Panel
from neurona.plots import style

Array = npt.NDArray[np.float64]

MOST_SHOWN = 12  # neurons of a layer that are drawn; of more, half of them at either end
ENDS = 5
LEFT, TOP, WIDTH, HEIGHT = 24, 44, 440, 300
DOTS: dict[str, Any] = {"s": 130, "edgecolor": style.BLACK, "linewidth": 0.9, "zorder": 2}


def parameters(sizes: Sequence[int], recurrent: bool = False) -> list[tuple[int, int, int]]:
    """Count what each layer after the inputs has to learn.

    Parameters
    ----------
    sizes : sequence of int
        Neurons in each layer, inputs first.
    recurrent : bool
        Whether each hidden layer also hears what it said last.

    Returns
    -------
    list of (int, int, int)
        For each layer: weights from the layer before, weights from itself, biases.
    """
    last = len(sizes) - 2
    return [
        (n_in * n_out, n_out * n_out if recurrent and layer < last else 0, n_out)
        for layer, (n_in, n_out) in enumerate(pairwise(sizes))
    ]


def heights(n: int) -> Array:
    """Return how high the drawn neurons of a layer of n are, from top to bottom."""
    if n <= MOST_SHOWN:
        return 0.5 - (np.arange(n) - (n - 1) / 2) / (MOST_SHOWN - 1)
    some = np.arange(ENDS) / (MOST_SHOWN - 1)
    return np.concatenate([1.0 - some, some[::-1]])


class Topology(Panel):
    """Layers to choose, the network they make, and its parameters."""

    size: ClassVar[tuple[int, int]] = (760, 396)

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "This network could read digits. Find where nearly all of its parameters sit; then add "
            "a second hidden layer of 30: does the total double?"
        )

    def controls(self) -> None:
        """Make the sizes of all layers, and the way that answers travel."""
        self.inputs = self.dropdown(
            _("Inputs"),
            784,
            [
                (_("784: an image of 28 × 28"), 784),
                (_("64: an image of 8 × 8"), 64),
                (_("20: twenty measurements"), 20),
                (_("2: two measurements"), 2),
            ],
        )
        self.travel = self.dropdown(
            _("Travel"),
            False,
            [(_("feed-forward"), False), (_("recurrent: layers hear themselves"), True)],
        )
        self.first = self.int_slider(_("Hidden layer 1: neurons (0 = none)"), 30, 0, 100)
        self.second = self.int_slider(_("Hidden layer 2: neurons (0 = none)"), 0, 0, 100)
        self.outputs = self.int_slider(_("Output layer: neurons"), 10, 1, 30)

    def build(self) -> None:
        """Draw nothing yet but the places of things."""
        picture, moving = self.picture, self.picture.moving
        axes = picture.axes(LEFT, TOP, WIDTH, HEIGHT)
        style.bare(axes)
        axes.set(xlim=(-0.1, 1.1), ylim=(-0.05, 1.05))
        self.links = moving(LineCollection([], colors="#A6A6A6", linewidths=0.5, zorder=1))
        axes.add_collection(self.links, autolim=False)
        self.ends = moving(axes.scatter([], [], facecolor=style.PALE, **DOTS))
        self.hidden = moving(axes.scatter([], [], facecolor=style.SKY, **DOTS))
        loop: dict[str, Any] = {
            "s": 70,
            "facecolor": "none",
            "edgecolor": style.VERMILION,
            "linewidth": 1.5,
        }
        self.loops = moving(axes.scatter([], [], zorder=1.5, **loop))
        self.gaps = [
            moving(axes.text(0, 0.5, "⋮", fontsize=22, ha="center", va="center"))
            for _layer in range(4)
        ]
        above: dict[str, Any] = {"ha": "center", "va": "bottom", "fontsize": style.SMALL}
        self.names = [moving(axes.text(0, 1.05, "", **above)) for _layer in range(4)]
        self.loop_words = moving(
            picture.text(LEFT, TOP + HEIGHT + 16, fontsize=style.SMALL, color="#B34E00")
        )
        picture.text(490, 14, _("weights + biases of each layer"), weight="bold")
        self.lines = [moving(picture.text(490, 48 + 46 * row)) for row in range(3)]
        self.total = moving(picture.text(490, 206, fontsize=style.LARGE, weight="bold"))
        self.verdict = moving(picture.text(490, 238))

    @property
    def sizes(self) -> list[int]:
        """Neurons in each layer that there is, inputs first."""
        hidden = [n for n in (self.first.value, self.second.value) if n]
        return [self.inputs.value, *hidden, self.outputs.value]

    def update(self) -> None:
        """Draw the network and count its parameters."""
        sizes = self.sizes
        lefts = np.linspace(0, 1, len(sizes))
        places = [
            np.stack([np.full(len(y), x), y], axis=1)
            for x, y in zip(lefts, map(heights, sizes), strict=True)
        ]
        self.links.set_segments(
            [(one, other) for left, right in pairwise(places) for one in left for other in right]
        )
        hidden = np.concatenate([np.empty((0, 2)), *places[1:-1]])
        self.hidden.set_offsets(hidden)
        self.ends.set_offsets(np.concatenate([places[0], places[-1]]))
        self.loops.set_offsets(hidden + np.array([0.0, 0.035]))
        self.loops.set_visible(self.travel.value)
        for layer, (gap, name) in enumerate(zip(self.gaps, self.names, strict=True)):
            there = layer < len(sizes)
            gap.set_visible(there and sizes[layer] > MOST_SHOWN)
            name.set_visible(there)
            if there:
                gap.set_x(lefts[layer])
                name.set_x(lefts[layer])
                name.set_text(self.name(layer))
        has_loops = self.travel.value and len(sizes) > 2
        words = _("○ on top: it also hears what its whole layer said a moment ago")
        self.loop_words.set_text(words if has_loops else "")
        self.count()

    def name(self, layer: int) -> str:
        """Return the heading of a layer."""
        n = self.sizes[layer]
        if layer == 0:
            return _("{n} inputs").format(n=n)
        if layer == len(self.sizes) - 1:
            return _("output: {n}").format(n=n)
        return _("hidden: {n}").format(n=n)

    def count(self) -> None:
        """Write the sums."""
        sizes = self.sizes
        counted = parameters(sizes, self.travel.value)
        for layer, text in enumerate(self.lines):
            if layer >= len(counted):
                text.set_text("")
                continue
            own = f" + {sizes[layer + 1]}·{sizes[layer + 1]}" if counted[layer][1] else ""
            total = sum(counted[layer])
            sums = f"{sizes[layer]}·{sizes[layer + 1]}{own} + {sizes[layer + 1]} = {total:,}"
            text.set_text(f"{self.name(layer + 1)}\n{sums}")
        self.all = sum(map(sum, counted))
        self.total.set_text(_("{n:,} parameters").format(n=self.all))
        self.verdict.set_text("\n".join(self.judge()))

    def judge(self) -> list[str]:
        """Say what kind of network this is."""
        hidden = len(self.sizes) - 2
        kind = (_("no hidden layer"), _("one hidden layer: shallow"), _("two hidden layers: deep"))
        travel = _("recurrent") if self.travel.value and hidden else _("feed-forward")
        share = sum(parameters(self.sizes, self.travel.value)[0]) / self.all
        return [
            kind[hidden],
            travel,
            _("{share:.0%} of them in the first layer").format(share=share),
        ]

    def describe(self) -> str:
        """Say what the picture shows now."""
        return _("Layers of {sizes} neurons, {kind}: {n:,} parameters.").format(
            sizes=", ".join(map(str, self.sizes)), kind=", ".join(self.judge()), n=self.all
        )
