"""Chapter 02: how a sigmoid neuron answers a nudge."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case
from autograde.suite.sigmoid.shared import chapter, reference
from neurona.checks.exercise import Case

linear_response = chapter.exercise(
    "linear_response",
    points=2,
    public=[
        case(np.array([1.0, 0.5]), np.array([0.5, -1.0]), 0.25, np.array([0.5, 1.0]), -0.25),
        case(np.array([1.0, 2.0]), np.array([1.5, -0.5]), -1.0, np.array([0.25, 0.0]), 0.0),
        case(np.array([2.0, 0.0]), np.array([0.5, 1.0]), 0.5, np.array([0.0, 0.75]), 1.0),
        case(
            np.array([0.5, -1.0, 3.0]),
            np.array([1.0, 0.5, 0.25]),
            -1.5,
            np.array([-0.5, 0.25, 0.5]),
            0.75,
        ),
        case(np.array([0.0]), np.array([2.0]), 1.0, np.array([3.0]), 0.5),
    ],
    hints=[
        "Two steps. By how much do the nudges move the weighted input? And how strongly does "
        "the output follow it?",
        "A weight's nudge counts as much as its input says. The bias is like a weight whose "
        "input is always 1.",
        "The slope belongs to the place where the neuron stands before anybody nudges it.",
    ],
)


@linear_response.hidden
def _draw_nudges(rng: np.random.Generator) -> Iterator[Case]:
    for n in (1, 2, 2, 3, 5, 8):
        x, w, dw = (rng.uniform(-1.5, 1.5, n).round(2) for _ in range(3))
        yield case(x, w, float(rng.uniform(-1, 1)), dw, float(rng.uniform(0.3, 1)))


@linear_response.mistake(
    "exact_difference",
    says="This is the exact change of the output, not the promise along the tangent.",
    hint="Do not move the neuron at all: stay where it is and follow the tangent.",
)
def _(x, w, b, dw, db):
    return reference.sigmoid((w + dw) @ x + b + db) - reference.sigmoid(w @ x + b)


@linear_response.mistake(
    "new_output",
    says="This is the predicted output after the nudge; only its change is wanted.",
    hint="Without any nudge, what should come out?",
)
def _(x, w, b, dw, db):
    return reference.sigmoid(w @ x + b) + reference.linear_response(x, w, b, dw, db)


@linear_response.mistake(
    "slope_missing",
    says="This is the change of the weighted input; the output follows it only as far as the "
    "sigmoid is steep.",
    hint="A saturated neuron hardly answers at all. Does yours?",
)
def _(x, w, b, dw, db):
    return dw @ x + db


@linear_response.mistake(
    "sigma_for_slope",
    says="The change of the weighted input is multiplied by the output σ; it should be the slope.",
    hint="Which of your functions tells how steep the sigmoid is?",
)
def _(x, w, b, dw, db):
    return reference.sigmoid(w @ x + b) * (dw @ x + db)


@linear_response.mistake(
    "z_for_height",
    says="The slope is worked out from the weighted input as if that were the output.",
    hint="You have a function that takes the weighted input and returns the slope there.",
)
def _(x, w, b, dw, db):
    z = w @ x + b
    return z * (1 - z) * (dw @ x + db)


@linear_response.mistake(
    "db_forgotten",
    says="The nudge of the bias has no effect.",
    hint="Put in dw = 0. Does the output answer to db alone?",
)
def _(x, w, b, dw, db):
    return reference.sigmoid_prime(w @ x + b) * (dw @ x)


@linear_response.mistake(
    "dw_forgotten",
    says="The nudges of the weights have no effect.",
    hint="Put in db = 0. Does the output answer to dw alone?",
)
def _(x, w, b, dw, db):
    return reference.sigmoid_prime(w @ x + b) * db


@linear_response.mistake(
    "x_forgotten",
    says="Every weight's nudge counts alike, even where the input is 0.",
    hint="If an input is 0, does it matter by how much its weight moves?",
)
def _(x, w, b, dw, db):
    return reference.sigmoid_prime(w @ x + b) * (np.sum(dw) + db)


@linear_response.mistake(
    "db_times_inputs",
    says="The nudge of the bias is added once for every input; it counts once.",
    hint="The bias is like one more weight whose input is always 1. How many of them are there?",
)
def _(x, w, b, dw, db):
    return reference.sigmoid_prime(w @ x + b) * np.sum(dw * x + db)


@linear_response.mistake(
    "slope_after_nudge",
    says="The slope is taken where the neuron stands after the nudge.",
    hint="The tangent touches the curve at one place. Which weights and bias belong to it?",
)
def _(x, w, b, dw, db):
    return reference.sigmoid_prime((w + dw) @ x + b + db) * (dw @ x + db)


@linear_response.mistake(
    "slope_without_bias",
    says="The slope is taken at w·x; the bias is missing there.",
    hint="Where on the curve the neuron stands depends on its whole weighted input.",
)
def _(x, w, b, dw, db):
    return reference.sigmoid_prime(w @ x) * (dw @ x + db)


@linear_response.mistake(
    "one_per_parameter",
    says="These are the contributions of the single weights; the output answers with their sum.",
    hint="A neuron has one output. How many numbers should come out?",
)
def _(x, w, b, dw, db):
    return reference.sigmoid_prime(w @ x + b) * (dw * x + db)
