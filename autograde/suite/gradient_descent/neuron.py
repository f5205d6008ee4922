"""Chapter 03: the gradient of one sigmoid neuron."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

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
