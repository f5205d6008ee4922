"""Neurons that lean on each other, and neurons that have learned not to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.network import Network, Training
from neurona.panels.base import Panel
from neurona.panels.keys import explain
from neurona.panels.picture import Picture
from neurona.plots import style

Array = npt.NDArray[np.float64]

CHAPTER = 8
HIDDEN = 8
EPOCHS = 600
WALK, RUN = 5, 50  # epochs a step
WALKING_PACE = 0.03
LEARNING_RATE = 6.0
START_SCALE = 8.0
MOST_MISSED = 7  # by the network without dropout, at the first seed
X: Array = np.linspace(-1.0, 1.0, 41)[:, None]
Y: Array = 0.1 + 0.8 / (1.0 + np.exp(-7.0 * X))
LOUDEST = 5.0  # the limit of the upper pictures
WANTED: dict[str, Any] = {
    "color": style.BLACK,
    "marker": "o",
    "linestyle": "none",
    "fillstyle": "none",
    "markersize": 4.5,
}
ALL_ON: dict[str, Any] = {"color": style.BLACK, "linewidth": 2.0}
DOTS: tuple[dict[str, Any], dict[str, Any]] = (
    {"marker": "s", "color": style.ORANGE, "markeredgecolor": style.BLACK},
    {"marker": "o", "color": style.BLUE, "markeredgecolor": "white"},
)
ONE_MISSING: dict[str, Any] = {
    "color": style.VERMILION,
    "linewidth": 2.4,
    "linestyle": (0, (3, 1.2)),
}


def untrained(seed: int, p: float) -> Training:
    """Return a seed's start: the same weights and order of examples, whatever p.

    Parameters
    ----------
    seed : int
        The panel's seed.
    p : float
        The probability that a hidden neuron is dropped, in [0, 1).
    """
    start, course = (np.random.default_rng([CHAPTER, seed, i]) for i in range(2))
    network = Network((1, HIDDEN, 1), start, START_SCALE)
    return Training(network, X, Y, X, Y, course, LEARNING_RATE, p=p)


def without_one(network: Network) -> Array:
    """Ask a network eight times, each time with another hidden neuron missing.

    Parameters
    ----------
    network : Network
        Of one input, eight hidden neurons and one output.

    Returns
    -------
    array of shape (8, 41)
        Its output for each x. What the others send is not rescaled.
    """
    return network.outputs(X, [1.0 - np.eye(HIDDEN)[:, None, :]])[..., 0]


def error(outputs: Array) -> Array:
    """Return the root of the mean squared error of outputs, shape (..., 41), along x."""
    errors: Array = np.sqrt(np.mean((outputs - Y[:, 0]) ** 2, axis=-1))
    return errors


def sent(network: Network) -> Array:
    """Return what each hidden neuron sends to the output, weight times activation, (8, 41)."""
    hidden = Network((1, HIDDEN), np.random.default_rng(0))
    hidden.weights, hidden.biases = network.weights[:1], network.biases[:1]
    each: Array = network.weights[1][0][:, None] * hidden.outputs(X).T
    return each


class Team:
    """One network: what each of its hidden neurons sends, and what comes out."""

    def __init__(self, picture: Picture, left: float, labels: bool) -> None:
        x = X[:, 0]
        self._title = picture.moving(picture.text(left, 8, weight="bold"))
        above = picture.axes(left, 50, 210, 130)
        below = picture.axes(left, 206, 210, 130)
        above.set(xlim=(-1, 1), ylim=(-LOUDEST, LOUDEST), xticks=[])
        above.set_yticks([-4, 0, 4])
        above.axhline(0, color=style.PALE, linewidth=1, zorder=0)
        below.set(xlim=(-1, 1), ylim=(-0.03, 1.03), xticks=[-1, 0, 1], yticks=[0, 0.5, 1])
        below.set_xlabel("x", labelpad=0)
        if labels:
            picture.text(left, 30, _("what each neuron sends"), fontsize=style.SMALL)
            picture.text(left, 186, _("what comes out"), fontsize=style.SMALL)
        below.plot(x[::2], Y[::2, 0], **WANTED)
        moving = picture.moving
        self._sent = [
            moving(above.plot(x, x, color=style.BLUE, linewidth=1.2)[0]) for _j in range(HIDDEN)
        ]
        self._silenced = moving(above.plot(x, x, **ONE_MISSING)[0])
        self._out = moving(below.plot(x, x, **ALL_ON)[0])
        self._broken = moving(below.plot(x, x, **ONE_MISSING)[0])

    def show(self, title: str, network: Network, missing: int | None) -> None:
        """Draw a network with one of its hidden neurons missing, or none."""
        self._title.set_text(title)
        all_sent = sent(network)
        for line, values in zip(self._sent, all_sent, strict=True):
            line.set_ydata(values)
        self._out.set_ydata(network.outputs(X)[:, 0])
        for line in (self._silenced, self._broken):
            line.set_visible(missing is not None)
        if missing is not None:
            self._silenced.set_ydata(all_sent[missing])
            self._broken.set_ydata(without_one(network)[missing])


class Losses:
    """For each hidden neuron, the error that both networks make without it."""

    def __init__(self, picture: Picture, left: float) -> None:
        axes = picture.axes(left, 50, 190, 286)
        axes.set(xlim=(0, 0.65), ylim=(HIDDEN + 0.6, 0.4), xticks=[0, 0.2, 0.4, 0.6])
        axes.set_yticks(range(1, HIDDEN + 1))
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(_("error without this neuron"), labelpad=1)
        axes.grid(axis="y", color=style.PALE)
        axes.set_axisbelow(True)
        picture.text(left - 14, 30, _("missing neuron"), fontsize=style.SMALL)
        moving, numbers = picture.moving, range(1, HIDDEN + 1)
        self._here = moving(axes.axhspan(0, 0, color=style.PALE, zorder=0.5))
        self._dots = [
            moving(axes.plot(numbers, numbers, linestyle="none", markersize=8, **look)[0])
            for look in DOTS
        ]

    def show(self, both: Sequence[Array], missing: int | None) -> None:
        """Put the dots where the errors of both networks, each of shape (8,), are."""
        for dots, errors in zip(self._dots, both, strict=True):
            dots.set_xdata(errors)
        self._here.set_visible(missing is not None)
        if missing is not None:
            self._here.set_bounds(0, missing + 0.6, 1, 0.8)


class Coadaptation(Panel):
    """Two networks with the same start, one of them trained with dropout, lose a neuron."""

    size: ClassVar[tuple[int, int]] = (790, 400)
    opened = False
    networks: list[Training]

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Both networks learn the same curve from the same start. Choose which neuron is "
            "missing: which network breaks? Then move p up to 0.8: what does that cost?"
        )

    def controls(self) -> None:
        """Make the knob of the right network, the choice of a neuron, and the buttons."""
        self.p = self.slider(
            _("p: probability that a neuron is dropped"), 0.2, 0.0, 0.8, 0.05, then=self.train_again
        )
        self.missing = self.int_slider(_("Missing neuron (0: none)"), MOST_MISSED, 0, HIDDEN)
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw both networks side by side, and their losses on the right."""
        self.teams = [Team(self.picture, 40, True), Team(self.picture, 310, False)]
        self.losses = Losses(self.picture, 580)
        left, right = DOTS
        for x, words, look in (
            (36, _("wanted"), WANTED),
            (150, _("everyone on"), ALL_ON),
            (306, _("missing neuron, and without it"), ONE_MISSING),
            (576, _("left"), {**left, "markersize": 7}),
            (666, _("right"), {**right, "markersize": 7}),
        ):
            explain(self.picture, x, 376, words, **look)

    def rewind(self) -> None:
        """Go back to two networks that are still the same."""
        self.networks = [untrained(self.seed, 0.0), untrained(self.seed, self.p.value)]
        self.stride, self.pace = WALK, WALKING_PACE
        if not self.opened:  # what comes of training is the better invitation
            self.opened = True
            self.learn(EPOCHS)

    def train_again(self) -> None:
        """Train the right network from the start with p as it is now, in a hurry."""
        self.networks[1] = untrained(self.seed, self.p.value)
        self.stride, self.pace = RUN, 0.0
        self.start()

    def new_seed(self) -> None:
        """Take other start weights, and train."""
        super().new_seed()
        self.train_again()

    def step(self) -> bool:
        """Learn for some epochs; from the end, begin anew."""
        if self.finished:
            self.rewind()
        self.learn(self.stride)
        return not self.finished

    def learn(self, epochs: int) -> None:
        """Train both networks, none of them beyond the last epoch."""
        for training in self.networks:
            training.step(min(epochs, EPOCHS - training.epochs))

    @property
    def finished(self) -> bool:
        """Whether both networks have learned for all epochs."""
        return all(training.epochs == EPOCHS for training in self.networks)

    @property
    def chosen(self) -> int | None:
        """The missing neuron, from 0; None for none."""
        return self.missing.value - 1 if self.missing.value else None

    def update(self) -> None:
        """Show both networks with the chosen neuron missing."""
        networks = [training.network for training in self.networks]
        titles = (
            _("trained without dropout"),
            _("trained with p = {p:.2f}").format(p=self.p.value),
        )
        for team, title, network in zip(self.teams, titles, networks, strict=True):
            team.show(title, network, self.chosen)
        self.errors_whole = [float(error(network.outputs(X)[:, 0])) for network in networks]
        self.errors_without = [error(without_one(network)) for network in networks]
        self.losses.show(self.errors_without, self.chosen)

    def describe(self) -> str:
        """Say what the picture shows now."""
        words = _(
            "After {epochs[0]} and {epochs[1]} epochs the network without dropout makes an error "
            "of {whole[0]:.2f}, the one with p = {p:.2f} of {whole[1]:.2f}. Without its most "
            "missed neuron it is {worst[0]:.2f} and {worst[1]:.2f}."
        ).format(
            epochs=[training.epochs for training in self.networks],
            p=self.p.value,
            whole=self.errors_whole,
            worst=[errors.max() for errors in self.errors_without],
        )
        if self.chosen is None:
            return words
        return (
            words
            + " "
            + _("Without neuron {j} it is {a:.2f} and {b:.2f}.").format(
                j=self.chosen + 1,
                a=self.errors_without[0][self.chosen],
                b=self.errors_without[1][self.chosen],
            )
        )
