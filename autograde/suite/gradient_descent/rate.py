"""Chapter 03: how large the learning rate may be."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case
from autograde.suite.gradient_descent.shared import chapter
from neurona.checks.compare import Tolerance
from neurona.checks.exercise import Case

max_learning_rate = chapter.exercise(
    "max_learning_rate",
    points=2,
    tolerance=Tolerance(absolute=0),
    public=[
        case(np.array([[2.0, 0.0], [0.0, 8.0]])),
        case(np.array([[5.0, 0.0], [0.0, 1.0]])),
        case(np.array([[3.0, 1.0], [1.0, 2.0]])),
        case(np.array([[4.0, -1.0, 0.5], [-1.0, 3.0, 0.0], [0.5, 0.0, 1.0]])),
        case(np.array([[0.25]])),
    ],
    hints=[
        "In which direction does the cost curve most? There the path gets out of hand first.",
        "Along that direction each step multiplies v by 1 − η·curvature. How large may this "
        "factor be, in absolute value?",
        "The curvatures are the eigenvalues of H. `np.linalg` finds those of symmetric matrices.",
    ],
)


@max_learning_rate.hidden
def _draw_bowls(rng: np.random.Generator) -> Iterator[Case]:
    for n in (1, 2, 2, 3, 4, 6):
        for scale in (0.01, 1.0, 100.0):
            turned, _ = np.linalg.qr(rng.normal(size=(n, n)))
            curvatures = scale * (0.3 + np.arange(n) + rng.uniform(0, 0.5, n))
            H = (turned * curvatures) @ turned.T
            yield case((H + H.T) / 2)
