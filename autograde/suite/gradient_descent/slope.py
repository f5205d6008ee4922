"""Chapter 03: the slope of any function, by central differences.

Most steps h are large: then other differences, which agree only in the limit, are told apart by
far more than the tolerance. Places are multiples of 1/64 and steps are powers of two, which floats
hold exactly; where h has its default, v is 0. So whoever moves v itself there and back has put it
back to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.gradient_descent.shared import chapter, reference
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
        case(Named("wells"), np.array([0.75]), 0.5, part="vector"),
        case(Named("ripple"), np.zeros(2), part="vector"),
        case(Named("wells"), MATRIX, 0.5, part="any_shape"),
        case(Named("ripple"), MATRIX, 0.125, part="any_shape"),
        case(Named("bowl"), np.array([[0.5], [-0.25]]), 0.25, part="any_shape"),
        case(Named("ripple"), np.zeros((2, 2)), part="any_shape"),
    ],
    hints=[
        "First for one number of v only: evaluate f a little to the right and a little to the "
        "left. How far apart are the two points?",
        "Then a loop: each number of v gets its turn, while all the others stay where they are.",
        "Move a copy, not v itself. NumPy's `ndindex` runs over all positions of an array, however "
        "many rows and columns it has.",
    ],
)


@numerical_gradient.hidden
def _draw_places(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((1,), (2,), (4,), (2, 3), (3, 1), (2, 2, 2)):
        kind = "vector" if len(shape) == 1 else "any_shape"
        for f in ("bowl", "wells", "ripple"):
            v = rng.integers(-96, 97, shape) / 64
            yield case(Named(f), v, float(rng.choice([0.125, 0.25, 0.5])), part=kind)
        yield case(Named("ripple"), np.zeros(shape), part=kind)


def _by_differences(difference):
    """Write numerical_gradient with another difference for each partial derivative."""

    def mistaken(f, v, h=1e-5):
        gradient = np.zeros(v.shape)
        for index in np.ndindex(v.shape):
            nudge = np.zeros(v.shape)
            nudge[index] = h
            gradient[index] = difference(f, v, nudge, h)
        return gradient

    return mistaken


FORWARD = {
    "says": "Only one side is tried: this is the forward difference, whose error shrinks only "
    "with h and not with its square.",
    "hint": "Which two points lie equally far from v, one on either side?",
}
numerical_gradient.mistake("forward_difference", **FORWARD)(
    _by_differences(lambda f, v, nudge, h: (f(v + nudge) - f(v)) / h)
)
numerical_gradient.mistake("forward_difference", **FORWARD)(
    _by_differences(lambda f, v, nudge, h: (f(v + 2 * nudge) - f(v)) / (2 * h))
)
numerical_gradient.mistake(
    "backward_difference",
    says="Only the side behind v is tried: this is the backward difference.",
    hint="Which two points lie equally far from v, one on either side?",
)(_by_differences(lambda f, v, nudge, h: (f(v) - f(v - nudge)) / h))
numerical_gradient.mistake(
    "divided_by_h",
    says="Every slope is twice as large as it should be.",
    hint="How far apart are the two points at which you ask f?",
)(_by_differences(lambda f, v, nudge, h: (f(v + nudge) - f(v - nudge)) / h))
numerical_gradient.mistake(
    "multiplied_by_h",
    says="The difference is divided by 2 and then multiplied by h.",
    hint="Python works from left to right. What has to stand in brackets?",
)(_by_differences(lambda f, v, nudge, h: (f(v + nudge) - f(v - nudge)) / 2 * h))
numerical_gradient.mistake(
    "not_divided",
    says="This is how much f changes; a slope is that change divided by the distance.",
    hint="With a smaller h, should the gradient become smaller?",
)(_by_differences(lambda f, v, nudge, h: f(v + nudge) - f(v - nudge)))
numerical_gradient.mistake(
    "half_steps",
    says="Each number moves by only half of h to either side.",
    hint="Read in the docstring how far to move.",
)(_by_differences(lambda f, v, nudge, h: (f(v + nudge / 2) - f(v - nudge / 2)) / h))
numerical_gradient.mistake(
    "sign_reversed",
    says="Every slope has the wrong sign.",
    hint="Where f rises, its slope is positive. Which value has to be subtracted from which?",
)(_by_differences(lambda f, v, nudge, h: (f(v - nudge) - f(v + nudge)) / (2 * h)))


@numerical_gradient.mistake(
    "h_ignored",
    says="h has no effect: you always move by the same tiny step.",
    hint="Which of the arguments does your function never use?",
)
def _(f, v, h=1e-5):
    return reference.numerical_gradient(f, v)


ALL_AT_ONCE = {
    "says": "All numbers of v move at once, so this is the slope in one single direction.",
    "hint": "A partial derivative moves one number and keeps the others. How many times do you "
    "have to ask f?",
}


@numerical_gradient.mistake("all_at_once", **ALL_AT_ONCE)
def _(f, v, h=1e-5):
    return (f(v + h) - f(v - h)) / (2 * h)


@numerical_gradient.mistake("all_at_once", **ALL_AT_ONCE)
def _(f, v, h=1e-5):
    return np.full(v.shape, (f(v + h) - f(v - h)) / (2 * h))


@numerical_gradient.mistake(
    "nudges_pile_up",
    says="The numbers that had their turn still move along with the next one.",
    hint="Before the next number has its turn, what should become of the nudge of the last one?",
)
def _(f, v, h=1e-5):
    gradient, nudge = np.zeros(v.shape), np.zeros(v.shape)
    for index in np.ndindex(v.shape):
        nudge[index] = h
        gradient[index] = (f(v + nudge) - f(v - nudge)) / (2 * h)
    return gradient


def _never_moved_back(f, v, h):
    gradient = np.zeros(v.shape)
    for index in np.ndindex(v.shape):
        v[index] += h
        ahead = f(v)
        v[index] -= 2 * h
        gradient[index] = (ahead - f(v)) / (2 * h)
    return gradient


@numerical_gradient.mistake(
    "v_changed",
    says="Your function moves v itself and leaves it there; whoever called it still needs v.",
    hint="What can you move instead of v? Or when should v get its old numbers back?",
)
def _(f, v, h=1e-5):
    return _never_moved_back(f, v, h)


@numerical_gradient.mistake(
    "not_moved_back",
    says="Once a number of your copy has had its turn, it stays where it was moved.",
    hint="While one number moves, all others must be where v has them. Are they, in the second "
    "turn?",
)
def _(f, v, h=1e-5):
    return _never_moved_back(f, v.copy(), h)


ROWS_AT_ONCE = {
    "says": "In an array with rows and columns, whole rows move at once.",
    "hint": "v[0] is one number only if v is a vector. How many numbers is it if v is a matrix?",
}


@numerical_gradient.mistake("rows_at_once", **ROWS_AT_ONCE)
def _(f, v, h=1e-5):
    gradient = np.zeros(v.shape)
    gradient.T[...] = _row_by_row(f, v, h)
    return gradient


@numerical_gradient.mistake("rows_at_once", **ROWS_AT_ONCE)
def _(f, v, h=1e-5):
    return _row_by_row(f, v, h)


def _row_by_row(f, v, h):
    slopes = np.zeros(len(v))
    for row in range(len(v)):
        nudge = np.zeros(v.shape)
        nudge[row] = h
        slopes[row] = (f(v + nudge) - f(v - nudge)) / (2 * h)
    return slopes


@numerical_gradient.mistake(
    "flattened",
    says="The slopes are right, but they come as one long vector; they should have v's shape.",
    hint="Make an array of zeros in the shape of v first, and put each slope in its place.",
)
def _(f, v, h=1e-5):
    return reference.numerical_gradient(f, v, h).ravel()
