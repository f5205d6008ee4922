"""A network that learns digits, and then the wrong labels among them, by heart."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from neurona.language import _
from neurona.network import Cost, Training
from neurona.panels import controls, scratched
from neurona.panels.keys import ROW
from neurona.panels.scratched import EPOCHS, N_TRAIN
from neurona.panels.stopping import StoppingCurves, best_and_stop, explain_stopping, tell_stopping
from neurona.panels.training import TrainingPanel
from neurona.plots import style
from neurona.plots.mosaics import INK, mosaic, show_look

SIDE, COLUMNS, ROWS = 8, 5, 4
BELOW = 4  # pixels of a digit's picture, for the words below it
PIXEL = 5.3  # CSS pixels, one pixel of a small picture
LEFT, TOP = 566, 62
SHOWN = COLUMNS * ROWS
SIZES = (50, 100, 200, 400, 800, 1200)
PATIENCE = 10
BELIEVED, SEEN = "#B34E00", "#005A8C"  # letters need more contrast than areas


class Memorizing(TrainingPanel):
    """The panel that opens the chapter."""

    size: ClassVar[tuple[int, int]] = (820, 388)
    walk, run = 2, 2
    training: Training

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Twenty of these hundred labels are wrong. Rewind, then Play: what does the network "
            "learn first, the digits or the wrong labels? Then move patience."
        )

    def controls(self) -> None:
        """Make the knobs and the buttons."""
        again = self.train_again
        self.p = self.slider(
            _("p: probability that a neuron is dropped"), 0.0, 0.0, 0.9, 0.05, then=again
        )
        self.lam = self.log_slider(_("λ: weight decay"), 0.0, 0.01, 5.0, then=again)
        label = _("n: digits to learn from, a fifth mislabeled")
        self.n = self._add(controls.choice_slider(label, N_TRAIN, SIZES), again)
        self.patience = self.int_slider(_("patience: epochs without a better one"), PATIENCE, 1, 60)
        self.cost = self.dropdown(
            _("Cost"),
            "cross_entropy",
            [(_("cross-entropy"), "cross_entropy"), (_("quadratic"), "quadratic")],
            then=again,
        )
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw the curves left, and right the digits whose labels are wrong."""
        text, moving = self.picture.text, self.picture.moving
        self.title = moving(text(52, 8, weight="bold"))
        self.curves = StoppingCurves(self.picture, self.picture.axes(52, 36, 352, 262), EPOCHS)
        explain_stopping(self.picture, 52, 340)
        self.count = moving(text(LEFT, 8))
        text(LEFT, 34, _("7→2: a 7 whose label says 2"), fontsize=style.SMALL)
        canvas = np.zeros((ROWS * (SIDE + BELOW), COLUMNS * (SIDE + 1)))
        axes = self.picture.axes(LEFT, TOP, PIXEL * canvas.shape[1], PIXEL * canvas.shape[0])
        style.bare(axes)
        self.digits = moving(axes.imshow(canvas, aspect="auto", **show_look(INK, 0, 1)))
        self.words = [
            moving(
                text(
                    LEFT + PIXEL * ((SIDE + 1) * (i % COLUMNS) + SIDE / 2),
                    TOP + PIXEL * ((SIDE + BELOW) * (i // COLUMNS) + SIDE) + 1,
                    fontsize=style.SMALL,
                    ha="center",
                )
            )
            for i in range(SHOWN)
        ]
        below = TOP + PIXEL * canvas.shape[0] + 4
        rows = (
            (BELIEVED, _("✗ it repeats the wrong label")),
            (SEEN, _("✓ it reads what was meant")),
            (style.BLACK, _("? it says something else")),
        )
        for row, (color, words) in enumerate(rows):
            text(LEFT, below + ROW * row, words, fontsize=style.SMALL, color=color)

    def begin(self) -> None:
        """Take the start of this seed, with the knobs as they are now."""
        cost: Cost = self.cost.value
        self.n_train = round(self.n.value)
        self.training = scratched.untrained(
            self.seed, self.n_train, cost, self.p.value, self.lam.value
        )

    def learn(self, epochs: int) -> None:
        """Learn for some epochs, but not beyond the last one."""
        self.training.step(min(epochs, EPOCHS - self.training.epochs))

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to learn."""
        return self.training.epochs >= EPOCHS

    @property
    def stopped(self) -> tuple[int, int]:
        """The best epoch, and the one at which training would have stopped."""
        return best_and_stop(self.training.accuracy_new, round(self.patience.value))

    def update(self) -> None:
        """Show the curves, and what the network makes of the wrong labels."""
        training = self.training
        self.curves.show(training.accuracy, training.accuracy_new, *self.stopped)
        title = _("read right, epoch {epochs} (validation: {new} unseen digits)")
        self.title.set_text(title.format(epochs=training.epochs, new=len(training.X_new)))
        self.show_wrong()

    def show_wrong(self) -> None:
        """Show the first digits whose labels are wrong, and what the network says."""
        task = scratched.task(self.seed, self.n_train)
        said = self.training.network.outputs(task.X[task.wrong]).argmax(axis=1)
        given, meant = task.given[task.wrong], task.meant[task.wrong]
        self.repeated, self.read = int(np.sum(said == given)), int(np.sum(said == meant))
        self.digits.set_data(mosaic(fill(task.X[task.wrong][:SHOWN]), COLUMNS, BELOW))
        for i, artist in enumerate(self.words):
            if i >= len(said):
                artist.set_text("")
                continue
            mark, color = "?", style.BLACK
            if said[i] == given[i]:
                mark, color = "✗", BELIEVED
            elif said[i] == meant[i]:
                mark, color = "✓", SEEN
            artist.set_text(f"{meant[i]}→{given[i]} {mark}")
            artist.set_color(color)
        words = _("by heart: {repeated} of {n} wrong labels")
        self.count.set_text(words.format(repeated=self.repeated, n=len(said)))

    def describe(self) -> str:
        """Say what the picture shows now."""
        training, (best, stop) = self.training, self.stopped
        patience = round(self.patience.value)
        told = _(
            "Epoch {epochs}, p = {p:.2f}, λ = {lam:g}, n = {n:,}, cost: {cost}. Right: {share:.1%} "
            "in training, {share_new:.1%} in validation. Of the wrong labels the network repeats "
            "{repeated}, and reads {read} of these digits as they were meant."
        ).format(
            epochs=training.epochs,
            p=training.p,
            lam=training.lam,
            n=self.n_train,
            cost=self.cost.label,
            share=training.accuracy[-1],
            share_new=training.accuracy_new[-1],
            repeated=self.repeated,
            read=self.read,
        )
        return f"{told} {tell_stopping(training.accuracy_new, best, stop, patience)}"


def fill(pictures: scratched.Array) -> scratched.Array:
    """Add empty pictures, up to as many as are shown."""
    empty = np.zeros((SHOWN - len(pictures), pictures.shape[1]))
    return np.vstack([pictures, empty])
