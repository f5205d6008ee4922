"""The student's own dropout at work: where it is in balance, and where its networks disagree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.panels import moons
from neurona.panels.attempts import Attempts
from neurona.panels.curves import Curves
from neurona.panels.graph import NetworkGraph
from neurona.panels.keys import ROW, explain
from neurona.panels.own_network import OwnFunctions, OwnTraining
from neurona.panels.picture import Picture
from neurona.panels.regions import DOUBTS, GRID, WHOLE, Regions, grid_points
from neurona.panels.thinning import TwoKnobs
from neurona.plots import style

Array = npt.NDArray[np.float64]

EXAMPLES = 4000  # rows of the activations that single functions are tried on
DRAWS = 60
STRONG = 0.3  # a disagreement that is tinted darkest; none is above 0.5
PATIENCE = 2.0  # seconds of training before the first picture is shown anyway
LOOK_EVERY = 100  # epochs, while it trains
REPEATS = 50  # of the validation points, through feedforward_dropout
BALANCE_TOP = 398
FAR = 2.2  # the right end of the balance


BAR: dict[str, Any] = {
    "color": style.BLACK,
    "marker": "|",
    "linestyle": "none",
    "markersize": 19,
    "markeredgewidth": 2.6,
}
DIAMOND: dict[str, Any] = {
    "color": style.VERMILION,
    "marker": "D",
    "linestyle": "none",
    "markeredgecolor": "white",
    "markersize": 7.5,
}


class Reading(NamedTuple):
    """What goes on in training on average, and with all neurons on, if all on counts as 1."""

    training: float
    all_on: float
    luck: float  # how far apart chance alone may bring them

    @property
    def apart(self) -> bool:
        """Whether they differ by more than chance explains."""
        return abs(self.training - self.all_on) > self.luck


def smooth(values: Array) -> Array:
    """Take means over three by three neighbors on the grid, because a few draws are grainy.

    Parameters
    ----------
    values : array of shape (GRID², 1)
        One for each of `grid_points`.

    Returns
    -------
    array of shape (GRID, GRID)
        The means, row by row.
    """
    padded = np.pad(values.reshape(GRID, GRID), 1, mode="edge")
    near = [padded[y : y + GRID, x : x + GRID] for y in range(3) for x in range(3)]
    means: Array = np.mean(near, axis=0)
    return means


class Balance:
    """A row for each function, with its mean in training and what it gives with all on."""

    names = (
        "dropout_forward",
        "dropout_mask, scaled_inference",
        "dropout_backward",
        "feedforward_dropout",
    )

    def __init__(self, picture: Picture, top: float) -> None:
        picture.text(12, top, _("On average, if all on counts as 1"), weight="bold")
        explain(picture, 316, top, _("bar: training"), **{**BAR, "markersize": 13})
        explain(picture, 490, top, _("diamond: all on, as at inference"), **DIAMOND)
        axes = picture.axes(262, top + 24, 286, 25 * len(self.names))
        style.bare(axes)
        axes.set(xlim=(0, FAR), ylim=(len(self.names) - 0.5, -0.5), xticks=[0, 0.5, 1, 1.5, 2])
        moving = picture.moving
        self._rows = []
        for row, name in enumerate(self.names):
            place = top + 28 + 25 * row
            axes.axhline(row, color=style.PALE, linewidth=1)
            picture.text(12, place, name, family="DejaVu Sans Mono", fontsize=style.SMALL)
            self._rows.append(
                (
                    moving(axes.plot([], [], ":", color=style.VERMILION, linewidth=2.2)[0]),
                    moving(axes.plot([], [], **BAR)[0]),
                    moving(axes.plot([], [], **DIAMOND)[0]),
                    moving(picture.text(566, place - 1)),
                )
            )

    def show(self, row: int, reading: Reading | None) -> None:
        """Draw a row; None where the student's function gave no answer."""
        gap, mean, diamond, words = self._rows[row]
        here, there = (np.nan, np.nan) if reading is None else reading[:2]
        here, there = min(here, FAR), min(there, FAR)
        gap.set_data([here, there], [row, row])
        mean.set_data([here], [row])
        diamond.set_data([there], [row])
        if reading is None:
            words.set_text(_("no answer"))
            return
        text = (
            _("training {a:.2f}, all on {b:.2f}: apart")
            if reading.apart
            else _("training {a:.2f}, all on {b:.2f}")
        )
        words.set_text(text.format(a=reading.training, b=reading.all_on))


class Closing(TwoKnobs, Attempts):
    """The opening's network, trained by the student's own functions.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``, in which the functions are looked up at every use.
    """

    size: ClassVar[tuple[int, int]] = (820, 596)
    first_p = 0.3
    walk, run = 10, 10
    training: OwnTraining

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        self.spread: tuple[float, float] | None = None
        self.readings: list[Reading | None] = [None] * len(Balance.names)
        super().__init__()

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Now your own functions train the network. Change one of them, run its cell, then "
            "press Play: where bar and diamond come apart, a rescale is missing or there twice."
        )

    def build(self) -> None:
        """Draw network, plane and curves, and the balance below them."""
        axes, text = self.picture.axes, self.picture.text
        self.graph = NetworkGraph(self.picture, axes(10, 32, 222, 268))
        self.regions = Regions(self.picture, axes(262, 32, 286, 268), DOUBTS)
        self.curves = Curves(self.picture, axes(610, 32, 196, 268), moons.EPOCHS)
        self.titles = [self.moving(text(left, 8)) for left in (12, 262, 610)]
        self.balance = Balance(self.picture, BALANCE_TOP)
        for row, words in enumerate(
            (
                _("What makes the curves: masks from feedforward_dropout, gradients from"),
                _("backprop_dropout. That divides on its own, whatever dropout_forward does."),
            )
        ):
            text(262, BALANCE_TOP + 156 + ROW * row, words, fontsize=style.SMALL)
        self.curves.make_key(610, 350, _("validation at p = λ = 0"))
        text(12, 314, _("crossed out: off under your mask"), fontsize=style.SMALL)
        text(12, 314 + ROW, _("thick link: large weight"), fontsize=style.SMALL)
        self.regions.make_points_key(12, 314 + 2 * ROW)
        explain(self.picture, 262, 314, _("border of your whole network"), **WHOLE)
        dark = {"color": DOUBTS[-1], "linewidth": 9, "solid_capstyle": "butt"}
        explain(self.picture, 262, 314 + ROW, _("dark: thinned networks disagree"), **dark)
        self.grid = grid_points()

    def train_first(self) -> None:
        """Train for the first picture; what takes long goes on while the notebook lives."""
        self.train_for(PATIENCE)

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to learn, or no way to."""
        return super().finished or self.training.problem is not None

    def untrained(self) -> OwnTraining:
        """Return the start of this seed, with the knobs as they are now."""
        hidden = self.hidden.value
        functions = OwnFunctions(self._namespace)
        return OwnTraining(functions, self.seed, hidden, self.p.value, self.lam.value)

    def draw_mask(self) -> None:
        """Have the student's function draw another mask from now on."""
        self.mask_seed = int(self.coins.integers(2**32))

    def update(self) -> None:
        """Show whatever the student's functions answer; tell what they do not."""
        training = self.training
        self.problems: list[str] = []
        if training.problem is not None:
            self.keep(training.problem)
        self.regions.show_points(training.X, training.Y)
        self.show_network()
        self.show_curves()
        if not self.playing or (training.epochs and training.epochs % LOOK_EVERY == 0):
            self.show_plane()
            self.show_balance()
        self.notice = " ".join(self.problems)

    def show_network(self) -> None:
        """Draw the network under the student's mask, with everyone on if there is none."""
        rng, own = np.random.default_rng(self.mask_seed), self.training.functions
        hidden = self.hidden.value
        masks = self.attempt(
            lambda: [own.dropout_mask((1, n), self.p.value, rng.spawn(1)[0])[0] for n in hidden]
        )
        kept = [np.ones(n, bool) for n in hidden]
        if masks is not None:
            kept = [mask != 0 for mask in masks]
        self.graph.show(self.training.weights, kept)
        self.off = sum(int(np.sum(~on)) for on in kept)
        title = _("{off} of {n} hidden neurons off").format(off=self.off, n=sum(hidden))
        self.titles[0].set_text(_("no answer from dropout_mask") if masks is None else title)

    def show_curves(self) -> None:
        """Draw how the training goes, as far as it goes."""
        training = self.training
        if training.accuracy_new:
            self.curves.show(training.accuracy, training.accuracy_new, self.reference)
        title = (
            _("accuracy, epoch {epochs}")
            if training.problem is None
            else _("stopped in epoch {epochs}")
        )
        self.titles[2].set_text(title.format(epochs=training.epochs))

    def show_plane(self) -> None:
        """Draw where the whole network changes its mind and where thinned ones disagree."""
        training, own = self.training, self.training.functions
        rng = moons.stream(self.seed, "crowd")
        whole = self.attempt(lambda: training.hear(self.grid, False, rng)[-1])

        def disagreement(X: Array) -> Array:
            return own.ensemble_predict(
                X, training.weights, training.biases, training.p, DRAWS, rng
            )[1]

        spread = self.attempt(lambda: (disagreement(training.X), disagreement(self.grid)))
        self.spread = spread and (float(spread[0].mean()), float(spread[1].mean()))
        shade = np.zeros(len(self.grid)) if spread is None else smooth(spread[1]) / STRONG
        self.regions.show(shade, np.zeros(len(self.grid)) if whole is None else whole)
        self.titles[1].set_text(
            _("no answer from ensemble_predict")
            if self.spread is None
            else _("±{here:.2f} at the points, ±{there:.2f} on the map").format(
                here=self.spread[0], there=self.spread[1]
            )
        )

    def show_balance(self) -> None:
        """Hold training against all neurons on, function by function."""
        weigh = (self.forward, self.original, self.backward, self.passed_on)
        self.readings = [self.attempt(one) for one in weigh]
        for row, reading in enumerate(self.readings):
            self.balance.show(row, reading)

    def reading(self, training: float, inference: float, coins: int) -> Reading:
        """Return a reading that averages over a number of coins."""
        p = self.p.value
        # Five standard errors; activations that differ among themselves add to the coins' luck.
        luck = 0.01 + 5 * 1.2 * float(np.sqrt(p / (1 - p) / coins))
        return Reading(training, inference, luck)

    def tried(self) -> tuple[Array, np.random.Generator]:
        """Return activations to try a function on, shape (4000, n), and random numbers."""
        rng = np.random.default_rng([moons.CHAPTER, self.seed])
        return rng.uniform(0.2, 0.9, (EXAMPLES, self.hidden.value[0])), rng

    def forward(self) -> Reading:
        """Weigh ``dropout_forward``."""
        A, rng = self.tried()
        own, p = self.training.functions.dropout_forward, self.p.value
        out, used = own(A, p, rng, True), own(A, p, rng, False)
        return self.reading(out.mean() / A.mean(), used.mean() / A.mean(), A.size)

    def original(self) -> Reading:
        """Weigh the original recipe: the mask alone against ``scaled_inference``."""
        A, rng = self.tried()
        own, p = self.training.functions, self.p.value
        out, used = A * own.dropout_mask(A.shape, p, rng), own.scaled_inference(A, p)
        return self.reading(out.mean() / A.mean(), used.mean() / A.mean(), A.size)

    def backward(self) -> Reading:
        """Weigh ``dropout_backward``: a gradient of ones comes back as ones on average."""
        A, rng = self.tried()
        mask = (rng.random(A.shape) >= self.p.value).astype(float)
        back = self.training.functions.dropout_backward(np.ones_like(A), mask, self.p.value)
        return self.reading(back.mean(), 1.0, A.size)

    def passed_on(self) -> Reading:
        """Weigh what the first hidden layer of ``feedforward_dropout`` passes on."""
        X, rng = np.tile(self.training.X_new, (REPEATS, 1)), moons.stream(self.seed, "crowd")
        out, used = (self.training.hear(X, training, rng)[1] for training in (True, False))
        return self.reading(out.mean() / used.mean(), 1.0, out.size)

    def describe(self) -> str:
        """Say what the picture shows now."""
        training, told = self.training, []
        if training.accuracy_new:
            told.append(self.tell_scores(training.accuracy, training.accuracy_new))
        if self.spread is not None:
            told.append(
                _(
                    "Its thinned networks differ by ±{here:.2f} at the points and by ±{there:.2f} "
                    "on the whole map."
                ).format(here=self.spread[0], there=self.spread[1])
            )
        for name, reading in zip(Balance.names, self.readings, strict=True):
            if reading is not None:
                told.append(
                    _("{name}: {a:.2f} in training, {b:.2f} with all on.").format(
                        name=name, a=reading.training, b=reading.all_on
                    )
                )
        forward = self.readings[0]
        if forward is not None and forward.apart and training.problem is None:
            told.append(
                _(
                    "The curves do not show what dropout_forward does wrong: backprop_dropout "
                    "repeats the forward pass, and divides by 1 − p on its own."
                )
            )
        return " ".join([*told, *self.problems]).replace("`", "")
