"""The student's own split, grid, random draws and expected improvement at work on the map."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np

from neurona.language import _
from neurona.panels import controls
from neurona.panels.arena import Arena, Lane
from neurona.panels.attempts import Attempts
from neurona.panels.searches import BUDGET, FIRST, GRID, PLACES, Array, Bayesian, Search
from neurona.panels.student import StudentFunction, array, number, together
from neurona.panels.trials import (
    CHAPTER,
    FRACTIONS,
    LAMBDAS,
    P_VALUES,
    SPACE,
    WRONG,
    Indices,
    N,
    Parts,
    Point,
    Trial,
    parts_of,
)
from neurona.plots import style

NAMES = ("split", "grid", "random_search", "expected_improvement")
MOST = 120  # training mangoes: with more, a network takes too long to be watched
PATIENCE = 4.0  # seconds of training before the first picture is shown anyway
ROUNDING = 1e-9


def part(value: Any) -> Indices:
    """Read the numbers of some of the mangoes.

    Raises
    ------
    ValueError
        When it is something else.
    """
    read = array(None)(value)
    if not len(read) or np.any(read != np.round(read)) or read.min() < 0 or read.max() >= N:
        raise ValueError(_("a part holds something else than numbers from 0 to 999"))
    return read.astype(np.int64)


def points(value: Any) -> list[Point]:
    """Read a list of dicts, each a place on the map.

    Raises
    ------
    ValueError
        When it is something else, or a place lies off the map.
    """
    if not isinstance(value, (list, tuple)) or not len(value):
        raise ValueError(_("a list of dicts was expected"))
    found = []
    for one in value:
        if not isinstance(one, Mapping) or set(one) != set(SPACE):
            raise ValueError(_("each point should be a dict with the names p and lam"))
        point = Point(number(one["p"]), number(one["lam"]))
        if not (
            -ROUNDING <= point.p <= P_VALUES[-1] + ROUNDING
            and LAMBDAS[0] * (1 - ROUNDING) <= point.lam <= LAMBDAS[-1] * (1 + ROUNDING)
        ):
            text = _("the point p = {p:.3g}, λ = {lam:.3g} lies off the map")
            raise ValueError(text.format(p=point.p, lam=point.lam))
        found.append(point)
    return found


class ByHand(Search):
    """Points that somebody picks, as many as they like."""

    def pick(self, point: Point) -> bool:
        """Ask for a point instead of one that is not trained yet; return whether it is new."""
        if any(one.point == point for one in self.tried):
            return False
        self.points = [one.point for one in self.tried] + [point]
        self.budget, self.asked = len(self.points), None
        return True


class Closing(Arena, Attempts):
    """The race once more, with a lane for the reader and the student's own functions.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``, in which the functions are looked up at every use.
    """

    size: ClassVar[tuple[int, int]] = (820, 490)
    kinds: ClassVar[Sequence[str]] = ("hand", "grid", "random", "bayesian")
    side: ClassVar[int] = 164
    apart: ClassVar[int] = 196

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        def own(name: str, read: Callable[[Any], Any]) -> StudentFunction[Any]:
            return StudentFunction(namespace, name, read)

        self.split = own("split", together(part, part, part))
        self.grid = own("grid", points)
        self.random_search = own("random_search", points)
        self.expected_improvement = own("expected_improvement", array(len(PLACES)))
        super().__init__()

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Now your own functions search, and you may join in: move p and λ, and each place you "
            "pick is trained. Change a function, run its cell, then Rewind and Play."
        )

    def controls(self) -> None:
        """Make both knobs and the buttons."""
        self.by_hand = False
        label = _("p: probability that a neuron is dropped")
        self.p = self.slider(label, 0.0, 0.0, 0.9, 0.1, then=self.pick)
        slider = controls.choice_slider(_("λ: weight decay"), LAMBDAS[0], LAMBDAS)
        self.lam = self._add(slider, self.pick)
        self.make_buttons()

    def build(self) -> None:
        """Draw the lanes and curves, and what each function says below."""
        super().build()
        self.reports = [
            self.moving(self.picture.text(430, 408 + 18 * row, fontsize=style.SMALL))
            for row in range(len(NAMES))
        ]

    def rewind(self) -> None:
        """Forget every network; only the first picture has them all."""
        self.clear()
        begun = time.perf_counter()
        while not self.opened and self.step():
            if time.perf_counter() - begun > PATIENCE:
                self.start()  # what takes long goes on while the notebook lives
                break
        self.opened = True

    def rng(self, stream: int) -> np.random.Generator:
        """Return random numbers of this seed for one of the functions."""
        return np.random.default_rng([CHAPTER, self.seed, stream])

    def searches(self) -> list[Search]:
        """Ask the student's functions for what to try; where one fails, it tries nothing."""
        self.problems: list[str] = []
        self.given = self.attempt(lambda: self.split(N, FRACTIONS, self.rng(10)))
        grid = self.attempt(lambda: self.grid(GRID)) or []
        drawn = self.attempt(lambda: self.random_search(SPACE, BUDGET, self.rng(11))) or []
        self.found = {"grid": len(grid), "random_search": len(drawn)}
        bayesian = Bayesian(drawn[:FIRST], BUDGET if drawn else 0, self.promise)
        return [ByHand([self.point]), Search(grid[:BUDGET]), Search(drawn[:BUDGET]), bayesian]

    def promise(self, mean: Array, std: Array, best: float) -> Array:
        """Return the student's expected improvement."""
        gain: Array = self.expected_improvement(mean, std, best)
        return gain

    @property
    def parts(self) -> Parts:
        """The student's parts or, where there are none, the course's own."""
        if self.given is None or len(self.given[0]) <= WRONG:
            return parts_of(self.seed)
        train, validation, test = self.given
        return train[:MOST], validation, test

    def make_trial(self, point: Point) -> Trial:
        """Return a network that has not learned yet."""
        return Trial(self.seed, point, self.parts)

    @property
    def point(self) -> Point:
        """Where both knobs are."""
        return Point(round(self.p.value, 1), self.lam.value)

    def pick(self) -> None:
        """Train the network that both knobs ask for; searches that are running go on after it."""
        lane = self.lanes[0]
        assert isinstance(lane.search, ByHand)
        if not lane.search.pick(self.point):
            return
        lane.trial = None
        if self.current is lane:
            self.current = None
        if not self.playing:
            self.by_hand = True
            self.start()

    def stop(self) -> None:
        """Pause."""
        if self.playing:
            self.by_hand = False
        super().stop()

    def waiting(self) -> list[Lane]:
        """Return the lanes that have trials left: the reader's first."""
        return sorted(super().waiting(), key=lambda lane: lane.kind != "hand")

    def step(self) -> bool:
        """Take a step of the race; after a pick by hand, only until that one is trained."""
        going = super().step()
        if self.by_hand and self.lanes[0].search.finished:
            self.by_hand = False
            return False
        return going

    def take_up(self) -> None:
        """Have a search propose its next network, unless the student's function fails."""
        lane = self.waiting()[0]
        if self.attempt(lane.search.propose) is None:
            lane.search.budget = len(lane.search.tried)
        else:
            super().take_up()

    def update(self) -> None:
        """Show every search, and what each of the student's functions does."""
        super().update()
        for artist, words in zip(self.reports, self.tell_functions(), strict=True):
            artist.set_text(words)
        self.notice = " ".join(self.problems)

    def tell_functions(self) -> list[str]:
        """Return a line for each of the student's functions."""
        told = {}
        if self.given is not None:
            told["split"] = self.tell_split()
        for name, count in self.found.items():
            if count:
                told[name] = _("{n} points").format(n=count)
        chosen = len(self.lanes[-1].search.tried) - FIRST
        if chosen > 0:
            told["expected_improvement"] = _("{n} points chosen").format(n=chosen)
        nothing = _("no answer")
        return [f"{name}: {told.get(name, nothing)}" for name in NAMES]

    def tell_split(self) -> str:
        """Say how large the parts are, and whether each mango is in one of them."""
        sizes = ", ".join(f"{len(one)}" for one in self.given)
        counts = np.bincount(np.concatenate(self.given), minlength=N)
        if np.all(counts == 1):
            return _("{sizes}, each mango once").format(sizes=sizes)
        text = _("{sizes}; left out: {never}, more than once: {often}")
        return text.format(sizes=sizes, never=np.sum(counts == 0), often=np.sum(counts > 1))

    def describe(self) -> str:
        """Say what the picture shows now."""
        told = ". ".join(self.tell_functions()) + "."
        return " ".join([super().describe(), told, *self.problems]).replace("`", "")
