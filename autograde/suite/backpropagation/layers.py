"""Chapter 05: from the errors of a layer to the gradients of its weights and biases."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.backpropagation.shared import chapter, draw_numbers
from autograde.suite.define import case
from neurona.checks.exercise import Case

layer_gradients = chapter.exercise(
    "layer_gradients",
    points=2,
    public=[
        case(np.array([0.5, -0.25]), np.array([1.0, 0.2, 0.6])),
        case(np.array([0.1, -0.4, 0.3]), np.array([0.9, 0.5, 0.25])),
        case(np.array([-0.75]), np.array([0.3, 0.8])),
    ],
    hints=[
        "Take one weight. Its neuron's weighted input grows by how much when the weight grows a "
        "little?",
        "There is one number for each pair of a neuron of this layer and one of the layer before. "
        "Which NumPy function multiplies all pairs?",
        "A bias is like a weight from a neuron that always says 1.",
    ],
)


@layer_gradients.hidden
def _draw_gradients(rng: np.random.Generator) -> Iterator[Case]:
    for n_out, n_in in ((1, 1), (2, 3), (3, 2), (4, 4), (1, 5), (6, 1), (10, 7)):
        yield case(draw_numbers(rng, n_out), rng.random(n_in).round(2) + 0.05)


for _id, _says, _hint, *_ways in (
    (
        "outer_other_way",
        "dW is transposed: its rows belong to the layer before.",
        "dW has the shape of the weights, (n_out, n_in). Which of the two vectors runs along the "
        "rows?",
        lambda delta, a: (np.outer(a, delta), delta),
    ),
    (
        "bias_summed",
        "db is one number; each bias has a derivative of its own.",
        "How many biases does the layer have?",
        lambda delta, a: (np.outer(delta, a), delta.sum()),
    ),
    (
        "bias_column",
        "db is a column; the docstring asks for the shape (n_out,).",
        "Print the shape of what you return and compare it with the docstring's.",
        lambda delta, a: (np.outer(delta, a), delta[:, None]),
    ),
    (
        "bias_times_input",
        "The biases' derivatives are multiplied by activations; no activation stands beside a "
        "bias.",
        "In z = W a + b, what is b multiplied by?",
        lambda delta, a: (np.outer(delta, a), delta * a.sum()),
        lambda delta, a: (np.outer(delta, a), delta * a.mean()),
    ),
    (
        "element_by_element",
        "dW multiplies the two vectors element by element; every neuron meets every activation.",
        "How many weights does the layer have, and how many numbers do you find?",
        lambda delta, a: (delta * a, delta),
    ),
    (
        "inner_product",
        "dW is a single number: the products are added up.",
        "How many weights does the layer have, and how many numbers do you find?",
        lambda delta, a: (delta @ a, delta),
    ),
    (
        "swapped",
        "The two returned values have changed places.",
        "In which order does the docstring list them?",
        lambda delta, a: (delta, np.outer(delta, a)),
    ),
    (
        "sign_reversed",
        "Both gradients have the wrong sign. They tell where the cost grows; going downhill comes "
        "later.",
        "Which of your functions will subtract: this one, or the step?",
        lambda delta, a: (-np.outer(delta, a), -delta),
    ),
    (
        "bias_missing",
        "Only the gradient of the weights is returned.",
        "What else does the layer have to learn?",
        lambda delta, a: np.outer(delta, a),
    ),
):
    for _way in _ways:
        layer_gradients.mistake(_id, says=_says, hint=_hint)(_way)
