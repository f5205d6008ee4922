"""The student's own mini-batches, steps, training and noise at work on the mangoes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.panels import mangoes
from neurona.panels.attempts import Attempts
from neurona.panels.keys import ROW, explain
from neurona.panels.mango_map import FULL_KEY, MangoMap
from neurona.panels.mangoes import N
from neurona.panels.student import StudentFunction, array, number, together
from neurona.panels.walkers import BATCHES, EPOCHS, ROUNDING, CostCurves, Descents, Knobs, Walk
from neurona.plots import style

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

DRAWS = 40  # mini-batches of each size that the noise is measured with
NOISES = (0.003, 0.25)
STREAM = 5
NAMES = ("updates_per_epoch", "minibatches", "sgd_step", "sgd", "gradient_noise")
OWN_COSTS: dict[str, Any] = {
    "linestyle": "none",
    "marker": "o",
    "fillstyle": "none",
    "color": style.BLACK,
    "markersize": 8,
}
MEASURED: dict[str, Any] = {"linestyle": "none", "marker": "o", "color": style.VERMILION}
ROOT: dict[str, Any] = {"color": style.BLACK, "linewidth": 1.2, "linestyle": (0, (4, 2))}


def whole(value: Any) -> int:
    """Read a whole number.

    Raises
    ------
    ValueError
        When it is something else.
    """
    read = number(value)
    if read != round(read):
        raise ValueError(_("a whole number was expected, not {value:g}").format(value=read))
    return round(read)


def mini_batches(value: Any) -> list[Indices]:
    """Read a list of mini-batches, each the numbers of some of the mangoes.

    Raises
    ------
    ValueError
        When it is something else.
    """
    if not isinstance(value, (list, tuple)) or not len(value):
        raise ValueError(_("a list of arrays of indices was expected"))
    found = []
    for one in value:
        read = array(None)(one)
        if not len(read) or np.any(read != np.round(read)) or read.min() < 0 or read.max() >= N:
            text = _("a mini-batch holds something else than indices from 0 to {last}")
            raise ValueError(text.format(last=N - 1))
        found.append(read.astype(np.int64))
    return found


class OwnFunctions:
    """What a student wrote in chapter 04, looked up at every call.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``.
    """

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        def own(name: str, read: Callable[[Any], Any]) -> StudentFunction[Any]:
            return StudentFunction(namespace, name, read)

        self.updates_per_epoch = own("updates_per_epoch", whole)
        self.minibatches = own("minibatches", mini_batches)
        self.sgd_step = own("sgd_step", together(array(2), number))
        self.sgd = own("sgd", together(array(2), number, array(EPOCHS)))
        self.gradient_noise = own("gradient_noise", number)


class OwnWalk(Walk):
    """Both descents, cut and stepped by the student's functions.

    Parameters
    ----------
    functions : OwnFunctions
        The student's.
    seed : int
        Of the order of the examples, and of what p drops.
    knobs : Knobs
        How both descend.
    """

    def __init__(self, functions: OwnFunctions, seed: int, knobs: Knobs) -> None:
        super().__init__(seed, knobs)
        self.functions = functions

    def cut(self) -> Sequence[Indices]:
        """Return the student's mini-batches of the next epoch."""
        # Functions get copies, so that a generator of ours would stand still.
        rng = np.random.default_rng(self._orders.integers(2**32))
        batches: list[Indices] = self.functions.minibatches(N, self.knobs.m, rng)
        return batches

    def move(self, w: Array, slope: Array) -> Array:
        """Return where the student's step leads; the bias has no slope here, and stays 0."""
        moved: Array = self.functions.sgd_step([w, 0.0], [slope, 0.0], self.knobs.lr)[0]
        return moved


class NoiseLine:
    """The student's `gradient_noise` at the start, against m, on log axes."""

    def __init__(self, picture: Any, left: float, top: float, width: float, height: float) -> None:
        axes = picture.axes(left, top, width, height)
        axes.set(xscale="log", yscale="log", xlim=(0.8, 260), ylim=NOISES)
        axes.set_xticks(BATCHES, [str(m) for m in BATCHES])
        axes.set_yticks([0.01, 0.1], ["0.01", "0.1"])
        axes.minorticks_off()
        axes.set_xlabel(_("m, mangoes in a mini-batch"), labelpad=1)
        axes.grid(color=style.PALE, linewidth=0.8)
        X, y = mangoes.mangoes()
        each = mangoes.slopes(np.column_stack([X, np.ones(N)]), y, np.append(mangoes.START, 0.0))
        self.expected = np.sqrt(np.sum(each.var(axis=0)) / np.array(BATCHES))
        axes.plot(BATCHES, self.expected, **ROOT)
        self._dots = picture.moving(axes.plot([], [], markersize=7, **MEASURED)[0])

    def show(self, noises: Sequence[float] | None) -> None:
        """Put a dot for each size; none where the student's function gives no answer."""
        values = np.array([] if noises is None else noises)
        sizes = np.array(BATCHES[: len(values)])
        seen = values > 0
        self._dots.set_data(sizes[seen], values[seen])


class Closing(Descents, Attempts):
    """The opening's map, walked by the student's own functions.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``, in which the functions are looked up at every use.
    """

    size: ClassVar[tuple[int, int]] = (820, 552)

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self.functions = OwnFunctions(namespace)
        super().__init__()

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Now your own functions walk, train and measure. Change one of them, run its cell, "
            "then press Rewind and Play: what does the map make of it?"
        )

    def controls(self) -> None:
        """Make the knobs and the buttons."""
        self.make_knobs()
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw the map left, both curves right, and what each function says below the map."""
        picture = self.picture
        picture.text(40, 8, _("Your minibatches and sgd_step"), weight="bold")
        self.map = MangoMap(picture, 40, 32, 396, 330)
        picture.text(496, 8, _("Cost of all 200 mangoes"), weight="bold")
        self.curves = CostCurves(picture, 496, 32, 308, 200)
        self._own = self.moving(self.curves.axes.plot([], [], zorder=6, **OWN_COSTS)[0])
        explain(picture, 496, 276, _("your steps, full batch"), **FULL_KEY)
        line = {"color": style.VERMILION, "linewidth": 2.0}
        explain(picture, 496, 276 + ROW, _("your steps, your mini-batches"), **line)
        explain(picture, 496, 276 + 2 * ROW, _("your sgd, without p and λ"), **OWN_COSTS)
        picture.text(496, 344, _("Your gradient_noise, at the start"), weight="bold")
        self.noise = NoiseLine(picture, 496, 366, 308, 116)
        explain(picture, 496, 526, _("falls as 1/√m"), **ROOT)
        self.reports = [
            self.moving(picture.text(40, 408 + 24 * row, fontsize=style.NORMAL)) for row in range(5)
        ]

    def walk_anew(self) -> Walk:
        """Return the start of this seed; and have the other functions answer once more."""
        self.problems: list[str] = []
        knobs, own = self.knobs(), self.functions
        X, y = mangoes.mangoes()

        def rng(m: int) -> np.random.Generator:
            return np.random.default_rng([mangoes.CHAPTER, self.seed, STREAM, m])

        self.updates = self.attempt(lambda: own.updates_per_epoch(N, knobs.m))
        self.batches = self.attempt(lambda: own.minibatches(N, knobs.m, rng(knobs.m)))
        self.trained = self.attempt(
            lambda: own.sgd(X, y, mangoes.START, 0.0, knobs.lr, knobs.m, EPOCHS, rng(knobs.m))
        )
        self.noises = self.attempt(
            lambda: [
                own.gradient_noise(X, y, mangoes.START, 0.0, m, DRAWS, rng(m)) for m in BATCHES
            ]
        )
        still = [np.zeros(2), 0.0]
        stepped = self.attempt(lambda: own.sgd_step([mangoes.START, 0.0], still, knobs.lr))
        self.stuck = stepped is None or self.batches is None
        return OwnWalk(own, self.seed, knobs)

    def go_to(self, epochs: float) -> None:
        """Read on until so many epochs are read, or a function gives no answer."""
        while self.walk.epochs[-1] < epochs - ROUNDING and not self.stuck:
            self.read_on()

    def read_on(self) -> None:
        """Read the next mini-batch, unless a function gives no answer."""
        read = len(self.walk.epochs)
        self.attempt(self.walk.update)
        self.stuck = len(self.walk.epochs) == read

    @property
    def finished(self) -> bool:
        """Whether all epochs are read, or there is no way on."""
        return self.stuck or super().finished

    def update(self) -> None:
        """Show whatever the student's functions answer; tell what they do not."""
        self.map.show((self.walk.full, self.walk.mini), self.lam.value)
        self.curves.show(self.walk)
        costs = [] if self.trained is None else self.trained[2]
        self._own.set_data(range(1, len(costs) + 1), costs)
        self.noise.show(self.noises)
        for artist, words in zip(self.reports, self.tell_functions(), strict=True):
            artist.set_text(words)
        self.notice = " ".join(self.problems)

    def tell_functions(self) -> list[str]:
        """Return a line for each of the student's functions."""
        m, nothing = self.knobs().m, _("no answer")
        told = {"updates_per_epoch": self.updates}
        if self.batches is not None:
            told["minibatches"] = self.tell_batches()
        if not self.stuck:
            told["sgd_step"] = _("steps taken {steps:,}").format(steps=len(self.walk.mini) - 1)
        if self.trained is not None:
            text = _("cost {cost:.4f} after {epochs} epochs")
            told["sgd"] = text.format(cost=self.trained[2][-1], epochs=EPOCHS)
        if self.noises is not None:
            text = _("{noise:.3f} at m = {m}")
            told["gradient_noise"] = text.format(noise=self.noises[BATCHES.index(m)], m=m)
        answers = [(name, told.get(name)) for name in NAMES]
        return [f"{name}: {nothing if one is None else one}" for name, one in answers]

    def tell_batches(self) -> str:
        """Say how many mini-batches an epoch has, and whether each mango is in one of them."""
        indices = np.concatenate(self.batches)
        counts = np.bincount(indices, minlength=N)
        if np.all(counts == 1):
            ordered = np.array_equal(indices, np.arange(N))
            text = _("{count}, not shuffled") if ordered else _("{count}, each mango once")
        else:
            text = _("{count}, mangoes left out: {never}, read twice or more: {often}")
        return text.format(
            count=len(self.batches), never=np.sum(counts == 0), often=np.sum(counts > 1)
        )

    def describe(self) -> str:
        """Say what the picture shows now."""
        told = ". ".join(self.tell_functions()) + "."
        words = [self.tell_knobs(), self.tell_walk(), told, *self.problems]
        return " ".join(words).replace("`", "")
