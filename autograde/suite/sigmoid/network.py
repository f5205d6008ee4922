"""Chapter 02: layers of sigmoid neurons, and networks of layers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.draws import draw_batch, draw_network
from autograde.suite.sigmoid.shared import chapter
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
        part("batch", 1, "sends a batch through it, one example a row"),
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


def _feedforward_case(rng: np.random.Generator, m: int, sizes: tuple[int, ...]) -> Case:
    weights, biases = draw_network(rng, sizes)
    x = draw_batch(rng, max(m, 1), sizes[0])
    return case(x if m else x[0], weights, biases)


feedforward = chapter.exercise(
    "feedforward",
    points=3,
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
