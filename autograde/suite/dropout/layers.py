"""Chapter 08: dropout on one layer."""

from __future__ import annotations

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
        case(8, 0.25, Rng(5), part="int"),
        case(6, 0.5, Rng(6), part="int"),
        case(3, 0.0, Rng(7), part="int"),
        _edge_case(Rng(9), 4, part="int"),
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


dropout_forward = chapter.exercise(
    "dropout_forward",
    parts=[
        part("training", 2, "drops and rescales while training"),
        part("inference", 1, "leaves everything as it is when not training"),
        part("range", 1, "refuses a p outside [0, 1)"),
    ],
    public=[
        case(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), 0.5, Rng(1), part="training"),
        case(np.arange(1.0, 13.0).reshape(3, 4), 0.25, Rng(2), True, part="training"),
        case(np.array([[0.5, -1.0], [2.0, 0.25]]), 0.0, Rng(3), True, part="training"),
        case(np.array([[0.5, -1.0], [2.0, 0.25]]), 0.5, Rng(4), False, part="inference"),
        case(np.arange(1.0, 7.0).reshape(2, 3), 0.75, Rng(5), False, part="inference"),
        case(np.ones((2, 3)), 1.0, Rng(6), True, part="range"),
        case(np.ones((2, 3)), -0.5, Rng(7), True, part="range"),
        case(np.ones((2, 3)), 1.5, Rng(8), False, part="range"),
        case(np.ones((2, 3)), 0.0, Rng(9), False, part="range"),
    ],
    hints=[
        "There are three situations: p makes no sense, training, and not training. "
        "Take them one by one.",
        "While training, only a share 1 − p of the sum is left on average. What brings it back?",
        "You have a function that draws the mask. The mask you return holds zeros and ones only.",
    ],
)


@dropout_forward.hidden
def _draw_forward(rng: np.random.Generator) -> Iterator[Case]:
    for p in (0.0, 0.1, 0.4, 0.5, 0.9):
        A = rng.normal(size=rng.integers(2, 6, 2)).round(2)
        yield case(A, p, draw_seed(rng), part="training")
        yield case(A, p, draw_seed(rng), True, part="training")
        yield case(A, p, draw_seed(rng), False, part="inference")
    A, one = rng.normal(size=(3, 4)).round(2), draw_seed(rng)
    yield calls((A, 0.0, one, True), (A, 0.5, one, True), part="training")
    for p in (1.0, -0.001, 1.25, -3.0, 2.0):
        yield case(A, p, draw_seed(rng), bool(rng.integers(2)), part="range")
    yield case(A, 0.0, draw_seed(rng), False, part="range")


def _forward(
    scale,
    mask_out=lambda mask, p: mask,
    at_inference=lambda A, p: A,
    checks_range=True,
    always=False,
    at_zero=True,
):
    """Write dropout_forward with one thing done differently."""

    def mistaken(A, p, rng, training=True):
        if checks_range and not 0 <= p < 1:
            raise ValueError(p)
        if not (training or always) or (p == 0 and not at_zero):
            return at_inference(A, p), np.ones_like(A)
        mask = (rng.random(A.shape) >= p).astype(float)
        with np.errstate(all="ignore"):
            return scale(A * mask, p), mask_out(mask, p)

    return mistaken


def _inverted(A, p):
    return A / (1 - p) if p != 1 else A * np.inf


dropout_forward.mistake(
    "not_rescaled",
    says="The surviving activations are not rescaled, so the layer passes on less than before.",
    hint="Compare the mean of what goes in with the mean of what comes out, over many draws.",
)(_forward(lambda A, p: A))

SCALED_WRONG = {
    "says": "The surviving activations are scaled by the wrong number.",
    "hint": "A neuron is kept with which probability: p or 1 − p? And should what is left "
    "grow or shrink?",
}
dropout_forward.mistake("scaled_by_p", **SCALED_WRONG)(
    _forward(lambda A, p: np.divide(A, np.float64(p)))
)
dropout_forward.mistake("scaled_by_p", **SCALED_WRONG)(_forward(lambda A, p: A * p))
dropout_forward.mistake("scaled_by_p", **SCALED_WRONG)(_forward(lambda A, p: A * (1 - p)))

dropout_forward.mistake(
    "active_at_inference",
    says="Neurons are still dropped when training is False.",
    hint="When the network is used, every neuron is on. Which argument tells you?",
)(_forward(_inverted, always=True))

dropout_forward.mistake(
    "scaled_at_inference",
    says="Activations are scaled when training is False. That belongs to the original recipe; "
    "the inverted one leaves them as they are.",
    hint="In training you divided by 1 − p already. What is left to make up for?",
)(_forward(_inverted, at_inference=lambda A, p: (1 - p) * A))

dropout_forward.mistake(
    "mask_rescaled",
    says="The output is right, but the mask you return is rescaled; it should hold zeros and ones.",
    hint="Which of the two returned values should carry the factor?",
)(_forward(_inverted, mask_out=lambda mask, p: mask / (1 - p)))

RANGE_UNCHECKED = {
    "says": "A p outside [0, 1) is accepted; it should raise a ValueError.",
    "hint": "What would p = 1 mean, and what would you divide by?",
}
dropout_forward.mistake("range_unchecked", **RANGE_UNCHECKED)(
    _forward(_inverted, checks_range=False)
)
# In plain Python 1 / (1 - p) raises at p = 1, but not a ValueError.
dropout_forward.mistake("range_unchecked", **RANGE_UNCHECKED)(
    _forward(lambda A, p: A * (1 / (1 - p)), checks_range=False)
)

dropout_forward.mistake(
    "skips_draw_at_zero",
    says="With p = 0 nothing is drawn. Draw all the same, so that every later draw stays in step.",
    hint="Two runs with the same seed should draw equally often, whatever p is.",
)(_forward(_inverted, at_zero=False))


dropout_backward = chapter.exercise(
    "dropout_backward",
    points=2,
    public=[
        case(
            np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
            np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]]),
            0.5,
        ),
        case(np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[0.0, 1.0], [1.0, 0.0]]), 0.25),
        case(np.array([[1.0, -2.0], [0.5, 3.0]]), np.ones((2, 2)), 0.0),
        calls(
            *2 * ((np.arange(1.0, 31.0).reshape(5, 6), np.tile([1.0, 0.0, 1.0], (5, 2)), 0.5),),
        ),
    ],
    hints=[
        "Write the forward pass for one activation: out = A · (some number). What is the "
        "derivative of out by A?",
        "A neuron that was off passed nothing on. How much can the cost depend on it?",
        "The number that multiplied forward multiplies backward as well, all of it.",
    ],
)


@dropout_backward.hidden
def _draw_backward(rng: np.random.Generator) -> Iterator[Case]:
    for p in (0.0, 0.1, 0.25, 0.5, 0.9):
        m, n = (int(size) for size in rng.integers(2, 6, 2))
        mask = (rng.random((m, n)) >= max(p, 0.3)).astype(float)
        yield case(rng.normal(size=(m, n)).round(2), mask, p)
    twice = (rng.normal(size=(6, 7)).round(2), (rng.random((6, 7)) >= 0.5).astype(float), 0.5)
    yield calls(twice, twice)


@dropout_backward.mistake(
    "not_rescaled",
    says="The mask is there, but the factor 1/(1 − p) of the forward pass is missing.",
    hint="Nudge one surviving input a little. By how much does the output move?",
)
def _(dA, mask, p):
    return dA * mask


@dropout_backward.mistake(
    "mask_forgotten",
    says="Neurons that were off still receive a gradient.",
    hint="If a neuron was off, does nudging it change the cost?",
)
def _(dA, mask, p):
    return dA / (1 - p)


@dropout_backward.mistake(
    "multiplied",
    says="The gradient is multiplied by 1 − p where the forward pass divided.",
    hint="Nudge one surviving input a little. By how much does the output move?",
)
def _(dA, mask, p):
    return dA * mask * (1 - p)


@dropout_backward.mistake(
    "new_mask",
    says="A new mask is drawn: the same arguments give another answer each time.",
    hint="Which neurons took part was settled in the forward pass. Where is that written?",
)
def _(dA, mask, p):
    return Drawn((np.zeros_like(dA), dA / (1 - p)))


@dropout_backward.mistake(
    "new_mask",
    says="A new mask is drawn: the same arguments give another answer each time.",
    hint="Which neurons took part was settled in the forward pass. Where is that written?",
)
def _(dA, mask, p):
    return Drawn((np.zeros_like(dA), dA))


scaled_inference = chapter.exercise(
    "scaled_inference",
    points=1,
    public=[
        case(np.array([[1.0, 2.0], [3.0, 4.0]]), 0.5),
        case(np.array([[1.0, -2.0, 0.5]]), 0.25),
        case(np.array([[1.0, 2.0]]), 0.0),
    ],
    hints=[
        "While training, a neuron was on in what share of the passes?",
        "Now it is always on. What must you do so that the next layer gets the same on average?",
    ],
)


@scaled_inference.hidden
def _draw_scaled(rng: np.random.Generator) -> Iterator[Case]:
    for p in (0.0, 0.1, 0.3, 0.5, 0.8, 0.95):
        yield case(rng.normal(size=rng.integers(1, 6, 2)).round(2), p)


@scaled_inference.mistake(
    "scaled_by_p",
    says="This scales by the probability of being dropped, not of being kept.",
    hint="If nothing is ever dropped, p is 0. What should come out then?",
)
def _(A, p):
    return p * A


@scaled_inference.mistake(
    "divided",
    says="This makes activations larger. Dividing belongs to the inverted recipe, in training.",
    hint="At inference more neurons are on than in training. Should each speak louder or softer?",
)
def _(A, p):
    return A / (1 - p)


@scaled_inference.mistake(
    "unscaled",
    says="Activations stay as they are. That is the inverted recipe; the original one scales here.",
    hint="This recipe did not divide in training. Who makes up for the difference?",
)
def _(A, p):
    return A
