"""Chapter 02: the sigmoid, its slope, and its cousin the hyperbolic tangent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import Function, case, part
from autograde.suite.sigmoid.shared import chapter
from neurona.checks.exercise import Case

ENORMOUS = 8e307
"""Near the largest float there is, and yet its double is one too."""

PUBLIC = [
    case(0.0, part="values"),
    case(2.0, part="values"),
    case(np.array([-1.0, 0.0, 0.5]), part="values"),
    case(np.array([[-2.5, 1.0, 0.25], [4.0, -0.5, 3.0]]), part="values"),
    case(np.array([-8.0]), part="values"),
    case(np.array([-1e4, 0.5, 1e4]), part="extremes"),
    case(np.array([1.5, 800.0, 1e4]), part="extremes"),
    case(np.array([[-ENORMOUS, 1.0], [-0.25, ENORMOUS]]), part="extremes"),
    case(-2000.0, part="extremes"),
]


def _draw_numbers(rng: np.random.Generator) -> Iterator[Case]:
    """Draw numbers where the curve bends, and numbers far out on both sides."""
    for shape in ((), (1,), (4,), (2, 3), (2, 2, 2)):
        numbers = rng.uniform(-4, 4, shape).round(2)
        yield case(numbers if shape else float(numbers), part="values")
    for far in (750.0, 1e4, 1e100, ENORMOUS):
        near = rng.uniform(-2, 2, 2).round(2)
        yield case(np.array([near[0], far, -far, near[1]]), part="extremes")
        yield case(np.array([[far], [near[0]]]), part="extremes")
        yield case(np.array([near[1], -far]), part="extremes")
    yield case(-float(rng.uniform(720, 5000)), part="extremes")


def _quietly(function: Function) -> Function:
    """Work out a mistake's values without its warnings."""

    def quiet(z):
        with np.errstate(all="ignore"):
            return function(z)

    return quiet


sigmoid = chapter.exercise(
    "sigmoid",
    parts=[
        part("values", 1, "gives the right values where the curve bends"),
        part("extremes", 1, "needs no warning, however large the numbers are"),
    ],
    warnings_count=True,
    public=PUBLIC,
    hints=[
        "Work out three values by hand: z = 0, a large z and a very negative z. What does the "
        "formula give?",
        "NumPy's exponential works on single numbers and on arrays of any shape alike.",
        "e to the power of 1000 is too large for a float; e to the power of −1000 is simply 0. "
        "Can you arrange it so that the exponent is never positive?",
        "The curve is symmetric: what σ(−z) lacks to 1 is σ(z). So one half of the curve tells "
        "you the other.",
    ],
)
sigmoid.hidden(_draw_numbers)
sigmoid_prime = chapter.exercise(
    "sigmoid_prime",
    parts=[
        part("values", 2, "gives the slope where the curve bends"),
        part("extremes", 1, "gives a slope also for numbers of any size"),
    ],
    public=PUBLIC,
    hints=[
        "Where is the curve steepest, and how steep is it far out on either side?",
        "The slope can be worked out from the height of the curve alone. You have a function "
        "that gives the height.",
        "The height is σ(z). What is left from there up to 1 matters as much as the height.",
    ],
)
sigmoid_prime.hidden(_draw_numbers)
tanh_from_sigmoid = chapter.exercise(
    "tanh_from_sigmoid",
    parts=[
        part("values", 1, "gives the right values where the curve bends"),
        part("extremes", 1, "gives a value for numbers of any size"),
    ],
    public=PUBLIC,
    hints=[
        "Three changes turn one curve into the other: one acts on z, two act on the output.",
        "The sigmoid rises by 1 in all, the tangent by 2. And where should the middle, now "
        "at one half, come to lie?",
        "With the output stretched, the slope at 0 has doubled from ¼ to ½. It has to be 1.",
    ],
)
tanh_from_sigmoid.hidden(_draw_numbers)
