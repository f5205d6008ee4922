"""Chapter 01: one mistake, one correction."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case
from autograde.suite.perceptron.shared import chapter, quarters, reference
from neurona.checks.exercise import Case

update = chapter.exercise(
    "update",
    points=2,
    public=[
        case(np.array([1.0, 0.5]), 1, np.array([0.25, -1.0]), -0.5, 0.5),
        case(np.array([0.0, 1.0]), 0, np.array([0.75, 1.0]), -0.5, 0.5),
        case(np.array([1.0, 1.0]), 1, np.array([0.75, 1.0]), -0.5, 0.5),
        case(np.array([2.0, 0.0, -1.0]), 0, np.array([1.0, 0.5, 0.25]), 0.25, 0.25),
        case(np.array([1.0, 1.0]), 1, np.array([0.5, 0.5]), -1.0, 0.25),
    ],
    hints=[
        "Start with the error: how far the desired output is from what the neuron says now.",
        "You have a function that tells what the neuron says now.",
        "An input that was 0 took no part in the decision. Should its weight move?",
    ],
)


@update.hidden
def _draw_update(rng: np.random.Generator) -> Iterator[Case]:
    for n in (1, 2, 2, 3, 4, 6):
        x, w = quarters(rng, -2, 2, n), quarters(rng, -3, 3, n)
        lr = float(rng.integers(1, 8) / 8)
        for gap in (-0.5, 0.0, 0.25, 2.0):
            for d in (0, 1):
                yield case(x, d, w, float(gap - w @ x), lr)


@update.mistake(
    "sign_reversed",
    says="The weights move the wrong way: an update makes the error larger.",
    hint="Suppose the neuron said 0 and should have said 1. Should the sum grow or shrink?",
)
def _(x, d, w, b, lr):
    error = reference.perceptron(x, w, b) - d
    return w + lr * error * x, b + lr * error


@update.mistake(
    "x_forgotten",
    says="Every weight moves by the same amount, even where the input is 0.",
    hint="A weight should move as much as its input took part. Which factor is missing?",
)
def _(x, d, w, b, lr):
    error = d - reference.perceptron(x, w, b)
    return w + lr * error, b + lr * error


@update.mistake(
    "bias_never_moves",
    says="The weights learn, but the bias never moves.",
    hint="The bias is like a weight whose input is always 1. What does the rule say for it?",
)
def _(x, d, w, b, lr):
    return w + lr * (d - reference.perceptron(x, w, b)) * x, b


@update.mistake(
    "changed_in_place",
    says="The numbers are right, but the caller's own w was changed.",
    hint="`w += …` writes into the array that was handed in. How can you make a new one?",
)
def _(x, d, w, b, lr):
    error = d - reference.perceptron(x, w, b)
    w += lr * error * x
    return w, b + lr * error


@update.mistake(
    "lr_forgotten",
    says="The learning rate has no effect: every step is a whole one.",
    hint="Halving lr should halve the step. Does it?",
)
def _(x, d, w, b, lr):
    error = d - reference.perceptron(x, w, b)
    return w + error * x, b + error
