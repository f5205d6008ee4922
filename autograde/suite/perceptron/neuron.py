"""Chapter 01: whether a perceptron fires."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import calls, case, part
from autograde.suite.perceptron.shared import INPUTS, chapter, quarters
from neurona.checks.exercise import Case


def _tie(x: np.ndarray, w: np.ndarray) -> Case:
    """Put the sum exactly on the threshold, and then above it: a neuron that never fires fails."""
    bias = float(-(w @ x))
    return calls((x, w, bias), (x, w, bias + 0.25), part="tie")


perceptron = chapter.exercise(
    "perceptron",
    parts=[
        part("sides", 1, "fires above the threshold and stays quiet below it"),
        part("tie", 1, "knows what to do exactly at the threshold"),
    ],
    public=[
        case(np.array([1.0, 1.0]), np.array([0.75, 0.5]), -1.0, part="sides"),
        case(np.array([1.0, 0.0]), np.array([0.75, 0.5]), -1.0, part="sides"),
        case(np.array([0.0, 0.0]), np.array([2.0, 1.0]), 0.25, part="sides"),
        case(np.array([1.0, 0.0]), np.array([0.5, -1.0]), 1.0, part="sides"),
        case(np.array([1.0, 0.0]), np.array([-1.0, 0.5]), 2.0, part="sides"),
        case(np.array([2.0, -1.0, 0.5]), np.array([1.0, 0.5, -4.0]), 0.25, part="sides"),
        case(np.array([2.0, -1.0, 0.5]), np.array([1.0, 0.5, 4.0]), -3.25, part="sides"),
        _tie(np.array([1.0, 1.0]), np.array([0.5, 0.5])),
        _tie(np.array([0.0, 0.0]), np.array([1.0, 1.0])),
        _tie(np.array([1.0, 0.0, 2.0]), np.array([0.5, 1.0, 0.25])),
    ],
    hints=[
        "First work out one number: how much evidence there is, bias included.",
        "Each input counts as much as its weight says. Which NumPy operation multiplies two "
        "vectors element by element and adds up?",
        "Then compare that number with 0. Read the docstring again for what happens when it "
        "is exactly 0.",
    ],
)


@perceptron.hidden
def _draw_perceptron(rng: np.random.Generator) -> Iterator[Case]:
    for n in (1, 2, 2, 3, 5, 8):
        x, w = quarters(rng, -2, 2, n), quarters(rng, -3, 3, n)
        for gap in (-1.0, -0.25, 0.25, 1.0, 3.0):
            yield case(x, w, float(gap - w @ x), part="sides")
        yield _tie(x, w)
    for gate_w, gate_b in (([0.5, 0.5], -0.75), ([1.0, 1.0], -0.5), ([-2.0, -2.0], 3.0)):
        for x in INPUTS:
            yield case(x, np.array(gate_w), gate_b, part="sides")


@perceptron.mistake(
    "tie_fires",
    says="A tie counts as 1: your neuron also fires when w·x + b is exactly 0.",
    hint="Compare the sign you use with the sign in the docstring. What should happen at 0?",
)
def _(x, w, b):
    return int(w @ x + b >= 0)


@perceptron.mistake(
    "bias_subtracted",
    says="The bias is subtracted where it should be added.",
    hint="The bias is minus the threshold. Which of the two do you compare w·x with?",
)
def _(x, w, b):
    return int(w @ x - b > 0)


@perceptron.mistake(
    "bias_forgotten",
    says="The bias has no effect: only w·x decides.",
    hint="Two neurons with equal weights and different biases should behave differently. Do yours?",
)
def _(x, w, b):
    return int(w @ x > 0)


@perceptron.mistake(
    "two_inputs_only",
    says="Only the first two inputs count; here there may be fewer or more.",
    hint="Which NumPy operation multiplies and adds up, however many inputs there are?",
)
def _(x, w, b):
    return int(x[0] * w[0] + x[1] * w[1] + b > 0)


@perceptron.mistake(
    "no_step",
    says="This returns the weighted sum itself, not 0 or 1.",
    hint="The sum is the evidence. What does the neuron decide from it?",
)
def _(x, w, b):
    return w @ x + b


@perceptron.mistake(
    "fires_below",
    says="Your neuron fires when the sum is negative and stays quiet when it is positive.",
    hint="Put in an input with plenty of evidence by hand. What comes out?",
)
def _(x, w, b):
    return int(w @ x + b < 0)
