"""A test set that is looked at too often: equally good networks, of which the best seems better."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from neurona.language import _, ngettext
from neurona.panels import controls
from neurona.panels.base import Panel
from neurona.panels.keys import ROW, explain
from neurona.panels.trials import CHAPTER
from neurona.plots import style

TRUTH = 0.8  # what every network really gets right
NETWORKS = 1_000
FIRST = 5  # tested in the first picture: too few to tell how good the best of many looks
TEST_SIZES = (50, 100, 200, 500, 1_000, 5_000)
EDGES = np.arange(0.595, 1.006, 0.01)
BARS: dict[str, Any] = {"color": style.SKY}
REALLY: dict[str, Any] = {"color": style.BLACK, "linewidth": 1.6, "linestyle": (0, (4, 2))}
BEST: dict[str, Any] = {"color": style.VERMILION, "linewidth": 2.2}
LATEST: dict[str, Any] = {"marker": "v", "linestyle": "none", "color": style.BLUE, "markersize": 8}


class Peeking(Panel):
    """Scores on one test set as a histogram, and the best of them against how many there are."""

    size: ClassVar[tuple[int, int]] = (820, 356)
    pace = 0.05
    steps_without_loop: ClassVar[int] = NETWORKS
    opened = False

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "All these networks judge 80% of mangoes rightly, no more, no less. Press Play: "
            "how good does the best one look? Then make the test set larger."
        )

    def controls(self) -> None:
        """Make the size of the test set and the buttons."""
        label = _("mangoes in the test set")
        self.examples = self._add(controls.choice_slider(label, 100, TEST_SIZES), self.draw)
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw the histogram left and the best so far right."""
        picture, moving = self.picture, self.picture.moving
        picture.text(30, 8, _("Scores on the test set"), weight="bold")
        picture.text(450, 8, _("The best score so far"), weight="bold")
        left, right = picture.axes(40, 34, 360, 220), picture.axes(500, 34, 300, 220)
        left.set(xlim=(EDGES[0], EDGES[-1]), ylim=(0, 1.12), yticks=[])
        left.set_xticks([0.6, 0.7, 0.8, 0.9, 1.0], ["60%", "70%", "80%", "90%", "100%"])
        right.set(xscale="log", xlim=(1, NETWORKS), ylim=(0.7, 1.0))
        right.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
        right.minorticks_off()
        right.set_yticks([0.7, 0.8, 0.9, 1.0], ["70%", "80%", "90%", "100%"])
        right.grid(color=style.PALE, linewidth=0.8)
        right.set_xlabel(_("networks tested"), labelpad=1)
        moving(left.axvline(TRUTH, zorder=4, **REALLY))
        right.axhline(TRUTH, **REALLY)
        self._bars = moving(left.stairs(np.zeros(len(EDGES) - 1), EDGES, fill=True, **BARS))
        self._marked = moving(left.plot([], [], zorder=4, **BEST)[0])
        self._latest = moving(left.plot([], [], zorder=5, **LATEST)[0])
        self._best = moving(right.plot([], [], drawstyle="steps-post", **BEST)[0])
        explain(picture, 40, 290, _("every network's true accuracy, 80%"), **REALLY)
        explain(picture, 40, 290 + ROW, _("the best score"), **BEST)
        explain(picture, 230, 290 + ROW, _("the latest network"), **LATEST)
        self._told = moving(picture.text(450, 296, weight="bold"))

    def rewind(self) -> None:
        """Go back to no network; only the first picture has a few."""
        self.tested = 0 if self.opened else FIRST
        self.opened = True
        self.draw()

    def draw(self) -> None:
        """Draw what each network would score on a test set of this size."""
        rng = np.random.default_rng([CHAPTER, self.seed, 5])
        n = round(self.examples.value)
        self.scores = rng.binomial(n, TRUTH, NETWORKS) / n

    def new_seed(self) -> None:
        """Draw other networks, as many."""
        tested = self.tested
        super().new_seed()
        self.tested = tested

    def step(self) -> bool:
        """Test one more network, or some more when there are many; from the end, begin anew."""
        if self.tested >= NETWORKS:
            self.tested = 0
        self.tested = min(self.tested + 1 + self.tested // 12, NETWORKS)
        return self.tested < NETWORKS

    def update(self) -> None:
        """Show the scores of the networks tested so far."""
        scores = self.scores[: self.tested]
        counts = np.histogram(scores, EDGES)[0]
        self._bars.set_data(counts / max(counts.max(), 1))
        best = np.maximum.accumulate(scores)
        self._best.set_data(np.arange(1, len(best) + 1), best)
        self._marked.set_data(np.repeat(best[-1:], 2), [0, 1.05][: 2 * len(best[-1:])])
        latest = scores[-1:] if self.tested < NETWORKS else scores[:0]
        self._latest.set_data(latest, np.full(len(latest), 1.07))
        self._told.set_text(self.tell_best())

    def tell_best(self) -> str:
        """Say what the best network seems to be worth."""
        if not self.tested:
            return _("no network tested yet")
        text = ngettext(
            "best of {n:,} network: {best:.1%}", "best of {n:,} networks: {best:.1%}", self.tested
        )
        return text.format(n=self.tested, best=self.scores[: self.tested].max())

    def describe(self) -> str:
        """Say what the picture shows now."""
        text = _("A test set of {n:,} mangoes; every network is right on 80% of all mangoes.")
        told = [text.format(n=round(self.examples.value))]
        best = self.tell_best()
        told.append(best[0].upper() + best[1:] + ".")
        if self.tested:
            scores = self.scores[: self.tested]
            text = _("Their mean is {mean:.1%}, the lowest {low:.1%}.")
            told.append(text.format(mean=scores.mean(), low=scores.min()))
        return " ".join(told)
