"""The demon who adds to one neuron's weighted input, and watches the cost."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from neurona.language import _, ngettext
from neurona.panels import blame
from neurona.panels.base import Panel
from neurona.panels.blame import Place
from neurona.panels.blame_graph import DATA, DEMON, PENALTY, BlameGraph, number
from neurona.panels.keys import ROW, explain
from neurona.plots import style

FARTHEST = 4.0  # the largest Δz
HIGHEST = 0.31  # the largest change of the cost that is drawn
EPOCHS_A_STEP = 5
LAST_EPOCH = 2000
LEARNING_RATE = 1.0
COINS = 33  # a stream of random numbers: at the first seed, hidden neuron 3 is off first
N = len(blame.X)
TRUE: dict[str, Any] = {"color": style.BLACK, "marker": "o", "linestyle": "none", "markersize": 8}
PREDICTED: dict[str, Any] = {
    "color": style.VERMILION,
    "marker": "D",
    "linestyle": "none",
    "markersize": 7,
    "markeredgecolor": "white",
}


class Demon(Panel):
    """The graph of blame, and beside it the cost as the demon moves one neuron."""

    size: ClassVar[tuple[int, int]] = (820, 444)
    pace = 0.04
    first_seed = 6

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Seat the demon on one neuron after another, with the same Δz: where does the cost "
            "change most? Then drag Δz: how far do prediction and truth stay together? Step "
            "lets the network learn."
        )

    def controls(self) -> None:
        """Make both knobs, the demon's seat and its Δz, and the choice of an example."""
        self.p = self.slider(_("p: probability that a neuron is dropped"), 0.0, 0.0, 0.9, 0.05)
        self.lam = self.log_slider(_("λ: weight decay"), 0.0, 0.001, 1.0)
        self.dz = self.slider(
            _("Δz: what the demon adds to z"), 1.5, -FARTHEST, FARTHEST, 0.1, digits=1
        )
        seats = [
            *((_("hidden neuron {j}").format(j=j + 1), Place(1, j)) for j in range(3)),
            (_("output 1: sum"), Place(2, 0)),
            (_("output 2: carry"), Place(2, 1)),
        ]
        self.seat = self.dropdown(_("Demon on"), Place(1, 2), seats)
        examples = [(name, i) for i, name in enumerate(blame.EXAMPLES)]
        self.example = self.dropdown(_("Example"), 3, examples)
        self.mask_button = self.add_button(_("New mask"), self.draw_mask)
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw the graph left, the cost along Δz right."""
        axes, text, moving = self.picture.axes, self.picture.text, self.picture.moving
        self.heading = moving(text(12, 8, weight="bold"))
        self.graph = BlameGraph(self.picture, 0, 34)
        text(594, 8, _("what Δz does to the cost"), weight="bold")
        plane = axes(632, 40, 176, 226)
        plane.set(xlim=(-FARTHEST, FARTHEST), ylim=(-HIGHEST, HIGHEST))
        plane.set_xticks([-4, -2, 0, 2, 4])
        plane.set_yticks([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3])
        plane.set_xlabel("Δz", labelpad=1)
        plane.set_ylabel(_("change of the cost"), labelpad=0)
        plane.axhline(0, color=style.PALE, linewidth=1)
        plane.axvline(0, color=style.PALE, linewidth=1)
        self.nudges = np.linspace(-FARTHEST, FARTHEST, 33)
        self.curve = moving(plane.plot([], [], color=style.BLACK, linewidth=1.6)[0])
        look: dict[str, Any] = {"color": style.VERMILION, "linewidth": 1.4}
        self.tangent = moving(plane.plot([], [], linestyle=(0, (4, 2)), **look)[0])
        self.gap = moving(plane.plot([], [], ":", **look)[0])
        self.true = moving(plane.plot([], [], **TRUE)[0])
        self.predicted = moving(plane.plot([], [], **PREDICTED)[0])
        explain(self.picture, 594, 318, _("true change"), **TRUE)
        explain(self.picture, 594, 318 + 2 * ROW, _("predicted: δ · Δz"), **PREDICTED)
        self.readings = [moving(text(622, 318 + ROW * (2 * i + 1))) for i in range(2)]
        self.apart = moving(text(594, 318 + 4 * ROW + 6, fontsize=style.SMALL))
        wide = {"linewidth": 5, "solid_capstyle": "butt"}
        explain(self.picture, 12, 410, _("∂C/∂w: from the error"), **wide, **DATA)
        explain(self.picture, 12, 410 + ROW, _("from the penalty"), linewidth=5, **PENALTY)
        explain(
            self.picture,
            210,
            410,
            _("the demon"),
            marker=DEMON,
            linestyle="none",
            color=style.VERMILION,
            markersize=12,
        )
        for i, words in enumerate(
            (_("in the circle: activation a"), _("on the link: ∂C/∂w, thick: large"))
        ):
            text(330, 410 + ROW * i, words, fontsize=style.SMALL)

    def rewind(self) -> None:
        """Go back to the untrained network, and to the first coins of this seed."""
        self.network = blame.untrained(self.seed)
        self.epochs = 0
        self.rng = np.random.default_rng([blame.CHAPTER, self.seed, COINS])
        self.draw_mask()

    def draw_mask(self) -> None:
        """Toss the coins of the hidden neurons anew."""
        self.coins = self.rng.random(blame.SIZES[1])

    def step(self) -> bool:
        """Learn from the four examples a few times; every pass has its own mask."""
        decay = self.lam.value / N
        for _epoch in range(EPOCHS_A_STEP):
            coins = self.rng.random((N, blame.SIZES[1]))
            for example, kept in enumerate((coins >= self.p.value).astype(float)):
                blame.learn_one(self.network, example, kept, LEARNING_RATE, decay)
            self.epochs += 1
        return self.epochs < LAST_EPOCH

    def update(self) -> None:
        """Work out the blame of the example, and what the demon predicts and finds."""
        i, place, dz = self.example.value, Place(*self.seat.value), self.dz.value
        x, y, decay = blame.X[i], blame.Y[i], self.lam.value / N
        self.kept = (self.coins >= self.p.value).astype(float)
        self.blame = blame.assign(x, y, self.network, self.kept)
        weights = self.network.weights
        both = list(zip(self.blame.gradients, weights, strict=True))
        self.shares = [blame.penalty_share(dW, W, decay) for dW, W in both]
        self.gradients = [dW + decay * W for dW, W in both]
        self.graph.show(self.blame, self.shares, self.gradients, y, self.kept, place)
        self.delta = float(self.blame.deltas[place.layer - 1][place.j])
        costs = blame.cost_with_nudges(x, y, self.network, self.kept, place, [*self.nudges, dz])
        changes = costs - self.blame.cost
        self.change, self.guess = float(changes[-1]), self.delta * dz
        self.curve.set_data(self.nudges, changes[:-1])
        self.tangent.set_data(
            [-FARTHEST, FARTHEST], [-FARTHEST * self.delta, FARTHEST * self.delta]
        )
        self.gap.set_data([dz, dz], [self.change, self.guess])
        self.true.set_data([dz], [self.change])
        self.predicted.set_data([dz], [self.guess])
        for text, value in zip(self.readings, (self.change, self.guess), strict=True):
            text.set_text(number(value))
        self.apart.set_text(
            _("apart by {gap}").format(gap=number(abs(self.change - self.guess))[1:])
        )
        self.heading.set_text(
            _("{example}: cost {cost:.3f}, epoch {epochs}").format(
                example=blame.EXAMPLES[i], cost=self.blame.cost, epochs=self.epochs
            )
        )

    def describe(self) -> str:
        """Say what the picture shows now."""
        place = Place(*self.seat.value)
        seat = next(name for name, value in self.seat.options if value == place)
        a = self.blame.activations[-1]
        told = [
            _(
                "Epoch {epochs}, p = {p:.2f}, λ = {lam:g}. The example is {example}; the outputs "
                "say {a[0]:.2f} and {a[1]:.2f}, the cost is {cost:.3f}."
            ).format(
                epochs=self.epochs,
                p=self.p.value,
                lam=self.lam.value,
                example=blame.EXAMPLES[self.example.value],
                a=a,
                cost=self.blame.cost,
            ),
            _(
                "The demon sits on {seat}, whose δ is {delta}, and adds Δz = {dz:.1f}: it predicts "
                "a change of {guess}, the true change is {change}."
            ).format(
                seat=seat,
                delta=number(self.delta),
                dz=self.dz.value,
                guess=number(self.guess),
                change=number(self.change),
            ),
        ]
        off = int(np.sum(self.kept == 0))
        if self.p.value:
            words = ngettext(
                "{off} hidden neuron is off and carries neither a nor δ.",
                "{off} hidden neurons are off and carry neither a nor δ.",
                off,
            )
            told.append(words.format(off=off))
        if self.lam.value:
            share = np.mean(np.concatenate([share.ravel() for share in self.shares]))
            words = _("The penalty makes {share:.0%} of ∂C/∂w on an average link.")
            told.append(words.format(share=share))
        return " ".join(told)
