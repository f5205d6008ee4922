"""Chapter 05: holding backprop against central differences.

The cases put wrappers around the notebook's own `backprop` that spoil what it finds. The mistakes
below are tried with the reference's, which wrappers find in this module under the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.backpropagation.shared import (
    chapter,
    draw_network,
    draw_numbers,
    draw_targets,
    reference,
)
from autograde.suite.define import case
from neurona.checks.exercise import Case
from neurona.checks.recipes import WRAPPERS
from solutions.backpropagation import backprop


def _drawn(seed: int, sizes: tuple[int, ...], around: str = "") -> Case:
    rng = np.random.default_rng(seed)
    weights, biases = draw_network(rng, sizes)
    x, y = draw_numbers(rng, sizes[0]) + 0.005, draw_targets(rng, sizes[-1])
    return case(x, y, weights, biases, around={"backprop": around} if around else None)


def _with_a_silent_input(seed: int) -> Case:
    """Let one input be 0: the derivatives by its weights are 0, and so are their differences."""
    rng = np.random.default_rng(seed)
    x = draw_numbers(rng, 2) + 0.005
    x[1] = 0.0
    return case(x, draw_targets(rng, 2), *draw_network(rng, (2, 2, 2)))


def _nearly_right(seed: int) -> Case:
    """Let the output be nearly right: there slopes are small and the cost bends all the more."""
    rng = np.random.default_rng(seed)
    x, (weights, biases) = draw_numbers(rng, 2) + 2.005, draw_network(rng, (2, 1))
    weights = [0.1 * W for W in weights]
    y = sigmoid(weights[0] @ x + biases[0]) + 1e-4
    return case(x, y, weights, biases)


gradient_check = chapter.exercise(
    "gradient_check",
    points=4,
    view="agreement",
    public=[
        _drawn(91, (2, 2, 1)),
        _with_a_silent_input(92),
        _nearly_right(93),
        *(_drawn(94 + index, (2, 2, 2), around) for index, around in enumerate(WRAPPERS)),
    ],
    hints=[
        "You need the cost as a function of the weights and biases: go forward, then take half "
        "the sum of squares.",
        "Nudge one number up, note the cost; nudge it down, note the cost; put it back.",
        "Go through every weight and every bias of every layer, and remember the largest "
        "relative error.",
        "Call backprop by its name: here and there it is replaced by one that is wrong, and your "
        "function should notice.",
    ],
)


@gradient_check.hidden
def _draw_check(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((2, 3), (3, 2, 2)):
        yield _drawn(int(rng.integers(2**32)), sizes)
    yield _with_a_silent_input(int(rng.integers(2**32)))
    yield _nearly_right(int(rng.integers(2**32)))
    for sizes in ((3, 2, 2), (2, 2, 2, 1)):
        for around in WRAPPERS:
            yield _drawn(int(rng.integers(2**32)), sizes, around)


Arrays = list[np.ndarray]


def _relative(g, numerical):
    return abs(g - numerical) / max(abs(g) + abs(numerical), 1e-12)


def _central(cost, array, place):
    return (_nudged(cost, array, place, H) - _nudged(cost, array, place, -H)) / (2 * H)


def _by_one_h(cost, array, place):
    return 2 * _central(cost, array, place)


def _forward(cost, array, place):
    return (_nudged(cost, array, place, H) - cost()) / H


def _opposite(cost, array, place):
    return -_central(cost, array, place)


def _nudged(cost, array, place, h):
    before = array[place]
    array[place] = before + h
    value = cost()
    array[place] = before
    return value


H = 1e-5


@dataclass(frozen=True)
class _Check:
    """A way of writing gradient_check with one thing done differently."""

    error: Callable[[float, float], float] = _relative
    numerical: Callable[..., float] = _central
    combine: Callable[[list[float]], float] = max
    layers: tuple[int | None, int | None] = (None, None)
    weights: bool = True
    biases: bool = True
    calls: bool = True

    def answer(self, x, y, weights, biases):
        weights, biases = [W.copy() for W in weights], [b.copy() for b in biases]

        def cost():
            a = x
            for W, b in zip(weights, biases, strict=True):
                a = sigmoid(W @ a + b)
            return np.sum((y - a) ** 2) / 2

        find = backprop if self.calls else _found_otherwise
        found = find(x, y, weights, biases)
        some, pairs = slice(*self.layers), []
        if self.weights:
            pairs += zip(weights[some], found[0][some], strict=True)
        if self.biases:
            pairs += zip(biases[some], found[1][some], strict=True)
        with np.errstate(all="ignore"):
            return self.combine(
                [
                    self.error(gradient[place], self.numerical(cost, array, place))
                    for array, gradient in pairs
                    for place in np.ndindex(array.shape)
                ]
            )


def _found_otherwise(x, y, weights, biases):
    return reference.backprop_batch(x[None], y[None], weights, biases)


def _by_sum(g, numerical):
    return abs(g - numerical) / (abs(g) + abs(numerical))


def _by_largest(g, numerical):
    return abs(g - numerical) / np.maximum(abs(g), abs(numerical))


for _id, _says, _hint, *_ways in (
    (
        "absolute",
        "The differences are not divided by the size of the derivatives: they are absolute errors.",
        "Is an error of 0.01 large? What does it depend on?",
        _Check(error=lambda g, numerical: abs(g - numerical)),
    ),
    (
        "signed",
        "Only derivatives that are too large are noticed, not those that are too small.",
        "How far is 0.2 from 0.5, and how far is 0.8?",
        _Check(error=lambda g, numerical: (g - numerical) / max(abs(g) + abs(numerical), 1e-12)),
    ),
    (
        "first_layer_only",
        "Only the first layer is checked.",
        "How many layers can hold a mistake, and how many does your loop visit?",
        _Check(layers=(None, 1)),
    ),
    (
        "last_layer_only",
        "Only the last layer is checked.",
        "How many layers can hold a mistake, and how many does your loop visit?",
        _Check(layers=(-1, None)),
    ),
    (
        "biases_left_out",
        "The biases are not checked.",
        "What else does backprop return, besides the derivatives by the weights?",
        _Check(biases=False),
    ),
    (
        "weights_left_out",
        "The weights are not checked.",
        "What else does backprop return, besides the derivatives by the biases?",
        _Check(weights=False),
    ),
    (
        "never_calls",
        "Whatever backprop finds has no effect: it is never called, or what it returns is not "
        "used.",
        "Two gradients are compared. Where does each of yours come from?",
        _Check(calls=False),
    ),
    (
        "mean_error",
        "This is the mean of the errors: one wrong derivative hides among many right ones.",
        "Of a thousand derivatives one is wrong. Should the check pass?",
        _Check(combine=lambda errors: sum(errors) / len(errors)),
    ),
    (
        "numerical_doubled",
        "The numerical derivatives are twice as large as they should be.",
        "Look at the number in front of the square in the cost, and at how far apart the two "
        "nudged values are.",
        _Check(numerical=_by_one_h),
    ),
    (
        "forward_difference",
        "This nudges to one side only; near a minimum that is not exact enough.",
        "From above and from below: which formula uses both?",
        _Check(numerical=_forward),
    ),
    (
        "opposite",
        "The numerical derivatives have the opposite sign.",
        "If the cost grows when a weight grows, is its derivative positive or negative?",
        _Check(numerical=_opposite),
    ),
    (
        "zero_by_zero",
        "Where both derivatives are 0, this divides 0 by 0.",
        "An input may be 0. What does the docstring put under the fraction, so that it never is 0?",
        _Check(error=_by_sum, combine=np.max),
        _Check(error=_by_largest, combine=np.max),
    ),
):
    for _way in _ways:
        gradient_check.mistake(_id, says=_says, hint=_hint)(_way.answer)

NOT_PUT_BACK = {
    "says": "The caller's weights and biases are not quite what they were: nudging leaves traces.",
    "hint": "Adding h and taking it away again leaves a rounding error. Nudge copies.",
}


def _on_the_originals(nudge):
    """Write gradient_check that nudges the arrays that are handed in."""

    def mistaken(x, y, weights, biases):
        def cost():
            a = x
            for W, b in zip(weights, biases, strict=True):
                a = sigmoid(W @ a + b)
            return np.sum((y - a) ** 2) / 2

        dWs, dbs = backprop(x, y, weights, biases)
        largest = 0.0
        for array, gradient in zip([*weights, *biases], [*dWs, *dbs], strict=True):
            for place in np.ndindex(array.shape):
                above, below = nudge(cost, array, place)
                largest = max(largest, _relative(gradient[place], (above - below) / (2 * H)))
        return largest

    return mistaken


@gradient_check.mistake("not_put_back", **NOT_PUT_BACK)
@_on_the_originals
def _(cost, array, place):
    array[place] += H
    above = cost()
    array[place] -= 2 * H
    below = cost()
    array[place] += H
    return above, below


@gradient_check.mistake("not_put_back", **NOT_PUT_BACK)
@_on_the_originals
def _(cost, array, place):
    array[place] += H
    above = cost()
    array[place] -= 2 * H
    return above, cost()
