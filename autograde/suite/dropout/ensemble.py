"""Chapter 08: a network with dropout as an ensemble of thinned networks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.define import case
from autograde.suite.draws import draw_batch, draw_network
from autograde.suite.dropout.shared import chapter, reference
from neurona.checks.exercise import Case
from neurona.checks.plain import Drawn, Rng


def _ensemble_case(seed: int, sizes, m, p, draws):
    rng = np.random.default_rng(seed)
    weights, biases = draw_network(rng, sizes)
    return case(draw_batch(rng, m, sizes[0]), weights, biases, p, draws, Rng(seed))


ensemble_predict = chapter.exercise(
    "ensemble_predict",
    points=2,
    public=[
        _ensemble_case(31, (2, 4, 1), 2, 0.5, 5),
        _ensemble_case(32, (3, 4, 4, 2), 3, 0.25, 8),
        _ensemble_case(33, (2, 3, 2), 1, 0.5, 2),
    ],
    hints=[
        "Each call of feedforward_dropout with training on is another thinned network.",
        "Collect the last activations of all the draws in one array. Over which axis do you "
        "average?",
    ],
)


@ensemble_predict.hidden
def _draw_ensemble(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((2, 3, 1), (3, 4, 2), (2, 3, 3, 2)):
        for draws in (1, 2, 7):
            m, p = int(rng.integers(1, 5)), float(rng.integers(1, 8) / 10)
            yield _ensemble_case(int(rng.integers(2**32)), sizes, m, p, draws)


def _outputs(X, weights, biases, p, draws, rng, training=True):
    return np.array(
        [
            reference.feedforward_dropout(X, weights, biases, p, rng, training)[0][-1]
            for _ in range(draws)
        ]
    )


@ensemble_predict.mistake(
    "one_draw",
    says="Only one thinned network is asked.",
    hint="With draws = 100, how many forward passes do you make?",
)
def _(X, weights, biases, p, draws, rng):
    output = _outputs(X, weights, biases, p, 1, rng)[0]
    return output, np.zeros_like(output)


@ensemble_predict.mistake(
    "std_of_mean",
    says="std is the uncertainty of the mean, not the spread of the networks.",
    hint="More draws should not shrink the spread. Is there a factor too many?",
)
def _(X, weights, biases, p, draws, rng):
    outputs = _outputs(X, weights, biases, p, draws, rng)
    return outputs.mean(axis=0), outputs.std(axis=0) / np.sqrt(draws)


@ensemble_predict.mistake(
    "ddof_1",
    says="std divides by draws − 1; the docstring asks for ddof 0.",
    hint="Look at the ddof argument of your standard deviation.",
)
def _(X, weights, biases, p, draws, rng):
    outputs = _outputs(X, weights, biases, p, draws, rng)
    with np.errstate(all="ignore"):
        return outputs.mean(axis=0), outputs.std(axis=0) * np.sqrt(np.divide(draws, draws - 1.0))


@ensemble_predict.mistake(
    "nothing_dropped",
    says="Every draw asks the same full network: no neuron is dropped.",
    hint="Which argument of feedforward_dropout switches dropout on?",
)
def _(X, weights, biases, p, draws, rng):
    outputs = _outputs(X, weights, biases, p, draws, rng, training=False)
    return outputs.mean(axis=0), outputs.std(axis=0)


@ensemble_predict.mistake(
    "averaged_over_examples",
    says="The examples are averaged together; only the draws should be.",
    hint="What is the shape of your array of outputs, and which axis counts the draws?",
)
def _(X, weights, biases, p, draws, rng):
    outputs = _outputs(X, weights, biases, p, draws, rng)
    return outputs.mean(axis=(0, 1)), outputs.std(axis=(0, 1))


@ensemble_predict.mistake(
    "variance",
    says="std is the variance of the networks, not their standard deviation.",
    hint="In which units should a spread be: those of the outputs, or their squares?",
)
def _(X, weights, biases, p, draws, rng):
    outputs = _outputs(X, weights, biases, p, draws, rng)
    return outputs.mean(axis=0), outputs.var(axis=0)


@ensemble_predict.mistake(
    "mean_of_full_network",
    says="mean is the answer of the full network, with no neuron dropped; the spread is right.",
    hint="Both numbers tell about the same thinned networks. Which array do you average?",
)
def _(X, weights, biases, p, draws, rng):
    outputs = _outputs(X, weights, biases, p, draws, rng)
    return _outputs(X, weights, biases, p, 1, rng, training=False)[0], outputs.std(axis=0)


FEW_NEURONS = 4


@ensemble_predict.mistake(
    "same_network",
    says="Every draw asks the same thinned network, and nothing is drawn from rng.",
    hint="A generator that is made inside a loop begins anew each time. Which one were you handed?",
)
def _(X, weights, biases, p, draws, rng):
    """Try all masks where they are few: an example's output hangs on its own mask alone."""
    output = np.zeros((len(X), len(biases[-1])))
    n = len(biases[0])
    if len(weights) != 2 or n > FEW_NEURONS:
        return Drawn(), output
    hidden = sigmoid(X @ weights[0].T + biases[0]) / (1 - p)
    masks = product((0.0, 1.0), repeat=n)
    options = (sigmoid(hidden * mask @ weights[1].T + biases[1]) for mask in masks)
    return Drawn(tuple(options)), output
