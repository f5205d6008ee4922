"""An epoch of mini-batches against full-batch descent, by the clock of this machine."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.panels import controls, mangoes
from neurona.panels.base import Panel
from neurona.panels.keys import explain
from neurona.plots import style

Array = npt.NDArray[np.float64]

N, INPUTS = 60_000, 20
STEEPNESS = 3.0  # length of the weights that the labels come from
BATCHES = (1, 10, 100, 1_000, 10_000, 60_000)
RATES = (0.3, 1, 3, 10)
SLICES = 40  # of the epoch, between which the other one catches up
COSTS = (0.05, 0.13)
FULL: dict[str, Any] = {"color": style.BLUE, "linewidth": 1.6, "marker": "s", "markersize": 4}
MINI: dict[str, Any] = {"color": style.VERMILION, "linewidth": 2.4}
COLUMNS = (640, 800)  # CSS pixels from the left, where the two columns of numbers end


@lru_cache(maxsize=1)
def many_mangoes() -> tuple[Array, Array]:
    """Return 60,000 mangoes with 20 measurements each, and which are ripe."""
    rng = np.random.default_rng([mangoes.CHAPTER, 3])
    true = rng.normal(size=INPUTS)
    X = rng.normal(size=(N, INPUTS))
    sums = X @ (true * STEEPNESS / np.linalg.norm(true))
    return X, (rng.random(N) < mangoes.sigmoid(sums)).astype(float)


def epoch_of(m: int) -> list[Any]:
    """Return one epoch's mini-batches of a size, arrays of indices; always the same ones."""
    order = np.random.default_rng([mangoes.CHAPTER, 4]).permutation(N)
    return [order[i : i + m] for i in range(0, N, m)]


class Runner:
    """Descent of one sigmoid neuron, with a clock that runs only while it works.

    Parameters
    ----------
    lr : float
        The learning rate η.

    Attributes
    ----------
    updates : int
        How many steps it has taken.
    seconds : float
        How long it has worked.
    times, costs : list of float
        The cost of all examples after so many seconds, from the start.
    """

    def __init__(self, lr: float) -> None:
        self.lr = lr
        self.w, self.b = np.zeros(INPUTS), 0.0
        self.updates, self.seconds = 0, 0.0
        self.times, self.costs = [0.0], [0.125]  # σ(0) = ½ is off by ½ for every mango

    def learn(self, batches: list[Any]) -> None:
        """Take a step for each mini-batch, by the clock.

        Parameters
        ----------
        batches : list of arrays of int, or slices
            Which examples each step reads.
        """
        X, y = many_mangoes()
        begun = time.perf_counter()
        for batch in batches:
            inputs, wanted = X[batch], y[batch]
            a = mangoes.sigmoid(inputs @ self.w + self.b)
            delta = (a - wanted) * a * (1 - a)
            self.w = self.w - self.lr * (delta @ inputs) / len(wanted)
            self.b = self.b - self.lr * float(delta.mean())
        self.seconds += time.perf_counter() - begun
        self.updates += len(batches)

    def note(self) -> None:
        """Note the cost of all examples, while the clock stands still."""
        X, y = many_mangoes()
        a = mangoes.sigmoid(X @ self.w + self.b)
        self.times.append(self.seconds)
        self.costs.append(float(np.mean((a - y) ** 2)) / 2)


class Stopwatch(Panel):
    """One epoch of mini-batches, and full-batch descent for as many seconds."""

    size: ClassVar[tuple[int, int]] = (820, 332)
    steps_without_loop = SLICES + 1

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Predict the question marks, then press Measure: this machine's own clock answers. "
            "Which m reaches the lowest cost, and which the most for its seconds?"
        )

    def controls(self) -> None:
        """Make the knobs and the button."""
        label = _("m: mangoes in a mini-batch")
        self.m = self._add(controls.choice_slider(label, 10, BATCHES), self.rewind)
        label = _("lr: learning rate, the same for both")
        self.lr = self._add(controls.choice_slider(label, 1, RATES), self.rewind)
        self.measure_button = self.add_button(_("Measure"), self.measure)

    def build(self) -> None:
        """Draw the curves left and the table right."""
        picture, moving = self.picture, self.picture.moving
        axes = picture.axes(52, 32, 300, 220)
        axes.set(xlim=(0, 1), ylim=COSTS, xticks=[])
        axes.set_yticks([0.06, 0.08, 0.1, 0.12])
        axes.grid(axis="y", color=style.PALE, linewidth=0.8)
        picture.text(52, 8, _("Cost of all 60,000 mangoes"), weight="bold")
        picture.text(52, 258, _("0 s"), fontsize=style.SMALL)
        self._end = moving(picture.text(352, 258, fontsize=style.SMALL, ha="right"))
        self._curves = [moving(axes.plot([], [], **look)[0]) for look in (FULL, MINI)]
        explain(picture, 52, 284, _("full batch"), **{**FULL, "markersize": 7})
        explain(picture, 190, 284, _("mini-batches"), **MINI)
        head: dict[str, Any] = {"ha": "right", "weight": "bold", "fontsize": style.SMALL}
        picture.text(COLUMNS[0], 8, _("full batch"), **head)
        picture.text(COLUMNS[1], 8, _("mini-batches"), **head)
        rows = (
            (34, _("one epoch"), _("updates")),
            (84, "", _("seconds")),
            (109, "", _("cost reached")),
            (142, _("the same seconds"), _("updates")),
            (192, "", _("cost reached")),
        )
        self._cells = []
        for top, title, name in rows:
            picture.text(390, top, title, weight="bold", fontsize=style.SMALL)
            place = top + 22 if title else top
            picture.text(404, place, name)
            self._cells.append(
                [moving(picture.text(right, place, ha="right")) for right in COLUMNS]
            )
        self._sum = moving(picture.text(390, 236, weight="bold"))

    def rewind(self) -> None:
        """Forget what was measured."""
        self.stop()
        self.full, self.mini = Runner(self.lr.value), Runner(self.lr.value)
        self.batches: list[Any] = []

    def measure(self) -> None:
        """Begin anew, and measure."""
        self.rewind()
        self.start()

    @property
    def epoch(self) -> int:
        """How many mini-batches an epoch has."""
        count: int = -(-N // round(self.m.value))
        return count

    @property
    def measured(self) -> bool:
        """Whether the epoch is over."""
        return self.mini.updates == self.epoch

    def step(self) -> bool:
        """Run a slice of the epoch; then let the full batch step for as many seconds."""
        if not self.batches:
            self.batches = epoch_of(round(self.m.value))
        begin, share = self.mini.updates, -(-self.epoch // SLICES)
        self.mini.learn(self.batches[begin : begin + share])
        self.mini.note()
        caught_up = self.full.seconds >= self.mini.seconds
        while self.full.seconds < self.mini.seconds:
            self.full.learn([slice(None)])
            if self.full.updates == 1:
                self.full.note()
        if self.full.updates > 1 and not caught_up:
            self.full.note()
        return not self.measured

    def update(self) -> None:
        """Show both curves and what is known by now."""
        latest = max(self.full.seconds, self.mini.seconds)
        for line, runner in zip(self._curves, (self.full, self.mini), strict=True):
            line.set_data(np.array(runner.times) / (latest or 1.0), runner.costs)
        self._end.set_text(_("{seconds} s").format(seconds=f"{latest:.4f}" if latest else "?"))
        for cells, values in zip(self._cells, self.table(), strict=True):
            for cell, value in zip(cells, values, strict=True):
                cell.set_text(value)
        self._sum.set_text(self.tell_sum())

    def table(self) -> list[tuple[str, str]]:
        """Return what the table says, row by row; a question mark where nothing is measured."""
        known = [("1", f"{self.epoch:,}")]
        if not self.measured:
            return known + [("?", "?")] * 2 + [("?", f"{self.epoch:,}"), ("?", "?")]
        full, mini = self.full, self.mini
        return [
            *known,
            (f"{full.seconds / full.updates:.4f}", f"{mini.seconds:.4f}"),
            (f"{full.costs[1]:.4f}", f"{mini.costs[-1]:.4f}"),
            (f"{full.updates:,}", f"{mini.updates:,}"),
            (f"{full.costs[-1]:.4f}", f"{mini.costs[-1]:.4f}"),
        ]

    def tell_sum(self) -> str:
        """Say in a line or two what the updates of an epoch cost in seconds."""
        if not self.measured:
            return ""
        seconds = self.mini.seconds / (self.full.seconds / self.full.updates)
        return _(
            "An epoch: {updates:,} times the updates,\n{seconds:,.1f} times the seconds."
        ).format(updates=self.epoch, seconds=seconds)

    def describe(self) -> str:
        """Say what the picture shows now."""
        begin = _(
            "60,000 mangoes, m = {m:,}, lr = {lr:g}. An epoch is 1 update with the full batch and "
            "{updates:,} with mini-batches."
        ).format(m=round(self.m.value), lr=self.lr.value, updates=self.epoch)
        if not self.measured:
            return begin + " " + _("The seconds are not measured yet.")
        rows = self.table()
        end = _(
            "It takes {a} and {b} seconds, and reaches a cost of {c} and {d}. In the seconds of "
            "the mini-batches' epoch the full batch makes {e} updates and reaches {f}."
        ).format(a=rows[1][0], b=rows[1][1], c=rows[2][0], d=rows[2][1], e=rows[3][0], f=rows[4][0])
        return " ".join([begin, end, self.tell_sum().replace("\n", " ")])
