"""One weight near 0: the plain L1 step hops around it, soft-thresholding lands on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.panels.base import Panel
from neurona.panels.keys import ROW, explain
from neurona.panels.saying import say
from neurona.panels.sweeping import DEAD
from neurona.plots import style

Array = npt.NDArray[np.float64]

N = 10
STEPS = 100
START = 1.0
CLOSE = 0.12  # the limits of the picture of what is near 0
LOOKS: dict[str, dict[str, Any]] = {
    "l2": {"color": style.GRAY, "marker": "s", "markersize": 3.5, "linewidth": 1.0},
    "l1": {"color": style.VERMILION, "marker": "^", "markersize": 4.5, "linewidth": 1.2},
    "soft": {"color": style.BLUE, "marker": "o", "markersize": 3, "linewidth": 1.2},
}


def shrink(w: Array, t: float) -> Array:
    """Move weights toward 0 by t, at most to 0.

    Parameters
    ----------
    w : array of any shape
        The weights.
    t : float
        How far, at least 0.

    Returns
    -------
    array of that shape
        Exactly 0 where a weight was within t of 0.
    """
    moved: Array = w - np.clip(w, -t, t)
    return moved


def walk(rule: Callable[[Array], Array], steps: int) -> Array:
    """Take some steps with one weight.

    Parameters
    ----------
    rule : callable
        Returns the weight after a step.
    steps : int
        How many.

    Returns
    -------
    array of shape (steps + 1,)
        The start, then the weight after each step.
    """
    path = [np.array(START)]
    for _step in range(steps):
        path.append(rule(path[-1]))
    return np.array(path)


def paths(wanted: float, lr: float, pull: float, steps: int) -> dict[str, Array]:
    """Walk down ½(w − c)² and a penalty in three ways.

    Parameters
    ----------
    wanted : float
        The c where the cost alone is lowest.
    lr : float
        The learning rate.
    pull : float
        λ/n.
    steps : int
        How many.

    Returns
    -------
    dict
        Arrays of shape (steps + 1,), by a name in `LOOKS`.
    """
    rules: dict[str, Callable[[Array], Array]] = {
        "l2": lambda w: (1 - lr * pull) * w - lr * (w - wanted),
        "l1": lambda w: w - lr * pull * np.sign(w) - lr * (w - wanted),
        "soft": lambda w: shrink(w - lr * (w - wanted), lr * pull),
    }
    return {name: walk(rule, steps) for name, rule in rules.items()}


class Hopping(Panel):
    """A weight that should die, stepped in three ways."""

    size: ClassVar[tuple[int, int]] = (820, 398)
    pace = 0.08
    opened = False

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Make the learning rate smaller: does the plain L1 step arrive at 0? Then raise c, "
            "step by step: when does the weight come back to life?"
        )

    def controls(self) -> None:
        """Make the knobs and the buttons."""
        self.lr = self.slider(_("lr: learning rate"), 0.1, 0.02, 0.5, 0.02)
        self.lam = self.slider(
            _("λ: strength of the penalty (n = {n})").format(n=N), 5.0, 0.0, 10.0, 0.5, digits=1
        )
        self.wanted = self.slider(_("c: where the cost alone is lowest"), 0.3, 0.0, 1.0, 0.05)
        self.add_play()

    def build(self) -> None:
        """Draw all steps left, and what is near 0 on the right."""
        picture, moving = self.picture, self.picture.moving
        picture.text(44, 8, _("The weight, step by step"), weight="bold")
        picture.text(476, 8, _("The same, near 0"), weight="bold")
        self._lines: dict[str, list[Any]] = {name: [] for name in LOOKS}
        self._dead = []
        for left, low, high, step in ((48, -0.2, 1.05, 0.2), (480, -CLOSE, CLOSE, 0.05)):
            axes = picture.axes(left, 32, 330, 240)
            axes.set(xlim=(-2, STEPS + 3), ylim=(low, high), xticks=range(0, STEPS + 1, 20))
            axes.set_yticks(np.arange(np.ceil(low / step), high / step) * step)
            axes.set_xlabel(_("steps"), labelpad=0)
            axes.axhline(0, color=style.GRAY, linewidth=0.8, linestyle=":")
            for zorder, (name, look) in enumerate(LOOKS.items(), start=3):
                line = moving(axes.plot([], [], markeredgewidth=0, zorder=zorder, **look)[0])
                self._lines[name].append(line)
            self._dead.append(moving(axes.plot([], [], zorder=7, **DEAD)[0]))
        words = (_("L2 step"), _("plain L1 step"), _("step, then soft threshold"))
        self._told = {}
        for row, (text, (name, look)) in enumerate(zip(words, LOOKS.items(), strict=True)):
            top = 316 + (ROW + 6) * row
            explain(picture, 40, top, text, **{**look, "markersize": 8})
            self._told[name] = moving(picture.text(270, top, fontsize=style.NORMAL))
        self._best = moving(picture.text(470, 316, fontsize=style.NORMAL))

    def rewind(self) -> None:
        """Go back to the start; only the first picture shows all steps."""
        self.taken = 0 if self.opened else STEPS
        self.opened = True

    def step(self) -> bool:
        """Take a step; from the end, begin anew."""
        self.taken = 0 if self.taken >= STEPS else self.taken + 1
        return self.taken < STEPS

    @property
    def pull(self) -> float:
        """λ/n, how hard L1 pulls."""
        return float(self.lam.value) / N

    def update(self) -> None:
        """Walk again as far as before, with the knobs as they are now."""
        self.paths = paths(self.wanted.value, self.lr.value, self.pull, self.taken)
        steps = np.arange(self.taken + 1)
        for name, path in self.paths.items():
            for line in self._lines[name]:
                line.set_data(steps, path)
            self._told[name].set_text(self.tell(path))
        last = self.paths["soft"][-1:]
        for cross in self._dead:
            cross.set_data(steps[-1:][last == 0], last[last == 0])
        self._best.set_text(self.tell_best())

    def tell(self, path: Array) -> str:
        """Say where a path is now, and where it was before."""
        now = f"{path[-1]:.4f}".replace("-", "−") if path[-1] else "0 ✗"
        return _("now {now}").format(now=now)

    def tell_best(self) -> str:
        """Say where cost and penalty together are lowest."""
        wanted, pull = float(self.wanted.value), self.pull
        best = float(shrink(np.array(wanted), pull))
        lines = (
            _("cost + L2 is lowest at {place}").format(place=say(wanted / (1 + pull))),
            _("cost + L1 is lowest at {place}").format(place=say(best)),
            _("λ/n = {pull}, c = {wanted}").format(pull=say(pull), wanted=say(wanted)),
        )
        return "\n".join(lines)

    def describe(self) -> str:
        """Say what the picture shows now."""
        now = {name: self.tell(path) for name, path in self.paths.items()}
        lately = np.abs(self.paths["l1"][-10:])
        told = [
            f"lr = {self.lr.value:.2f}, λ = {self.lam.value:g}, c = {self.wanted.value:g}.",
            _("Steps: {steps}. L2: {l2}. Plain L1: {l1}. Soft threshold: {soft}.").format(
                steps=self.taken, **now
            ),
            _("In its last steps plain L1 was {near} to {far} away from 0.").format(
                near=f"{lately.min():.4f}", far=f"{lately.max():.4f}"
            ),
            self.tell_best().replace("\n", "; ") + ".",
        ]
        return " ".join(told)
