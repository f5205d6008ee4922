"""Chapter 03: the slope of any function, by central differences.

The steps h are large in most cases: then other differences, which only agree in the limit, are
told apart by far more than the tolerance.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.gradient_descent.shared import chapter
from neurona.checks.exercise import Case
from neurona.checks.plain import Named

MATRIX = np.array([[0.5, -1.0, 0.25], [1.5, 0.75, -0.5]])

numerical_gradient = chapter.exercise(
    "numerical_gradient",
    parts=[
        part("vector", 2, "measures the gradient at a vector"),
        part("any_shape", 1, "measures it at an array of any shape"),
    ],
    public=[
        case(Named("bowl"), np.array([1.0, -0.5]), 0.5, part="vector"),
        case(Named("wells"), np.array([0.5, 1.5, -1.0]), 0.5, part="vector"),
        case(Named("ripple"), np.array([0.25, -0.5, 0.75]), 0.25, part="vector"),
        case(Named("wells"), np.array([0.75]), part="vector"),
        case(Named("wells"), MATRIX, 0.5, part="any_shape"),
        case(Named("ripple"), MATRIX, 0.125, part="any_shape"),
        case(Named("bowl"), np.array([[0.5], [-0.25]]), part="any_shape"),
    ],
    hints=[
        "First for one number of v only: evaluate f a little to the right and a little to the "
        "left. How far apart are the two points?",
        "Then a loop: each number of v gets its turn, while all the others stay where they are.",
        "Move a copy, not v itself. For arrays with rows and columns, `np.ndindex(v.shape)` runs "
        "over all positions.",
    ],
)


@numerical_gradient.hidden
def _draw_places(rng: np.random.Generator) -> Iterator[Case]:
    for f in ("bowl", "wells", "ripple"):
        for n in (1, 2, 4):
            v = rng.uniform(-1.5, 1.5, n).round(2)
            yield case(Named(f), v, float(rng.choice([0.125, 0.25, 0.5])), part="vector")
            yield case(Named(f), v, part="vector")
        for shape in ((2, 3), (3, 1), (2, 2, 2)):
            v = rng.uniform(-1.5, 1.5, shape).round(2)
            yield case(Named(f), v, float(rng.choice([0.125, 0.25, 0.5])), part="any_shape")
