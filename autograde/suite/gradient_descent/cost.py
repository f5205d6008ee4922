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


def _sum_of_squares(A, Y):
    return np.sum((Y - A) ** 2)


quadratic_cost.mistake(
    "half_missing",
    says="The cost is twice as large as it should be.",
    hint="Look at the number below the fraction bar once more. What stands there beside m?",
)(lambda A, Y: _sum_of_squares(A, Y) / len(Y))
quadratic_cost.mistake(
    "averaged_over_outputs",
    says="The cost is averaged over the outputs too; only the examples should be averaged.",
    hint="Two equally wrong outputs are twice as wrong as one. A mean over all numbers hides that.",
)(lambda A, Y: np.mean((Y - A) ** 2) / 2)
quadratic_cost.mistake(
    "mean_squared_error",
    says="This is the mean of all squared errors: it averages over the outputs too, and the ½ is "
    "missing.",
    hint="Count how many numbers you divide by when there are two examples with three outputs.",
)(lambda A, Y: np.mean((Y - A) ** 2))
quadratic_cost.mistake(
    "not_averaged",
    says="The cost is not averaged: it grows with the number of examples.",
    hint="Hand in the same batch twice over. Should the cost double?",
)(lambda A, Y: _sum_of_squares(A, Y) / 2)
quadratic_cost.mistake(
    "only_summed",
    says="This is the sum of all squared errors; nothing is divided yet.",
    hint="Which number stands in front of the sum in the docstring?",
)(_sum_of_squares)
quadratic_cost.mistake(
    "divided_by_outputs",
    says="The sum is divided by the number of outputs; it should be the number of examples.",
    hint="The examples are the rows. Which entry of the shape counts them?",
)(lambda A, Y: _sum_of_squares(A, Y) / (2 * Y.shape[1]))
quadratic_cost.mistake(
    "length_not_squared",
    says="The lengths of the errors are added up; their squares should be.",
    hint="‖y − a‖ is a square root. What does the square in the docstring do to it?",
)(lambda A, Y: np.sum(np.sqrt(np.sum((Y - A) ** 2, axis=1))) / (2 * len(Y)))
SQUARE_ROOT = {
    "says": "A square root is taken of the sum of all squares; the docstring has none.",
    "hint": "A norm is a square root. Does the cost consist of lengths or of their squares?",
}
quadratic_cost.mistake("square_root", **SQUARE_ROOT)(
    lambda A, Y: np.linalg.norm(Y - A) / (2 * len(Y))
)
quadratic_cost.mistake("square_root", **SQUARE_ROOT)(
    lambda A, Y: np.sqrt(_sum_of_squares(A, Y) / (2 * len(Y)))
)
quadratic_cost.mistake(
    "not_squared",
    says="The errors are not squared, so errors above and below cancel each other.",
    hint="Can your cost become negative? A cost should be 0 only where everything is right.",
)(lambda A, Y: np.sum(Y - A) / (2 * len(Y)))
quadratic_cost.mistake(
    "absolute",
    says="The errors' absolute values are added up, not their squares.",
    hint="An error twice as large should cost four times as much.",
)(lambda A, Y: np.sum(np.abs(Y - A)) / (2 * len(Y)))
quadratic_cost.mistake(
    "one_for_each_example",
    says="This is a cost for each example; one number for the whole batch is wanted.",
    hint="Over which axes do you add up?",
)(lambda A, Y: np.sum((Y - A) ** 2, axis=1) / 2)
