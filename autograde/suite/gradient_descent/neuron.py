"""Chapter 03: the gradient of one sigmoid neuron."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.define import case
from autograde.suite.gradient_descent.shared import chapter
from neurona.checks.compare import Tolerance
from neurona.checks.exercise import Case

neuron_gradient = chapter.exercise(
    "neuron_gradient",
    points=3,
    tolerance=Tolerance(absolute=1e-7),
    public=[
        case(
            np.array([[1.0, 0.5], [-0.5, 2.0], [0.25, -1.0]]),
            np.array([0.0, 1.0, 1.0]),
            np.array([1.0, -0.5]),
            0.25,
        ),
        case(np.array([[2.0], [-1.0]]), np.array([1.0, 1.0]), np.array([-0.5]), 0.5),
        case(np.array([[0.5, 1.5, -1.0]]), np.array([0.0]), np.array([1.0, 0.25, -0.5]), -0.25),
        case(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([0.0, 1.0]), np.zeros(2), -1.0),
    ],
    hints=[
        "Follow the chain: the cost hears from the output, the output from the weighted input, "
        "the weighted input from each weight. Each link has a derivative.",
        "The middle link is the slope of the sigmoid, which you know how to get from its height.",
        "First one number for each example. Then each of them reaches a weight through that "
        "example's input, and the cost is an average.",
    ],
)


@neuron_gradient.hidden
def _draw_neurons(rng: np.random.Generator) -> Iterator[Case]:
    for m, n in ((1, 1), (1, 4), (4, 1), (3, 2), (6, 3), (10, 5)):
        for y in (rng.integers(0, 2, m).astype(float), rng.uniform(size=m).round(2)):
            X = rng.uniform(-2, 2, (m, n)).round(2)
            yield case(X, y, rng.uniform(-1, 1, n).round(2), float(rng.uniform(-1, 1)))


def _gradient(
    delta=lambda a, y, z: (a - y) * a * (1 - a),
    dw=lambda delta, X: delta @ X / len(X),
    db=lambda delta, X: delta.mean(),
):
    """Write neuron_gradient with one thing done differently."""

    def mistaken(X, y, w, b):
        z = X @ w + b
        found = delta(sigmoid(z), y, z)
        return dw(found, X), db(found, X)

    return mistaken


neuron_gradient.mistake(
    "summed",
    says="The gradient is summed over the examples; it should be averaged.",
    hint="Hand in the same examples twice over. Should the gradient double?",
)(_gradient(dw=lambda delta, X: delta @ X, db=lambda delta, X: delta.sum()))
neuron_gradient.mistake(
    "dw_summed",
    says="db is an average over the examples, but dw is a sum.",
    hint="A matrix product adds up over the examples. What is left to do?",
)(_gradient(dw=lambda delta, X: delta @ X))
neuron_gradient.mistake(
    "db_summed",
    says="dw is an average over the examples, but db is a sum.",
    hint="The bias is like a weight whose input is always 1. Treat both alike.",
)(_gradient(db=lambda delta, X: delta.sum()))
neuron_gradient.mistake(
    "slope_missing",
    says="The slope σ′ of the sigmoid is missing.",
    hint="A saturated neuron hardly moves when its weights do. Which factor says so?",
)(_gradient(delta=lambda a, y, z: a - y))
neuron_gradient.mistake(
    "sigma_for_slope",
    says="The error is multiplied by the output σ; it should be the slope σ′.",
    hint="Far out to the right the output is nearly 1, and the curve is flat. Which of the two "
    "counts here?",
)(_gradient(delta=lambda a, y, z: (a - y) * a))
neuron_gradient.mistake(
    "z_for_height",
    says="The slope is worked out from the weighted input as if that were the output.",
    hint="The rule for σ′ needs the height of the curve. Which of your variables holds it?",
)(_gradient(delta=lambda a, y, z: (a - y) * z * (1 - z)))
neuron_gradient.mistake(
    "sigmoid_twice",
    says="The slope is taken at the output a instead of the weighted input z.",
    hint="Print z and a for one example. Which of the two goes into σ′?",
)(_gradient(delta=lambda a, y, z: (a - y) * sigmoid(a) * (1 - sigmoid(a))))
neuron_gradient.mistake(
    "no_sigmoid",
    says="This is the gradient of a linear neuron: the sigmoid is missing altogether.",
    hint="What is the neuron's output for one example?",
)(_gradient(delta=lambda a, y, z: z - y))
neuron_gradient.mistake(
    "sign_reversed",
    says="Every derivative has the wrong sign.",
    hint="If the output is too large, should the derivative of the cost by it be positive or "
    "negative?",
)(_gradient(delta=lambda a, y, z: (y - a) * a * (1 - a)))
neuron_gradient.mistake(
    "doubled",
    says="Every derivative is twice as large as it should be.",
    hint="What happens to the ½ in front of the cost when a square is differentiated?",
)(_gradient(delta=lambda a, y, z: 2 * (a - y) * a * (1 - a)))
neuron_gradient.mistake(
    "halved",
    says="Every derivative is half as large as it should be.",
    hint="What happens to the ½ in front of the cost when a square is differentiated?",
)(_gradient(delta=lambda a, y, z: (a - y) * a * (1 - a) / 2))
neuron_gradient.mistake(
    "error_missing",
    says="The error is missing: this is how the neuron's output moves, not the cost.",
    hint="Where every output is right already, the gradient should be 0. Is yours?",
)(_gradient(delta=lambda a, y, z: a * (1 - a)))
neuron_gradient.mistake(
    "bias_forgotten",
    says="db is always 0, as if the bias could not move.",
    hint="The bias is like a weight whose input is always 1. What is the derivative then?",
)(_gradient(db=lambda delta, X: 0.0))
neuron_gradient.mistake(
    "x_forgotten",
    says="Every weight has the same derivative, even where its input is 0.",
    hint="A weight acts through its input. Which factor is missing in dw?",
)(_gradient(dw=lambda delta, X: np.full(X.shape[1], delta.mean())))
neuron_gradient.mistake(
    "averaged_over_weights",
    says="dw is a single number: you average over the weights too.",
    hint="Over which axis of your products do the examples run?",
)(_gradient(dw=lambda delta, X: np.mean(delta[:, None] * X)))
