"""Chapter 03: the quadratic cost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case
from autograde.suite.gradient_descent.shared import chapter
from neurona.checks.exercise import Case

quadratic_cost = chapter.exercise(
    "quadratic_cost",
    points=2,
    public=[
        case(np.array([[0.75], [0.5], [0.25]]), np.array([[1.0], [0.0], [0.0]])),
        case(
            np.array([[0.5, 0.25, 0.75], [1.0, 0.5, 0.25]]),
            np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
        ),
        case(np.array([[3.0, -1.0, 0.5, 2.0]]), np.array([[1.0, 0.5, -0.5, 0.0]])),
        case(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])),
    ],
    hints=[
        "Start with one example: the error is a vector. What is its squared length?",
        "Add up over the examples. Then by which number does the docstring divide?",
        "m counts the examples, and each example is a row. Which NumPy sum adds up everything "
        "at once?",
    ],
)


@quadratic_cost.hidden
def _draw_batches(rng: np.random.Generator) -> Iterator[Case]:
    for m, n in ((1, 1), (1, 3), (4, 1), (3, 2), (5, 4), (8, 10)):
        Y = np.eye(n)[rng.integers(n, size=m)]
        yield case(rng.uniform(size=(m, n)).round(2), Y)
        yield case(rng.normal(size=(m, n)).round(2), rng.normal(size=(m, n)).round(2))
