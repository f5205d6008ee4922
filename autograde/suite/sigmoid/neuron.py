"""Chapter 02: how a sigmoid neuron answers a nudge."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case
from autograde.suite.sigmoid.shared import chapter
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
