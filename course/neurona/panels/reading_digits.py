"""The closing panel of chapter 05: the student's own network learns to read digits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from neurona.language import _
from neurona.panels import own_digits
from neurona.panels.own_digits import BINARY, HIDDEN, ONE_HOT, OwnDigits
from neurona.panels.training import TrainingPanel
from neurona.plots import style
from neurona.plots.mosaics import INK, SIGNS, mosaic, show_look, signed

PATIENCE = 1.0  # seconds of training before the first picture is shown anyway
SIDE, COLUMNS = 8, 6
HIDDEN_ROWS, DIGIT_ROWS = 5, 4
BELOW = 3  # pixels of a digit's picture, for the words below it
PIXEL = 4.9  # CSS pixels, one pixel of a small picture
TOP = 40
SHOWN = COLUMNS * DIGIT_ROWS
WRONG = "#B34E00"  # vermilion, darker: letters need more contrast than areas
VALIDATION = "#00704F"  # the green of the course's validation curves


class ReadingDigits(TrainingPanel):
    """What the hidden neurons look for, how unseen digits are read, and how it goes.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``, in which the functions are looked up at every use.
    """

    size: ClassVar[tuple[int, int]] = (820, 352)
    walk, run = 1, 1
    steps_without_loop: ClassVar[int] = 3
    training: OwnDigits

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        super().__init__()

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Now your own functions learn to read. Rewind, then Step: how early can you "
            "make out strokes in the hidden neurons? Then raise λ: where does the noise go?"
        )

    def controls(self) -> None:
        """Make both knobs, the choice of outputs, and the buttons."""
        again = self.train_again
        self.p = self.slider(
            _("p: probability that a neuron is dropped"), 0.0, 0.0, 0.9, 0.05, then=again
        )
        self.lam = self.log_slider(_("λ: weight decay"), 0.0, 0.01, 10.0, then=again)
        self.coding = self.dropdown(
            _("Outputs"),
            ONE_HOT,
            [(_("ten, one a digit"), ONE_HOT), (_("four, binary"), BINARY)],
            then=again,
        )
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw hidden neurons left, unseen digits in the middle, the curves right."""
        text, moving = self.picture.text, self.picture.moving
        self.titles = [moving(text(left, 8, weight="bold")) for left in (12, 300, 600)]
        self.hidden = self._small_pictures(12, HIDDEN_ROWS, 1, show_look(SIGNS, -1, 1))
        self.digits = self._small_pictures(300, DIGIT_ROWS, BELOW, show_look(INK, 0, 1))
        self.answers = [
            moving(
                text(
                    300 + PIXEL * ((SIDE + 1) * (i % COLUMNS) + SIDE / 2),
                    TOP + PIXEL * ((SIDE + BELOW) * (i // COLUMNS) + SIDE) + 1,
                    fontsize=style.SMALL,
                    ha="center",
                )
            )
            for i in range(SHOWN)
        ]
        height = PIXEL * (SIDE + 1) * HIDDEN_ROWS
        axes = self.picture.axes(640, TOP, 166, height)
        axes.set(xlim=(0, own_digits.EPOCHS), ylim=(0, 1.02))
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
        axes.set_xlabel(_("epochs"), labelpad=1)
        axes.grid(axis="y", color=style.PALE)
        look: dict[str, Any] = {"clip_on": False, "marker": "o", "markersize": 4}
        self.curves = [
            moving(axes.plot([], [], color=color, **look)[0]) for color in (style.BLACK, VALIDATION)
        ]
        self.names = [
            moving(text(640, 308 + 20 * i, color=color))
            for i, color in enumerate((style.BLACK, VALIDATION))
        ]
        notes = (
            (12, _("its 64 weights as a picture: blue wants ink,")),
            (12, _("vermilion wants paper, white does not care")),
            (300, _("misread ones first: 9→7 is a 9")),
            (300, _("that the network takes for a 7")),
        )
        for i, (place, words) in enumerate(notes):
            text(place, 274 + 18 * (i % 2), words, fontsize=style.SMALL)

    def _small_pictures(self, left: float, rows: int, below: int, look: dict[str, Any]) -> Any:
        canvas = np.zeros((rows * (SIDE + below), COLUMNS * (SIDE + 1)))
        axes = self.picture.axes(left, TOP, PIXEL * canvas.shape[1], PIXEL * canvas.shape[0])
        style.bare(axes)
        return self.picture.moving(axes.imshow(canvas, aspect="auto", **look))

    def begin(self) -> None:
        """Take the start of this seed, with the knobs as they are now."""
        self.training = OwnDigits(
            self._namespace, self.seed, self.p.value, self.lam.value, self.coding.value
        )

    def train_first(self) -> None:
        """Train for the first picture; what takes long goes on while the notebook lives."""
        self.train_for(PATIENCE)

    def learn(self, epochs: int) -> None:
        """Learn for some epochs, but not beyond the last one."""
        self.training.step(min(epochs, own_digits.EPOCHS - self.training.epochs))

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to learn, or no way to."""
        return self.training.problem is not None or self.training.epochs >= own_digits.EPOCHS

    def update(self) -> None:
        """Show the network as the student's functions have made it."""
        training = self.training
        self.notice = "" if training.problem is None else str(training.problem)
        weights = np.zeros((HIDDEN, SIDE**2))
        if training.network is not None:
            weights = training.network.weights[0]
        self.hidden.set_data(mosaic(signed(weights), COLUMNS))
        self.show_digits()
        for curve, values in zip(
            self.curves, (training.accuracy, training.accuracy_new), strict=True
        ):
            curve.set_data(np.arange(len(values)), values)
        self.titles[0].set_text(_("{n} hidden neurons").format(n=HIDDEN))
        self.titles[2].set_text(_("read right, epoch {epochs}").format(epochs=training.epochs))
        if training.network is None:
            words = (_("no answer"), "")
        else:
            words = (
                _("training {share:.1%}").format(share=training.accuracy[-1]),
                _("unseen {share:.1%}").format(share=training.accuracy_new[-1]),
            )
        for name, told in zip(self.names, words, strict=True):
            name.set_text(told)

    def show_digits(self) -> None:
        """Show unseen digits, those first that are misread."""
        training = self.training
        unseen, labels = training.unseen, training.digits.labels
        answers = training.answers()
        wrong = answers[unseen] != labels[unseen]
        if training.network is None:
            wrong[:] = False
        self.misread = int(wrong.sum())
        shown = unseen[np.argsort(~wrong, kind="stable")][:SHOWN]
        self.digits.set_data(mosaic(training.digits.X[shown], COLUMNS, BELOW))
        for i, (text, one) in enumerate(zip(self.answers, shown, strict=True)):
            label, answer = labels[one], answers[one]
            text.set_text(f"{label}→{answer}" if i < self.misread else f"{label}")
            text.set_color(WRONG if i < self.misread else style.BLACK)
        title = _("{wrong} of {n} unseen digits misread") if training.network else _("no answer")
        self.titles[1].set_text(title.format(wrong=self.misread, n=len(unseen)))

    def describe(self) -> str:
        """Say what the picture shows now."""
        training = self.training
        if training.network is None:
            return str(training.problem).replace("`", "")
        told = _(
            "Epoch {epochs}, p = {p:.2f}, λ = {lam:g}, {outputs} outputs. Right: {share:.1%} of "
            "the training digits, {share_new:.1%} of the unseen ones; {wrong} unseen digits are "
            "misread. The pictures of the hidden neurons are {noise:.0%} noise: so much of "
            "their weight lies on pixels that hardly ever have ink."
        ).format(
            epochs=training.epochs,
            p=training.p,
            lam=training.lam,
            outputs=training.sizes[-1],
            share=training.accuracy[-1],
            share_new=training.accuracy_new[-1],
            wrong=self.misread,
            noise=self.noise(),
        )
        if training.problem is not None:
            told += " " + str(training.problem).replace("`", "")
        return told

    def noise(self) -> float:
        """Return which part of the first layer's squared weights lies where there is no ink."""
        assert self.training.network is not None
        empty = self.training.digits.X[self.training.digits.train].mean(axis=0) < 0.02
        squares = self.training.network.weights[0] ** 2
        return float(squares[:, empty].sum() / squares.sum())
