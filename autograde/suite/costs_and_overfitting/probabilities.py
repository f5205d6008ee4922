"""Chapter 06: softmax, which makes probabilities of weighted inputs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.costs_and_overfitting.shared import chapter, reference
from autograde.suite.define import case, part
from neurona.checks.exercise import Case

Rows = list[list[float]]


def _case(Z: Rows, part: str) -> Case:
    return case(np.array(Z), part=part)


softmax = chapter.exercise(
    "softmax",
    parts=[
        part("values", 2, "the right shares, row by row"),
        part("stable", 1, "no warning and no NaN, however large the numbers are"),
    ],
    warnings_count=True,
    public=[
        _case([[1.0, 0.0], [2.0, -1.0]], "values"),
        _case([[1.0, 2.0, 3.0], [0.5, -1.0, 0.0]], "values"),
        _case([[0.0, 0.5], [1.0, -1.0], [2.0, 0.25]], "values"),
        _case([[-0.5, 1.5, 0.25, 3.0]], "values"),
        _case([[1000.0, 1001.0, 999.0], [1.0, 2.0, 0.5]], "stable"),
        _case([[-1000.0, -1001.0], [-2000.5, -2000.0]], "stable"),
        _case([[1500.0, 1501.0], [0.5, 0.0], [-800.0, -801.5]], "stable"),
        _case([[3000.0, 0.0, -2000.0, 2999.0]], "stable"),
    ],
    hints=[
        "Take one row. First make all its numbers positive, then make them add up to 1.",
        "One example is one row, and each row has a sum of its own. Print the shape of your sums: "
        "can NumPy divide Z's shape by it?",
        "e to the power of 1000 is too large for a float; e to the power of −1000 is simply 0. "
        "Add 5 to every number of a row: what becomes of its shares?",
        "So you may move each row up or down as you like. Where should its largest number end up?",
    ],
)


@softmax.hidden
def _draw_inputs(rng: np.random.Generator) -> Iterator[Case]:
    for m, n in ((1, 2), (1, 5), (2, 3), (3, 2), (3, 3), (6, 10)):
        yield case(rng.uniform(-3, 3, (m, n)).round(2), part="values")
    for m, n in ((2, 2), (3, 4), (4, 3)):
        near = rng.uniform(-2, 2, (m, n)).round(2)
        far = rng.uniform(800, 5000, (m, 1)).round()
        yield case(near + far, part="stable")
        yield case(near - far, part="stable")
        yield case(near + far * np.resize([[1.0], [-1.0]], (m, 1)), part="stable")
        apart = near.copy()
        apart[:, 0], apart[:, -1] = far[:, 0], -far[:, 0]
        yield case(apart, part="stable")


def _shares(powers):
    return powers / powers.sum(axis=1, keepdims=True)


def _of_powers(put_together):
    """Write softmax with another way from powers to shares, stable and not."""
    return (
        lambda Z: put_together(np.exp(Z - Z.max(axis=1, keepdims=True))),
        lambda Z: put_together(np.exp(Z)),
    )


def _of_inputs(change):
    """Write softmax with the inputs changed first."""
    return lambda Z: reference.softmax(change(Z))


def _shifted(by):
    """Write softmax with something else subtracted than the row's largest number."""
    return lambda Z: _shares(np.exp(Z - by(Z)))


def _by_logarithms(Z):
    return np.exp(Z - np.log(np.exp(Z).sum(axis=1, keepdims=True)))


def _largest_only(Z):
    return (Z.max(axis=1, keepdims=True) == Z).astype(float)


def _in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


def _clipped(bound):
    return _of_inputs(lambda Z: np.clip(Z, -bound, bound))


for _id, _says, _hint, *_ways in (
    (
        "over_whole_array",
        "All shares together add up to 1; each row should do so by itself.",
        "Each row is one example. What do its probabilities have to add up to?",
        *_of_powers(lambda powers: powers / powers.sum()),
        lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(),
    ),
    (
        "over_columns",
        "Each column adds up to 1; each row should.",
        "axis=0 goes down through the examples. Which axis runs through the classes of one?",
        lambda Z: reference.softmax(Z.T).T,
        *_of_powers(lambda powers: powers / powers.sum(axis=0)),
    ),
    (
        "dimension_lost",
        "Each column is divided by the sum of a row: the sums lie down where they should stand.",
        "Print the shapes of the powers and of the sums. Which dimension is gone, and how do you "
        "make NumPy keep it?",
        *_of_powers(lambda powers: powers / powers.sum(axis=1)),
    ),
    (
        "maximum_lies_down",
        "The largest number of a row is subtracted from a column.",
        "Print the shapes of Z and of the largest numbers. Which dimension did NumPy drop?",
        lambda Z: _shares(np.exp(Z - Z.max(axis=1))),
        lambda Z: np.exp(Z - Z.max(axis=1)) / np.exp(Z - Z.max(axis=1)).sum(axis=1),
    ),
    (
        "exponential_missing",
        "The numbers are divided by their sum as they are: the exponential is missing.",
        "Can a probability be negative? What makes every number positive?",
        _shares,
    ),
    (
        "not_divided",
        "The powers are right, but nothing divides them: the rows do not add up to 1.",
        "How do you make shares of a whole out of a few positive numbers?",
        *_of_powers(lambda powers: powers),
    ),
    (
        "sigmoids",
        "This is the sigmoid of each number by itself; the rows do not add up to 1.",
        "If one class becomes more probable, what must the others do?",
        lambda Z: sigmoid(Z),
    ),
    (
        "logarithm",
        "This is the logarithm of the probabilities.",
        "Can a probability be negative?",
        lambda Z: Z - np.log(np.exp(Z).sum(axis=1, keepdims=True)),
        lambda Z: np.log(reference.softmax(Z)),
    ),
    (
        "minus_z",
        "The smallest number of a row gets the largest share: the exponent has the wrong sign.",
        "Which number of a row is the network's favorite?",
        _of_inputs(np.negative),
        lambda Z: _shares(np.exp(-Z)),
    ),
    (
        "largest_only",
        "The largest number gets everything. Softmax is softer: the others keep a share.",
        "How sure is the network when two numbers of a row are nearly equal?",
        _largest_only,
    ),
    (
        "divided_by_maximum",
        "The numbers are divided by the largest one. That tames them, but it changes the shares.",
        "Add 5 to every number of a row, then multiply every number by 5. Which of the two "
        "leaves the shares as they are?",
        _of_inputs(lambda Z: Z / Z.max(axis=1, keepdims=True)),
        _of_inputs(lambda Z: Z / Z.max()),
        _of_inputs(lambda Z: Z / np.abs(Z).max(axis=1, keepdims=True)),
        _of_inputs(lambda Z: Z / np.abs(Z).max()),
    ),
    (
        "overflows",
        "The values are right for small numbers, but in the thousands the exponential overflows, "
        "or all powers of a row become 0.",
        "Add 5 to every number of a row. What becomes of its shares? Use that before you take the "
        "exponential.",
        _shifted(lambda Z: 0),
        _by_logarithms,
    ),
    (
        "one_maximum_for_all",
        "One and the same number is subtracted from all rows. A row far below it becomes all "
        "zeros, and is divided by 0.",
        "Each row may be moved by itself. How far must this one be moved?",
        _shifted(np.max),
        _shifted(lambda Z: Z.max(axis=0)),
    ),
    (
        "another_shift",
        "Something is subtracted from each row, but its largest number stays so large that the "
        "exponential overflows.",
        "Which number of a row is the dangerous one? Where should it end up?",
        _shifted(lambda Z: Z.mean(axis=1, keepdims=True)),
        _shifted(lambda Z: Z.min(axis=1, keepdims=True)),
        _shifted(lambda Z: np.median(Z, axis=1, keepdims=True)),
    ),
    (
        "cut_off",
        "Large numbers are cut off. That tames them, but 1000 and 1001 become equal.",
        "Moving a whole row keeps its differences. Where should its largest number end up?",
        *map(_clipped, (20.0, 50.0, 100.0, 500.0, 700.0)),
    ),
    (
        "inputs_changed",
        "The value is right, but Z itself is changed on the way.",
        "`-=` writes into the array that was handed in. How do you make a new one?",
        _in_place,
    ),
):
    for _way in _ways:
        softmax.mistake(_id, says=_says, hint=_hint)(_way)
