"""Chapter 07: what a penalty adds to the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from autograde.suite.define import SuiteExercise, case
from autograde.suite.l1_l2.shared import chapter, draw_layers
from neurona.checks.compare import Tolerance
from neurona.checks.exercise import Case

PURELY_RELATIVE = Tolerance(absolute=0)
"""With a large training set a penalty is tiny."""

PUBLIC = [
    case([np.array([[1.0, -2.0], [0.5, 3.0]])], 5.0, 10),
    case(
        [
            np.array([[0.5, -1.5, 2.0], [1.0, 0.25, -3.0]]),
            np.array([[-2.0, 0.5], [0.75, -1.0], [1.5, -2.5]]),
            np.array([[-0.5, 1.25, -0.25]]),
        ],
        0.3,
        4,
    ),
    case([np.array([[0.4, -0.1]]), np.array([[-1.5], [0.2]])], 0.1, 50_000),
    case([np.array([[-0.5], [1.5], [-2.0]]), np.array([[1.0, -0.75, 0.25]])], 7.0, 2),
]


def _draw_penalty(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((2, 1), (1, 4), (3, 2), (2, 3, 1), (3, 4, 2), (2, 3, 4, 2), (4, 2, 3, 2, 1)):
        for n in (int(rng.integers(2, 20)), int(rng.integers(100, 60_000))):
            yield case(draw_layers(rng, *sizes), round(rng.uniform(0.01, 9), 3), n)
    yield case(draw_layers(rng, 2, 3, 2), 0.0, 100)


@dataclass(frozen=True)
class _Penalty:
    """A way of writing a penalty with one thing done differently."""

    size: Callable[[np.ndarray], np.ndarray]
    halves: bool
    factor: Callable[[float, int], float] = lambda lam, n: lam / n
    combine: Callable[[list[np.ndarray]], object] = lambda sizes: sum(map(np.sum, sizes))

    def answer(self, weights, lam, n):
        total = self.combine([self.size(W) for W in weights])
        return self.factor(lam, n) / (2 if self.halves else 1) * total


def _of_all(measure):
    return lambda sizes: measure(np.concatenate([size.ravel() for size in sizes]))


def _layer_by_layer(measure):
    return lambda sizes: sum(measure(size) for size in sizes)


MEANS = (
    _of_all(np.mean),
    _layer_by_layer(np.mean),
    lambda sizes: np.mean([np.mean(size) for size in sizes]),
    lambda sizes: np.mean([np.sum(size) for size in sizes]),
)
MATRIX_NORM = (
    "For a matrix, this norm is something else: it does not add up all the weights.",
    "Look up what `np.linalg.norm` works out for a matrix. Does every weight take part?",
)


def _register(exercise: SuiteExercise, id: str, says: str, hint: str, *ways: _Penalty) -> None:
    for way in ways:
        exercise.mistake(id, says=says, hint=hint)(way.answer)


BOTH = (
    (
        "n_missing",
        "The size of the training set has no effect.",
        "Which of the arguments does your function never use?",
        {"factor": lambda lam, n: lam},
    ),
    (
        "times_n",
        "The more examples there are, the larger this penalty; it should be the other way round.",
        "Python works from left to right. In `8 / 2 * 4`, is the 4 above or below the line?",
        {"factor": lambda lam, n: lam * n},
    ),
    (
        "lam_missing",
        "λ has no effect.",
        "With λ = 0 there should be no penalty at all. What do you get?",
        {"factor": lambda lam, n: 1 / n},
    ),
    (
        "last_layer_only",
        "Only the weights of the last layer count.",
        "In your loop, does a layer's share replace what was there before, or join it?",
        {"combine": lambda sizes: np.sum(sizes[-1])},
    ),
    (
        "first_layer_only",
        "Only the weights of the first layer count.",
        "Where does the return stand: inside the loop over the layers, or after it? Or is there "
        "no loop?",
        {"combine": lambda sizes: np.sum(sizes[0])},
    ),
    (
        "array",
        "This is an array; the cost needs a single number.",
        "Python's own `sum` adds up rows, or whole arrays, and no more. What does NumPy's add?",
        {"combine": lambda sizes: sum(sum(size) for size in sizes)},
        {"combine": sum},
    ),
    (
        "averaged",
        "Weights or layers are averaged; they should be added up.",
        "Put the same layer into the network a second time. Does the penalty double?",
        *({"combine": mean} for mean in MEANS),
    ),
    (
        "per_layer",
        "There is one number for each layer. The cost needs a single one.",
        "What becomes of the layers' numbers in the end?",
        {"combine": lambda sizes: np.array([np.sum(size) for size in sizes])},
    ),
)
"""Mistakes that do not hang on what is added up, each with what it does differently."""


def _register_what_both_share(
    exercise: SuiteExercise, size: Callable[[np.ndarray], np.ndarray], *, halves: bool
) -> None:
    for id, says, hint, *changes in BOTH:
        ways = [_Penalty(size, halves, **change) for change in changes]
        _register(exercise, id, says, hint, *ways)


l2_penalty = chapter.exercise(
    "l2_penalty",
    points=2,
    tolerance=PURELY_RELATIVE,
    public=PUBLIC,
    hints=[
        "Begin with one layer: square each of its weights, then add them all up.",
        "The layers differ in shape. Let each give one number, and collect these.",
        "What is left is one factor for the whole sum. Check it with a single weight of 1.",
    ],
)
l2_penalty.hidden(_draw_penalty)
_register_what_both_share(l2_penalty, np.square, halves=True)

for _id, _says, _hint, *_ways in (
    (
        "half_missing",
        "The penalty is twice as large as it should be.",
        "Compare the factor in front of the sum with the formula once more. What stands below "
        "the line?",
        _Penalty(np.square, halves=False),
    ),
    (
        "other_lambda",
        "λ is neither halved nor divided by n. Some libraries mean that by λ, this course does "
        "not.",
        "Compare the factor in front of the sum with the formula once more. What stands below "
        "the line?",
        _Penalty(np.square, halves=False, factor=lambda lam, n: lam),
    ),
    (
        "square_of_sum",
        "The weights are added up first and squared afterward, so that positive and negative "
        "ones cancel.",
        "Take the weights 1 and −1. What should their penalty be, and what is it in yours?",
        _Penalty(np.sum, halves=True, combine=lambda sums: np.square(sum(sums))),
        _Penalty(np.sum, halves=True, combine=lambda sums: np.sum(np.square(sums))),
    ),
    (
        "not_squared",
        "The weights are added up as they are: positive and negative ones cancel.",
        "Take the weights 1 and −1. What should their penalty be, and what is it in yours?",
        _Penalty(np.asarray, halves=True),
        _Penalty(np.asarray, halves=False),
    ),
    (
        "absolute",
        "This adds up how large the weights are, without squaring. That is the other penalty.",
        "A weight of 3: how much does it add to the sum, and how much does a weight of 1?",
        _Penalty(np.abs, halves=True),
        _Penalty(np.abs, halves=False),
    ),
    (
        "root_taken",
        "A root is taken of the sum of squares. `np.linalg.norm` does that too.",
        "Double every weight. The penalty should grow fourfold. Does yours?",
        _Penalty(np.asarray, halves=True, combine=_of_all(np.linalg.norm)),
        _Penalty(np.asarray, halves=True, combine=_layer_by_layer(np.linalg.norm)),
    ),
    (
        "matrix_norm",
        *MATRIX_NORM,
        _Penalty(
            np.asarray,
            halves=True,
            combine=_layer_by_layer(lambda W: np.linalg.norm(W, 2) ** 2),
        ),
        _Penalty(np.asarray, halves=True, combine=_layer_by_layer(lambda W: np.linalg.norm(W, 2))),
    ),
):
    _register(l2_penalty, _id, _says, _hint, *_ways)


l1_penalty = chapter.exercise(
    "l1_penalty",
    points=1,
    tolerance=PURELY_RELATIVE,
    public=PUBLIC,
    hints=[
        "You have written a penalty already. What do you do to each weight this time?",
        "A weight's sign must not matter. How do you remove it from a whole array at once?",
        "Compare the factors in front of the two sums. They are not the same.",
    ],
)
l1_penalty.hidden(_draw_penalty)
_register_what_both_share(l1_penalty, np.abs, halves=False)

for _id, _says, _hint, *_ways in (
    (
        "halved",
        "The penalty is half as large as it should be.",
        "The ½ is there so that a square has a simple slope. Is there a square here?",
        _Penalty(np.abs, halves=True),
    ),
    (
        "absolute_of_sum",
        "The weights are added up first and lose their sign afterward, so that positive and "
        "negative ones cancel.",
        "Take the weights 1 and −1. What should their penalty be, and what is it in yours?",
        _Penalty(np.sum, halves=False, combine=lambda sums: np.abs(sum(sums))),
        _Penalty(np.sum, halves=False, combine=lambda sums: np.sum(np.abs(sums))),
    ),
    (
        "not_absolute",
        "The weights are added up with their signs: positive and negative ones cancel.",
        "Take the weights 1 and −1. What should their penalty be, and what is it in yours?",
        _Penalty(np.asarray, halves=False),
    ),
    (
        "squared",
        "The weights are squared. That is the other penalty.",
        "A weight of 3: how much does it add to the sum, and how much does a weight of 1?",
        _Penalty(np.square, halves=False),
        _Penalty(np.square, halves=True),
    ),
    (
        "euclidean",
        "This is the length of the weights as a vector: squares are added up, then a root is "
        "taken.",
        "`np.linalg.norm` knows several norms. Which one does it take unless it is told?",
        _Penalty(np.asarray, halves=False, combine=_of_all(np.linalg.norm)),
        _Penalty(np.asarray, halves=False, combine=_layer_by_layer(np.linalg.norm)),
    ),
    (
        "matrix_norm",
        *MATRIX_NORM,
        _Penalty(np.asarray, halves=False, combine=_layer_by_layer(lambda W: np.linalg.norm(W, 1))),
    ),
):
    _register(l1_penalty, _id, _says, _hint, *_ways)
