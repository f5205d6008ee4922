"""Chapter 05: back through a whole network, for a batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.backpropagation.shared import (
    chapter,
    draw_network,
    draw_numbers,
    draw_targets,
)
from autograde.suite.define import case, part
from neurona.checks.compare import Tolerance
from neurona.checks.exercise import Case


def _batch_case(seed: int, sizes: tuple[int, ...], m: int) -> Case:
    rng = np.random.default_rng(seed)
    network = draw_network(rng, sizes)
    X, Y = draw_numbers(rng, m, sizes[0]), draw_targets(rng, m, sizes[-1])
    return case(X, Y, *network, part="single" if m == 1 else "several")


backprop_batch = chapter.exercise(
    "backprop_batch",
    parts=[
        part("several", 3, "a batch of several examples"),
        part("single", 1, "a batch of one example"),
    ],
    tolerance=Tolerance(absolute=1e-8),
    batched=(0, 1),
    loop_remark="Your function goes through the batch example by example. That is right, and earns "
    "full marks. A product of matrices does the same for all examples at once, many times faster: "
    "time both with %timeit on 1,000 examples.",
    public=[
        _batch_case(81, (2, 3, 1), 4),
        _batch_case(82, (1, 2, 2), 2),
        _batch_case(83, (3, 2), 3),
        _batch_case(84, (2, 2, 1), 1),
        _batch_case(85, (1, 1, 2, 2), 1),
    ],
    hints=[
        "Write down the shapes first: with one example a row, what is the shape of Z in each "
        "layer, and of its errors?",
        "For one example the transpose stood to the left of the errors. With errors as rows, which "
        "product fits?",
        "A product of two matrices adds up over the index they share. Which product shares the "
        "examples?",
        "A mean over the batch: divide once, by the number of examples.",
    ],
)


@backprop_batch.hidden
def _draw_batch(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((3, 2), (2, 4, 1), (3, 3, 3), (4, 2, 3, 2), (2, 3, 2, 3, 1)):
        for m in (1, int(rng.integers(2, 7)), 3):
            yield _batch_case(int(rng.integers(2**32)), sizes, m)


def _mean(values):
    return values.mean(axis=0)


def _sum(values):
    return values.sum(axis=0)


def _last(values):
    return values[-1]


def _first(values):
    return values[0]


@dataclass(frozen=True)
class _Batch:
    """A way of writing backprop_batch with one thing done differently.

    First it finds the gradients of each example, then it puts them together.
    """

    weights: object = _mean
    biases: object = _mean
    factor: float = 1.0
    slope_hidden: bool = True
    slope_output: bool = True
    by_outputs: bool = False
    squares_m: bool = False
    reverses: bool = False
    adds_bias: bool = True

    def answer(self, X, Y, weights, biases):
        activations = [X]
        for W, b in zip(weights, biases, strict=True):
            z = activations[-1] @ W.T + (b if self.adds_bias else 0)
            activations.append(sigmoid(z))
        A = activations[-1]
        delta = self.factor * (A - Y) * (A * (1 - A) if self.slope_output else 1)
        delta = delta / (Y.shape[1] if self.by_outputs else 1) / (len(X) if self.squares_m else 1)
        dWs, dbs = [], []
        for layer in reversed(range(len(weights))):
            A = activations[layer]
            dWs.insert(0, self.weights(np.einsum("mj,mk->mjk", delta, A)))
            dbs.insert(0, self.biases(delta))
            if layer > 0:
                delta = (delta @ weights[layer]) * (A * (1 - A) if self.slope_hidden else 1)
        return (dWs[::-1], dbs[::-1]) if self.reverses else (dWs, dbs)


for _id, _says, _hint, *_ways in (
    (
        "summed",
        "The gradients are summed over the batch; they should be averaged.",
        "Hand in the same batch twice over. Should the gradient double?",
        _Batch(weights=_sum, biases=_sum),
    ),
    (
        "bias_not_reduced",
        "dbs holds a row for every example; each bias has one derivative.",
        "Print the shapes of your dbs and of the biases. Which axis is too many?",
        _Batch(biases=lambda delta: delta),
        _Batch(biases=lambda delta: delta / len(delta)),
    ),
    (
        "bias_other_axis",
        "dbs is reduced over the neurons; it should be reduced over the examples.",
        "Print the shapes of your dbs and of the biases. Which axis of the errors counts the "
        "examples?",
        _Batch(biases=lambda delta: delta.mean(axis=1)),
        _Batch(biases=lambda delta: delta.sum(axis=1) / len(delta)),
        _Batch(biases=lambda delta: delta.sum(axis=1)),
    ),
    (
        "bias_one_number",
        "Each layer has one number in dbs; each of its neurons has a bias of its own.",
        "Over which axis do you take the mean, and what happens to the other?",
        _Batch(biases=lambda delta: delta.mean()),
        _Batch(biases=lambda delta: delta.sum() / len(delta)),
        _Batch(biases=lambda delta: delta.sum()),
    ),
    (
        "bias_summed",
        "The weights' gradients are averaged, but those of the biases are summed.",
        "Both belong to the same cost. Is it divided by m for one and not for the other?",
        _Batch(biases=_sum),
    ),
    (
        "weights_summed",
        "The biases' gradients are averaged, but those of the weights are summed.",
        "A product of two matrices adds up over the examples. What does a mean need besides?",
        _Batch(weights=_sum),
    ),
    (
        "divided_twice",
        "The gradients are divided by the number of examples twice.",
        "Find the places where you divide or take a mean. How many are there?",
        _Batch(squares_m=True),
    ),
    (
        "by_outputs",
        "The gradients are also divided by the number of outputs.",
        "np.mean without an axis averages over everything. What does the cost average over?",
        _Batch(by_outputs=True),
    ),
    (
        "last_example",
        "Only the last example counts: each one overwrites what those before it found.",
        "What should happen with an example's gradients before the next one comes?",
        _Batch(weights=_last, biases=_last),
        _Batch(weights=lambda v: v[-1] / len(v), biases=lambda v: v[-1] / len(v)),
    ),
    (
        "first_example",
        "Only the first example counts.",
        "When does your loop over the examples end?",
        _Batch(weights=_first, biases=_first),
        _Batch(weights=lambda v: v[0] / len(v), biases=lambda v: v[0] / len(v)),
    ),
    (
        "slope_missing_hidden",
        "σ′ is missing in the hidden layers.",
        "A saturated neuron hardly moves. Which factor makes its error small in your function?",
        _Batch(slope_hidden=False),
    ),
    (
        "slope_missing_output",
        "σ′ is missing at the output layer.",
        "The output comes out of a sigmoid too. What does the chain rule ask for there?",
        _Batch(slope_output=False),
    ),
    (
        "layers_reversed",
        "The lists are in reversed order: they begin with the last layer.",
        "You go backward through the layers, but dWs[0] belongs to weights[0].",
        _Batch(reverses=True),
    ),
    (
        "bias_not_added",
        "The biases are missing on the way forward.",
        "Which of the arguments does your forward pass never use?",
        _Batch(adds_bias=False),
    ),
    (
        "sign_reversed",
        "Every derivative has the wrong sign.",
        "If an output is too large, should the derivative of the cost by its bias be positive or "
        "negative?",
        _Batch(factor=-1.0),
    ),
    (
        "doubled",
        "Every derivative is twice as large as it should be.",
        "Look at the number in front of the sum in the docstring's cost. What is left of it when "
        "you differentiate?",
        _Batch(factor=2.0),
    ),
):
    for _way in _ways:
        backprop_batch.mistake(_id, says=_says, hint=_hint)(_way.answer)
