"""Chapter 10: keeping against dropping."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case
from autograde.suite.pytorch_and_keras.shared import chapter
from neurona.checks.exercise import Case

drop_rate = chapter.exercise(
    "drop_rate",
    points=1,
    public=[case(keep) for keep in (0.8, 0.5, 0.25, 0.875, 0.9375, 1.0)],
    hints=[
        "Of a hundred neurons, 80 are kept. How many are dropped?",
        "A neuron is either kept or dropped. What do the two probabilities add up to?",
    ],
)


@drop_rate.hidden
def _draw_probabilities(rng: np.random.Generator) -> Iterator[Case]:
    for keep in rng.uniform(0.05, 0.95, 8):
        yield case(float(keep.round(4)))
    yield case(float(rng.uniform(0.001, 0.01)))
    yield case(1.0)


@drop_rate.mistake(
    "keep",
    says="This is the probability of keeping; the libraries ask for that of dropping.",
    hint="With `Dropout(0.8)`, how many of five neurons stay on? Is that what keep = 0.8 means?",
)
def _(keep):
    return keep


@drop_rate.mistake(
    "percent",
    says="This is a percentage; the libraries ask for a number between 0 and 1.",
    hint="What would a probability of 20 be?",
)
def _(keep):
    return 100 * (1 - keep)


@drop_rate.mistake(
    "negative",
    says="The rate is negative: what is subtracted from what?",
    hint="If every neuron is kept, the rate is 0; if fewer are kept, should it rise or fall?",
)
def _(keep):
    return keep - 1


drop_rate.mistake(
    "rescaling",
    says="This is the factor by which inverted dropout rescales those that stay, not a "
    "probability.",
    hint="Your result is at least 1. Can a probability be?",
)(lambda keep: 1 / keep)
drop_rate.mistake(
    "always_half",
    says="The rate is always 0.5, whatever keep is.",
    hint="If every neuron is kept, which rate is that?",
)(lambda keep: 0.5)

ROUNDED = {
    "says": "The rate is rounded. A rate is a number like any other; it need not be a round one.",
    "hint": "If 875 of 1000 neurons are kept, how many are dropped?",
}
drop_rate.mistake("rounded", **ROUNDED)(lambda keep: round(1 - keep, 1))
drop_rate.mistake("rounded", **ROUNDED)(lambda keep: round(1 - keep, 2))
