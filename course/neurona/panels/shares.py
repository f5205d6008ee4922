"""The same three numbers through three sigmoids and through softmax."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from neurona.language import _
from neurona.panels.base import Panel
from neurona.panels.saturation import sigmoid
from neurona.plots import style

Array = npt.NDArray[np.float64]

DIGITS = ("3", "5", "8")
START = (2.0, 1.0, -1.0)
FURTHEST = 5.0
LEFT = {"color": style.ORANGE, "edgecolor": style.BLACK, "linewidth": 0.8}
RIGHT = {"color": style.SKY, "edgecolor": style.BLACK, "linewidth": 0.8}


def softmax(z: Array) -> Array:
    """Return the powers e^z of some numbers, divided by their sum.

    Parameters
    ----------
    z : array of shape (..., n)
        One distribution along the last axis.
    """
    powers: Array = np.exp(z - z.max(axis=-1, keepdims=True))
    shares: Array = powers / powers.sum(axis=-1, keepdims=True)
    return shares


class Shares(Panel):
    """Bars left and right, and a slider for each number."""

    size: ClassVar[tuple[int, int]] = (720, 286)

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Raise one z: whose bars move, left and right? Then raise all of them together: what "
            "will softmax say to that?"
        )

    def controls(self) -> None:
        """Make a slider for each output, and one for all."""
        label = _("z of the output for digit {digit}")
        self.z = [
            self.slider(label.format(digit=digit), value, -FURTHEST, FURTHEST, 0.5, digits=1)
            for digit, value in zip(DIGITS, START, strict=True)
        ]
        self.all = self.slider(_("added to all of them"), 0.0, -10.0, 10.0, 0.5, digits=1)

    def build(self) -> None:
        """Draw both sets of bars."""
        names = (_("three sigmoids"), _("softmax"))
        self.bars: list[list[Any]] = []
        self.values: list[list[Any]] = []
        self.sums: list[Any] = []
        for left, name, look in zip((40, 400), names, (LEFT, RIGHT), strict=True):
            self.picture.text(left, 8, name, weight="bold")
            axes = self.picture.axes(left, 40, 290, 186)
            self._make_bars(axes, look)
            self.sums.append(self.moving(self.picture.text(left, 262, weight="bold")))

    def _make_bars(self, axes: Axes, look: dict[str, Any]) -> None:
        axes.set(xlim=(-0.6, len(DIGITS) - 0.4), ylim=(0, 1.12))
        axes.set_xticks(range(len(DIGITS)), DIGITS, fontsize=style.LARGE)
        axes.set_yticks([0, 0.5, 1], ["0", "½", "1"])
        axes.grid(axis="y", color=style.PALE, linewidth=0.8)
        axes.set_axisbelow(True)
        self.bars.append(
            [self.moving(axes.bar(i, 0, 0.6, **look).patches[0]) for i in range(len(DIGITS))]
        )
        centered: dict[str, Any] = {"ha": "center", "va": "bottom"}
        self.values.append(
            [self.moving(axes.text(i, 0, "", **centered)) for i in range(len(DIGITS))]
        )

    @property
    def outputs(self) -> tuple[Array, Array]:
        """What the sigmoids say, and what softmax says, shape (3,) both."""
        z = np.array([slider.value for slider in self.z]) + self.all.value
        return sigmoid(z), softmax(z)

    def update(self) -> None:
        """Show both sets of outputs and their sums."""
        for bars, values, total, outputs in zip(
            self.bars, self.values, self.sums, self.outputs, strict=True
        ):
            for bar, value, output in zip(bars, values, outputs, strict=True):
                bar.set_height(output)
                value.set_position((value.get_position()[0], output + 0.02))
                value.set_text(f"{output:.3f}")
            total.set_text(_("together {total:.3f}").format(total=outputs.sum()))

    def describe(self) -> str:
        """Say what the picture shows now."""
        told = [", ".join(f"{output:.3f}" for output in outputs) for outputs in self.outputs]
        numbers = ", ".join(f"{slider.value + self.all.value:g}" for slider in self.z)
        return _(
            "Weighted inputs {numbers} of the outputs for digits 3, 5 and 8. Three sigmoids say "
            "{left}, together {total:.3f}. Softmax says {right}, together {one:.3f}."
        ).format(
            numbers=numbers.replace("-", "−"),
            left=told[0],
            right=told[1],
            total=self.outputs[0].sum(),
            one=self.outputs[1].sum(),
        )
