"""Eight weights against λ: L1 and L2 side by side on the same mangoes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.network import PENALTIES, Penalty
from neurona.panels import sweetness
from neurona.panels.keys import ROW, explain
from neurona.panels.picture import Picture
from neurona.panels.saying import say
from neurona.panels.sweeping import (
    DEAD,
    GRID,
    HERE,
    JUMP,
    NAMES,
    Sweep,
    along_lambda,
    lay_out_lambda,
    place,
    say_weights,
)
from neurona.panels.sweetness import CROPS, LAMBDAS, Harvest, Solutions
from neurona.panels.weight_bars import COUNTS, NOISE, REACH, TRUE, WEIGHTS, WeightBars, look_of
from neurona.plots import style

Array = npt.NDArray[np.float64]

COSTS = (0.0, 6.0)
LEARNED: dict[str, Any] = {"color": style.GRAY, "linewidth": 1.5}
UNSEEN: dict[str, Any] = {"color": "#00704F", "linewidth": 2.4}
LOWEST: dict[str, Any] = {"linestyle": "none", "marker": "v", "color": "#00704F", "markersize": 8}


class Column:
    """What one penalty makes of eight weights.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    left : float
        Its left end, in CSS pixels.
    """

    def __init__(self, picture: Picture, left: float) -> None:
        moving, lying = picture.moving, picture.lying
        self._title = moving(picture.text(left - 4, 8, weight="bold"))
        for x, y, words in (
            (0, 30, _("weights, for every λ")),
            (226, 30, _("weights now, 1 to 8")),
            (0, 270, _("cost, for every λ")),
        ):
            picture.text(left + x - 4, y, words, fontsize=style.SMALL)
        lines, costs = picture.axes(left, 50, 206, 176), picture.axes(left, 290, 206, 104)
        lines.set(ylim=(-REACH, REACH), yticks=[-4, -2, 0, 2, 4])
        lines.axhline(0, color=style.GRAY, linewidth=0.8, linestyle=":")
        costs.set(ylim=COSTS, yticks=[0, 2, 4, 6])
        self._here = []
        for axes in (lines, costs):
            lay_out_lambda(axes)
            self._here.append(moving(axes.plot([0, 0], axes.get_ylim(), **HERE)[0]))
        self._lines = [lying(lines.plot([], [], zorder=3)[0]) for _j in range(WEIGHTS)]
        self._bars = WeightBars(picture, left + 226, 50, 132, 176)
        self._learned = lying(costs.plot([], [], zorder=3, **LEARNED)[0])
        self._unseen = lying(costs.plot([], [], zorder=4, **UNSEEN)[0])
        self._lowest = lying(costs.plot([], [], zorder=5, **LOWEST)[0])
        self._words = moving(picture.text(left + 226, 290, fontsize=style.NORMAL))

    def show_ways(self, outcome: Outcome, true: Sequence[float]) -> None:
        """Draw weights and costs along `GRID`."""
        for line, counts, values in zip(self._lines, true, outcome.way.T, strict=True):
            line.set_data(*along_lambda(values))
            line.set(**look_of(counts))
        self._learned.set_data(*along_lambda(outcome.learned))
        self._unseen.set_data(*along_lambda(outcome.unseen))
        self._lowest.set_data([float(place(outcome.best_lam))], [outcome.lowest + 0.5])

    def show_now(self, title: str, told: str, w: Array, true: Sequence[float], lam: float) -> None:
        """Draw the weights at one λ."""
        here = float(place(lam))
        self._title.set_text(title)
        for line in self._here:
            line.set_xdata([here, here])
        self._bars.show(w, true)
        self._words.set_text(told)


class Outcome:
    """What a penalty makes of some mangoes.

    Parameters
    ----------
    mangoes : Harvest
        To learn from, and new ones.
    solutions : Solutions
        The best weights for any λ.

    Attributes
    ----------
    way : array of shape (k, 8)
        The weights along `GRID`.
    learned, unseen : arrays of shape (k,)
        The cost of the mangoes learned from and of the new ones, along `GRID`.
    best_lam, lowest : float
        The λ of the slider that is best for new mangoes, and their cost with it.
    """

    def __init__(self, mangoes: Harvest, solutions: Solutions) -> None:
        self._mangoes, self.at = mangoes, solutions.at
        self.way = self.at(GRID)
        self.learned, self.unseen = self.costs(self.way)
        _learned, unseen = self.costs(self.at(LAMBDAS))
        self.best_lam, self.lowest = LAMBDAS[int(unseen.argmin())], float(unseen.min())

    def costs(self, w: Array) -> tuple[Array, Array]:
        """Return the cost of the mangoes learned from, and of the new ones."""
        kept = self._mangoes
        return sweetness.cost(kept.X, kept.y, w), sweetness.cost(kept.X_new, kept.y_new, w)


class SideBySide(Sweep):
    """The same mangoes, p and λ for both penalties."""

    size: ClassVar[tuple[int, int]] = (820, 468)
    first_lam = 7.0
    _drawn: tuple[object, ...] = ()
    """Crop, seed and p of the lines that are drawn."""

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Play, and watch who dies first. Which λ is best for new mangoes, and with which "
            "penalty? Then let all measurements count a little, and ask again."
        )

    def crops(self) -> Sequence[tuple[str, str]]:
        """Return names and keys of the kinds of mangoes to choose from."""
        return ((_("three measurements count"), "few"), (_("all count a little"), "all"))

    def controls(self) -> None:
        """Make the knobs and the buttons."""
        self.make_knobs()
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw a column for each penalty, and a key below."""
        picture = self.picture
        self.columns = {kind: Column(picture, 40 + 410 * i) for i, kind in enumerate(PENALTIES)}
        rows: tuple[tuple[str, dict[str, Any]], ...] = (
            (_("counts"), COUNTS),
            (_("only noise"), NOISE),
            (_("the truth"), TRUE),
            (_("dead: exactly 0"), {**DEAD, "markersize": 7}),
            (_("cost, mangoes learned from"), LEARNED),
            (_("cost, new mangoes"), UNSEEN),
            (_("where that is lowest"), LOWEST),
            (_("the axis jumps from 0 to 1"), JUMP),
        )
        for row, (words, look) in enumerate(rows):
            left, top = (40, 282, 452, 630)[row % 4], 434 + ROW * (row // 4)
            explain(picture, left, top, words, **look)

    def update(self) -> None:
        """Show what both penalties make of the same mangoes."""
        lam, true = self.lam.value, CROPS[self.crop.value].true
        wanted = (self.crop.value, self.seed, self.p.value)
        if wanted != self._drawn:
            self._drawn = wanted
            self.outcomes = {kind: Outcome(self.mangoes, self.solved(kind)) for kind in PENALTIES}
            for kind, outcome in self.outcomes.items():
                self.columns[kind].show_ways(outcome, true)
            self.picture.relay()
        self.weights: dict[Penalty, Array] = {}
        for kind, outcome in self.outcomes.items():
            w = self.weights[kind] = outcome.at(lam)
            title = _("{penalty}: {dead} of 8 weights dead").format(
                penalty=NAMES[kind], dead=np.sum(w == 0)
            )
            self.columns[kind].show_now(title, self.tell_costs(outcome, w), w, true, lam)

    def tell_costs(self, outcome: Outcome, w: Array) -> str:
        """Say the costs of weights, and the lowest cost of new mangoes, in four lines."""
        learned, unseen = outcome.costs(w)
        lines = (
            _("learned: {cost:.2f}").format(cost=learned),
            _("new: {cost:.2f}").format(cost=unseen),
            _("new, lowest: {cost:.2f}").format(cost=outcome.lowest),
            _("at λ = {lam:g}").format(lam=outcome.best_lam),
        )
        return "\n".join(lines)

    def describe(self) -> str:
        """Say what the picture shows now."""
        told = [self.tell_knobs()]
        for kind, outcome in self.outcomes.items():
            w = self.weights[kind]
            learned, unseen = outcome.costs(w)
            words = _(
                "{penalty}: weights {weights}; {dead} dead. Cost of the mangoes learned from "
                "{learned:.2f}, of new ones {unseen:.2f}, lowest {best:.2f} at λ = {lam:g}."
            )
            told.append(
                words.format(
                    penalty=NAMES[kind],
                    weights=say_weights(w, lambda one: say(round(one, 2))),
                    dead=np.sum(w == 0),
                    learned=learned,
                    unseen=unseen,
                    best=outcome.lowest,
                    lam=outcome.best_lam,
                )
            )
        return " ".join(told)
