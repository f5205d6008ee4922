"""The student's own costs, softmax and stopping at work on the scratched digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.panels.attempts import Attempts
from neurona.panels.curves import REFERENCE
from neurona.panels.keys import explain
from neurona.panels.memorizing import PATIENCE
from neurona.panels.saturation import sigmoid
from neurona.panels.scratched import EPOCHS, Reader
from neurona.panels.shares import softmax
from neurona.panels.stopping import StoppingCurves, explain_stopping, tell_stopping
from neurona.panels.student import StudentFunction, array, number, together
from neurona.panels.training import TrainingPanel
from neurona.plots import style

Array = npt.NDArray[np.float64]

SIGMOIDS, SOFTMAX = "sigmoids", "softmax"
NAMES = (
    "cross_entropy",
    "cross_entropy_error",
    "softmax",
    "negative_log_likelihood",
    "early_stopping",
    "accuracy",
)
DEAREST = 4.0  # the highest cost that is drawn
TELL_EVERY = 10  # epochs, while it trains
PATIENT = 2.0  # seconds of training before the first picture is shown anyway


def epoch(value: Any) -> int:
    """Read the number of an epoch.

    Raises
    ------
    ValueError
        When it is something else.
    """
    read = number(value)
    if read != round(read) or not 0 <= read <= EPOCHS:
        raise ValueError(_("an epoch was expected, not {value:g}").format(value=read))
    return round(read)


class OwnFunctions:
    """What a student wrote in chapter 06, looked up at every call.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``.
    """

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        self.cross_entropy = StudentFunction(namespace, "cross_entropy", number)
        self.negative_log_likelihood = StudentFunction(namespace, "negative_log_likelihood", number)
        self.early_stopping = StudentFunction(namespace, "early_stopping", together(epoch, epoch))
        self.accuracy = StudentFunction(namespace, "accuracy", number)

    def cross_entropy_error(self, A: Array, Y: Array) -> Array:
        """Return the student's errors, in the shape of A."""
        read = array(*A.shape)
        errors: Array = StudentFunction(self._namespace, "cross_entropy_error", read)(A, Y)
        return errors

    def softmax(self, Z: Array) -> Array:
        """Return the student's distributions, in the shape of Z."""
        shares: Array = StudentFunction(self._namespace, "softmax", array(*Z.shape))(Z)
        return shares


class Curve:
    """What is noted of a student's network after each epoch; empty where a function fails."""

    def __init__(self) -> None:
        self.training: list[float] = []
        self.validation: list[float] = []

    def note(self, training: float, validation: float) -> None:
        """Add a point to both curves."""
        self.training.append(training)
        self.validation.append(validation)


class Closing(TrainingPanel, Attempts):
    """The opening's network, trained and judged by the student's own functions.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``, in which the functions are looked up at every use.
    """

    size: ClassVar[tuple[int, int]] = (820, 504)
    walk, run = 2, 1

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self.functions = OwnFunctions(namespace)
        super().__init__()

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Now your own functions train, judge and stop. Change one, run its cell, then press "
            "Rewind and Play: who notices, the curves or only a line of the report?"
        )

    def controls(self) -> None:
        """Make the knobs and the buttons."""
        again = self.train_again
        self.p = self.slider(
            _("p: probability that a neuron is dropped"), 0.0, 0.0, 0.9, 0.05, then=again
        )
        self.lam = self.log_slider(_("λ: weight decay"), 0.0, 0.01, 5.0, then=again)
        self.patience = self.int_slider(_("patience: epochs without a better one"), PATIENCE, 1, 60)
        self.last = self.dropdown(
            _("Last layer"),
            SIGMOIDS,
            [(_("ten sigmoids"), SIGMOIDS), (_("softmax"), SOFTMAX)],
            then=again,
        )
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw accuracy left, the cost right, and what each function says below."""
        picture = self.picture
        picture.text(52, 8, _("Your accuracy, and your early_stopping"), weight="bold")
        self.accuracies = StoppingCurves(picture, picture.axes(52, 36, 248, 210), EPOCHS)
        explain_stopping(picture, 52, 290)
        explain(picture, 480, 290, _("validation, trained by the course"), **REFERENCE)
        self.cost_name = self.moving(picture.text(480, 8, weight="bold"))
        axes = picture.axes(480, 36, 188, 210)
        self.costs = StoppingCurves(picture, axes, EPOCHS, DEAREST, percent=False)
        self.reports = [
            self.moving(picture.text(52, 346 + 25 * row, fontsize=style.NORMAL))
            for row in range(len(NAMES))
        ]

    def begin(self) -> None:
        """Take the start of this seed, with the knobs as they are now."""
        p, lam, own = self.p.value, self.lam.value, self.functions
        lasts = {SIGMOIDS: (sigmoid, sigmoid), SOFTMAX: (own.softmax, softmax)}
        theirs, ours = lasts[self.last.value]
        self.network = Reader(self.seed, p, lam, theirs, own.cross_entropy_error)
        self.course = Reader(self.seed, p, lam, ours, lambda A, Y: A - Y)
        self.accuracy, self.cost = Curve(), Curve()
        self.reference: list[float] = []
        self.problems: list[str] = []
        self.told: list[str] = []
        self.stuck = self.attempt(self.learn_nothing) is None
        self.note()

    def train_first(self) -> None:
        """Train for the first picture; what takes long goes on while the notebook lives."""
        self.train_for(PATIENT)

    def learn_nothing(self) -> bool:
        """Have the functions without which nothing is learned answer once."""
        task = self.network.task
        outputs = self.network.outputs(task.X[:2])
        self.functions.cross_entropy_error(outputs, task.Y[:2])
        return True

    def learn(self, epochs: int) -> None:
        """Learn for some epochs, but not beyond the last one, nor past a function that fails."""
        for _epoch in range(min(epochs, EPOCHS - self.network.epochs)):
            if self.stuck or self.attempt(self.learn_once) is None:
                self.stuck = True
                return
            self.course.learn()
            self.note()

    def learn_once(self) -> bool:
        """Learn for an epoch."""
        self.network.learn()
        return True

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to learn, or no way to."""
        return self.stuck or self.network.epochs >= EPOCHS

    def note(self) -> None:
        """Have the student's functions judge the network as it is now."""
        task, own = self.network.task, self.functions
        meant = task.Y_new.argmax(axis=1)
        right = self.course.outputs(task.X_new).argmax(axis=1) == meant
        self.reference.append(float(right.mean()))
        outputs = self.attempt(lambda: [self.network.outputs(X) for X in (task.X, task.X_new)])
        if outputs is None:
            return
        pairs = list(zip(outputs, (task.given, meant), strict=True))
        shares = self.attempt(lambda: [own.accuracy(A, labels) for A, labels in pairs])
        if shares is not None:
            self.accuracy.note(*shares)
        if self.last.value == SIGMOIDS:
            wanted = zip(outputs, (task.Y, task.Y_new), strict=True)
            costs = self.attempt(lambda: [own.cross_entropy(A, Y) for A, Y in wanted])
        else:
            costs = self.attempt(
                lambda: [own.negative_log_likelihood(A, labels) for A, labels in pairs]
            )
        if costs is not None:
            self.cost.note(*costs)

    def update(self) -> None:
        """Show whatever the student's functions answer; tell what they do not."""
        self.show_stop()
        best, stop = (None, None) if self.stopped is None else self.stopped
        accuracy, cost = self.accuracy, self.cost
        self.accuracies.show(accuracy.training, accuracy.validation, best, stop, self.reference)
        self.costs.show(cost.training, cost.validation, best, stop)
        sigmoids = self.last.value == SIGMOIDS
        self.cost_name.set_text(
            _("Your cross_entropy") if sigmoids else _("Your negative_log_likelihood")
        )
        if not (self.told and self.playing) or self.network.epochs % TELL_EVERY == 0:
            self.told = self.tell_functions()
            for artist, words in zip(self.reports, self.told, strict=True):
                artist.set_text(words)
        self.notice = " ".join(self.problems)

    def show_stop(self) -> None:
        """Ask the student's function where to stop, on the student's own scores if there are."""
        scores = np.array(self.accuracy.validation or self.reference)
        patience = round(self.patience.value)
        self.stopped = self.attempt(lambda: self.functions.early_stopping(scores, patience))

    def tell_functions(self) -> list[str]:
        """Return a line for each of the student's functions."""
        told = {name: self.attempt(tell) for name, tell in self.tellers().items()}
        nothing = _("no answer")
        return [f"{name}: {told[name] or nothing}" for name in NAMES]

    def tellers(self) -> dict[str, Callable[[], str | None]]:
        """Return what tells of each function what it makes of the network as it is now."""
        task, own = self.network.task, self.functions
        Z = self.network.weighted_inputs(task.X_new)
        meant = task.Y_new.argmax(axis=1)
        both = _("training {a:.3f}, validation {b:.3f}")

        def tell_cross_entropy() -> str:
            Zs = (self.network.weighted_inputs(task.X), Z)
            pairs = zip(Zs, (task.Y, task.Y_new), strict=True)
            a, b = (own.cross_entropy(sigmoid(one), Y) for one, Y in pairs)
            return both.format(a=a, b=b)

        def tell_error() -> str:
            own.cross_entropy_error(sigmoid(Z), task.Y_new)
            return _("epochs learned {epochs}").format(epochs=self.network.epochs)

        def tell_softmax() -> str:
            text = _("an example's ten add up to {share:.3f}, ten sigmoids to {total:.3f}")
            return text.format(share=own.softmax(Z)[0].sum(), total=sigmoid(Z[0]).sum())

        def tell_likelihood() -> str:
            cost = own.negative_log_likelihood(softmax(Z), meant)
            return _("validation {b:.3f}, of the course's softmax").format(b=cost)

        def tell_stop() -> str | None:
            if self.stopped is None:
                return None
            return _("best epoch {best}, stop at epoch {stop}").format(
                best=self.stopped[0], stop=self.stopped[1]
            )

        def tell_accuracy() -> str | None:
            if not self.accuracy.training:
                return None
            curve = self.accuracy
            return both.format(a=curve.training[-1], b=curve.validation[-1])

        tell = (
            tell_cross_entropy,
            tell_error,
            tell_softmax,
            tell_likelihood,
            tell_stop,
            tell_accuracy,
        )
        return dict(zip(NAMES, tell, strict=True))

    def describe(self) -> str:
        """Say what the picture shows now."""
        words = [
            _("Epoch {epochs}, p = {p:.2f}, λ = {lam:g}, last layer: {last}.").format(
                epochs=self.network.epochs,
                p=self.p.value,
                lam=self.lam.value,
                last=self.last.label,
            )
        ]
        scores = self.accuracy.validation
        if self.stopped is not None and max(self.stopped) < len(scores):
            best, stop = self.stopped
            words.append(tell_stopping(scores, best, stop, round(self.patience.value)))
        words.append(". ".join(self.told) + ".")
        return " ".join([*words, *self.problems]).replace("`", "")
