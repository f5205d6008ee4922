"""Two neurons with the same start, one for each cost, on the flat part of the S."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.panels.base import Panel
from neurona.panels.picture import Picture
from neurona.panels.saying import say
from neurona.plots import style

Array = npt.NDArray[np.float64]

STEPS = 300
A_LOOK = 2  # steps between two pictures
LEARNING_RATE = 0.15
START = 2.0
FURTHEST = 7.0  # the ends of the S that are shown
QUADRATIC: dict[str, Any] = {"color": style.VERMILION, "marker": "s"}
CROSS_ENTROPY: dict[str, Any] = {"color": style.BLUE, "marker": "o"}
DARK = ("#B34E00", "#005A8C")  # letters need more contrast than areas


def sigmoid(z: Array | float) -> Any:
    """Return σ(z)."""
    return (1.0 + np.tanh(np.asarray(z) / 2.0)) / 2.0


def error(z: float, cost: str) -> float:
    """Return ∂C/∂z of a neuron that should say 0.

    Parameters
    ----------
    z : float
        Its weighted input.
    cost : {"quadratic", "cross_entropy"}
        The cost C.
    """
    a = float(sigmoid(z))
    return a * a * (1.0 - a) if cost == "quadratic" else a


def descend(start: float, lr: float, cost: str, steps: int = STEPS) -> Array:
    """Return a neuron's weighted input at the start and after each step.

    Parameters
    ----------
    start : float
        Its weight and its bias at the start. Its one input is 1.
    lr : float
        The learning rate η.
    cost : {"quadratic", "cross_entropy"}
        What it descends on.
    steps : int
        How many steps.

    Returns
    -------
    array of shape (steps + 1,)
    """
    w = b = start
    path = [w + b]
    for _step in range(steps):
        delta = error(path[-1], cost)
        w, b = w - lr * delta, b - lr * delta  # ∂z/∂w is the input, 1, and ∂z/∂b is 1, too
        path.append(w + b)
    return np.array(path)


class Hill:
    """The S with a neuron on it, and what it hears from its cost."""

    def __init__(self, picture: Picture, left: float, name: str, dark: str, look: Any) -> None:
        picture.text(left, 8, name, weight="bold", color=dark)
        axes = picture.axes(left, 36, 220, 190)
        z = np.linspace(-FURTHEST, FURTHEST, 141)
        axes.plot(z, sigmoid(z), color=style.GRAY, linewidth=1.2)
        axes.set(xlim=(-FURTHEST, FURTHEST), ylim=(-0.05, 1.05), xticks=[-5, 0, 5])
        axes.set_yticks([0, 0.5, 1], ["0", "½", "1"])
        axes.set_xlabel(_("weighted input z"), labelpad=1)
        axes.set_axisbelow(True)
        below = picture.axes(left, 340, 220, 14)
        below.set(xlim=(0, 1), ylim=(-0.5, 0.5), yticks=[])
        below.set_xticks([0, 1], ["0", "1"])
        below.tick_params(length=0, pad=1)
        moving = picture.moving
        self._delta = moving(below.barh(0, 0, 1.0, color=look["color"]).patches[0])
        self._neuron = moving(axes.plot([], [], markersize=11, clip_on=False, **look)[0])
        self._words = [
            moving(picture.text(left, 270 + 22 * row, fontsize=style.NORMAL)) for row in range(3)
        ]

    def show(self, z: float, cost: str) -> None:
        """Put the neuron at a weighted input."""
        a, delta = float(sigmoid(z)), error(z, cost)
        self._neuron.set_data([z], [a])
        self._delta.set_width(delta)
        formula = "a · σ′(z) = " if cost == "quadratic" else ""
        told = (
            f"a = {a:.3f}",
            f"σ′(z) = {a * (1 - a):.4f}",
            f"δ = {formula}{delta:.4f}",
        )
        for artist, words in zip(self._words, told, strict=True):
            artist.set_text(words)


class Saturation(Panel):
    """Both neurons, the slow one left, and their outputs step by step."""

    size: ClassVar[tuple[int, int]] = (820, 376)
    pace = 0.04
    steps_without_loop: ClassVar[int] = STEPS

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Both neurons should say 0, and both say 0.98. Predict who gets there first, then "
            "press Play. Then let them start at 0, where they only say 0.5."
        )

    def controls(self) -> None:
        """Make start, learning rate, and the buttons."""
        self.begin = self.slider(
            _("start: weight and bias, both alike"),
            START,
            0.0,
            3.0,
            0.25,
            then=self.rewind,
        )
        self.lr = self.slider(
            _("lr: learning rate"), LEARNING_RATE, 0.05, 1.0, 0.05, then=self.replay
        )
        self.add_play()

    def build(self) -> None:
        """Draw a hill for each neuron, and their outputs on the right."""
        names = (_("quadratic cost"), _("cross-entropy"))
        looks = (QUADRATIC, CROSS_ENTROPY)
        self.hills = [
            Hill(self.picture, left, name, dark, look)
            for left, name, dark, look in zip((34, 300), names, DARK, looks, strict=True)
        ]
        self.picture.text(566, 8, _("output a (wanted: 0)"), weight="bold")
        self.picture.text(
            566, 338, _("bars: the error δ that each one hears"), fontsize=style.SMALL
        )
        axes = self.picture.axes(566, 36, 236, 190)
        axes.set(xlim=(0, STEPS), ylim=(-0.05, 1.05))
        axes.set_yticks([0, 0.5, 1], ["0", "½", "1"])
        axes.set_xlabel(_("steps"), labelpad=1)
        axes.grid(axis="y", color=style.PALE, linewidth=0.8)
        self.lines = [
            self.moving(axes.plot([], [], markevery=[-1], markersize=9, clip_on=False, **look)[0])
            for look in looks
        ]
        self.counts = [
            self.moving(self.picture.text(566, 270 + 22 * row, color=dark))
            for row, dark in enumerate(DARK)
        ]

    def rewind(self) -> None:
        """Go back to the start."""
        self.taken = 0
        self.replay()

    def replay(self) -> None:
        """Walk as far as before, with the knobs as they are now."""
        self.paths = [
            descend(self.begin.value, self.lr.value, cost)
            for cost in ("quadratic", "cross_entropy")
        ]

    def step(self) -> bool:
        """Take the next steps; from the end, begin anew."""
        if self.taken >= STEPS:
            self.rewind()
        self.taken += A_LOOK
        return self.taken < STEPS

    def update(self) -> None:
        """Show where both neurons are, and how they came there."""
        costs = ("quadratic", "cross_entropy")
        text = _("after {steps} steps: {a:.3f}")
        for i, (path, cost) in enumerate(zip(self.paths, costs, strict=True)):
            z = float(path[self.taken])
            self.hills[i].show(z, cost)
            self.lines[i].set_data(np.arange(self.taken + 1), sigmoid(path[: self.taken + 1]))
            self.counts[i].set_text(text.format(steps=self.taken, a=sigmoid(z)))

    def describe(self) -> str:
        """Say what the picture shows now."""
        here = [float(path[self.taken]) for path in self.paths]
        deltas = [
            error(z, cost) for z, cost in zip(here, ("quadratic", "cross_entropy"), strict=True)
        ]
        return _(
            "Two neurons that should say 0, after {steps} steps with lr = {lr:g} from weight and "
            "bias {start:g}. Under quadratic cost: output {a:.3f}, error {da}. Under "
            "cross-entropy: output {b:.3f}, error {db}."
        ).format(
            steps=self.taken,
            lr=self.lr.value,
            start=self.begin.value,
            a=sigmoid(here[0]),
            b=sigmoid(here[1]),
            da=say(deltas[0]),
            db=say(deltas[1]),
        )
