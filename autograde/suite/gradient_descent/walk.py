"""Chapter 03: walking downhill."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case
from autograde.suite.gradient_descent.shared import chapter
from neurona.checks.exercise import Case
from neurona.checks.plain import Named

gradient_descent = chapter.exercise(
    "gradient_descent",
    points=3,
    public=[
        case(Named("bowl_slope"), np.array([2.0, -1.0]), 0.25, 3),
        case(Named("wells_slope"), np.array([0.5, -1.5]), 0.125, 4),
        case(Named("ripple_slope"), np.array([0.5, 1.0, -0.25]), 0.1, 2),
        case(Named("bowl_slope"), np.array([1.0, 0.5]), 1.5, 2),
        case(Named("wells_slope"), np.array([0.25]), 0.5, 1),
    ],
    hints=[
        "A list is a good place for the path. What is in it before the first step?",
        "In each step, ask grad where you stand now, not where you started.",
        "Make a new array in each step. If you change one and the same array, all rows of the "
        "path change with it.",
    ],
)


@gradient_descent.hidden
def _draw_walks(rng: np.random.Generator) -> Iterator[Case]:
    for grad in ("bowl_slope", "wells_slope", "ripple_slope"):
        for n, steps in ((1, 3), (2, 1), (2, 8), (3, 4), (5, 2)):
            v0 = rng.uniform(-1.25, 1.25, n).round(2)
            yield case(Named(grad), v0, float(rng.uniform(0.05, 0.2)), steps)
    yield case(Named("bowl_slope"), rng.normal(size=2).round(2), 1.25, 5)
