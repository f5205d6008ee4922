"""What a Bayesian search believes along one line of the map, and where it looks next."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _, ngettext
from neurona.panels.base import Panel
from neurona.panels.keys import ROW, explain
from neurona.panels.searches import believe, improvement
from neurona.panels.trials import LAMBDAS, Point, Trial, at
from neurona.plots import style

Array = npt.NDArray[np.float64]

LINE: Array = np.linspace(0, 1, 61)
FIRST = (0.1, 0.5, 0.9)  # places on the line that are tried to begin with
TRIALS = 12
SCORES = (0.4, 0.92)
MEAN: dict[str, Any] = {"color": style.BLUE, "linewidth": 2.2}
BAND: dict[str, Any] = {"color": style.SKY, "alpha": 0.35, "linewidth": 0}
TRIED: dict[str, Any] = {"linestyle": "none", "marker": "o", "color": style.BLACK}
BEST: dict[str, Any] = {"color": style.BLACK, "linewidth": 1.1, "linestyle": (0, (4, 2))}
NEXT: dict[str, Any] = {"color": style.VERMILION, "linewidth": 1.6}
GAIN: dict[str, Any] = {"color": style.GREEN, "linewidth": 2.0}


class Belief(Panel):
    """Mean and doubt of a Gaussian process above, the expected improvement below."""

    size: ClassVar[tuple[int, int]] = (820, 424)
    first_seed: ClassVar[int] = 4
    steps_without_loop: ClassVar[int] = 5 * TRIALS

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "The red line is where the search tries next. Step on, and say before each trial: why "
            "there? Is the blue line high, or the band wide?"
        )

    def controls(self) -> None:
        """Make the knob of the line, the knob of doubt, and the buttons."""
        label = _("p: probability that a neuron is dropped")
        self.p = self.slider(label, 0.5, 0.0, 0.9, 0.1, then=self.begin_again)
        label = _("doubt before any trial, ± points")
        self.spread = self.int_slider(label, 10, 2, 20)
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw the belief above, what it promises below."""
        picture, moving = self.picture, self.picture.moving
        picture.text(30, 8, _("What is believed: validation accuracy along λ"), weight="bold")
        above, below = picture.axes(70, 32, 520, 200), picture.axes(70, 268, 520, 90)
        for axes in (above, below):
            axes.set_xlim(-0.02, 1.02)
            axes.set_xticks([Point(0.0, lam).place[1] for lam in LAMBDAS[::3]])
        above.set_xticklabels([])
        below.set_xticklabels([f"{lam:g}" for lam in LAMBDAS[::3]])
        below.set_xlabel(_("λ: weight decay"), labelpad=1)
        above.set(ylim=SCORES)
        above.set_yticks([0.5, 0.6, 0.7, 0.8], ["50%", "60%", "70%", "80%"])
        below.set(ylim=(0, 1.12), yticks=[])
        picture.text(30, 244, _("What a trial promises: expected improvement"), weight="bold")
        self._band = moving(above.fill_between(LINE, LINE, LINE, **BAND))
        self._mean = moving(above.plot(LINE, LINE, **MEAN)[0])
        self._best = moving(above.plot([], [], **BEST)[0])
        self._tried = moving(above.plot([], [], markersize=7, zorder=5, **TRIED)[0])
        self._gain = moving(below.plot(LINE, LINE, **GAIN)[0])
        self._next = [moving(axes.plot([], [], zorder=4, **NEXT)[0]) for axes in (above, below)]
        band = {**BAND, "linewidth": 9, "solid_capstyle": "butt"}
        rows: tuple[tuple[str, dict[str, Any]], ...] = (
            (_("networks trained so far"), {**TRIED, "markersize": 7}),
            (_("mean: the best guess"), MEAN),
            (_("± one standard deviation"), band),
            (_("the best so far"), BEST),
            (_("where it looks next"), NEXT),
        )
        for i, (words, look) in enumerate(rows):
            explain(picture, 612, 40 + (ROW + 4) * i, words, **look)
        self._told = [
            moving(picture.text(604, 276 + 22 * i, fontsize=style.SMALL)) for i in range(3)
        ]

    def rewind(self) -> None:
        """Go back to the first trials."""
        self.clear()
        while self.at_first:
            self.step()

    def clear(self) -> None:
        """Forget every network."""
        self.tried: list[tuple[float, float]] = []
        self.trial: Trial | None = None
        self.aim = FIRST[0]
        self.hurried = False

    def begin_again(self) -> None:
        """Train the first networks with p as it is now, and stop there unless it plays anyway."""
        self.clear()
        self.hurried = not self.playing
        self.start()

    @property
    def at_first(self) -> bool:
        """Whether the first trials are still being made."""
        return len(self.tried) < len(FIRST)

    def make_trial(self, place: float) -> Trial:
        """Return a network at a place on the line that has not learned yet."""
        return Trial(self.seed, Point(round(self.p.value, 1), at((0.0, place)).lam))

    def step(self) -> bool:
        """Train the network that promises the most for some epochs; from the end, begin anew."""
        if self.trial is None:
            if len(self.tried) >= TRIALS:
                self.clear()
            self.aim = FIRST[len(self.tried)] if self.at_first else self.promising(self.belief()[2])
            self.trial = self.make_trial(self.aim)
        self.trial.learn()
        if self.trial.finished:
            self.tried.append((self.aim, self.trial.score))
            self.trial = None
        if self.hurried and not self.at_first:
            self.hurried = False
            return False
        return len(self.tried) < TRIALS

    def promising(self, gain: Array) -> float:
        """Return the place where most is to be gained, of those on the line not tried yet."""
        places = [place for place, _score in self.tried]
        again = np.isclose(LINE[:, None], places).any(axis=1)
        return float(LINE[np.where(again, -1.0, gain).argmax()])

    def belief(self) -> tuple[Array, Array, Array]:
        """Return mean, standard deviation and expected improvement along the line, each (61,)."""
        places, scores = np.array(self.tried).reshape(-1, 2).T
        spread = self.spread.value / 100
        mean, std = believe(places[:, None], scores, LINE[:, None], spread)
        return mean, std, improvement(mean, np.maximum(std, 1e-9), self.best)

    @property
    def best(self) -> float:
        """The best score so far; guessing before there is any."""
        return max((score for _place, score in self.tried), default=0.5)

    def update(self) -> None:
        """Show what is believed now, and where it looks next."""
        mean, std, gain = self.belief()
        places, scores = np.array(self.tried).reshape(-1, 2).T
        edge = np.concatenate([mean + std, (mean - std)[::-1]])
        self._band.set_verts([np.column_stack([np.concatenate([LINE, LINE[::-1]]), edge])])
        self._mean.set_ydata(mean)
        self._best.set_data([0, 1], [self.best] * 2)
        self._tried.set_data(places, scores)
        self._gain.set_ydata(gain / max(gain.max(), 1e-12))
        self.next_place = self.promising(gain) if self.trial is None else self.aim
        for line, heights in zip(self._next, (SCORES, (0, 1.12)), strict=True):
            line.set_data([self.next_place] * 2, heights)
        i = int(np.abs(LINE - self.next_place).argmin())
        self.next_values = float(mean[i]), float(std[i]), float(gain[i])
        for artist, words in zip(self._told, self.tell_next(), strict=True):
            artist.set_text(words)

    def tell_next(self) -> list[str]:
        """Say where it looks next, and what it expects there."""
        mean, std, gain = self.next_values
        return [
            _("next: λ = {lam:.2g}").format(lam=at((0.0, self.next_place)).lam),
            _("believed {mean:.1%} ± {std:.1%}").format(mean=mean, std=std),
            _("expected improvement {gain:.2%}").format(gain=gain),
        ]

    def describe(self) -> str:
        """Say what the picture shows now."""
        text = ngettext(
            "p = {p:.1f}; {n} network is trained, the best scores {best:.1%}.",
            "p = {p:.1f}; {n} networks are trained, the best scores {best:.1%}.",
            len(self.tried),
        )
        told = text.format(p=self.p.value, n=len(self.tried), best=self.best)
        return told + " " + ", ".join(self.tell_next()) + "."
