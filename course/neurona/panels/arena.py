"""Several searches side by side on the same map, with the same number of trials each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from neurona.language import _, ngettext
from neurona.panels.base import Panel
from neurona.panels.keys import explain
from neurona.panels.knob_map import KnobMap, best_of_cells, draw_key
from neurona.panels.picture import Picture
from neurona.panels.searches import BUDGET, FIRST, KINDS, Search, Tried, search
from neurona.panels.trials import Point, Trial
from neurona.plots import style

LOOKS: dict[str, dict[str, Any]] = {
    "hand": {"color": style.BLACK, "linewidth": 1.4, "linestyle": (0, (1, 1))},
    "grid": {"color": style.BLUE, "linewidth": 3.4},
    "random": {"color": style.ORANGE, "linewidth": 2.4, "linestyle": (0, (4, 1.2))},
    "bayesian": {"color": style.VERMILION, "linewidth": 1.6},
}


def name_of(kind: str) -> str:
    """Return what a kind of search is called."""
    names = {
        "hand": _("by hand"),
        "grid": _("grid"),
        "random": _("random"),
        "bayesian": _("Bayesian"),
    }
    return names[kind]


class Lane:
    """One search with its networks.

    Parameters
    ----------
    kind : str
        A name in `LOOKS`.
    search : Search
        It says what to try.
    """

    def __init__(self, kind: str, search: Search) -> None:
        self.kind, self.search = kind, search
        self.trial: Trial | None = None
        self.trained: dict[Point, Trial] = {}
        self.tested: float | None = None

    @property
    def best(self) -> Tried | None:
        """The best that was tried, of equal ones the first."""
        return self.search.best if self.search.tried else None

    def note(self) -> None:
        """Tell the search what came of the trial that is finished."""
        assert self.trial is not None
        before = self.best
        self.trained[self.trial.point] = self.trial
        self.search.hear(self.trial.point, self.trial.score)
        self.trial = None
        if self.best != before:
            self.tested = None

    def test(self) -> None:
        """Measure the best network on the test set."""
        if self.best is not None:
            self.tested = self.trained[self.best.point].test()


class LaneMap:
    """A search's map with what is said of it."""

    def __init__(self, picture: Picture, left: float, top: float, side: float, first: bool) -> None:
        self.map = KnobMap(picture, left, top, side, numbers=False, labels=first)
        self._title = picture.moving(picture.text(left, top - 26, weight="bold"))
        self._told = [
            picture.moving(picture.text(left, top + side + 42 + 20 * i)) for i in range(2)
        ]

    def show(self, lane: Lane) -> None:
        """Draw a lane's map, and say what it has found."""
        tried, trial = lane.search.tried, lane.trial
        self.map.show_cells(best_of_cells(dict(tried)))
        self.map.show_dots(tried, lane.best, None if trial is None else trial.point)
        text = ngettext("{name}: {n} trial", "{name}: {n} trials", len(tried))
        self._title.set_text(text.format(name=name_of(lane.kind), n=len(tried)))
        best, test = "?", "?"
        if lane.best is not None:
            best = f"{lane.best.score:.1%}"
        if lane.tested is not None:
            test = f"{lane.tested:.1%}"
        self._told[0].set_text(_("validation {share}").format(share=best))
        self._told[1].set_text(_("test {share}").format(share=test))


class Arena(Panel):
    """Searches that take turns, their best so far as curves, and a test set to open."""

    size: ClassVar[tuple[int, int]] = (820, 500)
    first_seed: ClassVar[int] = 4
    steps_without_loop: ClassVar[int] = 5 * BUDGET * 4
    kinds: ClassVar[Sequence[str]] = KINDS
    side: ClassVar[int] = 210
    apart: ClassVar[int] = 256
    opened = False

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Play: where does each search spend its 16 trials? Then open the test set: "
            "do the three winners keep what validation promised? New seed deals another map."
        )

    def controls(self) -> None:
        """Make the buttons."""
        self.make_buttons()

    def make_buttons(self) -> None:
        """Make Play and its companions, a new seed, and the test set."""
        self.add_play()
        self.add_new_seed()
        self.test_button = self.add_button(_("Open the test set"), self.open_test)

    def build(self) -> None:
        """Draw a map for each search, and below them the curves."""
        picture, moving = self.picture, self.picture.moving
        self.maps = [
            LaneMap(picture, 50 + self.apart * i, 40, self.side, i == 0)
            for i in range(len(self.kinds))
        ]
        top = 40 + self.side + 100
        picture.text(30, top, _("Best validation accuracy so far"), weight="bold")
        axes = picture.axes(60, top + 26, 340, 86)
        axes.set(xlim=(0.5, BUDGET + 0.5), ylim=(0.45, 0.85))
        axes.set_xticks([1, 4, 8, 12, 16])
        axes.set_xlabel(_("trials"), labelpad=1)
        axes.set_yticks([0.5, 0.6, 0.7, 0.8], ["50%", "60%", "70%", "80%"])
        axes.grid(axis="y", color=style.PALE, linewidth=0.8)
        self._curves = [
            moving(axes.plot([], [], drawstyle="steps-post", **LOOKS[kind])[0])
            for kind in self.kinds
        ]
        for i, kind in enumerate(self.kinds):
            place = 430 + 190 * (i % 2), top + 28 + 20 * (i // 2)
            explain(picture, *place, name_of(kind), **LOOKS[kind])
        draw_key(picture, 650, top - 8, 140)
        self._count = moving(picture.text(430, top + 66))
        self._advice = moving(picture.text(430, top + 84, fontsize=style.SMALL))

    def searches(self) -> list[Search]:
        """Return searches that have not begun, one for each kind."""
        return [search(kind, self.seed) for kind in self.kinds]

    def make_trial(self, point: Point) -> Trial:
        """Return a network that has not learned yet."""
        return Trial(self.seed, point)

    def rewind(self) -> None:
        """Forget every network; only the first picture has some, too few to tell who wins."""
        self.clear()
        while not self.opened and len(self.lanes[-1].search.tried) < FIRST:
            self.step()
        self.opened = True

    def new_seed(self) -> None:
        """Race on the next map."""
        super().new_seed()
        self.start()

    def clear(self) -> None:
        """Begin all searches anew, with a test set that nobody has opened."""
        pairs = zip(self.kinds, self.searches(), strict=True)
        self.lanes = [Lane(kind, each) for kind, each in pairs]
        self.current: Lane | None = None
        self.times_opened = 0

    def waiting(self) -> list[Lane]:
        """Return the lanes that have trials left, those first that have made the fewest."""
        left = [lane for lane in self.lanes if not lane.search.finished]
        return sorted(left, key=lambda lane: len(lane.search.tried))

    def step(self) -> bool:
        """Choose the next network of the search that is behind, or train the one at hand."""
        if self.current is None:
            if not self.waiting():
                self.clear()
            self.take_up()
        else:
            self.train()
        return bool(self.waiting())

    def train(self) -> None:
        """Train the network at hand for some epochs."""
        assert self.current is not None
        assert self.current.trial is not None
        self.current.trial.learn()
        if self.current.trial.finished:
            self.current.note()
            self.current = None

    def take_up(self) -> None:
        """Have the search that is behind propose its next network."""
        lane = self.waiting()[0]
        lane.trial = self.make_trial(lane.search.propose())
        self.current = lane

    def open_test(self) -> None:
        """Measure every winner on the test set, and count how often that was done."""
        self.stop()
        if any(lane.best is not None and lane.tested is None for lane in self.lanes):
            self.times_opened += 1
        for lane in self.lanes:
            lane.test()

    def update(self) -> None:
        """Show every search, and how often the test set was opened."""
        for drawn, curve, lane in zip(self.maps, self._curves, self.lanes, strict=True):
            drawn.show(lane)
            scores = lane.search.best_so_far[: len(lane.search.tried)]
            curve.set_data(np.arange(1, len(scores) + 1), scores)
        self._count.set_text(self.tell_test())
        self._advice.set_text(_("It was for once.") if self.times_opened > 1 else "")

    def tell_test(self) -> str:
        """Say how often the test set was opened."""
        text = ngettext("test set opened {n} time", "test set opened {n} times", self.times_opened)
        return text.format(n=self.times_opened)

    def tell_lane(self, lane: Lane) -> str:
        """Say in a sentence what a search has found."""
        name = name_of(lane.kind)
        if lane.best is None:
            return _("{name}: nothing tried yet.").format(name=name)
        point, score = lane.best
        n = len(lane.search.tried)
        text = ngettext(
            "{name}: after {n} trial the best has p = {p:.2g}, λ = {lam:.2g}: {score:.1%}.",
            "{name}: after {n} trials the best has p = {p:.2g}, λ = {lam:.2g}: {score:.1%}.",
            n,
        )
        told = text.format(name=name, n=n, p=point.p, lam=point.lam, score=score)
        if lane.tested is not None:
            told += " " + _("On the test set: {share:.1%}.").format(share=lane.tested)
        return told

    def describe(self) -> str:
        """Say what the picture shows now."""
        told = [self.tell_lane(lane) for lane in self.lanes]
        test = self.tell_test()
        return " ".join([*told, test[0].upper() + test[1:] + "."])
