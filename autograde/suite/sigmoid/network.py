"""Chapter 02: layers of sigmoid neurons, and networks of layers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.draws import draw_batch, draw_network
from autograde.suite.sigmoid.shared import chapter, reference
from neurona.checks.exercise import Case


def _layer_case(seed: int, m: int, n_in: int, n_out: int) -> Case:
    """Make a case of one example (m = 0) or of a batch."""
    return _draw_layer(np.random.default_rng(seed), m, n_in, n_out)


def _draw_layer(rng: np.random.Generator, m: int, n_in: int, n_out: int) -> Case:
    (W,), (b,) = draw_network(rng, (n_in, n_out))
    a = draw_batch(rng, max(m, 1), n_in)
    return case(a if m else a[0], W, b, part="batch" if m else "one")


layer = chapter.exercise(
    "layer",
    parts=[
        part("one", 1, "sends one example through the layer"),
        part("batch", 1, "sends a batch through it, one example per row"),
    ],
    public=[
        _layer_case(1, 0, 2, 2),
        _layer_case(2, 0, 3, 2),
        _layer_case(3, 0, 2, 3),
        _layer_case(4, 2, 2, 2),
        _layer_case(5, 2, 3, 2),
        _layer_case(6, 3, 2, 4),
        _layer_case(7, 1, 2, 1),
    ],
    hints=[
        "For one example, each neuron needs a weighted input of its own. Which row of W belongs "
        "to neuron j?",
        "Write the shapes down, one below the other. The inner numbers of a matrix product must "
        "agree, and the outer ones must be the shape you want.",
        "If the activations stand on the left of the product, one line serves one example and a "
        "batch alike.",
    ],
)


@layer.hidden
def _draw_layers(rng: np.random.Generator) -> Iterator[Case]:
    for m in (0, 0, 1, 2, 3, 5):
        for n_in, n_out in ((2, 2), (3, 3), (4, 2), (2, 5), (1, 1), (3, 1)):
            yield _draw_layer(rng, m, n_in, n_out)


layer.mistake(
    "bias_forgotten",
    says="The biases have no effect.",
    hint="Two layers with equal weights and different biases should answer differently. Do yours?",
)(lambda a, W, b: reference.sigmoid(a @ W.T))
layer.mistake(
    "bias_subtracted",
    says="The biases are subtracted where they should be added.",
    hint="A larger bias makes a neuron fire more easily. What does it do in your layer?",
)(lambda a, W, b: reference.sigmoid(a @ W.T - b))
layer.mistake(
    "bias_after_sigmoid",
    says="The biases are added after the sigmoid, so outputs leave the interval from 0 to 1.",
    hint="The bias is part of the evidence. When is the evidence complete?",
)(lambda a, W, b: reference.sigmoid(a @ W.T) + b)
layer.mistake(
    "no_activation",
    says="These are the weighted inputs; the sigmoid is missing.",
    hint="Should an activation ever be negative, or larger than 1?",
)(lambda a, W, b: a @ W.T + b)
layer.mistake(
    "activation_before",
    says="The sigmoid acts on the activations that come in, not on the weighted inputs.",
    hint="First everything is weighted and added up. What comes last?",
)(lambda a, W, b: reference.sigmoid(a) @ W.T + b)
layer.mistake(
    "step",
    says="These are perceptrons: the outputs jump from 0 to 1.",
    hint="Which of your functions makes a smooth output from a weighted input?",
)(lambda a, W, b: (a @ W.T + b > 0).astype(float))

UNTRANSPOSED = {
    "says": "The weights are used the wrong way round: row j of W belongs to neuron j, but you "
    "take column j.",
    "hint": "Try a layer with 3 inputs and 2 neurons, and write the shapes of the product down.",
}
layer.mistake("untransposed", **UNTRANSPOSED)(lambda a, W, b: reference.sigmoid(a @ W + b))
layer.mistake("untransposed", **UNTRANSPOSED)(lambda a, W, b: reference.sigmoid(W.T @ a + b))
layer.mistake(
    "examples_in_columns",
    says="One example is right, but in a batch you take the columns for examples.",
    hint="In a batch each row is an example. On which side of the product should a stand, so that "
    "its rows stay rows?",
)(lambda a, W, b: reference.sigmoid(W @ a + b))


def _feedforward_case(rng: np.random.Generator, m: int, sizes: tuple[int, ...]) -> Case:
    weights, biases = draw_network(rng, sizes)
    x = draw_batch(rng, max(m, 1), sizes[0])
    return case(x if m else x[0], weights, biases, part="batch" if m else "one")


feedforward = chapter.exercise(
    "feedforward",
    parts=[
        part("one", 2, "sends one example through the network"),
        part("batch", 1, "sends a batch through it, one example per row"),
    ],
    public=[
        _feedforward_case(np.random.default_rng(seed), m, sizes)
        for seed, (m, sizes) in enumerate(
            [(0, (2, 3, 1)), (0, (2, 2, 2, 2)), (2, (2, 2, 2)), (3, (3, 2, 4, 1)), (0, (3, 2))]
        )
    ],
    hints=[
        "What one layer says is what the next one hears. Which variable should carry it along?",
        "You have a function that takes activations through one layer. How often do you need it?",
        "Count the arrays in the list that you return: a network with two layers of weights "
        "gives three.",
    ],
)


@feedforward.hidden
def _draw_feedforward(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((2, 1), (3, 3), (2, 4, 3), (3, 3, 3), (2, 2, 2, 2), (4, 3, 5, 2, 1)):
        for m in (0, 2, 4):
            yield _feedforward_case(rng, m, sizes)


def _forward(
    step=reference.layer,
    ends_in=reference.layer,
    layers=lambda weights, biases: zip(weights, biases, strict=True),
    hears=lambda x, activations: activations[-1],
    returned=lambda activations: activations,
):
    """Write feedforward with one thing done differently."""

    def mistaken(x, weights, biases):
        activations = [x]
        pairs = list(layers(weights, biases))
        for number, (W, b) in enumerate(pairs, start=1):
            through = ends_in if number == len(pairs) else step
            activations.append(through(hears(x, activations), W, b))
        return returned(activations)

    return mistaken


def _linear(a, W, b):
    return a @ W.T + b


def _without_bias(a, W, b):
    return reference.sigmoid(a @ W.T)


def _untransposed(a, W, b):
    return reference.sigmoid(a @ W + b)


def _examples_in_columns(a, W, b):
    return reference.sigmoid(W @ a + b)


feedforward.mistake(
    "input_left_out",
    says="The list begins with the first layer's activations; x itself is missing.",
    hint="What does the docstring list first? Learning will need it.",
)(_forward(returned=lambda activations: activations[1:]))

ONLY_LAST = {
    "says": "Only the network's output is returned.",
    "hint": "Keep what every layer says on the way. What could collect it?",
}
feedforward.mistake("only_last", **ONLY_LAST)(_forward(returned=lambda found: found[-1]))
feedforward.mistake("only_last", **ONLY_LAST)(_forward(returned=lambda found: found[-1:]))
feedforward.mistake(
    "output_missing",
    says="The last layer is missing: the list ends with the last hidden layer.",
    hint="As many layers as there are weight matrices. How often does your loop run?",
)(_forward(layers=lambda weights, biases: zip(weights[:-1], biases[:-1], strict=True)))
feedforward.mistake(
    "last_linear",
    says="The last layer passes on its weighted inputs, without the sigmoid.",
    hint="In this chapter's networks the last layer is made like all the others.",
)(_forward(ends_in=_linear))
feedforward.mistake(
    "no_activation",
    says="There is no sigmoid in any layer.",
    hint="Which of your functions takes activations through a whole layer, sigmoid included?",
)(_forward(step=_linear, ends_in=_linear))
feedforward.mistake(
    "not_passed_on",
    says="Every layer hears x; it should hear what the layer before it says.",
    hint="Which array goes into the second layer?",
)(_forward(hears=lambda x, activations: x))
feedforward.mistake(
    "first_layer_again",
    says="Every layer uses the weights and biases of the first one.",
    hint="What tells your loop which layer it is in?",
)(_forward(layers=lambda weights, biases: [(weights[0], biases[0])] * len(weights)))
feedforward.mistake(
    "bias_missing",
    says="The biases have no effect.",
    hint="Which of the arguments does your function never use?",
)(_forward(step=_without_bias, ends_in=_without_bias))
feedforward.mistake(
    "untransposed",
    says="The weights are used the wrong way round.",
    hint="You have a function that takes activations through one layer. Does it do it like this?",
)(_forward(step=_untransposed, ends_in=_untransposed))
feedforward.mistake(
    "examples_in_columns",
    says="One example is right, but in a batch you take the columns for examples.",
    hint="You have a function that takes a single example or a batch through one layer. Use it.",
)(_forward(step=_examples_in_columns, ends_in=_examples_in_columns))
feedforward.mistake(
    "reversed",
    says="The list is in reversed order: it begins with the output.",
    hint="Where does a list's `append` put the newest item?",
)(_forward(returned=lambda activations: activations[::-1]))


@feedforward.mistake(
    "weighted_inputs",
    says="The list holds the weighted inputs of the layers; their activations are wanted.",
    hint="What comes out of a neuron has been through the sigmoid.",
)
def _(x, weights, biases):
    activations = reference.feedforward(x, weights, biases)
    before = zip(activations, weights, biases, strict=False)
    return [x, *(_linear(a, W, b) for a, W, b in before)]
