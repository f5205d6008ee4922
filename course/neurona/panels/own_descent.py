"""The student's own functions walk downhill, and each is held against what it should give."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np

from neurona.language import _
from neurona.panels.descending import STEPS, Descent, brief, descend, pair
from neurona.panels.student import StudentFunction, StudentProblem, array, number, together
from neurona.panels.surfaces import HOURS, Array, Slope, Surface, Walk, end, largest_rate
from neurona.plots import style

NEURON = "neuron"
EXERCISES = (
    "quadratic_cost",
    "numerical_gradient",
    "gradient_descent",
    "neuron_gradient",
    "max_learning_rate",
)
REPORTS_TOP, ROW = 524, 23
LETTERS = 84  # of a report, about, that have room beside the name
BOUND = 1000.0  # costs are asked for within it, so that none overflows
FARTHEST = 1e9  # and slopes within this


class Closing(Descent):
    """Descent on the opening's surfaces and on one neuron's, by the student's own functions.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``, in which the functions are looked up at every use.
    """

    size: ClassVar[tuple[int, int]] = (820, 652)
    tells_limit = True

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace

        def own(name: str, read: Callable[[Any], Any]) -> StudentFunction[Any]:
            return StudentFunction(namespace, name, read)

        self._quadratic_cost = own("quadratic_cost", number)
        self._numerical_gradient = own("numerical_gradient", array(2))
        self._gradient_descent = own("gradient_descent", array(STEPS + 1, 2))
        self._neuron_gradient = own("neuron_gradient", together(array(1), number))
        self._max_learning_rate = own("max_learning_rate", number)
        self.problem = ""
        self._asked: tuple[object, ...] = ()
        self.told: list[str] = [""] * len(EXERCISES)
        super().__init__()

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Now your own functions feel the slope and take the steps: break one, run its cell, "
            "and press Play. On the last surface, one neuron learns; give it lr = 20."
        )

    def surfaces(self) -> dict[str, tuple[str, Surface]]:
        """Add one neuron's cost to the surfaces."""
        return super().surfaces() | {NEURON: (_("one neuron: w and b"), HOURS)}

    def names(self) -> tuple[str, str]:
        """Return what the two numbers are called on this surface."""
        return ("w", "b") if self.kind.value == NEURON else super().names()

    def build(self) -> None:
        """Draw what the opening panel draws, and a row for each function below it."""
        super().build()
        self.rows = []
        for row, name in enumerate(EXERCISES):
            top = REPORTS_TOP + ROW * row
            self.picture.text(12, top, name, fontsize=style.NORMAL, weight="bold")
            self.rows.append(self.moving(self.picture.text(186, top, fontsize=style.NORMAL)))

    def feel(self, v: Array) -> Array:
        """Return the gradient as the student's functions give it."""
        if self.kind.value == NEURON:
            dw, db = self._neuron_gradient(HOURS.x[:, None], HOURS.y, v[:1], float(v[1]))
            found: Array = np.array([dw[0], db]) + self.lam.value * v
            return found
        surface = self.surface
        slopes: Array = self._numerical_gradient(
            lambda place: float(surface.cost(np.clip(place, -BOUND, BOUND))), v
        )
        return slopes

    def walk(self) -> Walk:
        """Let the student's `gradient_descent` take the steps."""
        self.problem = ""
        slope, first = self.slope(), self.start_point
        slope.gradient = self.feel
        inner: list[StudentProblem] = []

        def grad(v: Array) -> Array:
            try:
                return slope(np.clip(np.asarray(v, dtype=float), -FARTHEST, FARTHEST))
            except StudentProblem as problem:
                inner.append(problem)
                raise

        try:
            path = self._gradient_descent(grad, first, self.lr.value, STEPS)
        except StudentProblem as problem:
            # What fails deeper down is what the student should hear of.
            self.problem = str(inner[0] if inner else problem)
            return Walk(first[None, :])
        dropped = (slope.dropped + [()] * STEPS)[:STEPS]
        return end(self.surface, path, dropped)

    def tell_end(self) -> str:
        """Say how the walk ended, if it has, and if there was one."""
        return "" if self.problem else super().tell_end()

    def update(self) -> None:
        """Show the walk so far, and what each function gives."""
        knobs = (self.p, self.lam, self.lr, self.v1, self.v2, self.kind)
        functions = tuple(self._namespace.get(name) for name in EXERCISES)
        asked = (*functions, *(knob.value for knob in knobs), self.seed)
        changed = len(asked) != len(self._asked) or any(
            now is not before and now != before
            for now, before in zip(asked, self._asked, strict=True)
        )
        if changed:
            self._asked = asked
            self.walked = self.walk()
        super().update()
        if changed:
            reports = (
                self.report_cost,
                self.report_numerical,
                self.report_descent,
                self.report_neuron,
                self.report_rate,
            )
            self.told = [
                _attempted(name, report) for name, report in zip(EXERCISES, reports, strict=True)
            ]
        for text, told in zip(self.rows, self.told, strict=True):
            text.set_text(told)
        self.notice = self.problem

    def report_cost(self) -> str:
        """Return what the student's cost makes of the neuron's outputs at the start."""
        v, desired = self.start_point, HOURS.y[:, None]
        cost = self._quadratic_cost(HOURS.say(v)[:, None], desired)
        return _("one neuron at the start: {judged}").format(
            judged=_judged(np.array([cost]), np.array([float(HOURS.cost(v))]))
        )

    def report_numerical(self) -> str:
        """Return the slopes that the student measures at the start."""
        surface, v = self.surface, self.start_point
        slopes = self._numerical_gradient(lambda place: float(surface.cost(place)), v)
        return _("at the start: {judged}").format(judged=_judged(slopes, surface.gradient(v)))

    def report_descent(self) -> str:
        """Return where the student's walk leads with exact slopes, none dropped."""
        surface, first = self.surface, self.start_point

        def grad(v: Array) -> Array:
            return surface.gradient(np.clip(np.asarray(v, dtype=float), -FARTHEST, FARTHEST))

        path = self._gradient_descent(grad, first, self.lr.value, STEPS)
        walk = end(surface, path, [()] * STEPS)
        right = descend(surface, first, self.lr.value, Slope(grad, 0.0, np.random.default_rng(0)))
        rows = min(len(walk.path), len(right.path))
        near = np.isclose(walk.path[:rows], right.path[:rows], rtol=1e-3, atol=1e-3).all(axis=1)
        if not near.all():
            row = int(near.argmin())
            return _("with exact slopes, row {row}: {given} ✗ right is {right}").format(
                row=row, given=pair(walk.path[row]), right=pair(right.path[row])
            )
        return _("with exact slopes, to {place} (steps: {steps}) ✓").format(
            steps=len(walk.path) - 1, place=pair(walk.path[-1])
        )

    def report_neuron(self) -> str:
        """Return the neuron's gradient at the start."""
        v = self.start_point
        dw, db = self._neuron_gradient(HOURS.x[:, None], HOURS.y, v[:1], float(v[1]))
        return _("one neuron at the start: {judged}").format(
            judged=_judged(np.array([dw[0], db]), HOURS.gradient(v))
        )

    def report_rate(self) -> str:
        """Return the largest learning rate at the nearest minimum."""
        surface, v = self.surface, self.nearest
        rate = self._max_learning_rate(surface.hessian(v))
        return _("at the nearest ★: {judged}").format(
            judged=_judged(np.array([rate]), np.array([largest_rate(surface, v)]))
        )

    def describe(self) -> str:
        """Return the state in words, and what each function gives."""
        reports = [
            "{name}: {told}.".format(name=name, told=told.rstrip("."))
            for name, told in zip(EXERCISES, self.told, strict=True)
        ]
        return " ".join([super().describe(), *reports])


def _attempted(name: str, report: Callable[[], str]) -> str:
    """Return a report, or why there is none, without marks of code and the name it follows."""
    try:
        return report()
    except StudentProblem as problem:
        words = str(problem).replace("`", "").removeprefix(name).strip()
        return textwrap.shorten(words, LETTERS, placeholder=" …")


def _judged(given: Array, right: Array) -> str:
    """Write numbers, and what they should be if they are not."""

    def write(values: Array) -> str:
        return pair(values) if len(values) == 2 else brief(float(values[0]))

    if np.allclose(given, right, rtol=1e-4, atol=1e-7):
        return f"{write(given)} ✓"
    return _("{given} ✗ right is {right}").format(given=write(given), right=write(right))
