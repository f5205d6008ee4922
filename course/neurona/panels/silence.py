"""A small layer under a large rate: how often nobody speaks."""

from __future__ import annotations

from math import comb
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from neurona.language import _, ngettext
from neurona.panels.base import Panel
from neurona.panels.keys import ROW, explain
from neurona.plots import style

Array = npt.NDArray[np.float64]

CHAPTER = 10
MOST = 12  # neurons
PASSES = 2000  # that are drawn ahead
FIRST = 3  # passes in the first picture: too few to tell how often nobody speaks
SHOWN = 25
DROPPING, KEEPING = "dropping", "keeping"
ON: dict[str, Any] = {"color": style.BLUE, "marker": "o", "linestyle": "none"}
OFF: dict[str, Any] = {
    "color": "white",
    "marker": "o",
    "linestyle": "none",
    "markeredgecolor": style.GRAY,
}
SILENT: dict[str, Any] = {"color": style.VERMILION, "marker": "x", "linestyle": "none"}
EXPECTED: dict[str, Any] = {"color": style.BLACK, "marker": "_", "linestyle": "none"}
BAR = 0.36  # half the width


class Silence(Panel):
    """Passes through one layer with dropout, and how many neurons speak in each."""

    size: ClassVar[tuple[int, int]] = (820, 318)
    pace = 0.06
    begun = False
    """Whether a reader has let it run: what is expected stays a secret until then."""

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Press Play, and watch the columns with a cross: in those passes nobody speaks. Then "
            "read the same 0.8 as a rate of keeping."
        )

    def controls(self) -> None:
        """Make the sliders, the choice and the buttons."""
        self.rate = self.slider(_("rate: the number in Dropout(…)"), 0.8, 0.05, 0.95, 0.05)
        self.n = self.int_slider(_("n: neurons in the layer"), 4, 1, MOST)
        self.reading = self.dropdown(
            _("It says"),
            DROPPING,
            [(_("who is dropped"), DROPPING), (_("who is kept"), KEEPING)],
        )
        self.add_play()
        self.add_new_seed()

    @property
    def p(self) -> float:
        """The probability that a neuron is dropped."""
        rate: float = self.rate.value
        return rate if self.reading.value == DROPPING else round(1 - rate, 10)

    def build(self) -> None:
        """Draw the passes left, the counts right."""
        text, moving = self.picture.text, self.moving
        text(12, 8, _("The last {count} passes").format(count=SHOWN), weight="bold")
        axes = self.picture.axes(12, 36, 400, 214)
        style.bare(axes)
        axes.set(xlim=(0.4, SHOWN + 0.6))
        self._passes = axes
        self._dots = [
            moving(axes.plot([], [], markersize=9, markeredgewidth=0.8, **look)[0])
            for look in (OFF, ON)
        ]
        self._crosses = moving(axes.plot([], [], markersize=9, markeredgewidth=2, **SILENT)[0])
        for i, (words, look) in enumerate(
            ((_("speaks"), ON), (_("dropped"), OFF), (_("nobody speaks"), SILENT))
        ):
            explain(self.picture, 12 + 120 * i, 276, words, markersize=8, **look)
        text(460, 8, _("How many speak in a pass"), weight="bold")
        axes = self.picture.axes(500, 36, 304, 214)
        axes.set(ylim=(0, 1))
        self._counts = axes
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
        axes.grid(axis="y", color=style.PALE, linewidth=0.8)
        axes.set_axisbelow(True)
        self._bars = [
            moving(PathPatch(Path(np.zeros((1, 2))), facecolor=color, edgecolor="none"))
            for color in (style.SKY, style.VERMILION)
        ]
        for bar in self._bars:
            axes.add_patch(bar)
        wide = {"markersize": 14, "markeredgewidth": 2, **EXPECTED}
        self._expected = moving(axes.plot([], [], **wide)[0])
        explain(self.picture, 500, 276, _("expected"), **wide)
        self.count_words = moving(text(500, 276 + ROW, fontsize=style.SMALL))

    def rewind(self) -> None:
        """Draw all coins of this seed anew; only the first picture shows passes."""
        rng = np.random.default_rng([CHAPTER, self.seed])
        self._coins = rng.random((PASSES, MOST))
        first = not hasattr(self, "passes")
        self.passes = FIRST if first else 0

    def new_seed(self) -> None:
        """Toss other coins, as often as before."""
        passes = self.passes
        super().new_seed()
        self.passes = passes

    def step(self) -> bool:
        """Go through the layer once more; after the last pass, begin anew."""
        self.begun = True
        self.passes = self.passes + 1 if self.passes < PASSES else 1
        return self.passes < PASSES

    def kept(self) -> npt.NDArray[np.bool_]:
        """Return who speaks in each pass so far, shape (passes, n)."""
        on: npt.NDArray[np.bool_] = self._coins[: self.passes, : self.n.value] >= self.p
        return on

    def chances(self) -> Array:
        """Return how likely it is that none, one, … all n speak, shape (n + 1,)."""
        n, p = self.n.value, self.p
        return np.array([comb(n, k) * (1 - p) ** k * p ** (n - k) for k in range(n + 1)])

    def update(self) -> None:
        """Show the latest passes, and the shares of all."""
        n, kept = self.n.value, self.kept()
        latest = kept[-SHOWN:]
        self._passes.set_ylim(n + 0.9, 0.1)
        if len(self._counts.get_xticks()) != n + 1:
            self._counts.set(xlim=(-0.6, n + 0.6), xticks=range(n + 1))
            self.picture.invalidate()
        places = np.argwhere(np.ones_like(latest)) + 1.0
        for dots, who in zip(self._dots, (~latest, latest), strict=True):
            dots.set_data(places[who.ravel(), 0], places[who.ravel(), 1])
        silent = np.flatnonzero(~latest.any(axis=1)) + 1.0
        self._crosses.set_data(silent, np.full(len(silent), n + 0.72))
        speaking = np.bincount(kept.sum(axis=1), minlength=n + 1)
        shares = speaking / max(self.passes, 1)
        self._bars[0].set_path(_bars(np.arange(1, n + 1), shares[1:]))
        self._bars[1].set_path(_bars(np.arange(1), shares[:1]))
        expected = self.chances() if self.begun else np.full(n + 1, np.nan)
        self._expected.set_data(np.arange(n + 1), expected)
        self.silent = int(speaking[0])
        told = _("nobody: {silent} of {passes:,} passes").format(
            silent=self.silent, passes=self.passes
        )
        if self.begun:
            told += "; " + _("expected {share:.2%}").format(share=self.chances()[0])
        self.count_words.set_text(told)

    def describe(self) -> str:
        """Say what the picture shows now."""
        n, p = self.n.value, self.p
        layer = ngettext("A layer of {n} neuron", "A layer of {n} neurons", n).format(n=n)
        told = _(
            "{layer}; each is dropped with probability {p:.2f}. In {silent} of {passes:,} passes "
            "nobody speaks. What is kept is multiplied by {loud:.3g}."
        ).format(layer=layer, p=p, silent=self.silent, passes=self.passes, loud=1 / (1 - p))
        if self.begun:
            told += " " + _("{share:.2%} are expected.").format(share=self.chances()[0])
        return told


def _bars(places: npt.NDArray[np.int64], heights: Array) -> Path:
    """Return bars of given heights as one path."""
    corners = [
        [(x - BAR, 0), (x - BAR, height), (x + BAR, height), (x + BAR, 0), (x - BAR, 0)]
        for x, height in zip(places, heights, strict=True)
    ]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(np.array(corners, dtype=float).reshape(-1, 2), codes * len(corners))
