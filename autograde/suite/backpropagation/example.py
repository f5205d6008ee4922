"""Chapter 05: back through a whole network, for one example."""

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
    slope,
)
from autograde.suite.define import case, part
from neurona.checks.compare import Tolerance
from neurona.checks.exercise import Case


def _backprop_case(seed: int, sizes: tuple[int, ...]) -> Case:
    rng = np.random.default_rng(seed)
    network = draw_network(rng, sizes)
    x, y = draw_numbers(rng, sizes[0]), draw_targets(rng, sizes[-1])
    return case(x, y, *network, part="shallow" if len(sizes) < 4 else "deep")


backprop = chapter.exercise(
    "backprop",
    parts=[
        part("shallow", 2, "networks with one hidden layer or none"),
        part("deep", 2, "networks with several hidden layers"),
    ],
    tolerance=Tolerance(absolute=1e-8),
    public=[
        _backprop_case(71, (3, 2, 2)),
        _backprop_case(72, (1, 1, 1)),
        _backprop_case(73, (3, 1)),
        _backprop_case(74, (1, 2, 2, 1)),
        _backprop_case(75, (1, 1, 1, 1, 1)),
    ],
    hints=[
        "First go forward, and keep every weighted input z and every activation, x included.",
        "Then begin at the end: the output layer's errors first. You have a function for them.",
        "From there go back, layer by layer. Which errors, weights and z does each layer need?",
        "Wherever you have a layer's errors, its gradients are one call away.",
    ],
)


@backprop.hidden
def _draw_backprop(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in (
        (4, 2),
        (3, 4, 2),
        (3, 3, 3),
        (1, 5, 1),
        (2, 3, 4, 2),
        (3, 3, 3, 3),
        (2, 3, 2, 3, 1),
    ):
        for _ in range(2):
            yield _backprop_case(int(rng.integers(2**32)), sizes)


@dataclass(frozen=True)
class _Backprop:
    """A way of writing backprop with one thing done differently.

    A slope is what multiplies an error: `z`, σ′ as it should be; `a`, σ′ of the activation;
    `sigma`, σ itself; `none`, nothing.
    """

    hidden: str = "z"
    output: str = "z"
    factor: float = 1.0
    transposes: bool = True
    own_weights: bool = False
    own_activations: bool = False
    adds_bias: bool = True
    ends_in_sigmoid: bool = True
    carries: bool = True
    outer_other_way: bool = False
    reverses: bool = False
    first: int = 0

    def answer(self, x, y, weights, biases):
        zs, activations = [], [x]
        for W, b in zip(weights, biases, strict=True):
            zs.append(W @ activations[-1] + (b if self.adds_bias else 0))
            activations.append(sigmoid(zs[-1]))
        if not self.ends_in_sigmoid:
            activations[-1] = zs[-1]
        delta = self.factor * (activations[-1] - y) * self._slope(self.output, zs[-1])
        errors = self._errors(delta, weights, zs)
        given = activations[1:] if self.own_activations else activations[:-1]
        dWs = [
            np.outer(a, error) if self.outer_other_way else np.outer(error, a)
            for error, a in zip(errors, given, strict=True)
        ]
        found = dWs[self.first :], errors[self.first :]
        return (found[0][::-1], found[1][::-1]) if self.reverses else found

    def _errors(self, delta, weights, zs):
        errors = [delta]
        for layer in reversed(range(1, len(weights))):
            W = weights[layer - 1 if self.own_weights else layer]
            back = W.T if self.transposes else W
            errors.insert(0, back @ (errors[0] if self.carries else delta))
            errors[0] = errors[0] * self._slope(self.hidden, zs[layer - 1])
        return errors

    @staticmethod
    def _slope(kind, z):
        return {"z": slope(z), "a": slope(sigmoid(z)), "sigma": sigmoid(z), "none": 1.0}[kind]


for _id, _says, _hint, *_ways in (
    (
        "layers_reversed",
        "The lists are in reversed order: they begin with the last layer.",
        "You go backward through the layers, but dWs[0] belongs to weights[0].",
        _Backprop(reverses=True),
    ),
    (
        "slope_missing_hidden",
        "σ′ is missing in the hidden layers.",
        "A saturated neuron hardly moves. Which factor makes its error small in your function?",
        _Backprop(hidden="none"),
    ),
    (
        "slope_missing_output",
        "σ′ is missing at the output layer.",
        "The output comes out of a sigmoid too. Which of your functions takes care of it?",
        _Backprop(output="none"),
    ),
    (
        "slope_missing_everywhere",
        "σ′ is missing in all layers.",
        "A saturated neuron hardly moves. Which factor makes its error small in your function?",
        _Backprop(hidden="none", output="none"),
    ),
    (
        "a_for_z",
        "Slopes are taken at the activations a; they belong to the weighted inputs z.",
        "Look at what your functions call z. What do you hand them?",
        _Backprop(hidden="a", output="a"),
        _Backprop(hidden="a"),
        _Backprop(output="a"),
    ),
    (
        "sigma_for_slope",
        "σ(z) stands where σ′(z) belongs: a slip that is in circulation.",
        "A neuron that is saturated hardly moves. Is its error large or small, in your function?",
        _Backprop(hidden="sigma", output="sigma"),
        _Backprop(hidden="sigma"),
        _Backprop(output="sigma"),
    ),
    (
        "not_transposed",
        "On the way back the weights are used as they stand, as if it still went forward.",
        "Which of your functions sends errors back, and what does it do with the weights?",
        _Backprop(transposes=False),
    ),
    (
        "own_weights",
        "Errors go back through the wrong weights: those into a layer, not those out of it.",
        "Between a layer and the next one stand which weights?",
        _Backprop(own_weights=True),
    ),
    (
        "own_activations",
        "The gradients use what a layer passes on; its weights multiplied what it received.",
        "Which activations stand beside a layer's weights in z = W a + b?",
        _Backprop(own_activations=True),
    ),
    (
        "not_carried",
        "Every hidden layer gets its errors straight from the output layer.",
        "Blame goes back one layer at a time. What becomes of a layer's errors in your loop?",
        _Backprop(carries=False),
    ),
    (
        "bias_not_added",
        "The biases are missing on the way forward.",
        "Which of the arguments does your forward pass never use?",
        _Backprop(adds_bias=False),
    ),
    (
        "output_linear",
        "The last layer's sigmoid is left out on the way forward.",
        "What does the output layer have in common with the others?",
        _Backprop(ends_in_sigmoid=False),
        _Backprop(ends_in_sigmoid=False, output="none"),
    ),
    (
        "outer_other_way",
        "Each dW is transposed.",
        "dWs[0] has the shape of weights[0]. Has yours?",
        _Backprop(outer_other_way=True),
    ),
    (
        "sign_reversed",
        "Every derivative has the wrong sign.",
        "If an output is too large, should the derivative of the cost by its bias be positive or "
        "negative?",
        _Backprop(factor=-1.0),
    ),
    (
        "doubled",
        "Every derivative is twice as large as it should be.",
        "Look at the number in front of the square in the cost. What is left of it when you "
        "differentiate?",
        _Backprop(factor=2.0),
    ),
    (
        "last_layer_only",
        "Only the last layer has gradients.",
        "How many layers of weights does the network have, and how many arrays do you return?",
        _Backprop(first=-1),
    ),
    (
        "first_layer_missing",
        "The first layer of weights has no gradients.",
        "How many layers of weights does the network have, and how many arrays do you return?",
        _Backprop(first=1),
    ),
):
    for _way in _ways:
        backprop.mistake(_id, says=_says, hint=_hint)(_way.answer)
