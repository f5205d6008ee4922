"""Chapter 1: one neuron, the line it draws, and the gates it can and cannot learn."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from neurona.language import _
from neurona.panels.base import Panel
from neurona.panels.gates import EXAMPLES, GATES, Look, Neuron, PerceptronRule, Rule, learn
from neurona.panels.learning import Learning, wrapped
from neurona.panels.plane import Plane
from neurona.panels.readings import TruthTable
from neurona.panels.saying import say, say_pair
from neurona.panels.student import (
    StudentFunction,
    StudentProblem,
    array,
    bit,
    number,
    together,
)
from neurona.plots import style

MAX_EPOCHS = 20
REPORT_WIDTH = 30  # characters in a line of the columns below the picture


class StudentRule:
    """The student's own neuron and update.

    Parameters
    ----------
    namespace : mapping
        Where `perceptron` and `update` are looked up.
    """

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self.perceptron = StudentFunction(namespace, "perceptron", bit)
        self.update = StudentFunction(namespace, "update", together(array(2), number))


class Closing(Learning):
    """The same panel on the student's own functions.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``, in which the functions are looked up at every use.
    """

    size = (720, 544)
    names = ("perceptron", "update", "train", "nand_weights", "xor")

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        self._train = StudentFunction(namespace, "train", together(array(2), number, array(None)))
        self._nand_weights = StudentFunction(namespace, "nand_weights", together(array(2), number))
        self._xor = StudentFunction(namespace, "xor", bit)
        super().__init__()

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Now your own functions run: press Step, and hold each line against the rule; "
            "then let your neuron meet λ, p and XOR."
        )

    def rule(self) -> Rule:
        """Return the student's neuron and update."""
        return StudentRule(self._namespace)

    def build(self) -> None:
        """Draw what the opening panel draws, and three columns below it."""
        super().build()
        self.reports = []
        heads = {
            40: f"train(X, d, w, b, lr, {MAX_EPOCHS})",
            274: "nand_weights()",
            508: "xor(x1, x2)",
        }
        for place, head in heads.items():
            self.picture.text(place, 424, head, fontsize=style.NORMAL, weight="bold")
            self.reports.append(self.moving(self.picture.text(place, 446, fontsize=style.NORMAL)))

    def rewind(self) -> None:
        """Start over, and call everything anew."""
        super().rewind()
        self._called: list[Any] = []

    def outputs(self) -> list[int | None]:
        """Return what the student's neuron says for the four whole inputs."""
        try:
            return super().outputs()
        except StudentProblem as problem:
            self.notice = str(problem)
            return [None] * len(EXAMPLES)

    def update(self) -> None:
        """Show the neuron, and what the other functions give."""
        super().update()
        calls = [*map(self._namespace.get, self.names), self.gate.value, self.lr.value]
        if len(calls) == len(self._called) and all(map(operator.is_, calls, self._called)):
            return  # a step of training changes nothing of what follows
        self._called = calls
        attempts = (self.report_train, self.report_nand, self.report_xor)
        self.told = [attempted(attempt) for attempt in attempts]
        for text, told in zip(self.reports, self.told, strict=True):
            text.set_text(wrapped(told, REPORT_WIDTH))

    def report_train(self) -> list[str]:
        """Return what the student's `train` makes of the gate."""
        start, wanted = self.training.start, self.training.wanted
        w, b, mistakes = self._train(
            EXAMPLES, np.array(wanted), start.w, start.b, self.lr.value, MAX_EPOCHS
        )
        counts = ", ".join(map(say, mistakes[:8])) + (", …" if len(mistakes) > 8 else "")
        return [
            f"w = {say_pair(w)}, b = {say(b)}",
            _("mistakes: {counts}").format(counts=counts or _("none")),
            judged(Neuron(w, b).outputs(), wanted),
        ]

    def report_nand(self) -> list[str]:
        """Return the truth table of the student's NAND weights."""
        neuron = Neuron(*self._nand_weights())
        return [
            f"w = {say_pair(neuron.w)}, b = {say(neuron.b)}",
            judged(neuron.outputs(), GATES["NAND"]),
        ]

    def report_xor(self) -> list[str]:
        """Return the truth table of the student's XOR."""
        said = [self._xor(int(x1), int(x2)) for x1, x2 in EXAMPLES]
        return [judged(said, GATES["XOR"])]

    def tell_change(self, look: Look) -> list[str]:
        """Return what the last example did, and what the rule does where that is not the same."""
        told = super().tell_change(look)
        w, b = learn(PerceptronRule(), look.before, look.seen, look.wanted, look.lr, look.lam)
        if not (np.allclose(w, look.after.w) and np.isclose(b, look.after.b)):
            told.append(_("✗ The rule gives w {w}, b {b}.").format(w=say_pair(w), b=say(b)))
        return told

    def describe(self) -> str:
        """Return the state in words, and what the other functions give."""
        reports = [
            "{name}: {told}.".format(name=name, told="; ".join(told).rstrip("."))
            for name, told in zip(self.names[2:], self.told, strict=True)
        ]
        return " ".join([super().describe(), *reports])


class Boundary(Panel):
    """Weights and bias by hand, against the truth tables of all gates."""

    size = (720, 412)

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Drag w₁, w₂ and b until the neuron is AND, then OR, then NAND; is there a place "
            "for XOR?"
        )

    def controls(self) -> None:
        """Make a slider for each number of the neuron, and the choice of a gate."""
        self.w1 = self.slider(_("w₁: weight of x₁"), 1.0, -2.0, 2.0, 0.125, digits=3)
        self.w2 = self.slider(_("w₂: weight of x₂"), 0.25, -2.0, 2.0, 0.125, digits=3)
        self.b = self.slider(_("b: bias"), -0.5, -2.0, 2.0, 0.125, digits=3)
        self.gate = self.dropdown(_("Gate"), "AND", [(name, name) for name in GATES])

    def build(self) -> None:
        """Draw the plane on the left and the table on the right."""
        self.plane = Plane(self.picture, self.picture.axes(40, 14, 350, 350))
        self.headline = self.moving(self.picture.text(418, 14, fontsize=style.LARGE, weight="bold"))
        self.computes = self.moving(self.picture.text(418, 46, fontsize=style.NORMAL))
        places = dict(zip(GATES, (182, 216, 252, 290), strict=True))
        self.table = TruthTable(self.picture, 402, 96, places, (_("says"), 146))
        self.counts = [
            self.moving(self.picture.text(402 + place, 208, fontsize=style.NORMAL, ha="center"))
            for place in places.values()
        ]
        self.picture.text(418, 208, _("rows right"), fontsize=style.SMALL, color=style.GRAY)

        words = _(
            "The line is where w·x + b = 0. On the shaded side the sum is positive: it fires."
        )
        self.picture.text(
            418, 250, wrapped([words], 42), fontsize=style.SMALL, color=style.GRAY, linespacing=1.4
        )

    def neuron(self) -> Neuron:
        """Return the neuron that the sliders make."""
        return Neuron(np.array([self.w1.value, self.w2.value]), self.b.value)

    def is_gate(self) -> str:
        """Say which of the gates the neuron is."""
        said = tuple(self.neuron().outputs())
        for name, wanted in GATES.items():
            if said == wanted:
                return _("This neuron is {gate}.").format(gate=name)
        return _("This neuron is none of the four gates.")

    def update(self) -> None:
        """Show the neuron that the sliders make."""
        neuron = self.neuron()
        said = neuron.outputs()
        self.plane.show(neuron, GATES[self.gate.value], said, None)
        self.table.show(neuron.sums(), said, list(GATES.values()), None)
        self.headline.set_text(f"w = {say_pair(neuron.w)}    b = {say(neuron.b)}")
        self.computes.set_text(wrapped([self.is_gate()], 40))
        for text, wanted in zip(self.counts, GATES.values(), strict=True):
            right = sum(map(operator.eq, said, wanted))
            text.set_text(f"{right}/4")
            text.set_fontweight("bold" if right == 4 else "normal")

    def describe(self) -> str:
        """Return the state in words."""
        neuron = self.neuron()
        return _(
            "Weights {w}, bias {b}. For (0, 0), (0, 1), (1, 0), (1, 1) the neuron says {said}. "
            "{verdict}"
        ).format(
            w=say_pair(neuron.w),
            b=say(neuron.b),
            said=", ".join(map(str, neuron.outputs())),
            verdict=self.is_gate(),
        )


def attempted(report: Callable[[], list[str]]) -> list[str]:
    """Return a report, or the sentence on why there is none, without its marks of code."""
    try:
        return report()
    except StudentProblem as problem:
        return [str(problem).replace("`", "")]


def judged(said: Sequence[int], wanted: Sequence[int]) -> str:
    """Write four outputs, and what they should be if they are not.

    Parameters
    ----------
    said, wanted : sequence of 4 int
        The outputs as they are, and as they should be.
    """
    outputs = " ".join(map(str, said))
    if list(said) == list(wanted):
        return _("says {outputs}: right").format(outputs=outputs)
    return _("says {outputs}, not {wanted}").format(
        outputs=outputs, wanted=" ".join(map(str, wanted))
    )


def opening() -> Panel:
    """Return the panel that opens the chapter."""
    return Learning()


def boundary() -> Panel:
    """Return the panel in which weights and bias are set by hand."""
    return Boundary()


def closing(namespace: Mapping[str, Any]) -> Panel:
    """Return the panel that closes the chapter, on the student's own functions.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``.
    """
    return Closing(namespace)
