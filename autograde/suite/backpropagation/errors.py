"""Chapter 05: the errors of the output layer, and of the layers before it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.backpropagation.shared import (
    chapter,
    draw_numbers,
    draw_targets,
    reference,
    slope,
)
from autograde.suite.define import case
from neurona.checks.exercise import Case


def _output_case(z, y) -> Case:
    z = np.array(z)
    return case(sigmoid(z), np.array(y), z)


output_error = chapter.exercise(
    "output_error",
    points=2,
    public=[
        _output_case([0.5, -1.0], [1.0, 0.0]),
        _output_case([2.0, 0.25, -0.75], [0.0, 1.0, 0.5]),
        _output_case([-1.5], [1.0]),
        _output_case([3.0, -2.5], [1.0, 0.0]),
    ],
    hints=[
        "The chain has two links: how the cost depends on a, and how a depends on z.",
        "The first link is a difference: positive where the output is too large.",
        "The second is the slope of the sigmoid at z. You know a formula for it that needs "
        "nothing but σ(z).",
    ],
)


@output_error.hidden
def _draw_output(rng: np.random.Generator) -> Iterator[Case]:
    for n in (1, 2, 3, 5, 10):
        for spread in (1.0, 3.0):
            yield _output_case(spread * draw_numbers(rng, n), draw_targets(rng, n))


COST_ITSELF = {
    "says": "The difference is squared: that is the cost, not how it changes with a.",
    "hint": "Differentiate ½(y − a)² by a, on paper. What becomes of the square?",
}
ONE_NUMBER = {
    "says": "This is one number for the whole layer; each neuron has an error of its own.",
    "hint": "Which operation multiplies element by element and does not add up?",
}
for _id, _says, _hint, *_ways in (
    (
        "slope_missing",
        "σ′ is missing: this is how the cost depends on the activations, not on the weighted "
        "inputs.",
        "The demon nudges z. How much of his nudge arrives at a?",
        lambda a, y, z: a - y,
    ),
    (
        "sigma_for_slope",
        "This multiplies by σ(z) where σ′(z) belongs.",
        "How much does a neuron that is saturated at 1 still move when z is nudged?",
        lambda a, y, z: (a - y) * sigmoid(z),
    ),
    (
        "sign_reversed",
        "Every error has the wrong sign.",
        "If an output is too large, does the cost grow or fall when z grows?",
        lambda a, y, z: (y - a) * slope(z),
    ),
    (
        "slope_of_a",
        "The slope is taken at a; it belongs to z.",
        "Where on the S of the sigmoid is the neuron: at z, or at a?",
        lambda a, y, z: (a - y) * slope(a),
    ),
    (
        "z_for_sigma",
        "The formula for the slope is right for an activation, but here z stands in it.",
        "σ′(z) is built from σ(z). What does your formula do when z is 3?",
        lambda a, y, z: (a - y) * z * (1 - z),
    ),
    (
        "doubled",
        "Every error is twice as large as it should be.",
        "Look at the number in front of the square in the cost. What is left of it when you "
        "differentiate?",
        lambda a, y, z: 2 * (a - y) * slope(z),
    ),
    (
        "cost_itself",
        *COST_ITSELF.values(),
        lambda a, y, z: (a - y) ** 2 * slope(z),
        lambda a, y, z: (a - y) ** 2 / 2 * slope(z),
    ),
    (
        "one_number",
        *ONE_NUMBER.values(),
        lambda a, y, z: (a - y) @ slope(z),
    ),
):
    for _way in _ways:
        output_error.mistake(_id, says=_says, hint=_hint)(_way)


def _hidden_case(rng: np.random.Generator, n_next: int, n: int) -> Case:
    return case(draw_numbers(rng, n_next, n), draw_numbers(rng, n_next), draw_numbers(rng, n))


_rng = np.random.default_rng(61)
hidden_error = chapter.exercise(
    "hidden_error",
    points=2,
    public=[_hidden_case(_rng, *shape) for shape in ((3, 2), (2, 2), (1, 3), (3, 3))],
    hints=[
        "A neuron is to blame for what it passed on: to each neuron of the next layer, as much "
        "as the weight between them says.",
        "Forward, a layer's weights turn n numbers into n_next. Which matrix goes the other way?",
        "What comes back has still to pass the neuron's own sigmoid.",
    ],
)


@hidden_error.hidden
def _draw_hidden(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((2, 3), (3, 2), (2, 2), (4, 4), (1, 4), (5, 1), (10, 6)):
        yield _hidden_case(rng, *shape)


NOT_ADDED = {
    "says": "What comes back from the neurons of the next layer is not added up.",
    "hint": "Each neuron has one error, however many neurons it speaks to.",
}
for _id, _says, _hint, *_ways in (
    (
        "not_transposed",
        "The weights go forward here: W_next is used as it stands.",
        "Row j of W_next holds the weights into neuron j of the next layer. Which weights lead "
        "out of neuron k of this one?",
        lambda W, delta, z: (W @ delta) * slope(z),
    ),
    (
        "sigma_for_slope",
        "This multiplies by σ(z) where σ′(z) belongs: a slip that is in circulation.",
        "A neuron that is saturated hardly moves. Is its error large or small, in your function?",
        lambda W, delta, z: reference.hidden_error(W, delta, z) / (1 - sigmoid(z)),
    ),
    (
        "slope_missing",
        "σ′ is missing: this is how the cost depends on the activations, not on the weighted "
        "inputs.",
        "The demon nudges z. How much of his nudge arrives at a?",
        lambda W, delta, z: W.T @ delta,
    ),
    (
        "slope_first",
        "σ′ is multiplied in before the weights; it belongs to this layer, after them.",
        "z has one number for each neuron of this layer, and so has what comes back. And "
        "delta_next?",
        lambda W, delta, z: W.T @ (delta * slope(z)),
    ),
    (
        "slope_of_a",
        "The slope is taken at σ(z); it belongs to z.",
        "How often does your function apply the sigmoid on its way to the slope?",
        lambda W, delta, z: (W.T @ delta) * slope(sigmoid(z)),
    ),
    (
        "z_for_sigma",
        "The formula for the slope is right for an activation, but here z stands in it.",
        "σ′(z) is built from σ(z). What does your formula do when z is 3?",
        lambda W, delta, z: (W.T @ delta) * z * (1 - z),
    ),
    (
        "delta_forgotten",
        "The errors of the next layer have no effect: only its weights count.",
        "If the next layer makes no error, is anybody here to blame?",
        lambda W, delta, z: W.sum(axis=0) * slope(z),
    ),
    (
        "sign_reversed",
        "Every error has the wrong sign.",
        "The sign was settled at the output. Should it turn on the way back?",
        lambda W, delta, z: -reference.hidden_error(W, delta, z),
    ),
    (
        "not_added",
        *NOT_ADDED.values(),
        lambda W, delta, z: (W.T * delta) * slope(z)[:, None],
        lambda W, delta, z: (W * delta[:, None]) * slope(z),
    ),
):
    for _way in _ways:
        hidden_error.mistake(_id, says=_says, hint=_hint)(_way)
