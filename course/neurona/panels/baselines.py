"""How many digits are misread by guessing, by darkness, by others, and by the student's own."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.data import digits
from neurona.language import _
from neurona.panels.base import Panel
from neurona.panels.keys import explain
from neurona.panels.student import StudentFunction, array
from neurona.plots import style

Labels = npt.NDArray[np.int64]

MNIST = {"guessing": 0.10, "darkness": 0.2225, "svm": 0.9435, "network": 0.9979}
"""Fractions read right of the 10,000 test digits of MNIST, as the literature reports them."""
SMALL = {"guessing": 0.10, "darkness": 0.1106, "svm": 0.9899, "network": 0.9849}
"""The same of the bundled digits of 8×8 pixels: 1,200 to learn from, 597 unseen."""
UNSEEN = 597
FEWEST, MOST = 1.0, 1_000.0  # misread of a thousand
LARGE_LOOK: dict[str, Any] = {
    "linestyle": "none",
    "marker": "s",
    "color": style.ORANGE,
    "markeredgecolor": style.BLACK,
    "markersize": 9,
}
SMALL_LOOK: dict[str, Any] = {
    "linestyle": "none",
    "marker": "o",
    "color": style.BLUE,
    "markersize": 9,
}
OWN: dict[str, Any] = {
    "linestyle": "none",
    "marker": "*",
    "color": style.VERMILION,
    "markersize": 18,
    "markeredgecolor": "white",
}
COLUMNS = (610, 716, 812)  # CSS pixels from the left, where the columns of numbers end


def reader(examples: int) -> Any:
    """Return what reads one digit for each of some examples."""

    def read(value: Any) -> Labels:
        found = array(examples)(value)
        if np.any(found != np.round(found)):
            raise ValueError(_("digits were expected, whole numbers"))
        return found.astype(np.int64)

    return read


class Baselines(Panel):
    """Errors on a log axis, those on MNIST and those on small digits, and the student's own.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``, in which `classify` is looked up.
    """

    size: ClassVar[tuple[int, int]] = (830, 318)

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self.classify = StudentFunction(namespace, "classify", reader(UNSEEN))
        super().__init__()

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Predict where your own classify will land, then press Measure: it learns from 1,200 "
            "digits and reads 597 that it has never seen. Give it up to a minute."
        )

    def controls(self) -> None:
        """Make the button."""
        self.measure_button = self.add_button(_("Measure"), self.measure)

    def build(self) -> None:
        """Draw the errors left, the accuracies right."""
        picture, moving = self.picture, self.picture.moving
        names = {
            "guessing": _("guessing"),
            "darkness": _("mean darkness"),
            "svm": _("SVM"),
            "network": _("neural networks"),
            "own": _("your classify"),
        }
        picture.text(20, 8, _("Digits misread: the fewer, the further right"), weight="bold")
        axes = picture.axes(150, 34, 340, 210)
        axes.set(xscale="log", xlim=(1.2 * MOST, 0.8 * FEWEST), ylim=(4.6, -0.6))
        axes.set_xticks([1000, 100, 10, 1], ["1,000", "100", "10", "1"])
        axes.minorticks_off()
        axes.set_xlabel(_("misread of 1,000"), labelpad=1)
        axes.set_yticks(range(5), list(names.values()))
        axes.tick_params(axis="y", length=0)
        axes.grid(color=style.PALE, linewidth=0.8)
        rows = range(len(MNIST))
        for accuracies, look in ((MNIST, LARGE_LOOK), (SMALL, SMALL_LOOK)):
            misread = [1000 * (1 - share) for share in accuracies.values()]
            axes.plot(misread, rows, zorder=3, **look)
        self._own = moving(axes.plot([], [], zorder=4, **OWN)[0])
        explain(picture, 150, 290, _("MNIST, as the literature reports"), **LARGE_LOOK)
        explain(picture, 400, 290, _("8×8 digits, measured"), **SMALL_LOOK)
        explain(picture, 600, 290, _("yours, 8×8 digits"), **{**OWN, "markersize": 14})
        head: dict[str, Any] = {"ha": "right", "fontsize": style.SMALL, "color": style.BLACK}
        picture.text(COLUMNS[0], 8, _("MNIST"), **head)
        picture.text(COLUMNS[1], 8, _("8×8 digits"), **head)
        for row, (large, small) in enumerate(zip(MNIST.values(), SMALL.values(), strict=True)):
            top = 34 + 210 * (row + 0.6) / 5.2 - 8
            picture.text(COLUMNS[0], top, f"{large:.2%}", ha="right")
            picture.text(COLUMNS[1], top, f"{small:.2%}", ha="right")
        top = 34 + 210 * 4.6 / 5.2 - 8
        self._percent = moving(picture.text(COLUMNS[1], top, ha="right", weight="bold"))
        self._told = moving(picture.text(COLUMNS[1] + 14, top))

    def rewind(self) -> None:
        """Forget what was measured."""
        self.share: float | None = None
        self.seconds = 0.0

    def measure(self) -> None:
        """Let the student's function learn and read, by the clock."""
        self.rewind()
        data = digits()
        unseen = np.concatenate([data.validation, data.test])
        begun = time.perf_counter()
        said = self.classify(data.X[data.train], data.labels[data.train], data.X[unseen])
        self.seconds = time.perf_counter() - begun
        self.share = float(np.mean(said == data.labels[unseen]))

    def update(self) -> None:
        """Show how well the student's function reads."""
        if self.share is None:
            self._own.set_data([], [])
        else:
            self._own.set_data([max(1000 * (1 - self.share), FEWEST)], [4])
        self._percent.set_text("?" if self.share is None else f"{self.share:.2%}")
        self._told.set_text(
            "" if self.share is None else _("{seconds:.1f} s").format(seconds=self.seconds)
        )

    def describe(self) -> str:
        """Say what the picture shows now."""
        told = _(
            "Digits read right, on MNIST as reported and on 8×8 digits as measured. Guessing: "
            "{large[guessing]:.2%} and {small[guessing]:.2%}. Mean darkness: "
            "{large[darkness]:.2%} and {small[darkness]:.2%}. SVM: {large[svm]:.2%} and "
            "{small[svm]:.2%}. Networks: {large[network]:.2%} and {small[network]:.2%}."
        ).format(large=MNIST, small=SMALL)
        if self.share is None:
            return told + " " + _("Yours is not measured yet.")
        text = _("Your classify reads {share:.2%} of the 8×8 digits, in {seconds:.1f} seconds.")
        return told + " " + text.format(share=self.share, seconds=self.seconds)
