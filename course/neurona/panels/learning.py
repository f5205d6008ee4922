"""The panel in which one neuron learns a gate, whoever wrote its rule."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np

from neurona.language import _
from neurona.panels.base import Panel
from neurona.panels.gates import (
    EXAMPLES,
    GATES,
    Look,
    Neuron,
    PerceptronRule,
    Rule,
    Training,
    Vector,
)
from neurona.panels.plane import Plane
from neurona.panels.readings import MistakeStrip, TruthTable
from neurona.panels.saying import say, say_pair
from neurona.plots import style

STORY_WIDTH = 44
LOOKS_AT_ONCE = 40  # ten epochs
FIRST_SEED = 33  # with p = 0.5, no epoch of the first twenty is free of mistakes by luck


class Learning(Panel):
    """A perceptron that learns a gate, example by example, with both knobs."""

    size = (720, 412)
    first_seed = FIRST_SEED

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Press Step and follow what one neuron learns from each example of AND; before you "
            "drag p or λ, which trains it afresh, guess: will it still learn?"
        )

    def controls(self) -> None:
        """Make the two knobs, the learning rate, the speed, the gate and the start."""
        self.p = self.slider(
            _("p: probability that an input is dropped"), 0.0, 0.0, 0.9, 0.05, then=self.replay
        )
        self.lam = self.log_slider(
            _("λ: weight decay at each example"), 0.0, 0.001, 1.0, then=self.replay
        )
        self.lr = self.slider(_("lr: learning rate"), 0.5, 0.05, 1.0, 0.05, then=self.replay)
        self.speed = self.int_slider(_("Speed: examples per second"), 3, 1, 25)
        self.gate = self.dropdown(
            _("Gate"), "AND", [(name, name) for name in GATES], then=self.rewind
        )
        self.first = self.dropdown(
            _("Start"),
            "worked",
            [
                (_("w = (0.9, 0.9), b = −0.5"), "worked"),
                (_("all zero"), "zero"),
                (_("random, from the seed"), "random"),
            ],
            then=self.rewind,
        )
        self.add_play()
        self.add_new_seed()

    def rule(self) -> Rule:
        """Return the neuron and the rule that it learns by."""
        return PerceptronRule()

    def build(self) -> None:
        """Draw the plane on the left, the story, the table and the mistakes on the right."""
        self.plane = Plane(self.picture, self.picture.axes(40, 14, 350, 350))
        text = self.picture.text
        self.headline = self.moving(text(424, 16, fontsize=style.LARGE, weight="bold"))
        self.story = self.moving(text(424, 42, fontsize=style.NORMAL))
        now_says = (_("now says"), 158)  # not what it said before it learned from the example
        self.table = TruthTable(self.picture, 424, 156, {_("wanted"): 226}, now_says)
        self.margin = self.moving(text(440, 266, fontsize=style.NORMAL))
        self.strip = MistakeStrip(self.picture, 424, 304, 280, 98)

    def rewind(self) -> None:
        """Start over with the weights and the random numbers of this seed."""
        rng = np.random.default_rng(self.seed)
        drawn = rng.integers(-10, 11, size=3) / 10
        start = {
            "worked": Neuron(np.array([0.9, 0.9]), -0.5),
            "zero": Neuron(np.zeros(2), 0.0),
            "random": Neuron(drawn[:2], float(drawn[2])),
        }[self.first.value]
        self.training = Training(self.rule(), self.gate.value, start, rng)

    def replay(self) -> None:
        """Train afresh with the knobs as they are now, from the same start.

        It looks at as many examples as before, or at those of ten epochs when it had not begun
        or was done. While playing, the knobs act on what comes next instead.
        """
        if self.playing:
            return
        looks, learned = self.training.looks, self.training.learned
        self.rewind()
        for _look in range(max(looks, LOOKS_AT_ONCE) if learned or not looks else looks):
            if not self.step():
                break

    def new_seed(self) -> None:
        """Take the next seed, and make sure that it changes something."""
        if self.p.value == 0:
            self.first.value = "random"
        super().new_seed()

    def step(self) -> bool:
        """Look at one example; stop when nothing can change any more."""
        self.training.look(self.lr.value, self.lam.value, self.p.value)
        return not self.settled

    @property
    def settled(self) -> bool:
        """Whether every further example would change nothing."""
        return self.training.learned and self.lam.value == 0 and self.p.value == 0

    def outputs(self) -> list[int | None]:
        """Return what the neuron says for the four whole inputs."""
        w, b = self.training.neuron
        return [self.training.rule.perceptron(x, w, b) for x in EXAMPLES]

    def update(self) -> None:
        """Show the neuron as it is now, and what it did last."""
        self.pace = 1 / self.speed.value
        training, look = self.training, self.training.last
        sums = training.neuron.sums()
        self.said = said = self.outputs()
        self.plane.show(training.neuron, training.wanted, said, look)
        self.table.show(sums, said, [training.wanted], None if look is None else look.example)
        self.strip.show(training.mistakes, training.epoch_is_complete)
        self.headline.set_text(f"w = {say_pair(training.neuron.w)}    b = {say(training.neuron.b)}")
        self.story.set_text(wrapped(self.tell(look), STORY_WIDTH))
        self.margin.set_text(self.tell_margin(sums, said))

    def tell(self, look: Look | None) -> list[str]:
        """Return what happened at the last example, in short sentences."""
        if look is None:
            return [_("It has seen no example yet."), _("Press Step.")]
        place = say_pair(EXAMPLES[look.example])
        told = [
            _("Epoch {epoch}: it looks at {place}").format(epoch=self.training.epoch, place=place)
        ]
        if look.dropped:
            names = ", ".join(("x₁", "x₂")[j] for j in look.dropped)
            told.append(
                _("({names} dropped: it sees {seen})").format(names=names, seen=say_pair(look.seen))
            )
        verdict = (
            _("and says {said}: right.")
            if look.said == look.wanted
            else _("and says {said}: wrong, {wanted} was wanted.")
        )
        told.append(verdict.format(said=look.said, wanted=look.wanted))
        told += self.tell_change(look)
        if self.settled:
            told.append(_("An epoch without mistakes: done."))
        return told

    def tell_change(self, look: Look) -> list[str]:
        """Return what the last example did to weights and bias."""
        (w, b), (new_w, new_b) = look.before, look.after
        told = []
        if not np.array_equal(w, new_w):
            told.append(f"w {say_pair(w)} → {say_pair(new_w)}")
        changes = []
        if b != new_b:
            changes.append(f"b {say(b)} → {say(new_b)}")
        if look.shrink != 1:
            changes.append(_("(λ: w × {shrink})").format(shrink=say(look.shrink)))
        if changes:
            told.append("    ".join(changes))
        return told or [_("Nothing changes.")]

    def tell_margin(self, sums: Vector, said: list[int | None]) -> str:
        """Return how far the tightest sum is from changing its answer."""
        wrong = sum(s != d for s, d in zip(said, self.training.wanted, strict=True))
        if None in said:
            return ""
        if wrong:
            return _("{wrong} of 4 wrong").format(wrong=wrong)
        margin = say(float(np.min(np.abs(sums))))
        return _("All 4 right, the narrowest by {margin}").format(margin=margin)

    def describe(self) -> str:
        """Return the state in words."""
        training = self.training
        knobs = f"p = {self.p.value:.2f}, λ = {self.lam.value:g}, lr = {self.lr.value:.2f}. "
        return knobs + _(
            "{gate}: weights {w}, bias {b}. For (0, 0), (0, 1), (1, 0), (1, 1) the neuron says "
            "{said}; wanted {wanted}. Mistakes in each epoch: {mistakes}."
        ).format(
            gate=self.gate.value,
            w=say_pair(training.neuron.w),
            b=say(training.neuron.b),
            said=", ".join("?" if s is None else str(s) for s in self.said),
            wanted=", ".join(map(str, training.wanted)),
            mistakes=", ".join(map(str, training.mistakes[-12:])) or _("none yet"),
        )


def wrapped(sentences: Sequence[str], width: int) -> str:
    """Break sentences into lines.

    Parameters
    ----------
    sentences : sequence of str
        Each begins a new line.
    width : int
        The most characters in a line.
    """
    return "\n".join(line for sentence in sentences for line in textwrap.wrap(sentence, width))
