"""The student's own penalties and steps at work on the mangoes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.panels import controls, sweetness
from neurona.panels.keys import explain
from neurona.panels.own_training import RATE, TOLERANCES, WAYS, OwnTraining, own_functions
from neurona.panels.picture import Picture
from neurona.panels.saying import say
from neurona.panels.sweeping import DEAD, say_weights
from neurona.panels.sweetness import CROPS, LAMBDAS
from neurona.panels.training import TrainingPanel
from neurona.panels.weight_bars import COUNTS, NOISE, REACH, TRUE, WEIGHTS, WeightBars, look_of
from neurona.plots import style

Array = npt.NDArray[np.float64]

STEPS = 400
STREAM = 99
MOST = 0.8  # the largest p: beyond it what is kept grows too large for the learning rate
STRONGEST = 100.0  # the largest λ


class Column:
    """One of the three trainings: the weights step by step, and as they are now.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    left : float
        Its left end, in CSS pixels.
    title : str
        What takes the steps.
    """

    def __init__(self, picture: Picture, left: float, title: str) -> None:
        moving = picture.moving
        picture.text(left - 4, 8, title, weight="bold")
        axes = picture.axes(left, 36, 220, 160)
        axes.set(xlim=(0, STEPS), ylim=(-REACH, REACH), yticks=[-4, -2, 0, 2, 4])
        axes.set_xticks([0, STEPS // 2, STEPS])
        axes.set_xlabel(_("steps"), labelpad=-2)
        axes.axhline(0, color=style.GRAY, linewidth=0.8, linestyle=":")
        self._lines = [moving(axes.plot([], [], zorder=3)[0]) for _j in range(WEIGHTS)]
        self._bars = WeightBars(picture, left, 244, 220, 120)
        self._words = moving(picture.text(left, 390, fontsize=style.NORMAL))

    def show(self, path: Sequence[Array], w: Array | None, true: Sequence[float]) -> None:
        """Draw a training as far as it went, and the weights of now, if there are any."""
        steps, values = np.arange(len(path)), np.array(path)
        for line, counts, one in zip(self._lines, true, values.T, strict=True):
            line.set_data(steps, one)
            line.set(**look_of(counts))
        self._bars.show(np.empty(0) if w is None else w, true)

    def tell(self, words: str) -> None:
        """Write below the bars."""
        self._words.set_text(words)


class Closing(TrainingPanel):
    """Three trainings by the student's own functions, with the same mangoes, start and coins.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``, in which the functions are looked up at every use.
    """

    size: ClassVar[tuple[int, int]] = (840, 528)
    walk = 4
    run = 25

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self.own = own_functions(namespace)
        super().__init__()

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Your own functions train one neuron in three ways. In which column do weights get a "
            "cross? Then move λ and p, or change a function, run its cell and press Play."
        )

    def controls(self) -> None:
        """Make both knobs, the choice of mangoes, and the buttons."""
        again = self.train_again
        label = _("p: probability that an input is dropped")
        self.p = self.slider(label, 0.0, 0.0, MOST, 0.05, then=again)
        lams = [lam for lam in LAMBDAS if lam <= STRONGEST]
        label = _("λ: strength of the penalty")
        self.lam = self._add(controls.choice_slider(label, 7.0, lams), again)
        options = [(_("three measurements count"), "few"), (_("all count a little"), "all")]
        self.crop = self.dropdown(_("Mangoes"), "few", options, then=again)
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw a column for each training, and a key below."""
        picture = self.picture
        titles = (_("your l2_update"), _("your l1_update"), _("step, then your soft_threshold"))
        self.columns = {
            name: Column(picture, 36 + 268 * i, title)
            for i, (name, title) in enumerate(zip(WAYS, titles, strict=True))
        }
        self._agreed = self.moving(picture.text(40, 474, fontsize=style.NORMAL))
        for left, words, look in (
            (40, _("counts"), COUNTS),
            (220, _("only noise"), NOISE),
            (420, _("the truth"), TRUE),
            (620, _("dead: exactly 0"), {**DEAD, "markersize": 7}),
        ):
            explain(picture, left, 504, words, **look)

    def begin(self) -> None:
        """Take the start of this seed, with the knobs as they are now."""
        mangoes = sweetness.harvest(self.crop.value, self.seed)
        rng = np.random.default_rng([sweetness.CHAPTER, self.seed, STREAM])
        self.training = OwnTraining(self.own, mangoes, rng, self.p.value, self.lam.value)

    def learn(self, epochs: int) -> None:
        """Take some steps, but none beyond the last."""
        for _step in range(min(epochs, STEPS - self.training.steps)):
            self.training.step()

    @property
    def finished(self) -> bool:
        """Whether all steps are taken, or no function answers."""
        return self.training.steps >= STEPS or self.training.stuck

    def update(self) -> None:
        """Show whatever the student's functions answer; tell what they do not."""
        training, true = self.training, CROPS[self.crop.value].true
        self.told = {name: self.tell_way(name) for name in WAYS}
        for name, column in self.columns.items():
            column.show(training.paths[name], training.weights(name), true)
            column.tell("\n".join(self.told[name]))
        self.agreed = self.tell_agreement()
        self._agreed.set_text(self.agreed)
        self.notice = " ".join(training.problems)

    def tell_way(self, name: str) -> tuple[str, str, str]:
        """Say in three lines what comes of a training."""
        training, nothing = self.training, _("no answer")
        w, penalty = training.weights(name), training.penalty(name)
        shares = training.sparsities(name)
        function = "l2_penalty" if name == "l2_update" else "l1_penalty"
        mangoes = training.mangoes
        cost = nothing
        if w is not None:
            cost = f"{float(sweetness.cost(mangoes.X_new, mangoes.y_new, w)):.2f}"
        told = nothing
        if shares is not None:
            pairs = zip(shares, TOLERANCES, strict=True)
            told = ", ".join(f"{say(share)} (tol {tol:g})" for share, tol in pairs)
        return (
            f"{function}: {nothing if penalty is None else f'{penalty:.3f}'}",
            f"sparsity: {told}",
            _("cost, new mangoes: {cost}").format(cost=cost),
        )

    def tell_agreement(self) -> str:
        """Say whether gradients and updates take the same step."""
        agreed = self.training.agreements()
        if agreed is None:
            return f"regularized_gradients: {_('no answer')}"
        same, other = _("the same step as {update}"), _("another step than {update}")
        told = [
            f'"{kind}" ' + (same if alike else other).format(update=f"{kind}_update")
            for kind, alike in agreed.items()
        ]
        return "regularized_gradients: " + ", ".join(told)

    def describe(self) -> str:
        """Say what the picture shows now."""
        training = self.training
        told = [
            f"p = {self.p.value:.2f}, λ = {self.lam.value:g}, lr = {RATE:g}, {self.crop.label}.",
            _("Steps: {steps}.").format(steps=training.steps),
        ]
        for name in WAYS:
            w = training.weights(name)
            text = _("no answer") if w is None else say_weights(w, lambda one: say(round(one, 2)))
            told.append(f"{name}: {text}; " + "; ".join(self.told[name]) + ".")
        return " ".join([*told, self.agreed + ".", *training.problems]).replace("`", "")
