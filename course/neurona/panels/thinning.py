"""A network that overfits two moons, and the two knobs that hold it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

import numpy as np

from neurona.language import _, ngettext
from neurona.network import Training
from neurona.panels import moons
from neurona.panels.curves import BLOCK, Curves, latest
from neurona.panels.graph import NetworkGraph
from neurona.panels.keys import ROW
from neurona.panels.regions import Regions, grid_points
from neurona.panels.training import TrainingPanel
from neurona.plots import style

EPOCHS_A_MASK = 50  # while it walks
CROWD = 12


class Trains(Protocol):
    """What learns epoch by epoch: a `Training`, or one by a student's functions."""

    @property
    def epochs(self) -> int:
        """How many epochs it has learned."""

    def step(self, epochs: int = 1) -> None:
        """Learn for some epochs."""


class TwoKnobs(TrainingPanel):
    """Both knobs, the layers, and a training that starts over when one of them moves."""

    first_p = 0.0
    run = 30
    training: Trains

    def untrained(self) -> Trains:
        """Return the start of this seed, with the knobs as they are now."""
        raise NotImplementedError

    def draw_mask(self) -> None:
        """Draw another mask for the thinned network that is shown."""
        raise NotImplementedError

    def controls(self) -> None:
        """Make both knobs, the choice of layers, and the buttons."""
        again = self.train_again
        self.p = self.slider(
            _("p: probability that a neuron is dropped"),
            self.first_p,
            0.0,
            0.9,
            0.05,
            then=again,
        )
        self.lam = self.log_slider(_("λ: weight decay"), 0.0, 0.001, 1.0, then=again)
        self.hidden = self.dropdown(
            _("Hidden layers"),
            (12, 12),
            [
                (_("4 and 4 neurons"), (4, 4)),
                (_("8 and 8 neurons"), (8, 8)),
                (_("12 and 12 neurons"), (12, 12)),
                (_("16 neurons"), (16,)),
            ],
            then=self.change_layers,
        )
        self.mask_button = self.add_button(_("New mask"), self.draw_mask)
        self.add_play()
        self.add_new_seed()

    def rewind(self) -> None:
        """Go back to the untrained network, and to the first mask of this seed."""
        self.coins = moons.stream(self.seed, "coins")
        self.draw_mask()
        super().rewind()

    def begin(self) -> None:
        """Take the start of this seed, with the knobs as they are now."""
        self.training = self.untrained()

    def learn(self, epochs: int) -> None:
        """Learn for some epochs, but not beyond the last one."""
        self.training.step(min(epochs, moons.EPOCHS - self.training.epochs))

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to learn."""
        return self.training.epochs >= moons.EPOCHS

    def change_layers(self) -> None:
        """Train a network of other layers."""
        self.rewind()
        self.train_again()

    def step(self) -> bool:
        """Learn for some epochs, and draw another mask now and then."""
        going = super().step()
        if self.pace and self.training.epochs % EPOCHS_A_MASK == 0:  # not in a hurry
            self.draw_mask()
        return going

    def tell_scores(self, training: Sequence[float], validation: Sequence[float]) -> str:
        """Say where both curves end, and where validation was without either knob."""
        epochs, reference = len(training) - 1, self.reference
        words = _(
            "Epoch {epochs}, p = {p:.2f}, λ = {lam:g}. The curves (each point is the mean of up to "
            "{block} epochs) end at {share:.0%} right in training and {share_new:.0%} in "
            "validation."
        ).format(
            epochs=epochs,
            p=self.p.value,
            lam=self.lam.value,
            block=BLOCK,
            share=latest(training),
            share_new=latest(validation),
        )
        if not reference or not epochs:
            return words
        then = _("With p = λ = 0, validation was at {share:.0%} in this epoch.")
        return words + " " + then.format(share=latest(reference[: epochs + 1]))

    @property
    def reference(self) -> Sequence[float]:
        """The validation accuracy of the same start with neither knob; none when it is this one."""
        if self.p.value == 0 and self.lam.value == 0:
            return ()
        return moons.unrestrained(self.seed, self.hidden.value)


class Thinning(TwoKnobs):
    """The whole network beside its thinned networks."""

    training: Training

    size: ClassVar[tuple[int, int]] = (820, 392)

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "This network has learned its 50 training points by heart, wrong labels included. Set "
            "p to 0.3 and ask for new masks; then go on to 0.9; then try p = 0 with λ = 0.01."
        )

    def build(self) -> None:
        """Draw the network left, the plane in the middle, the curves right."""
        axes, text = self.picture.axes, self.picture.text
        self.graph = NetworkGraph(self.picture, axes(10, 32, 222, 268))
        self.regions = Regions(self.picture, axes(262, 32, 286, 268))
        self.curves = Curves(self.picture, axes(610, 32, 196, 268), moons.EPOCHS)
        self.titles = [self.moving(text(left, 8)) for left in (12, 262, 610)]
        self.regions.make_key(262, 314)
        self.curves.make_key(610, 350, _("validation at p = λ = 0"))
        text(12, 314, _("crossed out: off in this pass"), fontsize=style.SMALL)
        text(12, 314 + ROW, _("thick link: large weight"), fontsize=style.SMALL)
        self.regions.make_points_key(12, 314 + 2 * ROW)
        self.grid = grid_points().astype(np.float32)

    def untrained(self) -> Training:
        """Return the start of this seed, with the knobs as they are now."""
        return moons.untrained(self.seed, self.hidden.value, self.p.value, self.lam.value)

    def rewind(self) -> None:
        """Go back to the untrained network, and to the first masks of this seed."""
        rng = moons.stream(self.seed, "crowd")
        self.crowd = [rng.random((CROWD, 1, n)) for n in self.hidden.value]
        super().rewind()

    def draw_mask(self) -> None:
        """Draw another mask for the thinned network that is shown."""
        for coins in self.crowd:
            coins[0] = self.coins.random(coins[0].shape)

    def update(self) -> None:
        """Show the network, what it and its thinned networks say, and the curves."""
        training, p = self.training, self.p.value
        kept = [coins >= p for coins in self.crowd]
        network = training.network.rounded()
        whole = network.outputs(self.grid)
        thinned = network.outputs(self.grid, [on * np.float32(1 / (1 - p)) for on in kept])
        self.off = sum(int(np.sum(~on[0])) for on in kept)
        self.spread = float(thinned.std(axis=0).mean())
        self.regions.show_points(training.X, training.Y)
        self.graph.show(training.network.weights, [on[0, 0] for on in kept])
        self.regions.show(whole, whole, thinned[0], thinned[1:])
        self.curves.show(training.accuracy, training.accuracy_new, self.reference)
        titles = (
            _("{off} of {n} hidden neurons off").format(off=self.off, n=sum(self.hidden.value)),
            _("thinned networks differ by ±{spread:.2f}").format(spread=self.spread),
            _("accuracy, epoch {epochs}").format(epochs=training.epochs),
        )
        for artist, title in zip(self.titles, titles, strict=True):
            artist.set_text(title)

    def describe(self) -> str:
        """Say what the picture shows now."""
        off = ngettext(
            "In the thinned network shown, {off} of {n} hidden neurons is off.",
            "In the thinned network shown, {off} of {n} hidden neurons are off.",
            self.off,
        ).format(off=self.off, n=sum(self.hidden.value))
        spread = _("The outputs of {crowd} thinned networks differ by ±{spread:.2f}.").format(
            crowd=CROWD, spread=self.spread
        )
        scores = self.tell_scores(self.training.accuracy, self.training.accuracy_new)
        return " ".join([scores, off, spread])
