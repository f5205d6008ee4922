"""A nudge of w and b: what the tangent promises, and what the neuron does."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from neurona.language import _
from neurona.panels.activations import logistic, logistic_slope
from neurona.panels.base import Panel
from neurona.panels.gallery import BEFORE, signed
from neurona.panels.keys import ROW, explain
from neurona.panels.s_curve import DIAMOND, SCALED
from neurona.plots import style

X, W = 2.0, 1.0
REACH = 8.0
Z = np.linspace(-REACH, REACH, 321)
REAL: dict[str, Any] = {"marker": "o", "linestyle": "none", "color": style.BLUE, "markersize": 8}


class Nudging(Panel):
    """One sigmoid neuron with one input, whose weight and bias are nudged."""

    size: ClassVar[tuple[int, int]] = (760, 368)

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Halve both nudges: what happens to the gap between the diamond and the dot? Then make "
            "them large, and look for a promise that no sigmoid can keep."
        )

    def controls(self) -> None:
        """Make sliders for the bias and for both nudges."""
        self.b = self.slider(_("b: bias"), -1.0, -7.0, 5.0, 0.1, digits=1)
        self.dw = self.slider(_("Δw: nudge of the weight"), 0.4, -2.0, 2.0, 0.05)
        self.db = self.slider(_("Δb: nudge of the bias"), 0.4, -2.0, 2.0, 0.05)

    def build(self) -> None:
        """Draw the S on the left, and leave room for the sums on the right."""
        picture, moving = self.picture, self.picture.moving
        axes = picture.axes(40, 16, 430, 288)
        axes.set(xlim=(-REACH, REACH), ylim=(-0.35, 1.35), yticks=[0, 0.5, 1])
        axes.set_xlabel("z = w·x + b", labelpad=1)
        for height in (0, 1):
            axes.axhline(height, color=style.PALE, linewidth=1)
        axes.plot(Z, logistic(Z), color=style.BLUE, zorder=1)
        self.tangent = moving(axes.plot(Z, Z, zorder=2, **SCALED)[0])
        self.gap = moving(axes.plot([], [], color=style.GRAY, linewidth=1.4)[0])
        self.here = moving(axes.plot([], [], zorder=3, **BEFORE)[0])
        self.real = moving(axes.plot([], [], zorder=4, **REAL)[0])
        self.promised = moving(axes.plot([], [], zorder=5, **DIAMOND)[0])
        self.words = [moving(picture.text(496, 20 + 24 * row)) for row in range(9)]
        for row, (words, look) in enumerate(
            (
                (_("now"), BEFORE),
                (_("after the nudge"), REAL),
                (_("what the tangent promises"), DIAMOND),
            )
        ):
            explain(picture, 496, 252 + ROW * row, words, **look)

    def update(self) -> None:
        """Work out the promise and the truth."""
        z = W * X + self.b.value
        dz = X * self.dw.value + self.db.value
        out, slope = float(logistic(np.array(z))), float(logistic_slope(np.array(z)))
        self.truth = float(logistic(np.array(z + dz))) - out
        self.promise = slope * dz
        self.z, self.dz, self.out, self.slope = z, dz, out, slope
        self.tangent.set_ydata(out + slope * (Z - z))
        self.here.set_data([z], [out])
        self.real.set_data([z + dz], [out + self.truth])
        self.promised.set_data([z + dz], [out + self.promise])
        self.gap.set_data([z + dz] * 2, [out + self.truth, out + self.promise])
        lines = (
            f"x = {X:g}, w = {W:g}",
            f"z = {z:.2f}",
            f"σ(z) = {out:.3f}",
            _("slope σ′(z) = {slope:.3f}").format(slope=slope),
            f"Δz = x·Δw + Δb = {dz:.2f}",
            _("promised: {change}").format(change=signed(self.promise)),
            _("true: {change}").format(change=signed(self.truth)),
            _("apart by {gap:.3f}").format(gap=abs(self.promise - self.truth)),
            self.beyond(),
        )
        for text, line in zip(self.words, lines, strict=True):
            text.set_text(line.replace("-", "−"))

    def beyond(self) -> str:
        """Return a word on a promise that no sigmoid can keep."""
        if 0 < self.out + self.promise < 1:
            return ""
        return _("Promised: {value:.2f}!").format(value=self.out + self.promise)

    def describe(self) -> str:
        """Say what the picture shows now."""
        told = _(
            "At z = {z:.2f} the neuron says {out:.3f}, and the slope is {slope:.3f}. A nudge of z "
            "by {dz:.2f} promises a change of {promise}; the true change is {truth}."
        ).format(
            z=self.z,
            out=self.out,
            slope=self.slope,
            dz=self.dz,
            promise=signed(self.promise),
            truth=signed(self.truth),
        )
        return " ".join([told, self.beyond()]).strip().replace("-", "−")
