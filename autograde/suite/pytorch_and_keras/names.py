"""Chapter 10: weights and biases under the names that PyTorch gives them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.draws import draw_network
from autograde.suite.pytorch_and_keras.shared import chapter
from neurona.checks.exercise import Case

to_state_dict = chapter.exercise(
    "to_state_dict",
    parts=[
        part("several", 2, "numbers the layers of a network as Sequential does"),
        part("one", 1, "names the weights and biases of a single layer"),
    ],
    public=[
        case(
            [np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([[-1.0, 0.5, 0.25]])],
            [np.array([0.1, 0.2, 0.3]), np.array([-0.5])],
            part="several",
        ),
        case(
            [
                np.array([[1.0, 2.0], [3.0, 4.0]]),
                np.array([[5.0, 6.0], [7.0, 8.0]]),
                np.array([[-1.0, -2.0], [-3.0, -4.0]]),
            ],
            [np.array([0.1, 0.2]), np.array([0.3, 0.4]), np.array([0.5, 0.6])],
            part="several",
        ),
        case(
            [np.array([[weight]]) for weight in (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)],
            [np.array([bias]) for bias in (-1.0, -2.0, -3.0, -4.0, -5.0, -6.0)],
            part="several",
        ),
        case([np.array([[1.0, -2.0, 0.5]])], [np.array([0.25])], part="one"),
        case([np.array([[1.0, 2.0], [3.0, 4.0]])], [np.array([5.0, 6.0])], part="one"),
    ],
    hints=[
        "Write the model down, one line for each thing that stands in Sequential, and number the "
        "lines from 0. Which numbers do the Linear layers get?",
        "`nn.Linear(3, 2)` goes from three neurons to two. Which shape do its weights have, and "
        "which shape do yours have?",
        'A key is text: `f"{number}.weight"` puts a number into it. How do you get from a '
        "layer's place among the Linear layers to its number in Sequential?",
    ],
)


@to_state_dict.hidden
def _draw_networks(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((2, 4, 1), (3, 3, 3), (4, 2, 3, 2), (2, 2, 2, 2, 2), (3, 1, 2, 1, 2, 1, 2)):
        yield case(*draw_network(rng, sizes), part="several")
    for sizes in ((2, 2), (3, 1), (2, 5)):
        yield case(*draw_network(rng, sizes), part="one")


@to_state_dict.mistake(
    "transposed",
    says="The weights are transposed: rows have become columns.",
    hint="One row for each neuron of the layer: is that how PyTorch keeps them, and how do you "
    "keep them?",
)
def _(weights, biases):
    state = {}
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        state[f"{2 * layer}.weight"] = W.T
        state[f"{2 * layer}.bias"] = b
    return state


@to_state_dict.mistake(
    "activations_not_counted",
    says="The layers are numbered 0, 1, 2 …, as if nothing stood between them. In Sequential the "
    "activations have numbers too.",
    hint="What stands at number 1 of Sequential, right after the first Linear layer?",
)
def _(weights, biases):
    state = {}
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        state[f"{layer}.weight"] = W
        state[f"{layer}.bias"] = b
    return state


def _numbered(number, layers=slice(None), weight="weight", bias="bias"):
    """Write to_state_dict with other numbers, for some of the layers, or with other words."""

    def mistaken(weights, biases):
        state = {}
        for layer, (W, b) in list(enumerate(zip(weights, biases, strict=True)))[layers]:
            state[f"{number(layer)}.{weight}"] = W
            state[f"{number(layer)}.{bias}"] = b
        return state

    return mistaken


def _right_number(layer):
    return 2 * layer


to_state_dict.mistake(
    "counts_from_one",
    says="The numbers are one too high: Sequential counts from 0.",
    hint="Which number does the docstring's first key have?",
)(_numbered(lambda layer: 2 * layer + 1))
to_state_dict.mistake(
    "layers_from_one",
    says="The layers are numbered 1, 2, 3 …. Sequential counts from 0, and its activations have "
    "numbers too.",
    hint="Write down all that stands in Sequential, one line each, and number the lines from 0.",
)(_numbered(lambda layer: layer + 1))
to_state_dict.mistake(
    "plural",
    says="The keys say “weights” and “biases”; PyTorch's names are in the singular.",
    hint="Compare your keys with the docstring's first two, letter by letter.",
)(_numbered(_right_number, weight="weights", bias="biases"))
to_state_dict.mistake(
    "underscores",
    says="Number and name are joined by an underscore; in PyTorch's names it is a dot.",
    hint="Compare your keys with the docstring's first two, letter by letter.",
)(
    lambda weights, biases: {
        key.replace(".", "_"): value
        for key, value in _numbered(_right_number)(weights, biases).items()
    }
)
to_state_dict.mistake(
    "only_the_first",
    says="Only the first layer is there.",
    hint="How often does your loop run before the function returns?",
)(_numbered(_right_number, slice(1)))
to_state_dict.mistake(
    "only_the_last",
    says="Only the last layer is there.",
    hint="Where does the dict begin empty: before the loop, or anew for every layer?",
)(_numbered(_right_number, slice(-1, None)))


@to_state_dict.mistake(
    "biases_left_out",
    says="The biases are not there.",
    hint="A Linear layer needs both to work. What would PyTorch compute without them?",
)
def _(weights, biases):
    return {f"{2 * layer}.weight": W for layer, W in enumerate(weights)}


NESTED = {
    "says": "There is a dict for each layer inside the dict. PyTorch wants one flat dict.",
    "hint": 'How many keys does `"0.weight"` make: one or two?',
}


@to_state_dict.mistake("nested", **NESTED)
def _(weights, biases):
    state = {}
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        state[2 * layer] = {"weight": W, "bias": b}
    return state


@to_state_dict.mistake(
    "all_under_one_key",
    says="The lists are put in whole; every layer needs keys of its own.",
    hint="How many Linear layers does the network have, and how many keys does that make?",
)
def _(weights, biases):
    return {"0.weight": weights, "0.bias": biases}
