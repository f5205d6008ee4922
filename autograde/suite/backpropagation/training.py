"""Chapter 05: a network that learns to read digits.

How a network is drawn and shuffled is left to the student, so that values cannot be compared. But
with a learning rate of 0 one sees how it begins; and a network of one layer that is shown nothing
but zeros moves its biases alone, by steps that do not depend on anything random.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.backpropagation.shared import chapter, draw_seed, reference
from autograde.suite.define import calls, case, part
from neurona.checks.exercise import Case
from neurona.checks.plain import Dataset, Rng

SIZES = (64, 30, 10)


def _start(rng: Rng, examples: int = 2) -> Case:
    X, Y = np.zeros((examples, 100)), np.zeros((examples, 6))
    return case(X, Y, (100, 25, 6), 0.0, examples, 1, rng, part="start")


def _steps(y: list[float], n: int, lr: float, m: int, epochs: int, rng: Rng) -> Case:
    X, Y = np.zeros((n, 2)), np.tile(y, (n, 1))
    return case(X, Y, (2, len(y)), lr, m, epochs, rng, part="steps")


def _twins(sizes: tuple[int, ...], lr: float, m: int, epochs: int, rng: Rng) -> Case:
    draw = np.random.default_rng(rng.seed)
    X, Y = draw.random((5, sizes[0])).round(2), draw.integers(0, 2, (5, sizes[-1])).astype(float)
    one = (X, Y, sizes, lr, m, epochs)
    return calls((*one, rng), (*one, replace(rng, copy=1)), part="same_seed")


def _digits(rng: Rng, shuffle: int = 0) -> Case:
    X, Y = Dataset("digit_pixels", shuffle), Dataset("digit_targets")
    return case(X, Y, SIZES, 3.0, 10, 10, rng, part="digits")


train_network = chapter.exercise(
    "train_network",
    parts=[
        part("start", 1, "starts from small random weights, and from biases at 0"),
        part("steps", 1, "takes one step for each mini-batch, of the right length"),
        part("same_seed", 1, "same seed, same network"),
        part(
            "reads_80",
            3,
            "reads 80% of the digits that it has not seen",
            of="digits",
            at_least=0.80,
        ),
        part("reads_90", 3, "reads 90% of them", of="digits", at_least=0.90),
        part("reads_93", 3, "reads 93% of them", of="digits", at_least=0.93),
    ],
    view="digit_reader",
    patience=4,
    public=[
        _start(Rng(1)),
        _steps([1.0, 0.0], 5, 1.9, 2, 1, Rng(2)),
        _steps([1.0], 4, 1.1, 4, 3, Rng(3)),
        _steps([0.25, 1.0], 6, 1.3, 3, 2, Rng(4)),
        _steps([0.5, 0.0], 3, 0.7, 1, 1, Rng(9)),
        _twins((3, 4, 2, 2), 1.0, 2, 2, Rng(5)),
        *(_digits(Rng(seed)) for seed in (6, 7, 8)),
    ],
    hints=[
        "First make the network: for each layer, weights of the right shape and as many zeros as "
        "it has neurons.",
        "Then two loops, one inside the other: epochs, and mini-batches of a shuffled set.",
        "Every mini-batch moves all weights and biases once. You have a function for the gradient.",
        "If it reads badly, watch the cost after each epoch. Does it fall?",
    ],
)


@train_network.hidden
def _draw_training(rng: np.random.Generator) -> Iterator[Case]:
    for examples in (2, 3):
        yield _start(draw_seed(rng), examples)
    for n, m in ((6, 2), (7, 3), (5, 1)):
        y = (rng.integers(0, 5, int(rng.integers(1, 4))) / 4).tolist()
        lr, epochs = round(rng.uniform(0.5, 2.5), 3), int(rng.integers(1, 4))
        yield _steps(y, n, lr, m, epochs, draw_seed(rng))
    for sizes in ((2, 1), (4, 3, 2)):
        yield _twins(sizes, float(rng.integers(1, 5)), 2, int(rng.integers(1, 4)), draw_seed(rng))
    for _ in range(3):
        yield _digits(draw_seed(rng), int(rng.integers(1, 2**32)))


def _normal(rng, n_in, n_out):
    return rng.normal(0, 1 / np.sqrt(n_in), (n_out, n_in))


@dataclass(frozen=True)
class _Training:
    """A way of writing train_network with one thing done differently."""

    draw: Callable[..., np.ndarray] = _normal
    order: Callable[..., np.ndarray] = lambda rng, n: rng.permutation(n)
    source: Callable[..., np.random.Generator] = lambda rng: rng
    factor: float = 1.0
    sums: bool = False
    by_m: bool = False
    slope: bool = True
    lr: float | None = None
    epochs: int | None = None
    moves_biases: bool = True
    batches: str = "all"

    def answer(self, X, Y, sizes, lr, m, epochs, rng):
        rng = self.source(rng)
        weights = [self.draw(rng, n_in, n_out) for n_in, n_out in pairwise(sizes)]
        biases = [np.zeros(n_out) for n_out in sizes[1:]]
        lr = lr and self.factor * (self.lr or lr)
        for _ in range(self.epochs or epochs):
            for batch in self._cut(self.order(rng, len(X)), m):
                dWs, dbs = self._gradients(X[batch], Y[batch], weights, biases)
                size = lr * len(batch) if self.sums else lr * len(batch) / m if self.by_m else lr
                weights = [W - size * dW for W, dW in zip(weights, dWs, strict=True)]
                if self.moves_biases:
                    biases = [b - size * db for b, db in zip(biases, dbs, strict=True)]
        return weights, biases

    def _cut(self, order, m):
        if self.batches == "one by one":
            m = 1
        cut = [order[start : start + m] for start in range(0, len(order), m)]
        chosen = {
            "full": [batch for batch in cut if len(batch) == m],
            "first": cut[:1],
            "everything": [order],
        }
        return chosen.get(self.batches, cut)

    def _gradients(self, X, Y, weights, biases):
        dWs, dbs = reference.backprop_batch(X, Y, weights, biases)
        if self.slope:
            return dWs, dbs
        activations = [X]
        for W, b in zip(weights, biases, strict=True):
            activations.append(sigmoid(activations[-1] @ W.T + b))
        dWs[-1] = (activations[-1] - Y).T @ activations[-2] / len(X)
        dbs[-1] = (activations[-1] - Y).mean(axis=0)
        return dWs, dbs


def _no_numbers(rng, n_in, n_out):
    rng.random()
    return np.zeros((n_out, n_in))


def _global_normal(rng, n_in, n_out):
    return np.random.randn(n_out, n_in) / np.sqrt(n_in)  # noqa: NPY002


def _standard_gauss(rng, n_in, n_out):
    numbers = [random.gauss(0, n_in**-0.5) for _ in range(n_out * n_in)]
    return np.array(numbers).reshape(n_out, n_in)


def _global_order(rng, n):
    return np.random.permutation(n)  # noqa: NPY002


for _id, _says, _hint, *_ways in (
    (
        "alike",
        "All weights of a layer start alike, so that its neurons can never learn different things.",
        "Two neurons with equal weights see the same and are blamed alike. What tells them apart?",
        _Training(draw=_no_numbers),
        _Training(draw=lambda rng, n_in, n_out: _no_numbers(rng, n_in, n_out) + 0.1),
    ),
    (
        "not_scaled",
        "The start weights are too large: their standard deviation is 1 in every layer.",
        "With many inputs, how large does a weighted input become, and how steep is σ there?",
        _Training(draw=lambda rng, n_in, n_out: rng.normal(size=(n_out, n_in))),
    ),
    (
        "scaled_by_n_in",
        "The start weights are too small: they are divided by n_in, not by its root.",
        "The sum of n_in random numbers grows as the root of n_in. What keeps it near 1?",
        _Training(draw=lambda rng, n_in, n_out: rng.normal(size=(n_out, n_in)) / n_in),
    ),
    (
        "scaled_by_outputs",
        "The start weights are divided by the root of the wrong number: that of the neurons they "
        "lead to.",
        "A neuron adds up what comes in. Over how many weights does its sum run?",
        _Training(draw=lambda rng, n_in, n_out: rng.normal(0, n_out**-0.5, (n_out, n_in))),
    ),
    (
        "only_positive",
        "The start weights are not spread around 0: all of them are positive.",
        "What do normally distributed numbers with mean 0 look like?",
        _Training(draw=lambda rng, n_in, n_out: rng.random((n_out, n_in))),
        _Training(draw=lambda rng, n_in, n_out: rng.random((n_out, n_in)) / np.sqrt(n_in)),
        _Training(draw=lambda rng, n_in, n_out: np.abs(_normal(rng, n_in, n_out))),
    ),
    (
        "climbs",
        "The network climbs: the cost grows.",
        "The gradient points uphill. Which way should a step go?",
        _Training(factor=-1.0),
    ),
    (
        "one_update_per_epoch",
        "There is only one step in each epoch.",
        "Where does the step stand: inside the loop over mini-batches, or after it?",
        _Training(batches="first"),
        _Training(batches="everything"),
    ),
    (
        "short_dropped",
        "The examples in a short last mini-batch are never used.",
        "With 5 examples in mini-batches of 2, how many steps are there in an epoch?",
        _Training(batches="full"),
    ),
    (
        "one_by_one",
        "Every example makes a step of its own: m has no effect.",
        "A step belongs to a mini-batch. How many examples go into its gradient?",
        _Training(batches="one by one"),
    ),
    (
        "summed",
        "The steps are m times too long, as if the gradient were summed over the mini-batch.",
        "backprop_batch takes the mean already. What else multiplies your steps?",
        _Training(sums=True),
    ),
    (
        "divided_by_m",
        "The step of a short last mini-batch is shorter than it should be.",
        "backprop_batch takes the mean already. Does a short mini-batch have to count for less?",
        _Training(by_m=True),
    ),
    (
        "one_epoch",
        "The network learns for one epoch only.",
        "How often does your function go through all examples?",
        _Training(epochs=1),
    ),
    (
        "lr_forgotten",
        "The learning rate has no effect.",
        "Halving lr should halve a step. Does it?",
        _Training(lr=1.0),
    ),
    (
        "biases_never_move",
        "The biases never move from 0.",
        "What does backprop_batch return, and what becomes of it?",
        _Training(moves_biases=False),
        _Training(factor=0.0),
    ),
    (
        "slope_missing",
        "σ′ is missing at the output: the steps belong to another cost than the quadratic one.",
        "Which of your functions finds the gradient of the quadratic cost?",
        _Training(slope=False),
    ),
    (
        "ignores_rng",
        "Nothing is drawn from the rng that is handed in.",
        "Whoever hands in a generator with the same seed wants the same network.",
        _Training(source=lambda rng: np.random.default_rng()),
        _Training(source=lambda rng: np.random.default_rng(0)),
        _Training(draw=_global_normal, order=_global_order),
        _Training(draw=_standard_gauss, order=_global_order),
    ),
    (
        "half_seeded",
        "Only some of the random numbers come from rng, so that the same seed gives another "
        "network each time.",
        "Both the start weights and the shuffling are random. Where does each come from?",
        _Training(order=_global_order),
        _Training(draw=_global_normal),
    ),
):
    for _way in _ways:
        train_network.mistake(_id, says=_says, hint=_hint)(_way.answer)
