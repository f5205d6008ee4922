"""Chapter 06: the error of the output layer under cross-entropy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.costs_and_overfitting.shared import chapter, draw_targets, register
from autograde.suite.define import case
from neurona.checks.exercise import Case

cross_entropy_error = chapter.exercise(
    "cross_entropy_error",
    points=1,
    public=[
        case(
            np.array([[0.8, 0.3], [0.6, 0.1], [0.45, 0.75]]),
            np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]),
        ),
        case(np.array([[0.9, 0.2, 0.4]]), np.array([[0.5, 0.2, 0.75]])),
        case(np.array([[0.98], [0.02]]), np.array([[0.0], [0.0]])),
        case(
            np.array([[1.0, 0.0, 0.25], [0.7, 1.0, 0.0]]),
            np.array([[0.0, 1.0, 1.0], [1.0, 1.0, 0.0]]),
        ),
    ],
    hints=[
        "The chain (chapter 5) has two links: how the cost depends on a, and how a depends on z. "
        "Multiply them on paper.",
        "The first link is a fraction. What stands below its bar also stands in σ′(z).",
        "Cancel what the fraction has above and below. What is left is 0 exactly "
        "where the output is right.",
    ],
)


@cross_entropy_error.hidden
def _draw_errors(rng: np.random.Generator) -> Iterator[Case]:
    for m, n in ((1, 1), (1, 3), (4, 1), (3, 2), (5, 4), (8, 10)):
        A = rng.uniform(0.02, 0.98, (m, n)).round(3)
        yield case(A, draw_targets(rng, m, n))
        yield case(A, rng.uniform(size=(m, n)).round(2))
        A.flat[rng.permutation(m * n)[:2]] = (1.0, 0.0)[: m * n]
        yield case(A, draw_targets(rng, m, n))


def _slope(A):
    return A * (1 - A)


def _prices(A, Y):
    return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))


def _clipped(A):
    return np.clip(A, 1e-12, 1 - 1e-12)


def _in_place(A, Y):
    A -= Y
    return A


register(
    cross_entropy_error,
    (
        (
            "keeps_slope",
            "This is the error under the quadratic cost: σ′ is still in it.",
            "Under cross-entropy a saturated neuron that is wrong learns fast. Which factor makes "
            "yours slow?",
            lambda A, Y: (A - Y) * _slope(A),
        ),
        (
            "keeps_sigma",
            "The difference is multiplied by the output once more.",
            "Multiply the two links of the chain on paper. What is left below and above the bar?",
            lambda A, Y: (A - Y) * A,
        ),
        (
            "sign_reversed",
            "Every error has the wrong sign.",
            "If an output is too large, does the cost grow or fall when z grows?",
            lambda A, Y: Y - A,
        ),
        (
            "one_link",
            "This is how the cost depends on a; the error is how it depends on z.",
            "The demon nudges z. How much of his nudge arrives at a?",
            lambda A, Y: (A - Y) / _slope(A),
            lambda A, Y: (1 - Y) / (1 - A) - Y / A,
            lambda A, Y: (_clipped(A) - Y) / _slope(_clipped(A)),
            lambda A, Y: (A - Y) / _slope(_clipped(A)),
            lambda A, Y: (1 - Y) / (1 - _clipped(A)) - Y / _clipped(A),
        ),
        (
            "not_shortened",
            "The values are right, but where an output is exactly 0 or 1, your function divides 0 "
            "by 0.",
            "You divide by something and multiply by the same again. What remains if you shorten "
            "first?",
            lambda A, Y: (A - Y) / _slope(A) * _slope(A),
        ),
        (
            "averaged",
            "The errors are divided by the number of examples; here each example stands for "
            "itself.",
            "Hand in one example, then the same with another. Should its error change?",
            lambda A, Y: (A - Y) / len(A),
        ),
        (
            "averaged_over_examples",
            "This is one row for the whole batch; each example has errors of its own.",
            "Which shape does the docstring ask for?",
            lambda A, Y: (A - Y).mean(axis=0),
            lambda A, Y: (A - Y).sum(axis=0),
        ),
        (
            "one_for_each_example",
            "This is one number for each example; each of its output neurons has an error of its "
            "own.",
            "Which shape does the docstring ask for?",
            lambda A, Y: (A - Y).sum(axis=1),
            lambda A, Y: (A - Y).mean(axis=1),
            lambda A, Y: (A - Y).sum(axis=1) / len(A),
        ),
        (
            "one_number",
            "This is one number for the whole batch; each output neuron has an error of its own.",
            "Which shape does the docstring ask for?",
            lambda A, Y: np.mean(A - Y),
            lambda A, Y: np.sum(A - Y),
            lambda A, Y: np.sum(A - Y) / len(A),
        ),
        (
            "doubled",
            "Every error is twice as large as it should be.",
            "The 2 of a square plays no part here: there is no square in this cost.",
            lambda A, Y: 2 * (A - Y),
        ),
        (
            "squared",
            "The difference is squared: that loses its sign.",
            "An output can be too large or too small. Can your errors tell?",
            lambda A, Y: (A - Y) ** 2,
            lambda A, Y: (A - Y) ** 2 / 2,
        ),
        (
            "absolute",
            "The sign of the difference is lost.",
            "An output can be too large or too small. Can your errors tell?",
            lambda A, Y: np.abs(A - Y),
        ),
        (
            "cost_itself",
            "This is the cost itself, not how it changes with z.",
            "An error is a slope. What is it where the output is right?",
            lambda A, Y: _prices(_clipped(A), Y),
            _prices,
            lambda A, Y: np.sum(_prices(_clipped(A), Y)) / len(A),
            lambda A, Y: np.sum(_prices(A, Y)) / len(A),
        ),
        (
            "sigmoid_again",
            "The sigmoid is applied to A, but A holds activations: they have been through it.",
            "Is A what goes into the neuron, or what comes out?",
            lambda A, Y: sigmoid(A) - Y,
        ),
        (
            "outputs_changed",
            "The value is right, but A itself is changed on the way.",
            "`-=` writes into the array that was handed in. How do you make a new one?",
            _in_place,
        ),
    ),
)
