"""Chapter 05: holding backprop against central differences."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.backpropagation.shared import (
    chapter,
    draw_network,
    draw_numbers,
    draw_targets,
)
from autograde.suite.define import case
from neurona.checks.compare import Tolerance
from neurona.checks.exercise import Case


def _check_case(seed: int, sizes: tuple[int, ...]) -> Case:
    rng = np.random.default_rng(seed)
    network = draw_network(rng, sizes)
    return case(draw_numbers(rng, sizes[0]), draw_targets(rng, sizes[-1]), *network)


gradient_check = chapter.exercise(
    "gradient_check",
    points=3,
    tolerance=Tolerance(relative=0, absolute=1e-4),
    public=[_check_case(91, (2, 3, 1)), _check_case(92, (2, 2, 2))],
    hints=[
        "You need the cost as a function of the weights and biases: go forward, then take half "
        "the sum of squares.",
        "Nudge one number up, note the cost; nudge it down, note the cost; put it back.",
        "Go through every weight and every bias of every layer, and remember the largest "
        "relative error.",
    ],
)


@gradient_check.hidden
def _draw_check(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((2, 2), (3, 2, 2)):
        yield _check_case(int(rng.integers(2**32)), sizes)


@gradient_check.mistake(
    "no_half",
    says="The numerical derivatives are twice as large as they should be.",
    hint="Look at the number in front of the square in the cost, and at how far apart the two "
    "nudged values are.",
)
def _(x, y, weights, biases):
    return 1 / 3


@gradient_check.mistake(
    "absolute",
    says="The differences are not divided by the size of the derivatives.",
    hint="Is an error of 0.01 large? What does it depend on?",
)
def _(x, y, weights, biases):
    return 0.01


@gradient_check.mistake(
    "opposite",
    says="The numerical derivatives have the opposite sign.",
    hint="Which cost do you subtract from which?",
)
def _(x, y, weights, biases):
    return 1.0
