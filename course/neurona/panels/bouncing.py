"""One number that goes downhill on a parabola: what becomes of it depends on lr · curvature."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from neurona.language import _
from neurona.panels.base import Panel
from neurona.panels.saying import say
from neurona.plots import style

START = 2.0
STEPS = 30
AT_ONCE = 12  # steps shown when a slider moves before the first step
FAR = 1000.0
WIDE, TALL = 3.2, 6.4
LINE: dict[str, Any] = {"color": style.VERMILION, "marker": "o", "linewidth": 1.6}
TOLERANCE = 1e-9


class StepSize(Panel):
    """A parabola of any curvature, and steps of any size on it."""

    size: ClassVar[tuple[int, int]] = (760, 376)
    pace = 0.4

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Leave the curvature at 2 and try lr = 0.2, 0.5, 0.8, 1 and 1.1. Then halve the "
            "curvature and look for the limit again."
        )

    def controls(self) -> None:
        """Make both sliders and the buttons."""
        self.curvature = self.slider(
            _("curvature of the parabola"), 2.0, 0.5, 4.0, 0.5, digits=1, then=self.replay
        )
        self.lr = self.slider(
            _("lr: learning rate"), 0.2, 0.1, 2.5, 0.1, digits=1, then=self.replay
        )
        self.add_play()

    def build(self) -> None:
        """Draw the parabola left, and v after each step on the right."""
        text, moving = self.picture.text, self.moving
        text(40, 8, _("C(v) = ½ · curvature · v²"), weight="bold")
        axes = self.picture.axes(40, 32, 320, 250)
        axes.set(xlim=(-WIDE, WIDE), ylim=(-0.3, TALL), xticks=range(-3, 4))
        axes.set_xlabel("v", labelpad=0)
        self.parabola = moving(axes.plot([], [], color=style.GRAY, linewidth=2)[0])
        self.walk = moving(axes.plot([], [], markersize=6, **LINE)[0])
        self.here = moving(axes.plot([], [], "o", color=style.BLACK, markersize=9)[0])

        text(430, 8, _("v after each step"), weight="bold")
        axes = self.picture.axes(430, 32, 310, 250)
        axes.set(xlim=(-0.5, STEPS + 0.5), ylim=(-WIDE, WIDE), xticks=range(0, STEPS + 1, 5))
        axes.axhline(0, color=style.GRAY, linewidth=0.8)
        axes.set_xlabel(_("step"), labelpad=0)
        self.history = moving(axes.plot([], [], markersize=4, **LINE)[0])
        self.headline = moving(text(40, 318, fontsize=style.LARGE, weight="bold"))
        self.verdict = moving(text(40, 344, fontsize=style.NORMAL))

    @property
    def factor(self) -> float:
        """What each step multiplies v by."""
        return 1 - float(self.lr.value * self.curvature.value)

    def rewind(self) -> None:
        """Go back to the start."""
        self.shown = 0

    def replay(self) -> None:
        """Show as many steps as before, or at once some, with the sliders as they are now."""
        if not self.playing:
            self.shown = self.shown or AT_ONCE

    def step(self) -> bool:
        """Take one step."""
        self.shown = min(self.shown + 1, STEPS)
        return self.shown < STEPS and abs(self.places[-1]) < FAR

    @property
    def places(self) -> Any:
        """V at the start and after each step that is shown, kept inside what can be drawn."""
        return np.clip(START * self.factor ** np.arange(self.shown + 1), -FAR, FAR)

    def update(self) -> None:
        """Show the steps so far."""
        v = np.linspace(-WIDE, WIDE, 121)
        places, half = self.places, self.curvature.value / 2
        self.parabola.set_data(v, half * v**2)
        self.walk.set_data(places, half * places**2)
        self.here.set_data(places[-1:], half * places[-1:] ** 2)
        self.history.set_data(np.arange(len(places)), places)
        self.headline.set_text(
            _("each step multiplies v by 1 − lr · curvature = {factor}").format(
                factor=say(round(self.factor, 9))
            )
        )
        self.verdict.set_text(self.tell())

    def tell(self) -> str:
        """Say what becomes of v."""
        factor = self.factor
        if abs(factor) < TOLERANCE:
            return _("It arrives in a single step.")
        if abs(factor + 1) < TOLERANCE:
            return _("It jumps from side to side forever: this is the limit.")
        if factor < -1:
            return _("Each jump lands farther away: it flies apart.")
        if factor < 0:
            return _("It jumps across the bottom, each time closer.")
        return _("It creeps down on one side.")

    def describe(self) -> str:
        """Say what the picture shows now."""
        last = float(self.places[-1])
        return _(
            "Curvature {curvature:g}, lr = {lr:g}: each step multiplies v by {factor}. It began at "
            "2 and is now at {place}. Steps taken: {steps}. {verdict}"
        ).format(
            curvature=self.curvature.value,
            lr=self.lr.value,
            factor=say(round(self.factor, 9)),
            steps=self.shown,
            place=say(last),
            verdict=self.tell(),
        )
