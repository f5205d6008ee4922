"""The panel in which one sigmoid neuron says how sure it is of rain, whoever wrote its σ."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from matplotlib.collections import LineCollection

from neurona.language import _
from neurona.panels import controls, rain
from neurona.panels.activations import logistic, logistic_slope, step
from neurona.panels.base import Panel
from neurona.panels.keys import ROW, explain
from neurona.panels.rain import Neuron
from neurona.panels.saying import say
from neurona.plots import style

Array = npt.NDArray[np.float64]

SHARPNESSES = (1, 2, 5, 10, 20, 50, np.inf)
SKIES = np.linspace(-3.6, 3.6, 289)
DARK = 2.0  # the sky at which the answers are spread out
MOST_STEPS = 400
TOP, HEIGHT = 34, 280
LARGEST = 9.0  # the limits of both sliders
DIGITS = 2  # of what they show
ROUNDING = 1e-6

MEAN: dict[str, Any] = {"color": style.BLACK, "linewidth": 2.4}
SCALED: dict[str, Any] = {"color": style.VERMILION, "linewidth": 2.0, "linestyle": (0, (3, 1.5))}
EACH: dict[str, Any] = {"color": style.SKY, "linewidth": 1.6}
DIAMOND: dict[str, Any] = {
    "marker": "D",
    "linestyle": "none",
    "color": style.VERMILION,
    "markeredgecolor": "white",
    "markersize": 9,
}
RAIN: dict[str, Any] = {"marker": "o", "linestyle": "none", "color": style.BLUE, "markersize": 7}
DRY: dict[str, Any] = {"marker": "s", "linestyle": "none", "color": style.ORANGE, "markersize": 6}


class SCurve(Panel):
    """A sigmoid neuron and its knobs: w, b, sharpness, λ while it is fitted, p when it answers."""

    size: ClassVar[tuple[int, int]] = (760, 400)
    sharpnesses: ClassVar[tuple[float, ...]] = SHARPNESSES
    pace = 0.04
    first_seed = 36
    opened = False

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Drag c to ∞ and back to 1; then set λ to 2; then λ to 0 and p to 0.5, and see how "
            "far the mean stays from the answer with scaled weights."
        )

    def controls(self) -> None:
        """Make both knobs, the neuron's numbers, its sharpness, and the buttons."""
        self.p = self.slider(_("p: probability that a sensor is dropped"), 0.0, 0.0, 0.9, 0.05)
        self.lam = self.log_slider(
            _("λ: weight decay while it is fitted"), 0.0, 0.01, 20.0, then=self.fit
        )
        span = (-LARGEST, LARGEST, 10.0**-DIGITS)
        self.held = [0.0, 0.0]
        self.w = self.slider(_("w: weight"), 0.0, *span, digits=DIGITS, then=self.by_hand)
        self.b = self.slider(_("b: bias"), 0.0, *span, digits=DIGITS, then=self.by_hand)
        self.shown = [0.0, 0.0]
        sharp = controls.choice_slider(_("c: sharpness, multiplies w and b"), 1, self.sharpnesses)
        self.c = self._add(sharp, None)
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw the curves on the left, and on the right how the answers to one sky spread."""
        picture, moving = self.picture, self.picture.moving
        axes = picture.axes(44, TOP, 400, HEIGHT)
        axes.set(xlim=(SKIES[0], SKIES[-1]), ylim=(-0.07, 1.07), yticks=[0, 0.5, 1])
        axes.set_xlabel(_("x: how dark the sky is"), labelpad=1)
        axes.axvline(DARK, color=style.GRAY, linewidth=1, linestyle=":")
        self.each = moving(LineCollection([], colors=EACH["color"], zorder=1))
        axes.add_collection(self.each, autolim=False)
        self.dry = moving(axes.plot([], [], zorder=2, **DRY)[0])
        self.rain = moving(axes.plot([], [], zorder=2, **RAIN)[0])
        self.mean = moving(axes.plot(SKIES, SKIES, zorder=3, **MEAN)[0])
        self.scaled = moving(axes.plot(SKIES, SKIES, zorder=4, **SCALED)[0])

        spread = picture.axes(470, TOP, 110, HEIGHT)
        spread.set(xlim=(0, 1), ylim=(-0.07, 1.07), yticks=[])
        spread.set_xticks([0, 0.5, 1])
        spread.set_xlabel(_("probability"), labelpad=1)
        self.bars = moving(LineCollection([], colors=EACH["color"], linewidths=6, zorder=1))
        spread.add_collection(self.bars, autolim=False)
        self.at_mean = moving(spread.plot([], [], zorder=3, **MEAN)[0])
        self.at_scaled = moving(spread.plot([], [], zorder=4, **DIAMOND)[0])

        self.headline = moving(picture.text(44, 8, weight="bold"))
        picture.text(470, 8, _("answers at x = {x:g}").format(x=DARK), weight="bold")
        self.words = [moving(picture.text(596, TOP + 22 * row)) for row in range(9)]
        self.make_key(TOP + HEIGHT + 46)

    def make_key(self, top: float) -> None:
        """Explain the marks, in two rows."""
        for left, row, words, look in (
            (44, 0, _("a day with rain"), RAIN),
            (44, 1, _("a dry day"), DRY),
            (196, 0, _("0, 1, … all 5 sensors on"), EACH),
            (196, 1, _("mean over all masks"), MEAN),
            (420, 0, _("scaled weights: (1 − p)·w"), SCALED),
            (420, 1, _("the same, at x = {x:g}").format(x=DARK), DIAMOND),
        ):
            explain(self.picture, left, top + ROW * row, words, **look)

    # σ and its slope: the course's own here.

    def sigma(self, z: Array) -> Array:
        """Return σ(z)."""
        return logistic(z)

    def prime(self, z: Array) -> Array:
        """Return the slope of σ at z."""
        return logistic_slope(z)

    @property
    def neuron(self) -> Neuron:
        """The neuron as it is now."""
        return Neuron(self.held[0], self.held[1], self.c.value)

    def take(self, neuron: Neuron) -> None:
        """Become a neuron, and move the sliders there.

        Front ends round what sliders hold to their steps, so the exact numbers are held here.
        """
        self.held = [float(np.clip(value, -LARGEST, LARGEST)) for value in neuron[:2]]
        self.shown = [round(value, DIGITS) for value in self.held]
        self.w.value, self.b.value = self.shown

    def by_hand(self) -> None:
        """Take the number of a slider that stands where `take` has not moved it."""
        for place, slider in enumerate((self.w, self.b)):
            if abs(slider.value - self.shown[place]) > ROUNDING:
                self.held[place] = self.shown[place] = slider.value

    def rewind(self) -> None:
        """Go back to a neuron that has learned nothing; only the first picture has a fitted one."""
        self.x, self.y = rain.days(self.seed)
        self.steps = 0
        self.take(Neuron(*rain.START))
        if not self.opened:
            self.opened = True
            self.fit()

    def fit(self) -> None:
        """Take the weight and the bias that fit best, as far as there is a slope to follow."""
        self.stop()
        if np.isfinite(self.c.value):
            knobs = self.lam.value, self.c.value
            self.take(rain.fit(self.x, self.y, *knobs, self.sigma, self.prime))

    def step(self) -> bool:
        """Follow the slope of the cost once; return whether that moved anything."""
        before = self.neuron
        if np.isfinite(before.c):
            knobs = self.lam.value, self.sigma, self.prime
            self.take(rain.descend(self.x, self.y, before, *knobs))
        self.steps += 1
        moved = np.hypot(self.neuron.w - before.w, self.neuron.b - before.b)
        return bool(moved > rain.SMALL) and self.steps < MOST_STEPS

    def hear(self, x: Array, weights: Array) -> Array:
        """Return what the neuron says.

        Parameters
        ----------
        x : array of shape (n,)
            The skies.
        weights : array of shape (k, 5)
            The weights of the five sensors, several times over.

        Returns
        -------
        array of shape (k, n)
        """
        _w, b, c = self.neuron
        z = weights.sum(axis=1)[:, None] * x + b
        return step(z) if np.isinf(c) else self.sigma(c * z)

    def weights(self) -> Array:
        """Return the weights of the five sensors: none, one, … all of them on, and scaled."""
        share = np.full(rain.SENSORS, self.neuron.w / rain.SENSORS)
        masks = np.tri(rain.SENSORS + 1, rain.SENSORS, -1)
        return np.vstack([masks * share, (1 - self.p.value) * share])

    def update(self) -> None:
        """Show what the neuron says of every sky, and of the dark one for every mask."""
        self.dry.set_data(self.x[self.y == 0], self.y[self.y == 0])
        self.rain.set_data(self.x[self.y == 1], self.y[self.y == 1])
        share = rain.shares(self.p.value)
        said = self.hear(np.concatenate([SKIES, [DARK], self.x]), self.weights())
        self.correct = int(np.sum((said[-2, len(SKIES) + 1 :] > 0.5) == (self.y > 0.5)))
        each, scaled = said[:-1, : len(SKIES) + 1], said[-1, : len(SKIES) + 1]
        mean = share @ each
        shown = share > 0.001
        curves = np.stack(np.broadcast_arrays(SKIES, each[shown, :-1]), axis=-1)
        self.each.set_segments(list(curves))
        self.each.set_linewidth((1.0 + 5.0 * share[shown]).tolist())
        self.mean.set_ydata(mean[:-1])
        self.scaled.set_ydata(scaled[:-1])
        self.at_dark, self.mean_there, self.scaled_there = each[:, -1], mean[-1], scaled[-1]
        heights = self.at_dark[shown]
        ends = np.stack([np.zeros_like(heights), share[shown]], axis=1)
        self.bars.set_segments(list(np.stack([ends, np.stack([heights] * 2, axis=1)], axis=-1)))
        self.at_mean.set_data([0, 1], [self.mean_there] * 2)
        self.at_scaled.set_data([0.5], [self.scaled_there])
        self.tell()

    def tell(self) -> None:
        """Write the numbers beside the picture."""
        w, b, c = self.neuron
        sharp = "∞" if np.isinf(c) else say(c)
        self.headline.set_text(f"w = {brief(w)}   b = {brief(b)}   c = {sharp}")
        lines = [
            _("all sensors on: {a:.3f}").format(a=self.at_dark[-1]),
            _("mean: {a:.3f}").format(a=self.mean_there),
            _("scaled: {a:.3f}").format(a=self.scaled_there),
            _("apart by {a:.3f}").format(a=abs(self.mean_there - self.scaled_there)),
            "",
            _("{n} of {days} days right").format(n=self.correct, days=rain.DAYS),
        ]
        if np.isinf(c):
            lines += ["", _("c = ∞: no slope,"), _("nothing to learn from")]
        for text, line in zip(self.words, lines + [""] * len(self.words), strict=False):
            text.set_text(line)

    def describe(self) -> str:
        """Say what the picture shows now."""
        w, b, c = self.neuron
        return _(
            "p = {p:.2f}, λ = {lam:g}; w = {w}, b = {b}, c = {c}. The neuron is on the right side "
            "on {n} of {days} days. Of a sky of x = {x:g} it says {all_on:.3f} with all five "
            "sensors on. Over all masks it says {low:.3f} to {high:.3f}, on average {mean:.3f}; "
            "with scaled weights, {scaled:.3f}."
        ).format(
            p=self.p.value,
            lam=self.lam.value,
            w=brief(w),
            b=brief(b),
            c="∞" if np.isinf(c) else say(c),
            n=self.correct,
            days=rain.DAYS,
            x=DARK,
            all_on=self.at_dark[-1],
            low=self.heard().min(),
            high=self.heard().max(),
            mean=self.mean_there,
            scaled=self.scaled_there,
        )

    def heard(self) -> Array:
        """Return the answers at the dark sky that can come up at all."""
        heard: Array = self.at_dark[rain.shares(self.p.value) > 0]
        return heard


def brief(value: float) -> str:
    """Write a number as its slider does, but never a small one as 0."""
    return say(round(value, DIGITS)) if abs(value) >= 0.1 else say(value)
