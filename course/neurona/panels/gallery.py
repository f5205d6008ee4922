"""The gallery of activation functions: one nudge, six answers."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from neurona.language import _
from neurona.panels.activations import Activation, gallery
from neurona.panels.base import Panel
from neurona.panels.picture import Picture
from neurona.plots import style

REACH = 4.0
Z = np.linspace(-REACH, REACH, 401)
WIDTH, HEIGHT = 218, 130
LEFT, TOP = (30, 278, 526), (28, 240)
BEFORE: dict[str, Any] = {
    "marker": "o",
    "linestyle": "none",
    "color": style.BLACK,
    "fillstyle": "none",
    "markersize": 8,
    "markeredgewidth": 1.6,
}
AFTER: dict[str, Any] = {
    "marker": "o",
    "linestyle": "none",
    "color": style.VERMILION,
    "markersize": 7,
}
CHANGE: dict[str, Any] = {"color": style.VERMILION, "linewidth": 2.6}


def signed(change: float) -> str:
    """Write a change with its sign; one that is nothing has none."""
    text = f"{change:+.3f}"
    return "0" if float(text) == 0 else text.replace("-", "−")


class Frame:
    """One function of the gallery, its answer before the nudge and its answer after."""

    def __init__(self, picture: Picture, left: float, top: float, activation: Activation) -> None:
        self.activation = activation
        axes = picture.axes(left, top, WIDTH, HEIGHT)
        axes.set(xlim=(-REACH, REACH), ylim=(-1.35, 1.75))
        axes.set_xticks([-4, -2, 0, 2, 4])
        axes.set_yticks([-1, 0, 1])
        axes.grid(axis="y", color=style.PALE)
        axes.set_axisbelow(True)
        picture.text(left, top - 20, activation.name, weight="bold")
        axes.text(-3.8, 1.68, activation.formula, fontsize=style.SMALL, va="top")
        answers = activation.answer(Z)
        if np.abs(np.diff(answers)).max() > 0.5:  # a jump is no part of the curve
            answers = np.where(np.append(np.abs(np.diff(answers)) > 0.5, False), np.nan, answers)
        axes.plot(Z, answers, color=style.BLUE)
        moving = picture.moving
        self._change = moving(axes.plot([], [], **CHANGE)[0])
        self._before = moving(axes.plot([], [], zorder=3, **BEFORE)[0])
        self._after = moving(axes.plot([], [], zorder=4, **AFTER)[0])
        self._words = moving(picture.text(left, top + HEIGHT + 30))

    def show(self, z: float, nudge: float) -> None:
        """Draw a nudge of z, and how far the answer goes along."""
        z_both = np.array([z, z + nudge])
        self.before, self.after = (float(a) for a in self.activation.answer(z_both))
        self._before.set_data([z], [self.before])
        self._after.set_data([z + nudge], [self.after])
        self._change.set_data([z + nudge] * 2, [self.before, self.after])
        self._words.set_text(
            _("{before} → {after}, change {change}").format(
                before=f"{self.before:.3f}".replace("-", "−"),
                after=f"{self.after:.3f}".replace("-", "−"),
                change=signed(self.after - self.before),
            )
        )


class Gallery(Panel):
    """Six activation functions side by side, asked about the same z and the same nudge."""

    size: ClassVar[tuple[int, int]] = (760, 428)

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Move z from −3 to 3 with a small nudge: who passes it on everywhere, who only "
            "sometimes, and who never, or all at once?"
        )

    def controls(self) -> None:
        """Make a slider for z and one for the nudge."""
        self.z = self.slider(_("z: weighted input"), -0.3, -3.0, 3.0, 0.05)
        self.nudge = self.slider(_("Δz: nudge"), 0.5, 0.05, 1.0, 0.05)

    def build(self) -> None:
        """Draw two rows of three functions."""
        places = [(left, top) for top in TOP for left in LEFT]
        self.frames = [
            Frame(self.picture, *place, activation)
            for place, activation in zip(places, gallery(), strict=True)
        ]

    def update(self) -> None:
        """Ask each function."""
        for frame in self.frames:
            frame.show(self.z.value, self.nudge.value)

    def describe(self) -> str:
        """Say what the picture shows now."""
        told = [
            _("{name}: {before:.3f} becomes {after:.3f}").format(
                name=frame.activation.name, before=frame.before, after=frame.after
            )
            for frame in self.frames
        ]
        words = _("z = {z:.2f} is nudged to {nudged:.2f}.").format(
            z=self.z.value, nudged=self.z.value + self.nudge.value
        )
        return f"{words} {'; '.join(told)}.".replace("-", "−")
