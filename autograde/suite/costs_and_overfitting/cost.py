"""Chapter 06: the cross-entropy of sigmoid outputs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.costs_and_overfitting.shared import chapter, draw_targets, register
from autograde.suite.define import case, part
from neurona.checks.exercise import Case

EPSILON = 1e-12
TINY = 1e-20
"""Not 0, and yet far below what outputs are clipped to."""

Rows = list[list[float]]


def _case(A: Rows, Y: Rows, part: str) -> Case:
    return case(np.array(A), np.array(Y), part=part)


cross_entropy = chapter.exercise(
    "cross_entropy",
    parts=[
        part("values", 2, "outputs between 0 and 1"),
        part("sure", 1, "outputs of 0 or 1, or so near that it makes no difference"),
    ],
    public=[
        _case([[0.8], [0.3], [0.6]], [[1.0], [0.0], [0.0]], "values"),
        _case(
            [[0.9, 0.2, 0.4], [0.5, 0.7, 0.1]],
            [[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]],
            "values",
        ),
        _case([[0.25, 0.6, 0.95, 0.3]], [[0.5, 0.8, 0.75, 0.1]], "values"),
        _case([[1.0, 0.7], [0.6, 0.1]], [[1.0, 1.0], [1.0, 0.0]], "sure"),
        _case([[0.0], [0.4], [0.9]], [[1.0], [0.0], [1.0]], "sure"),
        _case([[TINY, 0.3], [0.2, 0.6]], [[1.0, 0.0], [0.0, 1.0]], "sure"),
        _case([[1.0, 0.0, 0.25]], [[0.0, 0.0, 1.0]], "sure"),
    ],
    hints=[
        "Take one output that should be 1, and one that should be 0. Which of the two logarithms "
        "counts for each?",
        "NumPy's arithmetic works on whole arrays: first what every single output costs, then one "
        "sum over all of them.",
        "NumPy has a function that keeps numbers within a range. The numbers that go into the "
        "logarithm must already be within it.",
    ],
)


@cross_entropy.hidden
def _draw_outputs(rng: np.random.Generator) -> Iterator[Case]:
    for m, n in ((1, 2), (3, 1), (4, 1), (3, 2), (5, 4), (8, 10)):
        A = rng.uniform(0.02, 0.98, (m, n)).round(3)
        yield case(A, draw_targets(rng, m, n), part="values")
        yield case(A, rng.uniform(0.02, 0.98, (m, n)).round(2), part="values")
    for m, n in ((3, 1), (2, 3), (4, 5)):
        for extreme in (0.0, 1.0, TINY):
            A, Y = rng.uniform(0.05, 0.95, (m, n)).round(3), draw_targets(rng, m, n)
            right, wrong = rng.permutation(m * n)[:2]
            A.flat[[right, wrong]] = extreme
            Y.flat[right], Y.flat[wrong] = round(extreme), 1 - round(extreme)
            yield case(A, Y, part="sure")


def _clipped(A):
    return np.clip(A, EPSILON, 1 - EPSILON)


def _prices(A, Y, log=np.log):
    """Find the cross-entropy of every single output."""
    return -(Y * log(A) + (1 - Y) * log(1 - A))


def _of_clipped(put_together):
    """Write cross_entropy with another way from prices to a cost."""
    return lambda A, Y: put_together(_prices(_clipped(A), Y))


def _sum_over_examples(prices):
    return np.sum(prices) / len(prices)


def _priced(price, clip=_clipped):
    """Write cross_entropy with another price for a single output."""
    return lambda A, Y: _sum_over_examples(price(clip(A), Y))


def _as_if_hard(is_one):
    return _priced(lambda A, Y: -np.where(is_one(Y), np.log(A), np.log(1 - A)))


def _in_range(epsilon):
    return _priced(_prices, lambda A: np.clip(A, epsilon, 1 - epsilon))


def _only_exact(A):
    return np.where(A == 0, EPSILON, np.where(A == 1, 1 - EPSILON, A))


def _in_place(clip):
    def mistaken(A, Y):
        clip(A)
        return _sum_over_examples(_prices(_clipped(A), Y))

    return mistaken


def _clip_with_masks(A):
    A[A < EPSILON] = EPSILON
    A[A > 1 - EPSILON] = 1 - EPSILON


def _add_a_little(A):
    A += 1e-9


OTHER_RANGES = (1e-16, 1e-15, 1e-10, 1e-9, 1e-8, 1e-7)

register(
    cross_entropy,
    (
        (
            "second_term_missing",
            "The second term is missing: an output that should be 0 costs nothing, however large "
            "it is.",
            "Put in a = 0.99 where 0 is desired. Does your cost notice?",
            _priced(lambda A, Y: -Y * np.log(A)),
        ),
        (
            "first_term_missing",
            "The first term is missing: an output that should be 1 costs nothing, however small "
            "it is.",
            "Put in a = 0.01 where 1 is desired. Does your cost notice?",
            _priced(lambda A, Y: -(1 - Y) * np.log(1 - A)),
        ),
        (
            "terms_subtracted",
            "The two terms are subtracted; they should be added.",
            "The minus in front of the fraction belongs to the whole bracket. What stands between "
            "the two terms?",
            _priced(lambda A, Y: -(Y * np.log(A) - (1 - Y) * np.log(1 - A))),
            _priced(lambda A, Y: Y * np.log(A) - (1 - Y) * np.log(1 - A)),
        ),
        (
            "sign_reversed",
            "The cost is negative: it falls when the outputs get worse.",
            "The logarithm of a number below 1 is negative. What turns it around?",
            _of_clipped(lambda prices: -_sum_over_examples(prices)),
        ),
        (
            "averaged_over_outputs",
            "The cost is averaged over the outputs too; only the examples should be averaged.",
            "By how many numbers do you divide when there are two examples with three outputs?",
            _of_clipped(np.mean),
        ),
        (
            "divided_by_outputs",
            "The sum is divided by the number of outputs; it should be the number of examples.",
            "The examples are the rows. Which entry of the shape counts them?",
            _of_clipped(lambda prices: np.sum(prices) / prices.shape[1]),
        ),
        (
            "not_averaged",
            "The cost is not averaged: it grows with the number of examples.",
            "Hand in the same batch twice over. Should the cost double?",
            _of_clipped(np.sum),
        ),
        (
            "halved",
            "The cost is half of what it should be: the ½ belongs to the quadratic cost.",
            "Which number stands below the fraction bar in the docstring?",
            _of_clipped(lambda prices: _sum_over_examples(prices) / 2),
        ),
        (
            "not_one_number",
            "This is more than one number; one for the whole batch is wanted.",
            "Over which axes do you add up?",
            _of_clipped(lambda prices: prices),
            _of_clipped(lambda prices: prices.sum(axis=1)),
            _of_clipped(lambda prices: prices.mean(axis=1)),
            _of_clipped(lambda prices: prices.mean(axis=0)),
            _of_clipped(lambda prices: prices.sum(axis=0)),
        ),
        (
            "swapped",
            "Outputs and desired outputs have changed places: the logarithm is taken of y.",
            "The logarithm punishes outputs that come near the wrong end. Of which of the two "
            "must it be taken?",
            lambda A, Y: _sum_over_examples(_prices(Y, A)),
            lambda A, Y: _sum_over_examples(_prices(Y, _clipped(A))),
            lambda A, Y: _sum_over_examples(_prices(_clipped(Y), A)),
        ),
        (
            "upside_down",
            "The two logarithms are exchanged: outputs that are right cost most.",
            "Put in a = 0.99 where 1 is desired. Should that be cheap or expensive?",
            _priced(lambda A, Y: _prices(1 - A, Y)),
        ),
        (
            "other_logarithm",
            "This is another logarithm: ln is the natural one, to the base e.",
            "What does your logarithm give for 2.718? ln gives almost exactly 1.",
            _priced(lambda A, Y: _prices(A, Y, np.log2)),
            _priced(lambda A, Y: _prices(A, Y, np.log10)),
        ),
        (
            "quadratic",
            "This is still the quadratic cost.",
            "Where is the logarithm?",
            _priced(lambda A, Y: (Y - A) ** 2 / 2, lambda A: A),
            _priced(lambda A, Y: (Y - A) ** 2, lambda A: A),
        ),
        (
            "whole_targets_only",
            "This treats every desired output as if it were 0 or 1; it may lie in between.",
            "For y = 0.5 both logarithms count, each by one half.",
            _as_if_hard(lambda Y: Y == 1),
            _as_if_hard(lambda Y: Y > 0.5),
            _as_if_hard(lambda Y: Y >= 0.5),
            _as_if_hard(lambda Y: Y != 0),
        ),
        (
            "not_clipped",
            "The values are right, but for outputs of 0 or 1 the cost is infinite or not a number.",
            "ln 0 is minus infinity, and 0 times that is not a number. What does the docstring "
            "tell you to do with A first?",
            _priced(_prices, lambda A: A),
            lambda A, Y: np.nansum(_prices(A, Y)) / len(Y),
            lambda A, Y: np.nanmean(np.nansum(_prices(A, Y), axis=1)),
        ),
        (
            "clipped_on_one_side",
            "A is kept away from one end of its range only; at the other there is still a "
            "logarithm of 0.",
            "There are two logarithms. For which a is each of them infinite?",
            _priced(_prices, lambda A: np.maximum(A, EPSILON)),
            _priced(_prices, lambda A: np.minimum(A, 1 - EPSILON)),
        ),
        (
            "not_a_number_replaced",
            "What is infinite or not a number is replaced afterward, by something absurdly large.",
            "Do not repair the logarithm: keep A away from where it breaks.",
            _priced(lambda A, Y: np.nan_to_num(_prices(A, Y)), lambda A: A),
            lambda A, Y: np.nan_to_num(_sum_over_examples(_prices(A, Y))),
            _priced(
                lambda A, Y: (
                    -(Y * np.nan_to_num(np.log(A)) + (1 - Y) * np.nan_to_num(np.log(1 - A)))
                ),
                lambda A: A,
            ),
        ),
        (
            "only_exact",
            "Only outputs of exactly 0 or 1 are clipped, not those that come nearer than 1e-12.",
            "What becomes of a = 1e-20? It is outside the range too.",
            _priced(_prices, _only_exact),
            _priced(_prices, lambda A: np.where(A == 0, EPSILON, np.minimum(A, 1 - EPSILON))),
        ),
        (
            "other_range",
            "A is clipped to another range than the docstring's.",
            "How near to 0 and to 1 may an output come? Compare the exponents.",
            *map(_in_range, OTHER_RANGES),
        ),
        (
            "outputs_changed",
            "The value is right, but A itself is changed on the way.",
            "Whoever called your function still needs A as it was. Which line writes into it?",
            _in_place(_clip_with_masks),
            _in_place(_add_a_little),
        ),
    ),
)
