"""Neurons that lean on each other, and neurons that have learned not to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.network import Network, Training
from neurona.panels.keys import ROW, explain
from neurona.panels.picture import Picture
from neurona.panels.training import TrainingPanel
from neurona.plots import style

Array = npt.NDArray[np.float64]

CHAPTER = 8
HIDDEN = 8
EPOCHS = 600
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
    """The error of both networks, with all neurons on and without each hidden one."""

    def __init__(self, picture: Picture, left: float) -> None:
        axes = picture.axes(left, 50, 190, 286)
        axes.set(xlim=(0, 0.65), ylim=(HIDDEN + 0.6, -0.6), xticks=[0, 0.2, 0.4, 0.6])
        axes.set_yticks(range(HIDDEN + 1), [_("all on"), *map(str, range(1, HIDDEN + 1))])
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(_("error"), labelpad=1)
        axes.grid(axis="y", color=style.PALE)
        axes.set_axisbelow(True)
        picture.text(left - 14, 30, _("missing neuron"), fontsize=style.SMALL)
        moving, numbers = picture.moving, range(HIDDEN + 1)
        self._here = moving(axes.axhspan(0, 0, color=style.PALE, zorder=0.5))
        self._dots = [
            moving(axes.plot(numbers, numbers, linestyle="none", markersize=8, **look)[0])
            for look in DOTS
        ]

    def show(self, both: Sequence[Array], missing: int | None) -> None:
        """Put the dots where errors of both networks, (9,), are: first those with all on."""
        for dots, errors in zip(self._dots, both, strict=True):
            dots.set_xdata(errors)
        self._here.set_bounds(0, (0 if missing is None else missing + 1) - 0.4, 1, 0.8)


class Coadaptation(TrainingPanel):
    """Two networks with the same start, one of them trained with dropout, lose a neuron."""

    size: ClassVar[tuple[int, int]] = (790, 418)
    run = 50
    networks: list[Training]

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Both networks learn the same curve from the same start. Choose which neuron is "
            "missing: in which network does the error jump? Then set p to 0.8 and read the row "
            "“all on”: what does so much dropout cost?"
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
        words = _("error: root of the mean squared distance from what is wanted, along x")
        self.picture.text(36, 376 + ROW, words, fontsize=style.SMALL)

    def begin(self) -> None:
        """Take two networks that are still the same."""
        self.networks = [untrained(self.seed, 0.0), untrained(self.seed, self.p.value)]

    def train_again(self) -> None:
        """Train the right network from the start with p as it is now, in a hurry."""
        self.networks[1] = untrained(self.seed, self.p.value)
        self.train_on()

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
        both = zip(self.errors_whole, self.errors_without, strict=True)
        self.losses.show([np.append(whole, without) for whole, without in both], self.chosen)

    def describe(self) -> str:
        """Say what the picture shows now."""
        done = [training.epochs for training in self.networks]
        told = [
            _("Epoch {epoch}.").format(epoch=done[0])
            if done[0] == done[1]
            else _("Left epoch {left}, right epoch {right}.").format(left=done[0], right=done[1]),
            _(
                "With all neurons on, the error is {whole[0]:.2f} without dropout and "
                "{whole[1]:.2f} with p = {p:.2f}. Without the neuron that each misses most, it is "
                "{worst[0]:.2f} and {worst[1]:.2f}."
            ).format(
                p=self.p.value,
                whole=self.errors_whole,
                worst=[errors.max() for errors in self.errors_without],
            ),
        ]
        if self.chosen is not None:
            a, b = (errors[self.chosen] for errors in self.errors_without)
            words = _("Without neuron {j} it is {a:.2f} and {b:.2f}.")
            told.append(words.format(j=self.chosen + 1, a=a, b=b))
            if a < b:
                told.append(_("The network without dropout hardly uses this neuron."))
        return " ".join(told)
