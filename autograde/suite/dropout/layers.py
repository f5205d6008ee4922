"""Chapter 08: dropout on one layer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import calls, case, part
from autograde.suite.dropout.shared import chapter, draw_seed, reference
from neurona.checks.exercise import Case
from neurona.checks.plain import Drawn, Rng

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
        case(np.ones((2, 3)), 1.5, Rng(10), True, part="range"),
        case(np.full((2, 3), 2.0), 0.0, Rng(9), False, part="range"),
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
    for p in (1.0, -0.001, 1.25, -0.7, 1.9):
        yield case(A, p, draw_seed(rng), bool(rng.integers(2)), part="range")
    yield case(A, 0.0, draw_seed(rng), False, part="range")


def _forward(
    scale,
    mask_out=lambda mask, p: mask,
    at_inference=lambda A, p: A,
    refuses=lambda p, training: not 0 <= p < 1,
    draw=lambda shape, p, rng: (rng.random(shape) >= p).astype(float),
    always=False,
    at_zero=True,
):
    """Write dropout_forward with one thing done differently."""

    def mistaken(A, p, rng, training=True):
        if refuses(p, training):
            raise ValueError(p)
        if not (training or always) or (p == 0 and not at_zero):
            return at_inference(A, p), np.ones_like(A)
        mask = draw(A.shape, p, rng)
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
dropout_forward.mistake("scaled_by_p", **SCALED_WRONG)(_forward(lambda A, p: A * (1 / p)))
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
    "rescaled_at_inference",
    says="Activations are divided by 1 − p even when training is False.",
    hint="With every neuron on, is there anything left to make up for?",
)(_forward(_inverted, at_inference=_inverted))

DRAWS_AT_INFERENCE = {
    "says": "A mask is drawn although training is False, so whoever draws next gets other numbers.",
    "hint": "The docstring says when to draw. Where in your function does that happen?",
}


@dropout_forward.mistake("draws_at_inference", **DRAWS_AT_INFERENCE)
def _(A, p, rng, training=True):
    out, mask = reference.dropout_forward(A, p, rng)
    return (out, mask) if training else (A, np.ones_like(A))


@dropout_forward.mistake("draws_at_inference", **DRAWS_AT_INFERENCE)
def _(A, p, rng, training=True):
    out, mask = reference.dropout_forward(A, p, rng)
    return out if training else A, mask


ONE_ROW_FOR_ALL = {
    "says": "Every example loses the same neurons: one row is drawn and used for the whole batch.",
    "hint": "Compare the shape of what you draw with the shape of A.",
}
for shape_of_mask in (lambda m, n: (n,), lambda m, n: (1, n), lambda m, n: (m, n)):
    dropout_forward.mistake("one_row_for_all", **ONE_ROW_FOR_ALL)(
        _forward(
            _inverted,
            draw=lambda shape, p, rng, shape_of_mask=shape_of_mask: np.broadcast_to(
                rng.random(shape[1]) >= p, shape_of_mask(*shape)
            ).astype(float),
        )
    )


@dropout_forward.mistake(
    "swapped",
    says="The two returned values have changed places.",
    hint="In which order does the docstring list them?",
)
def _(A, p, rng, training=True):
    return reference.dropout_forward(A, p, rng, training)[::-1]


dropout_forward.mistake(
    "mask_rescaled",
    says="The output is right, but the mask you return is rescaled; it should hold zeros and ones.",
    hint="Which of the two returned values should carry the factor?",
)(_forward(_inverted, mask_out=lambda mask, p: mask / (1 - p)))

RANGE_UNCHECKED = {
    "says": "A p outside [0, 1) is accepted; it should raise a ValueError.",
    "hint": "What would p = 1 mean, and what would you divide by?",
}
for refused in (
    lambda p, training: False,
    lambda p, training: not 0 <= p <= 1,
    lambda p, training: p < 0,
    lambda p, training: p >= 1,
    lambda p, training: p < 0 or p == 1,
    lambda p, training: training and not 0 <= p < 1,
):
    dropout_forward.mistake("range_unchecked", **RANGE_UNCHECKED)(
        _forward(_inverted, refuses=refused)
    )
# In plain Python 1 / (1 - p) raises at p = 1, but not a ValueError.
for refused in (lambda p, training: False, lambda p, training: p < 0):
    dropout_forward.mistake("range_unchecked", **RANGE_UNCHECKED)(
        _forward(lambda A, p: A * (1 / (1 - p)), refuses=refused)
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
        mask = (rng.random((m, n)) >= (max(p, 0.3) if p > 0 else 0)).astype(float)
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


SCALED_BACK_BY_P = {
    "says": "The gradient is scaled with p, the probability of being dropped; the forward pass "
    "divided by another number.",
    "hint": "What did the forward pass divide by, and why?",
}


@dropout_backward.mistake("scaled_by_p", **SCALED_BACK_BY_P)
def _(dA, mask, p):
    with np.errstate(all="ignore"):
        return dA * mask / np.float64(p)


@dropout_backward.mistake("scaled_by_p", **SCALED_BACK_BY_P)
def _(dA, mask, p):
    return dA * mask * (1 / p)


@dropout_backward.mistake("scaled_by_p", **SCALED_BACK_BY_P)
def _(dA, mask, p):
    return dA * mask * p


@dropout_backward.mistake(
    "unchanged",
    says="The gradient comes back as it went in.",
    hint="Forward, each activation was multiplied by a number of its own. What does that do to "
    "its derivative?",
)
def _(dA, mask, p):
    return dA.copy()


MASK_INVERTED = {
    "says": "The gradient passes through the neurons that were off, and not through the others.",
    "hint": "Which neurons does a 1 in the mask stand for?",
}


@dropout_backward.mistake("mask_inverted", **MASK_INVERTED)
def _(dA, mask, p):
    return dA * (1 - mask) / (1 - p)


@dropout_backward.mistake("mask_inverted", **MASK_INVERTED)
def _(dA, mask, p):
    return dA * (1 - mask)


NEW_MASK = {
    "says": "A new mask is drawn: the same arguments give another answer each time.",
    "hint": "Which neurons took part was settled in the forward pass. Where is that written?",
}


@dropout_backward.mistake("new_mask", **NEW_MASK)
def _(dA, mask, p):
    return Drawn((np.zeros_like(dA), dA / (1 - p)))


@dropout_backward.mistake("new_mask", **NEW_MASK)
def _(dA, mask, p):
    return Drawn((np.zeros_like(dA), dA))


scaled_inference = chapter.exercise(
    "scaled_inference",
    points=1,
    public=[
        case(np.array([[1.0, 2.0], [3.0, 4.0]]), 0.5),
        case(np.array([[1.0, -2.0, 0.5]]), 0.4),
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


DIVIDED_BY_P = {
    "says": "This divides by the probability of being dropped.",
    "hint": "If nothing is ever dropped, p is 0. What does your function do then?",
}


@scaled_inference.mistake("divided_by_p", **DIVIDED_BY_P)
def _(A, p):
    with np.errstate(all="ignore"):
        return A / np.float64(p)


@scaled_inference.mistake("divided_by_p", **DIVIDED_BY_P)
def _(A, p):
    return A * (1 / p)
