"""The two recipes of dropout, mask by mask: what the next neuron hears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _, ngettext
from neurona.panels.base import Panel
from neurona.panels.keys import ROW, explain
from neurona.panels.picture import Picture
from neurona.plots import style

Array = npt.NDArray[np.float64]

CHAPTER = 8
MASKS = 10_000
TEXTBOOK = np.array([2.0, 1.0, 3.0])  # the parts of the chapter's example
WHOLE = float(TEXTBOOK.sum())
EDGES = np.arange(-9.25, 31.5, 0.5)  # bins around the halves
ROUNDING = 1e-9
WARNING = "#B34E00"  # vermilion, darker: letters need more contrast than areas
STRIP = 76  # CSS pixels, the height of a histogram
ROWS = {"original": 34, "inverted": 140, "forgotten": 246}
MEAN: dict[str, Any] = {"color": style.BLACK, "linewidth": 2.4, "solid_capstyle": "butt"}
SPREAD: dict[str, Any] = {"color": style.BLACK, "linewidth": 1.0}
BARS: dict[str, Any] = {"color": style.SKY}
LATEST: dict[str, Any] = {
    "marker": "v",
    "linestyle": "none",
    "color": style.BLUE,
    "markersize": 7,
}
INFERENCE: dict[str, Any] = {
    "marker": "D",
    "linestyle": "none",
    "color": style.VERMILION,
    "markeredgecolor": "white",
    "markersize": 9,
}


@dataclass(frozen=True)
class Hearing:
    """What the next neuron hears under one recipe.

    Attributes
    ----------
    training : array of shape (masks,)
        In training, for each mask.
    inference : float
        When the network is used.
    """

    training: Array
    inference: float

    @property
    def mean(self) -> float:
        """The mean over the masks, NaN before the first."""
        return float(self.training.mean()) if len(self.training) else float("nan")

    @property
    def spread(self) -> float:
        """The standard deviation over the masks, NaN before the first."""
        return float(self.training.std()) if len(self.training) else float("nan")


def listen(parts: Array, kept: npt.NDArray[np.bool_], p: float) -> dict[str, Hearing]:
    """Work out what the next neuron hears, under both recipes and with the rescale forgotten.

    Parameters
    ----------
    parts : array of shape (n,)
        Weight times activation, of each neuron it listens to.
    kept : array of bool, shape (masks, n)
        Which of them are on.
    p : float
        The probability that one is off.

    Returns
    -------
    dict
        By a name in `ROWS`.
    """
    heard, whole = kept @ parts, float(parts.sum())
    return {
        "inverted": Hearing(heard / (1 - p), whole),
        "original": Hearing(heard, (1 - p) * whole),
        "forgotten": Hearing(heard, whole),
    }


class Strip:
    """A histogram of what is heard in training, with its mean and what is heard at inference."""

    def __init__(self, picture: Picture, top: float, title: str, axis: bool) -> None:
        axes = picture.axes(16, top + 20, 540, STRIP)
        style.bare(axes)
        axes.set(xlim=(EDGES[0], EDGES[-1]), ylim=(-0.22, 1.12))
        axes.axhline(0, color=style.PALE, linewidth=1)
        if axis:
            axes.set_xticks(range(-6, 31, 6))
            axes.set_xlabel(_("what the next neuron hears"), labelpad=2)
        picture.text(16, top, title)
        moving = picture.moving
        self._bars = moving(axes.stairs(np.zeros(len(EDGES) - 1), EDGES, fill=True, **BARS))
        self._gap = moving(axes.plot([], [], ":", color=style.VERMILION, linewidth=2.2)[0])
        self._spread = moving(axes.plot([], [], marker="|", markersize=7, **SPREAD)[0])
        self._mean = moving(axes.plot([], [], **MEAN)[0])
        self._inference = moving(axes.plot([], [], zorder=5, **INFERENCE)[0])
        self._latest = moving(axes.plot([], [], **LATEST)[0])
        self._words = [
            moving(picture.text(572, top + 26 + 20 * i, fontsize=style.NORMAL)) for i in range(3)
        ]

    def show(self, heard: Hearing, latest: bool) -> None:
        """Draw what was heard, and point at the latest mask if wanted."""
        counts = np.histogram(heard.training, EDGES)[0]
        self._bars.set_data(counts / max(counts.max(), 1))
        mean, spread = heard.mean, heard.spread
        self._mean.set_data([mean, mean], [0, 1.05])
        self._spread.set_data([mean - spread, mean + spread], [0.55, 0.55])
        self._inference.set_data([heard.inference], [0])
        self._gap.set_data([mean, heard.inference], [0, 0])
        self._latest.set_data(heard.training[-1:] if latest else [], [1.06] if latest else [])
        some = len(heard.training) > 0
        self._words[0].set_text(
            _("training {mean:.2f} ± {spread:.2f}").format(mean=mean, spread=spread)
            if some
            else _("no mask drawn yet")
        )
        self._words[1].set_text(_("inference {value:.2f}").format(value=heard.inference))
        gap = abs(mean - heard.inference)
        # More than four standard errors is no accident.
        chance = some and gap <= 4 * spread / np.sqrt(len(heard.training)) + ROUNDING
        text = _("apart by {gap:.2f}: chance") if chance else _("apart by {gap:.2f}")
        self._words[2].set_color(style.BLACK if chance else WARNING)
        self._words[2].set_text(text.format(gap=gap) if some and spread > 0 else "")


class Expectation(Panel):
    """Many masks, one neuron that listens, and three ways to go on."""

    size: ClassVar[tuple[int, int]] = (760, 438)
    pace = 0.05
    opened = False

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Move p and follow the diamonds: where do they sit on the mean of training, and where "
            "not? Then Rewind and press Step to draw one mask at a time."
        )

    def controls(self) -> None:
        """Make the knob, the choice of neurons, and the buttons."""
        self.p = self.slider(_("p: probability that a neuron is dropped"), 0.5, 0.0, 0.8, 0.05)
        self.n = self.dropdown(
            _("It listens to"),
            3,
            [
                (_("3 neurons: parts 2, 1, 3"), 3),
                (_("10 neurons, random parts"), 10),
                (_("30 neurons, random parts"), 30),
            ],
            then=self.deal,
        )
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw a strip for each way, one above the other."""
        titles = {
            "original": _("original recipe: multiply by 1 − p at inference"),
            "inverted": _("inverted recipe: divide by 1 − p in training"),
            "forgotten": _("no rescale"),
        }
        self.heading = self.moving(self.picture.text(16, 8, weight="bold"))
        self.strips = {
            name: Strip(self.picture, top, titles[name], axis=name == "forgotten")
            for name, top in ROWS.items()
        }
        bars = {**BARS, "linewidth": 7, "solid_capstyle": "butt"}
        for left, top, words, look in (
            (16, 396, _("training, mask by mask"), bars),
            (230, 396, _("mean of training"), MEAN),
            (400, 396, _("±: one standard deviation"), SPREAD),
            (16, 396 + ROW, _("inference"), {**INFERENCE, "markersize": 7}),
            (230, 396 + ROW, _("latest mask, while they are drawn"), LATEST),
        ):
            explain(self.picture, left, top, words, **look)

    def rewind(self) -> None:
        """Go back to no mask at all; only the first picture has them all."""
        self.deal()
        self.drawn = 0 if self.opened else MASKS
        self.opened = True

    def deal(self) -> None:
        """Toss all coins of this seed for the number of neurons that is chosen."""
        rng = np.random.default_rng([CHAPTER, self.seed])
        n = self.n.value
        self.parts = TEXTBOOK
        if n != len(TEXTBOOK):
            parts = rng.normal(0.0, 2.8 / np.sqrt(n), n)
            self.parts = parts + (WHOLE - parts.sum()) / n
        self.coins = rng.random((MASKS, n))

    def new_seed(self) -> None:
        """Toss other coins."""
        super().new_seed()
        self.drawn = MASKS

    def step(self) -> bool:
        """Draw one more mask, or some more when there are many; from the end, begin anew."""
        if self.drawn >= MASKS:
            self.drawn = 0
        self.drawn = min(self.drawn + 1 + self.drawn // 12, MASKS)
        return self.drawn < MASKS

    def update(self) -> None:
        """Show what is heard under the masks drawn so far."""
        p = self.p.value
        self.heard = listen(self.parts, self.coins[: self.drawn] >= p, p)
        for name, strip in self.strips.items():
            strip.show(self.heard[name], latest=0 < self.drawn < MASKS)
        self.heading.set_text(
            ngettext(
                "{masks:,} mask, p = {p:.2f}; with all neurons on it hears {whole:g}",
                "{masks:,} masks, p = {p:.2f}; with all neurons on it hears {whole:g}",
                self.drawn,
            ).format(masks=self.drawn, p=p, whole=WHOLE)
        )

    def describe(self) -> str:
        """Say what the picture shows now."""
        if self.drawn == 0:
            return _("No mask is drawn yet. With all neurons on, the next neuron hears 6.")
        words = ngettext(
            "What the next neuron hears under {masks:,} mask with p = {p:.2f}; the parts of {n} "
            "neurons add up to 6.",
            "What the next neuron hears under {masks:,} masks with p = {p:.2f}; the parts of {n} "
            "neurons add up to 6.",
            self.drawn,
        )
        recipes = _(
            "Original recipe: {b.mean:.2f} on average in training, standard deviation "
            "{b.spread:.2f}, and {b.inference:.2f} at inference. Inverted recipe: {a.mean:.2f}, "
            "standard deviation {a.spread:.2f}, and {a.inference:.2f} at inference. With no "
            "rescale: {b.mean:.2f} in training and {a.inference:.2f} at inference."
        )
        return " ".join(
            [
                words.format(masks=self.drawn, p=self.p.value, n=self.n.value),
                recipes.format(a=self.heard["inverted"], b=self.heard["original"]),
            ]
        )
