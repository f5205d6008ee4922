"""A network that trains under the p and λ that a framework would understand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.network import Network, Training
from neurona.panels import moons
from neurona.panels.curves import Curves, latest
from neurona.panels.dialects import (
    HIDDEN,
    LEARNING_RATE,
    Framework,
    Line,
    Numbers,
    Penalty,
    code,
    converted,
    literal,
    meaning,
)
from neurona.panels.keys import ROW, explain
from neurona.panels.listing import Listing
from neurona.panels.regions import THINNED, WHOLE, Regions, grid_points
from neurona.panels.saying import say
from neurona.panels.training import TrainingPanel
from neurona.plots import style

Array = npt.NDArray[np.float64]

EPOCHS = 300
BEYOND = 1e6  # a weight that has grown so far will not come back
CALLED: dict[Framework, str] = {"ours": "NumPy", "torch": "PyTorch", "keras": "Keras"}
CODE_LINES = 15
ROUNDING = 1e-9


def untrained(seed: int, p: float, lam: float, penalty: Penalty = "l2") -> Training:
    """Return a seed's start: chapter 08's points, a network with the cross-entropy as its cost.

    Parameters
    ----------
    seed : int
        The panel's seed.
    p : float
        The probability that a hidden neuron is dropped, in [0, 1).
    lam : float
        λ, as this course means it.
    penalty : {"l1", "l2"}
        What it punishes.
    """
    start = moons.stream(seed, "start")
    network = Network((2, HIDDEN, HIDDEN, 1), start, moons.START_SCALE, "cross_entropy")
    rng = moons.stream(seed, "training")
    return Training(
        network, *moons.data(seed), rng, LEARNING_RATE, moons.BATCH, p, lam, penalty=penalty
    )


def went_astray(training: Training) -> bool:
    """Return whether the weights have grown beyond all bounds."""
    largest = max(float(np.abs(W).max()) for W in training.network.weights)
    return not largest < BEYOND


class Translating(TrainingPanel):
    """Code left, the network it stands for in the middle, its curves right.

    A subclass says which numbers the framework gets.
    """

    size: ClassVar[tuple[int, int]] = (820, 384)
    walk, run = 5, 10
    training: Training
    rightly: Training | None
    """The network under the same p and λ, rightly translated; None where this is it."""
    problem = ""
    """Why there is no network to train, in a sentence."""

    def numbers(self) -> Numbers:
        """Return what dropout and the penalty get in the framework; NaN where that is unknown.

        Then `problem` says why.
        """
        raise NotImplementedError

    @property
    def chosen(self) -> Penalty:
        """The penalty."""
        return "l2"

    def make_knobs(self, p: float, lam: float) -> None:
        """Make the sliders and the choice of a framework."""
        again = self.train_again
        self.p = self.slider(
            _("p: probability that a neuron is dropped"), p, 0.0, 0.9, 0.05, then=again
        )
        self.lam = self.log_slider(_("λ: weight decay"), lam, 0.001, 0.5, then=again)
        names = [(name, framework) for framework, name in CALLED.items()]
        self.framework = self.dropdown(_("Framework"), "torch", names, then=again)

    def build(self) -> None:
        """Draw the code left, the map in the middle, the curves right."""
        axes, text = self.picture.axes, self.picture.text
        self.listing = Listing(self.picture, 12, 34, CODE_LINES)
        self.regions = Regions(self.picture, axes(352, 32, 244, 240))
        self.curves = Curves(self.picture, axes(646, 32, 160, 240), EPOCHS)
        self.titles = [
            self.moving(text(left, 8, weight="bold" if left == 12 else "normal"))
            for left in (12, 352, 646)
        ]
        explain(self.picture, 352, 282, _("border of the network on the left"), **WHOLE)
        right = _("border with p and λ rightly translated")
        explain(self.picture, 352, 282 + ROW, right, **THINNED)
        self.regions.make_points_key(352, 282 + 2 * ROW)
        self.curves.make_key(606, 322, _("rightly: validation"))
        self.lost = self.moving(text(474, 252, ha="center", fontsize=style.SMALL))
        self.said = [self.moving(text(12, 318 + 20 * row)) for row in range(3)]
        self.grid = grid_points().astype(np.float32)

    def begin(self) -> None:
        """Take the start of this seed, with the knobs as they are now."""
        p, lam = self.p.value, self.lam.value
        self.given = self.numbers()
        self.lam_meant = meaning(self.framework.value, self.given.factor, self.chosen)
        rate, meant = (p, lam) if self.problem else (self.given.rate, self.lam_meant)
        rightly = np.allclose((rate, meant), (p, lam), rtol=1e-9, atol=1e-12)
        if rightly:
            rate, meant = p, lam  # not a rounding error away
        self.training = untrained(self.seed, rate, meant, self.chosen)
        self.rightly = None if rightly else untrained(self.seed, p, lam, self.chosen)

    def learn(self, epochs: int) -> None:
        """Learn for some epochs, but not beyond the last one."""
        if self.problem:
            return
        epochs = min(epochs, EPOCHS - self.training.epochs)
        with np.errstate(all="ignore"):  # numbers that are wrong enough grow without end
            self.training.step(epochs)
            if self.rightly is not None:
                self.rightly.step(epochs)

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to learn, or nothing can be learned any more."""
        done = self.training.epochs >= EPOCHS or went_astray(self.training)
        return done or bool(self.problem)

    def lines(self) -> Sequence[Line]:
        """Return the code as it stands."""
        return code(self.framework.value, self.given, self.chosen)

    def update(self) -> None:
        """Show the code, the map and the curves."""
        training = self.training
        self.notice = self.problem
        self.listing.show(self.lines())
        self.regions.show_points(training.X, training.Y)
        nothing = np.zeros(len(self.grid))
        whole = nothing if went_astray(training) else self.ask(training)
        self.regions.show(whole, whole, nothing if self.rightly is None else self.ask(self.rightly))
        right = () if self.rightly is None else self.rightly.accuracy_new
        self.curves.show(training.accuracy, training.accuracy_new, right)
        one_sided = np.all(whole > 0.5) or np.all(whole <= 0.5)
        self.same = bool(one_sided) and not went_astray(training)
        self.lost.set_text(self.tell_border())
        epochs = _("accuracy, epoch {epochs}").format(epochs=training.epochs)
        for artist, title in zip(
            self.titles, (CALLED[self.framework.value], self.tell_fate(), epochs), strict=True
        ):
            artist.set_text(title)
        for artist, words in zip(self.said, self.tell_numbers(), strict=True):
            artist.set_text(words)

    def ask(self, training: Training) -> Array:
        """Return what a network says at each point of the map."""
        return training.network.rounded().outputs(self.grid)

    def tell_fate(self) -> str:
        """Say what has become of the weights."""
        if self.problem:
            return _("nothing was trained")
        if went_astray(self.training):
            return _("weights have grown beyond all bounds")
        largest = max(float(np.abs(W).max()) for W in self.training.network.weights)
        return _("largest weight: {size}").format(size=say(round(largest, 2)))

    def tell_border(self) -> str:
        """Say that there is no border, where every point gets the same answer."""
        return _("no border: the same answer everywhere") if self.same else ""

    def tell_numbers(self) -> tuple[str, str, str]:
        """Say in three short lines what p and λ became, and what that means."""
        p, lam = self.p.value, self.lam.value
        rate, factor = literal(self.given.rate), literal(self.given.factor)
        first = _("p = {p:.2f} is written as {rate}.").format(p=p, rate=rate)
        second = _("λ = {lam:g} is written as {factor}.").format(lam=lam, factor=factor)
        if self.problem:
            return first, second, _("There is nothing to train with.")
        if self.rightly is None:
            return first, second, _("Means the same here and there.")
        if abs(self.given.rate - p) > ROUNDING:
            third = _("It drops with probability {rate:.2f}, not {p:.2f}.").format(
                rate=self.given.rate, p=p
            )
            return first, second, third
        third = _("Acts like λ = {meant:.4g}: {times:.4g} times as strong.")
        times = self.lam_meant / lam if lam else np.inf
        return first, second, third.format(meant=self.lam_meant, times=times)

    def describe(self) -> str:
        """Say what the picture shows now."""
        training = self.training
        told = [CALLED[self.framework.value] + ".", *self.tell_numbers()]
        shares = _("Epoch {epochs}: {share:.0%} right in training, {share_new:.0%} in validation.")
        told.append(
            shares.format(
                epochs=training.epochs,
                share=latest(training.accuracy),
                share_new=latest(training.accuracy_new),
            )
        )
        if self.rightly is not None:
            told.append(
                _("Rightly translated it would be {share_new:.0%} in validation.").format(
                    share_new=latest(self.rightly.accuracy_new)
                )
            )
        for said in (self.tell_fate(), self.tell_border()):
            if said:
                told.append(f"{said[0].upper()}{said[1:]}.")
        return " ".join(told)


class Opening(Translating):
    """The panel that opens the chapter: λ translated, or pasted as it is."""

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Go through the frameworks: the numbers change, the network does not. Then tick "
            "“Paste λ as it is”, and go through them again."
        )

    def controls(self) -> None:
        """Make the knobs, the box and the buttons."""
        self.make_knobs(0.0, 0.05)
        self.paste = self.toggle(_("Paste λ as it is"), False, then=self.train_again)
        self.add_play()
        self.add_new_seed()

    def numbers(self) -> Numbers:
        """Return p and λ, translated or pasted."""
        p, lam = self.p.value, self.lam.value
        if self.paste.value:
            return Numbers(p, lam)
        return converted(self.framework.value, p, lam)
