"""The closing panel of chapter 02: the opening's neuron, and more, on the student's functions."""

from __future__ import annotations

import operator
import textwrap
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.panels.attempts import Attempts
from neurona.panels.s_curve import DARK, SCurve
from neurona.panels.student import StudentFunction, StudentProblem, array, number, together
from neurona.plots import style

Array = npt.NDArray[np.float64]

NAMES = ("sigmoid_prime", "tanh_from_sigmoid", "linear_response", "feedforward")
EVERY = ("sigmoid", "layer", *NAMES)
LOWER = 446  # the lower row's top, in CSS pixels
LEFT = (36, 224, 412, 600)
WIDTH, HEIGHT = 146, 110
LINE = 26  # characters below a small picture
Z = np.linspace(-4.0, 4.0, 81)
NUDGES = np.linspace(-3.0, 3.0, 31)
H = 1e-4
CLOSE = 1e-3
HILL: tuple[list[Array], list[Array]] = (
    [np.array([[4.0], [4.0]]), np.array([[8.0, -8.0]])],
    [np.array([6.0, -6.0]), np.array([-4.0])],
)
"""Weights and biases of a network of 1, 2 and 1 neurons."""
EXPECTED: dict[str, Any] = {"color": "#C9C9C9", "linewidth": 5.5, "solid_capstyle": "butt"}
OWN: dict[str, Any] = {"color": style.BLUE, "linewidth": 1.8}
HIDDEN: dict[str, Any] = {"color": style.ORANGE, "linewidth": 1.4, "linestyle": (0, (3, 1.2))}


class Closing(SCurve, Attempts):
    """The opening panel on the student's own functions, with four small pictures below it.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``, in which the functions are looked up at every use.
    """

    size: ClassVar[tuple[int, int]] = (760, 648)
    sharpnesses = (1, 2, 5, 10, 20, 50, 1000)

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        self._called: list[Any] = []
        self.problems: list[str] = []
        self.small: list[str] = []
        super().__init__()

    def own(self, name: str, read: Callable[[Any], Any], *arguments: Any) -> Any:
        """Call one of the student's functions."""
        return StudentFunction(self._namespace, name, read)(*arguments)

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Now your own functions draw every curve: try p and λ, then c = 1000, and then break "
            "one of your functions, run its cell, and press Rewind."
        )

    def build(self) -> None:
        """Draw what the opening panel draws, and four small pictures below it."""
        super().build()
        picture, moving = self.picture, self.picture.moving
        spans = (
            ((-4, 4, -0.02, 0.32), (0, 0.1, 0.2, 0.3)),
            ((-4, 4, -1.1, 1.1), (-1, 0, 1)),
            ((-3, 3, -1.1, 1.1), (-1, 0, 1)),
            ((-3.6, 3.6, -0.1, 1.1), (0, 0.5, 1)),
        )
        self.expected, self.lines, self.verdicts = [], [], []
        for name, left, ((x0, x1, y0, y1), ticks) in zip(NAMES, LEFT, spans, strict=True):
            picture.text(left - 20, LOWER - 24, name, weight="bold", fontsize=style.SMALL)
            axes = picture.axes(left, LOWER, WIDTH, HEIGHT)
            axes.set(xlim=(x0, x1), ylim=(y0, y1), yticks=ticks)
            axes.set_xticks([-2, 0, 2])
            self.expected.append(moving(axes.plot([], [], **EXPECTED)[0]))
            self.lines.append(moving(axes.plot([], [], zorder=3, **OWN)[0]))
            place = picture.text(left - 20, LOWER + HEIGHT + 32, fontsize=style.SMALL)
            self.verdicts.append(moving(place))
        self.hidden = [moving(axes.plot([], [], zorder=2, **HIDDEN)[0]) for _neuron in range(2)]
        self.told = [""] * len(NAMES)

    # The neuron above, by the student's functions.

    def sigma(self, z: Array) -> Array:
        """Return the student's σ(z)."""
        said: Array = self.own("sigmoid", array(*z.shape), z)
        return said

    def prime(self, z: Array) -> Array:
        """Return the student's slope of σ at z."""
        said: Array = self.own("sigmoid_prime", array(*z.shape), z)
        return said

    def hear(self, x: Array, weights: Array) -> Array:
        """Return what the student's `layer` says; all NaN when it says nothing.

        Its batch has one example a row: what the five sensors tell of a sky. Each of the masked
        sets of weights is a neuron of the layer.
        """
        _w, b, c = self.neuron
        A = np.repeat(x[:, None], weights.shape[1], axis=1)
        biases = np.full(len(weights), c * b)
        read = array(len(x), len(weights))
        said = self.attempt(lambda: self.own("layer", read, A, c * weights, biases))
        return np.full((len(weights), len(x)), np.nan) if said is None else np.transpose(said)

    def rewind(self) -> None:
        """Go back to the start, and call everything anew."""
        self._called = []
        super().rewind()

    def fit(self) -> None:
        """Fit with the student's σ and its slope, if they answer."""
        self.attempt(super().fit)

    def step(self) -> bool:
        """Follow the slope once, if the student's functions answer."""
        return bool(self.attempt(super().step))

    def update(self) -> None:
        """Show whatever the student's functions answer; tell what they do not."""
        waiting, self.problems = self.problems, []
        super().update()
        self.show_own()
        self.problems += [problem for problem in waiting if problem not in self.problems]
        self.notice = " ".join(self.problems)
        self.kept, self.problems = self.problems, []

    def tell(self) -> None:
        """Write the numbers beside the picture, if there are any."""
        if np.isfinite(self.mean_there):
            super().tell()
            return
        self.headline.set_text("")
        for text in self.words:
            text.set_text("")
        self.words[0].set_text(_("no answer from layer"))

    # The small pictures.

    def show_own(self) -> None:
        """Draw the small pictures, unless nothing of them can have changed."""
        w, b, c = self.neuron
        calls = [*map(self._namespace.get, EVERY), w, b, c]
        if len(calls) == len(self._called) and all(map(operator.eq, calls, self._called)):
            self.problems += [problem for problem in self.small if problem not in self.problems]
            return
        self._called, before = calls, list(self.problems)
        draws = (self.show_prime, self.show_tanh, self.show_response, self.show_hill)
        for place, draw in enumerate(draws):
            try:
                self.told[place] = draw(place)
            except StudentProblem as problem:
                self.told[place] = self.keep(problem).replace("`", "")
                self.lines[place].set_data([], [])
            self.verdicts[place].set_text(textwrap.fill(self.told[place], LINE))
        self.small = [problem for problem in self.problems if problem not in before]

    def compare(self, place: int, x: Array, own: Array, expected: Array) -> float:
        """Draw a curve over another, and return how far they are apart at most."""
        self.lines[place].set_data(x, own)
        self.expected[place].set_data(x, expected)
        return float(np.abs(own - expected).max())

    def show_prime(self, place: int) -> str:
        """Hold the student's slope against the slope of the student's own σ, as measured."""
        self.lines[place].set_data([], [])
        self.expected[place].set_data([], [])
        measured = (self.sigma(Z + H) - self.sigma(Z - H)) / (2 * H)
        self.expected[place].set_data(Z, measured)
        apart = self.compare(place, Z, self.prime(Z), measured)
        if apart < CLOSE:
            return _("lies on the slope of your sigmoid, as measured")
        return _("leaves the slope of your sigmoid (gray) by up to {gap:.2f}").format(gap=apart)

    def show_tanh(self, place: int) -> str:
        """Hold the student's tanh against NumPy's."""
        self.expected[place].set_data(Z, np.tanh(Z))
        own = self.own("tanh_from_sigmoid", array(*Z.shape), Z)
        apart = self.compare(place, Z, own, np.tanh(Z))
        if apart < CLOSE:
            return _("lies on np.tanh")
        return _("leaves np.tanh (gray) by up to {gap:.2f}").format(gap=apart)

    def show_response(self, place: int) -> str:
        """Hold the promised changes for nudges of b against the true ones, at the dark sky."""
        self.expected[place].set_data([], [])
        w, b, c = self.neuron
        x, weights, still = np.array([DARK]), np.array([c * w]), np.zeros(1)
        z = c * (w * DARK + b)
        truth = self.sigma(z + NUDGES) - self.sigma(np.array([z]))
        self.expected[place].set_data(NUDGES, truth)

        def promise(nudge: float) -> float:
            said: float = self.own(
                "linear_response", number, x, weights, c * b, still, float(nudge)
            )
            return said

        self.compare(place, NUDGES, np.array([promise(nudge) for nudge in NUDGES]), truth)
        exact = float((self.sigma(np.array([z + H])) - self.sigma(np.array([z - H])))[0])
        if abs(promise(H) - promise(-H) - exact) <= 0.01 * abs(exact) + H * CLOSE:
            return _("nudges of b: touches the true change (gray) where the nudge is small")
        return _("nudges of b: does not touch the true change (gray) at 0")

    def show_hill(self, place: int) -> str:
        """Draw what a network of two hidden neurons makes of x, with the student's passes."""
        X = np.linspace(-3.6, 3.6, 61)[:, None]
        for line in self.hidden:
            line.set_data([], [])
        read = together(array(*X.shape), array(len(X), 2), array(len(X), 1))
        x, middle, out = self.own("feedforward", read, X, *HILL)
        self.lines[place].set_data(X[:, 0], out[:, 0])
        for line, values in zip(self.hidden, middle.T, strict=True):
            line.set_data(X[:, 0], values)
        if not np.allclose(x, X):
            return _("the first of its list is not x")
        return _("two S (dashed) make a hill")

    def describe(self) -> str:
        """Say what the picture shows now."""
        above = [super().describe()] if np.isfinite(self.mean_there) else []
        below = [
            f"{name}: {told.rstrip('.')}." for name, told in zip(NAMES, self.told, strict=True)
        ]
        return " ".join([*above, *below, *self.kept]).replace("`", "")
