"""A framework's network whose numbers come from the student's own functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

import numpy as np

from neurona.frameworks.state import read_state, refusal
from neurona.language import _, ngettext
from neurona.panels.dialects import Framework, N, Numbers, Penalty, literal, meaning
from neurona.panels.lettering import MONO
from neurona.panels.student import StudentFunction, StudentProblem, number
from neurona.panels.translating import ROUNDING, Translating, untrained
from neurona.plots import style

TOP = 404  # of the table, in CSS pixels
PITCH = 20


class Reading(NamedTuple):
    """A row of the table: what was called, what came out, and what that means."""

    call: str
    answer: str
    meaning: str


class Closing(Translating):
    """The opening's network, translated by the student's functions.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``, in which the functions are looked up at every use.
    """

    size: ClassVar[tuple[int, int]] = (820, 532)

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        super().__init__()

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Now your own functions translate p and λ. Go through frameworks and penalties: "
            "where the dashed line comes apart from the black one, a number is wrong."
        )

    def controls(self) -> None:
        """Make the knobs and the buttons."""
        self.make_knobs(0.2, 0.05)
        penalties = [("L2: λ/(2n)·Σw²", "l2"), ("L1: λ/n·Σ|w|", "l1")]
        self.penalty = self.dropdown(_("Penalty"), "l2", penalties, then=self.train_again)
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw what the opening has, and a table of all answers below it."""
        super().build()
        text, moving = self.picture.text, self.moving
        text(12, TOP - 4, _("What your functions say"), weight="bold")
        rows = [TOP + 20 + PITCH * row for row in range(5)]
        look: dict[str, Any] = {"fontsize": style.SMALL}
        self.rows = [
            (
                moving(text(12, top, family=MONO, **look)),
                moving(text(270, top, family=MONO, **look)),
                moving(text(400, top, **look)),
            )
            for top in rows
        ]

    @property
    def chosen(self) -> Penalty:
        """The penalty."""
        chosen: Penalty = self.penalty.value
        return chosen

    def numbers(self) -> Numbers:
        """Ask the student's functions; NaN where one does not answer, or not with such a number."""
        framework, p, lam = self.framework.value, self.p.value, self.lam.value
        self.problem = ""
        if framework == "ours":
            return Numbers(p, lam)
        name = "weight_decay" if (framework, self.chosen) == ("torch", "l2") else "keras_l2"
        name = "keras_l1" if self.chosen == "l1" else name
        factor = self.ask_for(name, lam, N)
        rate = self.ask_for("drop_rate", round(1 - p, 10))
        if rate >= 1:
            self.problem = _("A rate of {rate} would drop every neuron.").format(rate=literal(rate))
        if rate < 0 or factor < 0:
            self.problem = _("A rate or a penalty below 0 makes no sense.")
        return Numbers(rate, factor)

    def ask_for(self, name: str, *arguments: float) -> float:
        """Return what a function of the student's says, NaN where it does not."""
        try:
            return StudentFunction(self._namespace, name, number)(*arguments)
        except StudentProblem as problem:
            self.problem = str(problem)
            return np.nan

    def update(self) -> None:
        """Show the network, and what every function says."""
        super().update()
        self.readings = self.read_all()
        for row, reading in zip(self.rows, self.readings, strict=True):
            for artist, words in zip(row, reading, strict=True):
                artist.set_text(words)

    def read_all(self) -> list[Reading]:
        """Ask all five functions."""
        lam, keep = self.lam.value, round(1 - self.p.value, 10)
        ask: tuple[tuple[str, tuple[Framework, Penalty]], ...] = (
            ("weight_decay", ("torch", "l2")),
            ("keras_l2", ("keras", "l2")),
            ("keras_l1", ("keras", "l1")),
        )
        strengths = [self.read_strength(name, lam, *dialect) for name, dialect in ask]
        return [self.read_names(), *strengths, self.read_rate(keep)]

    def read_names(self) -> Reading:
        """Have PyTorch's twin load the student's state dict."""
        call = "to_state_dict(weights, biases)"
        network = untrained(self.seed, 0.0, 0.0).network
        try:
            own = StudentFunction(self._namespace, "to_state_dict", read_state)
            state = own(network.weights, network.biases)
        except StudentProblem as problem:
            return Reading(call, "?", _plain(problem))
        why = refusal(state, network.sizes)
        count = ngettext("{count} array", "{count} arrays", len(state)).format(count=len(state))
        return Reading(call, count, why or _("PyTorch takes all of them"))

    def read_strength(
        self, name: str, lam: float, framework: Framework, penalty: Penalty
    ) -> Reading:
        """Say which λ of ours a student's number stands for."""
        call = f"{name}({lam:g}, {N})"
        try:
            factor = StudentFunction(self._namespace, name, number)(lam, N)
        except StudentProblem as problem:
            return Reading(call, "?", _plain(problem))
        meant = meaning(framework, factor, penalty)
        if abs(meant - lam) <= ROUNDING * max(lam, 1):
            words = _("means λ = {lam:g}")
        else:
            words = _("means λ = {meant:.4g}, not {lam:g}")
        return Reading(call, literal(factor), words.format(meant=meant, lam=lam))

    def read_rate(self, keep: float) -> Reading:
        """Say how many neurons a student's rate keeps."""
        call = f"drop_rate({keep:g})"
        try:
            rate = StudentFunction(self._namespace, "drop_rate", number)(keep)
        except StudentProblem as problem:
            return Reading(call, "?", _plain(problem))
        right = abs(1 - rate - keep) <= ROUNDING
        words = _("keeps {kept:.0%}") if right else _("keeps {kept:.0%}, not {keep:.0%}")
        return Reading(call, literal(round(rate, 10)), words.format(kept=1 - rate, keep=keep))

    def describe(self) -> str:
        """Say what the picture shows now."""
        told = [f"{one.call}: {one.answer}, {one.meaning}." for one in self.readings]
        return " ".join([super().describe(), self.chosen.upper() + ".", *told])


def _plain(problem: StudentProblem) -> str:
    return str(problem).replace("`", "").rstrip(".")
