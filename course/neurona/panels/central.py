"""Two ways to measure a slope by nudging, and how wrong each is."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from neurona.language import _
from neurona.panels import controls
from neurona.panels.base import Panel
from neurona.panels.keys import ROW, explain
from neurona.panels.saying import say
from neurona.panels.surfaces import Array
from neurona.plots import style

SIZES = (1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, *(10.0**-k for k in range(3, 14)))
FIRST = 0.1
NO_ERROR = 1e-15  # drawn instead of an error of 0, which has no logarithm
LEFT, RIGHT = -1.3, 2.3
LOW, HIGH = -2.4, 5.0
TANGENT: dict[str, Any] = {"color": style.BLACK, "linewidth": 1.4, "linestyle": (0, (4, 2))}
ONE_SIDED: dict[str, Any] = {"color": style.ORANGE, "marker": "s", "markersize": 6}
CENTRAL: dict[str, Any] = {"color": style.BLUE, "marker": "o", "markersize": 6}
LETTERS = {"forward": "#8A5F00", "central": style.BLUE}  # darker, as thin letters must be


def curve(v: Any) -> Any:
    """Return v³, whose slope is 3v²."""
    return v**3


def slopes(v: float, h: Any) -> tuple[Any, Any]:
    """Measure the slope of the curve by one nudge to the right, and by one to either side.

    Parameters
    ----------
    v : float
        Where.
    h : float or array
        How far.
    """
    forward = (curve(v + h) - curve(v)) / h
    central = (curve(v + h) - curve(v - h)) / (2 * h)
    return forward, central


class Nudge(Panel):
    """A curve, its slope at a point, and what two ways to nudge make of it."""

    size: ClassVar[tuple[int, int]] = (760, 404)

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Make h smaller, one notch at a time, and watch both errors: which one shrinks "
            "faster? Then go on to the very smallest h."
        )

    def controls(self) -> None:
        """Make a slider for the size of the nudge, and one for the place."""
        nudges = controls.choice_slider(_("h: how far v is nudged"), FIRST, SIZES)
        self.h = self._add(nudges, None)
        self.v = self.slider(_("v: where the slope is measured"), 1.0, -1.0, 1.5, 0.1, digits=1)

    def build(self) -> None:
        """Draw the curve left, and the errors for every h on the right."""
        text, moving = self.picture.text, self.moving
        text(40, 8, _("C(v) = v³ and three slopes"), weight="bold")
        axes = self.picture.axes(40, 32, 320, 262)
        axes.set(xlim=(LEFT, RIGHT), ylim=(LOW, HIGH))
        axes.set_xlabel("v", labelpad=0)
        v = np.linspace(LEFT, RIGHT, 200)
        axes.plot(v, curve(v), color=style.GRAY, linewidth=2)
        self.tangent = moving(axes.plot([], [], **TANGENT)[0])
        self.forward = moving(axes.plot([], [], linewidth=2, **ONE_SIDED)[0])
        self.central = moving(axes.plot([], [], linewidth=2, **CENTRAL)[0])

        text(440, 8, _("how wrong, for every h"), weight="bold")
        axes = self.picture.axes(440, 32, 300, 262)
        axes.set(xscale="log", yscale="log", xlim=(2, SIZES[-1] / 2), ylim=(NO_ERROR / 2, 20))
        axes.set_xticks([10.0**-k for k in range(0, 14, 3)])
        axes.set_yticks([10.0**-k for k in range(0, 16, 3)])
        axes.minorticks_off()
        axes.set_xlabel(_("h, smaller and smaller →"), labelpad=0)
        self.curves = [
            moving(axes.plot([], [], linewidth=1.2, **{**look, "markersize": 3})[0])
            for look in (ONE_SIDED, CENTRAL)
        ]
        self.now = [
            moving(axes.plot([], [], **{**look, "markersize": 10, "markeredgecolor": "black"})[0])
            for look in (ONE_SIDED, CENTRAL)
        ]
        self.words = [moving(text(40, 334 + 22 * i, fontsize=style.NORMAL)) for i in range(3)]
        self.words[1].set_color(LETTERS["forward"])
        self.words[2].set_color(LETTERS["central"])
        for row, (words, look) in enumerate(
            (
                (_("the true slope"), TANGENT),
                (_("nudged to one side"), ONE_SIDED),
                (_("nudged to both sides"), CENTRAL),
            )
        ):
            explain(self.picture, 440, 334 + (ROW + 4) * row, words, **look)

    def update(self) -> None:
        """Draw three slopes and all errors."""
        v, h = self.v.value, self.h.value
        self.true = 3 * v**2
        self.told = slopes(v, h)
        ends = np.array([LEFT, RIGHT])
        self.tangent.set_data(ends, curve(v) + self.true * (ends - v))
        self.forward.set_data([v, v + h], [curve(v), curve(v + h)])
        self.central.set_data([v - h, v + h], [curve(v - h), curve(v + h)])
        sizes = np.array(SIZES)
        errors = [_shown(slope - self.true) for slope in slopes(v, sizes)]
        for line, dot, wrong, told in zip(self.curves, self.now, errors, self.told, strict=True):
            line.set_data(sizes, wrong)
            dot.set_data([h], _shown(np.array([told - self.true])))
        lines = (
            _("True slope: {slope}").format(slope=say(self.true)),
            self.tell(_("One side: {slope}, wrong by {error}"), self.told[0]),
            self.tell(_("Both sides: {slope}, wrong by {error}"), self.told[1]),
        )
        for text, told in zip(self.words, lines, strict=True):
            text.set_text(told)

    def tell(self, words: str, slope: float) -> str:
        """Say what a way of nudging gives."""
        return words.format(slope=say(slope), error=f"{abs(slope - self.true):.3g}")

    def describe(self) -> str:
        """Say what the picture shows now."""
        start = _("The curve v³ at v = {v}, nudged by h = {h:g}.").format(
            v=say(self.v.value), h=self.h.value
        )
        return " ".join([start, *(f"{words.get_text()}." for words in self.words)])


def _shown(errors: Array) -> Array:
    """Return the sizes of errors, none so small that it has no place in the picture."""
    return np.maximum(np.abs(errors), NO_ERROR)
