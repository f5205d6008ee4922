"""Chapter 08: drawing a mask."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from autograde.suite.define import calls, case, part
from autograde.suite.dropout.shared import chapter, draw_seed
from neurona.checks.exercise import Case
from neurona.checks.plain import Drawn, Rng


def _edge_case(rng: Rng, shape: int | tuple[int, ...], part: str) -> Case:
    """Put p exactly on a number that the generator will draw."""
    p = float(np.random.default_rng(rng.seed).random(shape).flat[-1])
    return case(shape, p, rng, part=part)


dropout_mask = chapter.exercise(
    "dropout_mask",
    parts=[
        part("tuple", 1, "a mask for a whole batch, its shape a tuple"),
        part("int", 1, "a mask for one row, its shape an int"),
    ],
    public=[
        case((3, 4), 0.25, Rng(1), part="tuple"),
        case((4, 6), 0.5, Rng(2), part="tuple"),
        case((2, 3), 0.0, Rng(3), part="tuple"),
        case((2, 5), 0.75, Rng(4), part="tuple"),
        _edge_case(Rng(8), (2, 3), part="tuple"),
        case((10, 10), 0.3, Rng(10), part="tuple"),
        case(8, 0.25, Rng(5), part="int"),
        case(6, 0.5, Rng(6), part="int"),
        case(3, 0.0, Rng(7), part="int"),
        _edge_case(Rng(9), 4, part="int"),
        case(100, 0.3, Rng(11), part="int"),
    ],
    hints=[
        "The generator gives numbers between 0 and 1. What share of them is below p?",
        "Compare the whole array with p at once. What type does the comparison give?",
        "Turn True and False into 1.0 and 0.0.",
    ],
)


@dropout_mask.hidden
def _draw_mask(rng: np.random.Generator) -> Iterator[Case]:
    for p in (0.0, 0.1, 0.3, 0.5, 0.8, 0.95):
        m, n = (int(size) for size in rng.integers(2, 9, 2))
        yield case((m, n), p, draw_seed(rng), part="tuple")
        yield case(int(rng.integers(3, 20)), p, draw_seed(rng), part="int")
    yield case((2, 3, 4), 0.4, draw_seed(rng), part="tuple")
    twice = draw_seed(rng)
    yield calls(((3, 5), 0.5, twice), ((3, 5), 0.5, twice), part="tuple")
    yield _edge_case(draw_seed(rng), (3, 4), part="tuple")
    yield _edge_case(draw_seed(rng), 5, part="int")


KEEPS_WITH_P = {
    "says": "p is taken as the probability of keeping a neuron; here it is the probability of "
    "dropping it.",
    "hint": "With p = 0.1, how many of ten neurons should be left? How many are left in yours?",
}


@dropout_mask.mistake("keeps_with_p", **KEEPS_WITH_P)
def _(shape, p, rng):
    return (rng.random(shape) < p).astype(float)


@dropout_mask.mistake("keeps_with_p", **KEEPS_WITH_P)
def _(shape, p, rng):
    return (rng.random(shape) <= p).astype(float)


@dropout_mask.mistake("keeps_with_p", **KEEPS_WITH_P)
def _(shape, p, rng):
    return rng.binomial(1, p, shape).astype(float)


@dropout_mask.mistake(
    "other_neurons",
    says="The share of dropped neurons is right, but they are not the ones that the "
    "docstring drops.",
    hint="Read the docstring once more: on which side of p does a neuron stay?",
)
def _(shape, p, rng):
    return (rng.random(shape) < 1 - p).astype(float)


@dropout_mask.mistake(
    "equal_dropped",
    says="A neuron whose number is exactly p is dropped; the docstring keeps it.",
    hint="Compare the sign you use with the docstring's “at least”.",
)
def _(shape, p, rng):
    return (rng.random(shape) > p).astype(float)


@dropout_mask.mistake(
    "one_row_for_all",
    says="Every example gets the same mask: one row is drawn and repeated.",
    hint="Each example should lose neurons of its own. How many numbers do you draw?",
)
def _(shape, p, rng):
    row = (rng.random(np.atleast_1d(shape)[-1]) >= p).astype(float)
    return np.broadcast_to(row, shape).copy()


@dropout_mask.mistake(
    "ignores_rng",
    says="The mask does not come from rng: nothing was drawn from the generator.",
    hint="Only numbers drawn from the generator you are handed can be drawn again later.",
)
def _(shape, p, rng):
    return Drawn((np.zeros(shape), np.ones(shape)))


DRAWN_OTHERWISE = {
    "says": "The mask is drawn from rng and drops the right share, but it is drawn in another way "
    "than the docstring asks for, so other neurons drop.",
    "hint": "Whoever begins with the same seed has to find the same mask. Which method of rng does "
    "the docstring name?",
}


@dropout_mask.mistake("drawn_otherwise", **DRAWN_OTHERWISE)
def _(shape, p, rng):
    return rng.binomial(1, 1 - p, shape).astype(float)


@dropout_mask.mistake("drawn_otherwise", **DRAWN_OTHERWISE)
def _(shape, p, rng):
    return 1.0 - rng.binomial(1, p, shape)


@dropout_mask.mistake("drawn_otherwise", **DRAWN_OTHERWISE)
def _(shape, p, rng):
    return (rng.random(shape, dtype=np.float32) >= p).astype(float)


EXACT_SHARE = {
    "says": "Every mask drops exactly the same number of neurons. Dropout decides for each neuron "
    "by itself, so that the number differs from mask to mask.",
    "hint": "Throw a coin for each neuron. Do ten throws always give five heads?",
}


def _exact_share(shape, p):
    """Tell what a mask may be whose zeros are counted, over all of it or in each row."""
    size, row = int(np.prod(shape)), int(np.atleast_1d(shape)[-1])
    kept = {
        size - size // group * count
        for group in (size, row)
        for count in (math.floor(p * group), math.ceil(p * group))
    }
    return Drawn((np.zeros(shape), np.ones(shape)), totals=tuple(sorted(map(float, kept))))


@dropout_mask.mistake("exact_share", **EXACT_SHARE)
def _(shape, p, rng):
    rng.random()
    return _exact_share(shape, p)


# Where there is nothing to drop, some ways of choosing draw nothing.
@dropout_mask.mistake("exact_share", **EXACT_SHARE)
def _(shape, p, rng):
    if int(p * np.prod(shape)) > 0:
        rng.random()
    return _exact_share(shape, p)


@dropout_mask.mistake(
    "not_uniform",
    says="The numbers drawn are not spread evenly between 0 and 1, so p is not the share that "
    "drops.",
    hint="With p = 0 nobody should drop. Which numbers does your method give?",
)
def _(shape, p, rng):
    return (rng.normal(size=shape) >= p).astype(float)


IGNORES_P = {
    "says": "p plays no part: half of the neurons drop, whatever it is.",
    "hint": "With p = 0 nobody should drop. What does your mask look like then?",
}


@dropout_mask.mistake("ignores_p", **IGNORES_P)
def _(shape, p, rng):
    return (rng.random(shape) >= 0.5).astype(float)


@dropout_mask.mistake("ignores_p", **IGNORES_P)
def _(shape, p, rng):
    return rng.integers(0, 2, shape).astype(float)


@dropout_mask.mistake(
    "rescaled",
    says="The mask is rescaled already; it should hold zeros and ones.",
    hint="A mask tells who stays. Which function will make up for those who do not?",
)
def _(shape, p, rng):
    return (rng.random(shape) >= p) / (1 - p)
