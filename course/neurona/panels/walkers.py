"""Two descents on one map that read the same examples: one after all of them, one after a few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.panels import controls, mangoes
from neurona.panels.base import Panel
from neurona.panels.keys import ROW, explain
from neurona.panels.mango_map import FULL, FULL_KEY, MINI, MangoMap
from neurona.panels.mangoes import N
from neurona.panels.picture import Picture
from neurona.panels.saying import say_pair
from neurona.plots import style

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

EPOCHS = 10
BATCHES = (1, 2, 5, 10, 20, 50, 100, 200)
READ_A_LOOK = 10  # mangoes that are read between two pictures, or one mini-batch if it is larger
COSTS = (0.05, 0.135)
ROUNDING = 1e-9
DARK_BLUE, DARK_VERMILION = "#005A8C", "#B34E00"  # letters need more contrast than areas


@dataclass(frozen=True)
class Knobs:
    """What a panel's controls say.

    Attributes
    ----------
    m : int
        Examples in a mini-batch.
    lr : float
        The learning rate η.
    p : float
        The probability that a coordinate of a mini-batch's gradient is dropped, in [0, 1).
    lam : float
        Weight decay λ.
    """

    m: int
    lr: float
    p: float
    lam: float


class Walk:
    """Full-batch and mini-batch descent from the same start.

    Parameters
    ----------
    seed : int
        Of the order of the examples, and of what p drops.
    knobs : Knobs
        How both descend.

    Attributes
    ----------
    full, mini : list of arrays of shape (2,)
        Both paths, from the start.
    epochs : list of float
        How many epochs were read at each place of the mini-batch path.
    """

    def __init__(self, seed: int, knobs: Knobs) -> None:
        self.knobs = knobs
        self._orders, self._coins = (
            np.random.default_rng([mangoes.CHAPTER, seed, i]) for i in range(2)
        )
        self.X, self.y = mangoes.mangoes()
        self.full, self.mini = [mangoes.START], [mangoes.START]
        self.epochs = [0.0]
        self._costs: tuple[list[float], list[float]] = ([], [])
        self._batches: Sequence[Indices] = []
        self._next = 0

    def cut(self) -> Sequence[Indices]:
        """Return the mini-batches of the next epoch."""
        order = self._orders.permutation(N)
        return [order[i : i + self.knobs.m] for i in range(0, N, self.knobs.m)]

    def move(self, w: Array, slope: Array) -> Array:
        """Return where a step against a gradient leads."""
        return w - self.knobs.lr * slope

    def update(self) -> None:
        """Read the next mini-batch, and step; at the end of an epoch, the full batch steps too."""
        if self._next == len(self._batches):
            self._batches, self._next = self.cut(), 0
            self._begun = round(self.epochs[-1])
        batch, knobs, w = self._batches[self._next], self.knobs, self.mini[-1]
        slope = mangoes.gradient(self.X[batch], self.y[batch], w)
        if knobs.p:
            slope = slope * (self._coins.random(2) >= knobs.p) / (1.0 - knobs.p)
        self.mini.append(self.move(w, slope + knobs.lam / N * w))
        self._next += 1
        self.epochs.append(self._begun + self._next / len(self._batches))
        if self._next == len(self._batches):
            self._step_with_all()

    def _step_with_all(self) -> None:
        w = self.full[-1]
        slope = mangoes.gradient(self.X, self.y, w) + self.knobs.lam / N * w
        self.full.append(self.move(w, slope))

    def go_to(self, epochs: float) -> None:
        """Read on until so many epochs are read."""
        while self.epochs[-1] < epochs - ROUNDING:
            self.update()

    @property
    def full_costs(self) -> list[float]:
        """The cost at each place of the full-batch path."""
        return self._costs_along(self.full, self._costs[0])

    @property
    def mini_costs(self) -> list[float]:
        """The cost at each place of the mini-batch path."""
        return self._costs_along(self.mini, self._costs[1])

    def _costs_along(self, path: list[Array], known: list[float]) -> list[float]:
        """Add the costs that are not known yet, many places at once."""
        if len(known) < len(path):
            known += mangoes.cost(self.X, self.y, np.array(path[len(known) :])).tolist()
        return known


class CostCurves:
    """The cost along both paths, against the epochs that were read."""

    def __init__(
        self, picture: Picture, left: float, top: float, width: float, height: float
    ) -> None:
        self.axes = axes = picture.axes(left, top, width, height)
        axes.set(xlim=(0, EPOCHS), ylim=COSTS, xticks=range(0, EPOCHS + 1, 2))
        axes.set_yticks([0.06, 0.08, 0.1, 0.12])
        axes.set_xlabel(_("epochs: how often every mango was read"), labelpad=1)
        axes.grid(axis="y", color=style.PALE, linewidth=0.8)
        low = float(mangoes.cost(*mangoes.mangoes(), np.array(mangoes.lowest(0.0))))
        axes.axhline(low, color=style.BLACK, linewidth=0.8, linestyle=":")
        moving = picture.moving
        self._full = moving(axes.plot([], [], zorder=4, **FULL)[0])
        self._mini = moving(axes.plot([], [], zorder=5, **MINI)[0])

    def show(self, walk: Walk) -> None:
        """Draw both curves as far as they go."""
        self._full.set_data(np.arange(len(walk.full)), walk.full_costs)
        self._mini.set_data(walk.epochs, walk.mini_costs)


class Descents(Panel):
    """Knobs, map and cost curves of a walk; a knob that moves has it walked again as far."""

    pace = 0.05
    opened = False

    def walk_anew(self) -> Walk:
        """Return the start of this seed, with the knobs as they are now."""
        raise NotImplementedError

    def knobs(self) -> Knobs:
        """Return what the controls say."""
        return Knobs(round(self.m.value), self.lr.value, self.p.value, self.lam.value)

    def make_knobs(self) -> None:
        """Make the sliders that every such panel has."""
        again = self.replay
        self.p = self.slider(
            _("p: probability that a coordinate is dropped"), 0.0, 0.0, 0.9, 0.05, then=again
        )
        self.lam = self.log_slider(_("λ: weight decay"), 0.0, 0.01, 5.0, then=again)
        label = _("m: mangoes in a mini-batch")
        self.m = self._add(controls.choice_slider(label, 10, BATCHES), again)
        self.lr = self.slider(_("lr: learning rate"), 8.0, 1.0, 40.0, 1.0, digits=0, then=again)

    def rewind(self) -> None:
        """Go back to the start; only the first picture shows the first epoch."""
        self.walk = self.walk_anew()
        if not self.opened:
            self.opened = True
            self.go_to(1)

    def replay(self) -> None:
        """Walk again as far as before, with the knobs as they are now."""
        reached = self.walk.epochs[-1]
        self.walk = self.walk_anew()
        self.go_to(reached)

    def new_seed(self) -> None:
        """Take another order of the mangoes, as far as before."""
        reached = self.walk.epochs[-1]
        super().new_seed()
        self.go_to(reached)

    def go_to(self, epochs: float) -> None:
        """Read on until so many epochs are read."""
        self.walk.go_to(epochs)

    def read_on(self) -> None:
        """Read the next mini-batch."""
        self.walk.update()

    def step(self) -> bool:
        """Read on for a moment; from the end, begin anew."""
        if self.finished:
            self.rewind()
        for _update in range(max(1, READ_A_LOOK // round(self.m.value))):
            if not self.finished:
                self.read_on()
        return not self.finished

    @property
    def finished(self) -> bool:
        """Whether all epochs are read."""
        return self.walk.epochs[-1] > EPOCHS - ROUNDING

    def tell_knobs(self) -> str:
        """Say what the controls say."""
        knobs = self.knobs()
        return f"p = {knobs.p:.2f}, λ = {knobs.lam:g}, m = {knobs.m}, lr = {knobs.lr:g}."

    def tell_walk(self) -> str:
        """Say where both walkers are."""
        walk = self.walk
        return _(
            "Epochs: {epochs:.2f}. Full batch: steps {full:,}, now at {there}, cost "
            "{full_cost:.4f}. Mini-batches: steps {mini:,}, now at {here}, cost {mini_cost:.4f}."
        ).format(
            epochs=walk.epochs[-1],
            full=len(walk.full) - 1,
            there=say_pair(walk.full[-1].round(2)),
            full_cost=walk.full_costs[-1],
            mini=len(walk.mini) - 1,
            here=say_pair(walk.mini[-1].round(2)),
            mini_cost=walk.mini_costs[-1],
        )


class Walkers(Descents):
    """The panel that opens the chapter."""

    size: ClassVar[tuple[int, int]] = (820, 424)

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Both have read every mango once. Press Play: when does blue arrive? Then rewind, set "
            "m to 1, and play again."
        )

    def controls(self) -> None:
        """Make the knobs and the buttons."""
        self.make_knobs()
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw the map left, the curves right, and counts below them."""
        self.picture.text(40, 8, _("Each place is a choice of both weights"), weight="bold")
        self.map = MangoMap(self.picture, 40, 32, 396, 330)
        self.map.make_key(40, 384)
        self.picture.text(496, 8, _("Cost of all 200 mangoes"), weight="bold")
        self.curves = CostCurves(self.picture, 496, 32, 308, 230)
        line = {"color": style.VERMILION, "linewidth": 2.0}
        explain(self.picture, 496, 310, _("full batch: a step after all 200"), **FULL_KEY)
        explain(self.picture, 496, 310 + 3 * ROW, _("mini-batches: a step after every m"), **line)
        self.counts = [
            self.moving(self.picture.text(524, top, color=color, fontsize=style.NORMAL))
            for top, color in ((310 + ROW, DARK_BLUE), (310 + 4 * ROW, DARK_VERMILION))
        ]

    def walk_anew(self) -> Walk:
        """Return the start of this seed, with the knobs as they are now."""
        return Walk(self.seed, self.knobs())

    def update(self) -> None:
        """Show both paths, their costs, and how many steps they took."""
        walk = self.walk
        self.map.show((walk.full, walk.mini), self.lam.value)
        self.curves.show(walk)
        both = ((walk.full, walk.full_costs), (walk.mini, walk.mini_costs))
        for artist, (path, costs) in zip(self.counts, both, strict=True):
            text = _("steps: {steps:,}    cost: {cost:.4f}")
            artist.set_text(text.format(steps=len(path) - 1, cost=costs[-1]))

    def describe(self) -> str:
        """Say what the picture shows now."""
        low = _("With this λ the cost is lowest at {place}.").format(
            place=say_pair(np.round(mangoes.lowest(self.lam.value), 2))
        )
        return " ".join([self.tell_knobs(), self.tell_walk(), low])
