"""Chapter 04: training a neuron by stochastic gradient descent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.sgd.shared import (
    chapter,
    cost,
    draw_neuron,
    draw_seed,
    gradients,
    reference,
)
from neurona.checks.exercise import Case
from neurona.checks.plain import Rng


def _sgd_case(seed: int, shape, lr, m, epochs, rng: Rng) -> Case:
    neuron = draw_neuron(np.random.default_rng(seed), *shape)
    return case(*neuron, lr, m, epochs, rng, part="one" if epochs == 1 else "several")


sgd = chapter.exercise(
    "sgd",
    parts=[
        part("one", 2, "one epoch"),
        part("several", 2, "several epochs"),
    ],
    public=[
        _sgd_case(41, (6, 2), 0.5, 2, 1, Rng(1)),
        _sgd_case(42, (5, 1), 2.0, 2, 1, Rng(2)),
        _sgd_case(43, (5, 3), 1.0, 4, 1, Rng(3)),
        _sgd_case(44, (6, 2), 1.5, 3, 3, Rng(4)),
        _sgd_case(45, (7, 1), 0.75, 3, 2, Rng(5)),
        _sgd_case(46, (4, 2), 3.0, 1, 2, Rng(6)),
    ],
    hints=[
        "Two loops, one inside the other: what does each of them count?",
        "Indexing with an array of numbers picks those rows. X and y must be picked alike.",
        "You have a function that makes the mini-batches, and one that takes a step.",
        "The cost looks at all examples, at the end of an epoch.",
    ],
)


@sgd.hidden
def _draw_sgd(rng: np.random.Generator) -> Iterator[Case]:
    for n, n_in, m in ((6, 1, 2), (8, 2, 3), (9, 3, 4), (7, 2, 2), (11, 4, 5)):
        for epochs in (1, int(rng.integers(2, 6))):
            seed, lr = int(rng.integers(2**32)), float(rng.integers(2, 12) / 4)
            yield _sgd_case(seed, (n, n_in), lr, m, epochs, draw_seed(rng))


Batches = list[np.ndarray]


@dataclass(frozen=True)
class _Training:
    """A way of writing sgd with one thing done differently."""

    cut: Callable[..., Batches] = reference.minibatches
    cuts_once: bool = False
    factor: float = 1.0
    sums: bool = False
    divides_by_m: bool = False
    slope: bool = True
    moves_bias: bool = True
    sees_new_weights: bool = False
    waits: bool = False
    full: bool = False
    matches_labels: bool = True
    cost: Callable[..., float] = cost
    notes: str = "after"

    def answer(self, X, y, w, b, lr, m, epochs, rng):
        noted, batches = [], None
        for _ in range(epochs):
            if batches is None or not self.cuts_once:
                batches = self.cut(len(X), m, rng)
            each = self._epoch(X, y, w, b, lr, m, batches)
            if self.notes == "before":
                noted.append(self.cost(X, y, w, b))
            w, b = each[-1]
            if self.notes == "every":
                noted += [self.cost(X, y, *params) for params in each]
            elif self.notes == "last":
                noted.append(self.cost(X[batches[-1]], y[batches[-1]], w, b))
            elif self.notes == "after":
                noted.append(self.cost(X, y, w, b))
        return w, b, np.array(noted)

    def _epoch(self, X, y, w, b, lr, m, batches):
        """Return the parameters after each update."""
        each, start, at = [], 0, (w, b)
        for batch in batches:
            at = at if self.waits else (w, b)
            labels = batch if self.matches_labels else np.arange(start, start + len(batch))
            start += len(batch)
            dw, db = self._gradient(X, y, batch, labels, at, m)
            w = w - lr * dw
            if self.sees_new_weights:
                db = self._gradient(X, y, batch, labels, (w, b), m)[1]
            b = b - lr * db if self.moves_bias else b
            each.append((w, b))
        return each

    def _gradient(self, X, y, batch, labels, at, m):
        if self.full:
            batch = labels = np.arange(len(X))
        total = gradients(X[batch], y[labels], *at, slope=self.slope).sum(axis=0)
        size = 1 if self.sums else m if self.divides_by_m else len(batch)
        return self.factor * total[:-1] / size, self.factor * total[-1] / size


def _register(id, says, hint, *ways):
    for way in ways:
        sgd.mistake(id, says=says, hint=hint)(way.answer)


def _everything(n, m, rng):
    return [np.arange(n)]


def _everything_often(n, m, rng):
    return [np.arange(n)] * reference.updates_per_epoch(n, m)


def _in_order(n, m, rng):
    return [np.arange(start, min(start + m, n)) for start in range(0, n, m)]


def _without_the_short(n, m, rng):
    return [batch for batch in reference.minibatches(n, m, rng) if len(batch) == m]


def _one_by_one(n, m, rng):
    return reference.minibatches(n, 1, rng)


def _one_by_one_in_order(n, m, rng):
    return _in_order(n, 1, rng)


def _first_only(n, m, rng):
    return reference.minibatches(n, m, rng)[:1]


def _last_only(n, m, rng):
    return reference.minibatches(n, m, rng)[-1:]


def _cut(order, m):
    return [order[start : start + m] for start in range(0, len(order), m)]


def _chosen_order(n, m, rng):
    return _cut(rng.choice(n, n, replace=False), m)


def _sorted_order(n, m, rng):
    return _cut(np.argsort(rng.random(n)), m)


def _chosen_anew(n, m, rng):
    return [rng.choice(n, m, replace=False) for _ in range(reference.updates_per_epoch(n, m))]


def _chosen_with_replacement(n, m, rng):
    return [rng.choice(n, m) for _ in range(reference.updates_per_epoch(n, m))]


def _integers(n, m, rng):
    return [rng.integers(0, n, m) for _ in range(reference.updates_per_epoch(n, m))]


_register(
    "full_batch",
    "Every update uses all the examples: that is gradient descent, not its stochastic sister.",
    "Which rows of X and y go into the gradient of one mini-batch?",
    _Training(full=True),
    _Training(cut=_everything),
    _Training(cut=_everything_often),
)
_register(
    "one_shuffle",
    "All epochs use the same mini-batches: they are shuffled only once.",
    "Where does minibatches stand: before the loop over epochs, or inside it?",
    _Training(cuts_once=True),
)
_register(
    "cost_before",
    "Each cost is the one before the epoch; it should be the one after.",
    "Which comes first in an epoch: measuring, or learning?",
    _Training(notes="before"),
)
_register(
    "summed",
    "The gradient is summed over the mini-batch; it should be averaged.",
    "Make the mini-batches twice as large. Should the steps be twice as long?",
    _Training(sums=True),
)
_register(
    "divided_by_m",
    "The gradient of a short last mini-batch is divided by m, not by the examples it has.",
    "With 7 examples in mini-batches of 3, the last one has 1. What is the mean over it?",
    _Training(divides_by_m=True),
)
_register(
    "climbs",
    "The neuron climbs: the cost grows.",
    "The gradient points uphill. Which of your functions takes a step the other way?",
    _Training(factor=-1.0),
)
_register(
    "slope_missing",
    "σ′ is missing from the gradient.",
    "Compare your gradient with the docstring's, factor by factor.",
    _Training(slope=False),
)
_register(
    "bias_never_moves",
    "The weights learn, but the bias never moves.",
    "The cost depends on the bias too. What is its derivative?",
    _Training(moves_bias=False),
)
_register(
    "bias_sees_new_weights",
    "The bias's derivative is worked out after the weights have moved; both belong to the same "
    "place.",
    "A gradient tells the slope where you stand. Do you stand still until both are known?",
    _Training(sees_new_weights=True),
)
_register(
    "moves_at_the_end",
    "All gradients of an epoch are worked out at its beginning; each should be worked out where "
    "the step before it led.",
    "After one mini-batch, which weights does the next one see?",
    _Training(waits=True),
)
_register(
    "labels_left_behind",
    "The rows of X are shuffled, but y stays in its order, so examples get the labels of others.",
    "Which numbers pick the rows of X, and which the entries of y?",
    _Training(matches_labels=False),
)
_register(
    "not_shuffled",
    "The mini-batches are cut without shuffling.",
    "Which of your functions makes the mini-batches, and what does it need from you?",
    _Training(cut=_in_order),
)
_register(
    "short_dropped",
    "The examples in a short last mini-batch are never used.",
    "With 5 examples in mini-batches of 2, how many updates are there in an epoch?",
    _Training(cut=_without_the_short),
)
_register(
    "one_by_one",
    "Every example makes an update of its own: m has no effect.",
    "An update belongs to a mini-batch. How many rows go into its gradient?",
    _Training(cut=_one_by_one),
    _Training(cut=_one_by_one_in_order),
)
_register(
    "one_update_per_epoch",
    "Only one mini-batch is used in each epoch.",
    "Where does the step stand: inside the loop over mini-batches, or after it?",
    _Training(cut=_first_only),
    _Training(cut=_last_only),
)
_register(
    "drawn_anew",
    "Each mini-batch is drawn from all examples again, so that in an epoch some come twice and "
    "others not at all.",
    "Which of your functions makes mini-batches that use every example once?",
    _Training(cut=_chosen_anew),
    _Training(cut=_chosen_with_replacement),
    _Training(cut=_integers),
)
_register(
    "other_draws",
    "The mini-batches are shuffled in another way than the docstring says, so that nobody can "
    "compare your numbers.",
    "The docstring names the one call of rng that an epoch makes. Which call do you make?",
    _Training(cut=_chosen_order),
    _Training(cut=_sorted_order),
)
_register(
    "cost_every_update",
    "costs holds one cost for every update; it should hold one for every epoch.",
    "In which of the two loops do you measure?",
    _Training(notes="every"),
)
_register(
    "cost_of_last_batch",
    "Each cost is that of the last mini-batch alone, not of all the examples.",
    "Which rows go into the cost?",
    _Training(notes="last"),
)
_register(
    "cost_not_halved",
    "The costs are twice as large as they should be.",
    "Look at the docstring's definition of the cost again, word by word.",
    _Training(cost=lambda X, y, w, b: 2 * cost(X, y, w, b)),
)
_register(
    "cost_summed",
    "The costs are sums over the examples; they should be means.",
    "Twice as many examples of the same kind: should the cost double?",
    _Training(cost=lambda X, y, w, b: len(X) * cost(X, y, w, b)),
    _Training(cost=lambda X, y, w, b: 2 * len(X) * cost(X, y, w, b)),
)

LAST_COST = {
    "says": "Only the last cost is returned; there should be one for each epoch.",
    "hint": "What should happen with each epoch's cost before the next epoch begins?",
}


@sgd.mistake("last_cost_only", **LAST_COST)
def _(X, y, w, b, lr, m, epochs, rng):
    w, b, costs = reference.sgd(X, y, w, b, lr, m, epochs, rng)
    return w, b, costs[-1]


@sgd.mistake("last_cost_only", **LAST_COST)
def _(X, y, w, b, lr, m, epochs, rng):
    w, b, costs = reference.sgd(X, y, w, b, lr, m, epochs, rng)
    return w, b, costs[-1:]


@sgd.mistake(
    "in_place",
    says="The caller's own w was changed.",
    hint="`-=` writes into the array that was handed in. How does sgd_step avoid that?",
)
def _(X, y, w, b, lr, m, epochs, rng):
    new, b, costs = reference.sgd(X, y, w, b, lr, m, epochs, rng)
    w[:] = new
    return w, b, costs
