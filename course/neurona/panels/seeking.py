"""The map of p and λ, filled in cell by cell: each cell is a network that is really trained."""

from __future__ import annotations

from typing import Any, ClassVar

from neurona.language import _
from neurona.panels import controls
from neurona.panels.base import Panel
from neurona.panels.curves import Curves, latest
from neurona.panels.keys import ROW, explain
from neurona.panels.knob_map import BEST, CHOSEN, KnobMap, best_of_cells, draw_key
from neurona.panels.searches import Search, Tried, search
from neurona.panels.trials import EPOCHS, LAMBDAS, Point, Trial
from neurona.plots import style

START = Point(0.0, 0.01)


class Seeking(Panel):
    """One map, searched by hand or by a machine, and how the chosen network learned."""

    size: ClassVar[tuple[int, int]] = (820, 440)
    first_seed: ClassVar[int] = 4  # a map with its hill well inside
    steps_without_loop: ClassVar[int] = 100 * 6
    opened = False

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Every cell is a network of its own. Move p and λ: the cell that you pick is trained "
            "at once. Can you find one as good as the black frame? Then choose another search, and "
            "watch it."
        )

    def controls(self) -> None:
        """Make both knobs, the choice of a search, and the buttons."""
        label = _("p: probability that a neuron is dropped")
        self.p = self.slider(label, START.p, 0.0, 0.9, 0.1, then=self.pick)
        slider = controls.choice_slider(_("λ: weight decay"), START.lam, LAMBDAS)
        self.lam = self._add(slider, self.pick)
        self.kind = self.dropdown(
            _("Search"),
            "grid",
            [
                (_("grid: 16 cells"), "grid"),
                (_("random: 16 draws"), "random"),
                (_("Bayesian: 16 trials"), "bayesian"),
                (_("all 100 cells"), "every"),
            ],
            then=self.restart,
        )
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw the map left, the chosen network's curves right, and the best so far below."""
        picture, moving = self.picture, self.picture.moving
        picture.text(40, 8, _("Validation accuracy, in percent"), weight="bold")
        self.map = KnobMap(picture, 60, 32, 330, numbers=True)
        draw_key(picture, 60, 404, 130)
        explain(picture, 216, 396, _("the best so far"), **BEST)
        explain(picture, 216, 396 + ROW, _("the one you chose"), **CHOSEN)
        self._title = moving(picture.text(450, 8, weight="bold"))
        self.curves = Curves(picture, picture.axes(480, 32, 320, 150), EPOCHS)
        self._told = moving(picture.text(450, 222, weight="bold"))
        axes = picture.axes(480, 248, 320, 130)
        axes.set(ylim=(0.48, 0.86), xticks=[])
        axes.set_yticks([0.5, 0.6, 0.7, 0.8], ["50%", "60%", "70%", "80%"])
        axes.grid(axis="y", color=style.PALE, linewidth=0.8)
        self._axes = axes
        dots: dict[str, Any] = {"linestyle": "none", "marker": "o", "color": style.SKY}
        self._scores = moving(axes.plot([], [], markersize=5, **dots)[0])
        self._best = moving(axes.plot([], [], drawstyle="steps-post", **BEST)[0])
        explain(picture, 470, 396, _("each network"), **dots, markersize=6)
        explain(picture, 620, 396, _("best so far"), **BEST)
        words = _("from left to right, in the order of trials")
        picture.text(470, 396 + ROW, words, fontsize=style.SMALL)

    def rewind(self) -> None:
        """Forget every network; only the first picture has a whole search."""
        self.clear()
        if not self.opened:
            self.opened = True
            while self.step():
                pass
            self.pick()

    def clear(self) -> None:
        """Forget every network."""
        self.search: Search = search(self.kind.value, self.seed)
        self.trained: dict[Point, Trial] = {}
        self.trial: Trial | None = None
        self.by_hand = False

    def restart(self) -> None:
        """Begin another search."""
        self.clear()
        self.start()

    def new_seed(self) -> None:
        """Search the next map."""
        super().new_seed()
        self.start()

    def stop(self) -> None:
        """Pause."""
        if self.playing:
            self.by_hand = False
        super().stop()

    @property
    def point(self) -> Point:
        """Where both knobs are."""
        return Point(round(self.p.value, 1), self.lam.value)

    def pick(self) -> None:
        """Train the network that both knobs ask for; a search that is running goes on after it."""
        known = self.trained.get(self.point)
        self.trial = known or Trial(self.seed, self.point)
        if known is None and not self.playing:
            self.by_hand = True
            self.start()

    def step(self) -> bool:
        """Choose the next network of the search, or train the one at hand for some epochs."""
        trial = self.trial
        if trial is None or trial.finished:
            if self.search.finished:
                self.clear()
            asked = self.search.propose()
            self.trial = trial = self.trained.get(asked) or Trial(self.seed, asked)
        else:
            trial.learn()
        if not trial.finished:
            return True
        self.trained[trial.point] = trial
        if trial.point == self.search.asked:
            self.search.hear(trial.point, trial.score)
        alone, self.by_hand = self.by_hand, False
        return not (alone or self.search.finished)

    @property
    def best(self) -> Tried | None:
        """The best network of all, whoever asked for it; of equal ones the first."""
        scores = [Tried(point, trial.score) for point, trial in self.trained.items()]
        return max(scores, key=lambda one: one.score, default=None)

    def update(self) -> None:
        """Show the map, the chosen network's curves, and how the search goes."""
        best, trial = self.best, self.trial
        self.map.show_cells(best_of_cells({p: t.score for p, t in self.trained.items()}))
        self.map.frame(best and best.point, None if trial is None else trial.point)
        training = trial and trial.training
        self.curves.show(
            training.accuracy if training else (), training.accuracy_new if training else ()
        )
        self._title.set_text(self.tell_chosen())
        tried = self.search.tried
        x = range(1, len(tried) + 1)
        self._axes.set_xlim(0, self.search.budget + 1)
        self._scores.set_data(x, [one.score for one in tried])
        self._best.set_data(x, self.search.best_so_far[: len(tried)])
        self._told.set_text(self.tell_search())

    def tell_chosen(self) -> str:
        """Say which network the curves belong to."""
        if self.trial is None:
            return _("No network yet")
        text = _("The network with p = {p:.2g}, λ = {lam:.2g}")
        return text.format(p=self.trial.point.p, lam=self.trial.point.lam)

    def tell_search(self) -> str:
        """Say how far the search is, and the best that it has found."""
        tried = self.search.tried
        told = _("{tried} of {budget} trials").format(tried=len(tried), budget=self.search.budget)
        if tried:
            told += ", " + _("best so far {best:.1%}").format(best=self.search.best.score)
        return told

    def describe(self) -> str:
        """Say what the picture shows now."""
        told = [self.kind.label + ": " + self.tell_search() + "."]
        if self.best is not None:
            point, score = self.best
            text = _("The best of all {n} networks has p = {p:.2g}, λ = {lam:.2g}: {score:.1%}.")
            told.append(text.format(n=len(self.trained), p=point.p, lam=point.lam, score=score))
        if self.trial is not None:
            text = _(
                "{network}: {seen:.0%} in training, {score:.1%} in validation after {n} epochs."
            )
            told.append(
                text.format(
                    network=self.tell_chosen(),
                    seen=latest(self.trial.training.accuracy),
                    score=self.trial.score,
                    n=self.trial.training.epochs,
                )
            )
        return " ".join(told)
