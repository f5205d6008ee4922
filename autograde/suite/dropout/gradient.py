"""Chapter 08: back through a whole network with dropout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.define import case, part
from autograde.suite.draws import draw_batch, draw_network
from autograde.suite.dropout.shared import chapter, one_after_the_other, reference
from neurona.checks.exercise import Case
from neurona.checks.plain import Drawn


def _backprop_case(seed: int, sizes, m, p, part):
    rng = np.random.default_rng(seed)
    weights, biases = draw_network(rng, sizes)
    masks = [(rng.random((m, n)) >= p).astype(float) for n in sizes[1:-1]]
    X, Y = draw_batch(rng, m, sizes[0]), rng.integers(0, 2, (m, sizes[-1])).astype(float)
    return case(X, Y, weights, biases, masks, p, part=part)


def _with_few_masks(seed: int, part: str) -> Case:
    """Take one example and two hidden neurons: there are four masks, so that all can be tried."""
    case = _backprop_case(seed, (2, 2, 1), 1, 0.5, part)
    *before, masks, p = case.calls[0]
    masks[0][:] = [[0.0, 1.0]]
    return replace(case, calls=((*before, masks, p),))


backprop_dropout = chapter.exercise(
    "backprop_dropout",
    parts=[
        part("dropping", 2, "the gradient when neurons are dropped"),
        part("all_on", 1, "the gradient when no neuron is dropped"),
    ],
    public=[
        _with_few_masks(21, "dropping"),
        one_after_the_other(_backprop_case(22, (1, 4, 1), 4, 0.5, "dropping")),
        _backprop_case(23, (2, 2, 3, 2), 3, 0.25, "dropping"),
        _backprop_case(26, (1, 2, 2, 2, 1), 2, 0.4, "dropping"),
        _backprop_case(24, (2, 2, 2), 4, 0.0, "all_on"),
        _backprop_case(25, (1, 2, 2, 1), 2, 0.0, "all_on"),
    ],
    hints=[
        "First go forward with the given masks, and keep each layer's activations both before "
        "and after dropout.",
        "σ′(z) = a(1 − a), where a is the activation before dropout.",
        "On the way back, dropout stands between a layer's activation and the next layer's "
        "weights. You have a function that goes back through it.",
    ],
)


@backprop_dropout.hidden
def _draw_backprop(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((2, 3, 1), (3, 4, 2), (2, 3, 3, 2), (3, 4, 2, 3, 2)):
        for p in (0.2, 0.5):
            seed, m = int(rng.integers(2**32)), int(rng.integers(2, 6))
            yield _backprop_case(seed, sizes, m, p, "dropping")
            yield _backprop_case(seed, sizes, m, 0.0, "all_on")
    yield one_after_the_other(
        _backprop_case(int(rng.integers(2**32)), (3, 5, 1), 5, 0.5, "dropping")
    )
    yield _with_few_masks(int(rng.integers(2**32)), "dropping")
    yield _backprop_case(int(rng.integers(2**32)), (3, 2), 1, 0.0, "all_on")


@dataclass(frozen=True)
class _Backprop:
    """A way of writing backprop_dropout with one thing done differently."""

    masks_forward: bool = True
    rescales_forward: bool = True
    masks_back: bool = True
    rescales_back: bool = True
    remembers_raw: bool = False
    slope_of_dropped: bool = False
    slopes: bool = True
    slope_at_output: bool = True
    factor: float = 1.0
    averages: bool = True

    def answer(self, X, Y, weights, biases, masks, p):
        return self.gradients(X, Y, weights, biases, masks, masks, p)

    def gradients(self, X, Y, weights, biases, forward, backward, p):
        """Go forward with some masks, and backward with the same or others."""
        raw, passed = [], [X]
        for W, b, mask in zip(weights, biases, [*forward, None], strict=True):
            raw.append(sigmoid(passed[-1] @ W.T + b))
            passed.append(raw[-1] if mask is None else self._drop(raw[-1], mask, p))
        delta = self.factor * (raw[-1] - Y) / (len(X) if self.averages else 1)
        if self.slope_at_output:
            delta = delta * raw[-1] * (1 - raw[-1])
        dWs, dbs = [], []
        for layer in reversed(range(len(weights))):
            received = raw[layer - 1] if self.remembers_raw and layer > 0 else passed[layer]
            dWs.insert(0, delta.T @ received)
            dbs.insert(0, delta.sum(axis=0))
            if layer > 0:
                dA = delta @ weights[layer]
                dA = dA * backward[layer - 1] if self.masks_back else dA
                dA = dA / (1 - p) if self.rescales_back else dA
                delta = dA * self._slope(raw[layer - 1], passed[layer])
        return dWs, dbs

    def _drop(self, A, mask, p):
        A = A * mask if self.masks_forward else A
        return A / (1 - p) if self.rescales_forward else A

    def _slope(self, raw, dropped):
        a = dropped if self.slope_of_dropped else raw
        return a * (1 - a) if self.slopes else 1.0


MASK_ONLY_FORWARD = {
    "says": "The masks act only forward: on the way back, dropped neurons are blamed as well.",
    "hint": "Nudge the weights into a dropped neuron. Does the cost change?",
}
backprop_dropout.mistake("mask_only_forward", **MASK_ONLY_FORWARD)(
    _Backprop(masks_back=False, rescales_back=False).answer
)
backprop_dropout.mistake("mask_only_forward", **MASK_ONLY_FORWARD)(
    _Backprop(masks_back=False).answer
)
backprop_dropout.mistake(
    "rescale_only_forward",
    says="The masks go both ways, but the factor 1/(1 − p) only forward.",
    hint="What multiplied an activation on the way forward also multiplies its derivative.",
)(_Backprop(rescales_back=False).answer)
backprop_dropout.mistake(
    "slope_of_dropped",
    says="σ′ is worked out from activations after dropout; it belongs to those before.",
    hint="a(1 − a) is the slope of the sigmoid where the neuron was. Which a is that?",
)(_Backprop(slope_of_dropped=True).answer)
backprop_dropout.mistake(
    "summed",
    says="The gradient is summed over the batch; it should be averaged.",
    hint="Hand in the same batch twice over. Should the gradient double?",
)(_Backprop(averages=False).answer)
backprop_dropout.mistake(
    "slope_missing",
    says="σ′ is missing in the hidden layers.",
    hint="Going back through a neuron means going back through its sigmoid too.",
)(_Backprop(slopes=False).answer)
backprop_dropout.mistake(
    "slope_missing_at_output",
    says="σ′ is missing at the output layer.",
    hint="The cost is the quadratic one, and the output comes out of a sigmoid too. What does the "
    "chain rule ask for there?",
)(_Backprop(slope_at_output=False).answer)
MASK_ONLY_BACKWARD = {
    "says": "The masks act only on the way back: the forward pass runs with every neuron on.",
    "hint": "The gradient belongs to the thinned network. What did its layers pass on?",
}
backprop_dropout.mistake("mask_only_backward", **MASK_ONLY_BACKWARD)(
    _Backprop(masks_forward=False, rescales_forward=False).answer
)
backprop_dropout.mistake("mask_only_backward", **MASK_ONLY_BACKWARD)(
    _Backprop(masks_forward=False, rescales_forward=False, rescales_back=False).answer
)
backprop_dropout.mistake(
    "rescale_only_backward",
    says="The masks go both ways, but the factor 1/(1 − p) only backward.",
    hint="Compare what your hidden layers pass on with what dropout_forward returns.",
)(_Backprop(rescales_forward=False).answer)
backprop_dropout.mistake(
    "not_rescaled",
    says="The masks go both ways, but the factor 1/(1 − p) is missing both ways.",
    hint="Which two of your functions mask and rescale in one go?",
)(_Backprop(rescales_forward=False, rescales_back=False).answer)
backprop_dropout.mistake(
    "raw_activations",
    says="The derivatives by the weights are worked out with activations from before dropout.",
    hint="Which numbers did a layer's weights really multiply in the forward pass?",
)(_Backprop(remembers_raw=True).answer)
backprop_dropout.mistake(
    "sign_reversed",
    says="Every derivative has the wrong sign.",
    hint="If an output is too large, should the derivative of the cost by it be positive or "
    "negative?",
)(_Backprop(factor=-1.0).answer)
backprop_dropout.mistake(
    "doubled",
    says="Every derivative is twice as large as it should be.",
    hint="Look at the number in front of the sum in the docstring's cost. What is left of it "
    "when you differentiate?",
)(_Backprop(factor=2.0).answer)


@backprop_dropout.mistake(
    "layers_reversed",
    says="The lists are in reversed order: they begin with the last layer.",
    hint="You go backward through the layers, but dWs[0] belongs to weights[0].",
)
def _(X, Y, weights, biases, masks, p):
    dWs, dbs = reference.backprop_dropout(X, Y, weights, biases, masks, p)
    return dWs[::-1], dbs[::-1]


FEW_MASKS = 4


@backprop_dropout.mistake(
    "new_mask",
    says="New masks are drawn: the same arguments give another answer each time.",
    hint="Which neurons took part was settled in the forward pass. Which argument tells you?",
)
def _(X, Y, weights, biases, masks, p):
    """Try all masks where they are few; both ways or one way, and with either slope."""
    if p == 0:
        return reference.backprop_dropout(X, Y, weights, biases, masks, p)
    if len(masks) != 1 or 2 ** masks[0].size > FEW_MASKS:
        return [Drawn() for _ in weights], [Drawn() for _ in biases]
    possible = [
        [np.reshape(mask, masks[0].shape)] for mask in product((0.0, 1.0), repeat=masks[0].size)
    ]
    found = [
        _Backprop(slope_of_dropped=of_dropped).gradients(X, Y, weights, biases, *ways, p)
        for new in possible
        for ways in ((new, new), (new, masks), (masks, new))
        for of_dropped in (False, True)
    ]
    return tuple(
        [Drawn(options) for options in zip(*lists, strict=True)]
        for lists in zip(*found, strict=True)
    )
