"""Chapter 05: a network that learns to read digits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.backpropagation.shared import chapter, draw_seed, reference
from autograde.suite.define import case
from neurona.checks.exercise import Case
from neurona.checks.plain import Rng

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [1.0]])

train_network = chapter.exercise(
    "train_network",
    points=4,
    public=[
        case(X, Y, (2, 2, 1), 3.0, 2, 2, Rng(1)),
        case(X, Y, (2, 3, 2, 1), 1.0, 3, 1, Rng(2)),
    ],
    hints=[
        "First make the network: for each layer, weights of the right shape and as many zeros.",
        "Then two loops, one inside the other: epochs, and mini-batches of a shuffled set.",
        "Every mini-batch moves all weights and biases once. You have a function for the gradient.",
    ],
)


@train_network.hidden
def _draw_training(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((2, 1), (2, 4, 1)):
        yield case(X, Y, sizes, 2.0, 2, 3, draw_seed(rng))


@train_network.mistake(
    "untrained",
    says="The network comes back as it was made: it never learns.",
    hint="What happens to the gradients that you find?",
)
def _(X, Y, sizes, lr, m, epochs, rng):
    return reference.train_network(X, Y, sizes, 0.0, m, epochs, rng)


@train_network.mistake(
    "climbs",
    says="The network climbs: the cost grows.",
    hint="The gradient points uphill. Which way should a step go?",
)
def _(X, Y, sizes, lr, m, epochs, rng):
    return reference.train_network(X, Y, sizes, -lr, m, epochs, rng)


@train_network.mistake(
    "one_epoch",
    says="The network learns for one epoch only.",
    hint="How often does your function go through all examples?",
)
def _(X, Y, sizes, lr, m, epochs, rng):
    return reference.train_network(X, Y, sizes, lr, m, epochs + 1, rng)
