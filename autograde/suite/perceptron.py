"""Chapter 01: what the grader knows of one neuron and the AND gate.

Weights are multiples of 1/4, which binary floats hold exactly, so that a tie is a tie
however a student adds up.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import Chapter, calls, case, part
from neurona.checks.exercise import Case
from solutions import perceptron as reference

chapter = Chapter("01_perceptron", reference)

INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND = np.array([0, 0, 0, 1])
OR = np.array([0, 1, 1, 1])
XOR = np.array([0, 1, 1, 0])


def _quarters(rng: np.random.Generator, low: int, high: int, size: int) -> np.ndarray:
    """Draw multiples of 1/4 between low and high."""
    return rng.integers(4 * low, 4 * high + 1, size) / 4


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
        x, w = _quarters(rng, -2, 2, n), _quarters(rng, -3, 3, n)
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


update = chapter.exercise(
    "update",
    points=2,
    public=[
        case(np.array([1.0, 0.5]), 1, np.array([0.25, -1.0]), -0.5, 0.5),
        case(np.array([0.0, 1.0]), 0, np.array([0.75, 1.0]), -0.5, 0.5),
        case(np.array([1.0, 1.0]), 1, np.array([0.75, 1.0]), -0.5, 0.5),
        case(np.array([2.0, 0.0, -1.0]), 0, np.array([1.0, 0.5, 0.25]), 0.25, 0.25),
        case(np.array([1.0, 1.0]), 1, np.array([0.5, 0.5]), -1.0, 0.25),
    ],
    hints=[
        "Start with the error: how far the desired output is from what the neuron says now.",
        "You have a function that tells what the neuron says now.",
        "An input that was 0 took no part in the decision. Should its weight move?",
    ],
)


@update.hidden
def _draw_update(rng: np.random.Generator) -> Iterator[Case]:
    for n in (1, 2, 2, 3, 4, 6):
        x, w = _quarters(rng, -2, 2, n), _quarters(rng, -3, 3, n)
        lr = float(rng.integers(1, 8) / 8)
        for gap in (-0.5, 0.0, 0.25, 2.0):
            for d in (0, 1):
                yield case(x, d, w, float(gap - w @ x), lr)


@update.mistake(
    "sign_reversed",
    says="The weights move the wrong way: an update makes the error larger.",
    hint="Suppose the neuron said 0 and should have said 1. Should the sum grow or shrink?",
)
def _(x, d, w, b, lr):
    error = reference.perceptron(x, w, b) - d
    return w + lr * error * x, b + lr * error


@update.mistake(
    "x_forgotten",
    says="Every weight moves by the same amount, even where the input is 0.",
    hint="A weight should move as much as its input took part. Which factor is missing?",
)
def _(x, d, w, b, lr):
    error = d - reference.perceptron(x, w, b)
    return w + lr * error, b + lr * error


@update.mistake(
    "bias_never_moves",
    says="The weights learn, but the bias never moves.",
    hint="The bias is like a weight whose input is always 1. What does the rule say for it?",
)
def _(x, d, w, b, lr):
    return w + lr * (d - reference.perceptron(x, w, b)) * x, b


@update.mistake(
    "changed_in_place",
    says="The numbers are right, but the caller's own w was changed.",
    hint="`w += …` writes into the array that was handed in. How can you make a new one?",
)
def _(x, d, w, b, lr):
    error = d - reference.perceptron(x, w, b)
    w += lr * error * x
    return w, b + lr * error


@update.mistake(
    "lr_forgotten",
    says="The learning rate has no effect: every step is a whole one.",
    hint="Halving lr should halve the step. Does it?",
)
def _(x, d, w, b, lr):
    error = d - reference.perceptron(x, w, b)
    return w + error * x, b + error


train = chapter.exercise(
    "train",
    parts=[
        part("learns", 2, "learns what a line can separate, and stops"),
        part("gives_up", 1, "stops after max_epochs when errors remain"),
    ],
    public=[
        case(INPUTS, AND, np.array([0.9, 0.9]), -0.5, 0.5, 20, part="learns"),
        case(INPUTS, AND, np.array([0.0, 0.0]), 0.0, 0.25, 20, part="learns"),
        case(INPUTS, OR, np.array([-0.5, 0.25]), 0.0, 0.5, 20, part="learns"),
        case(INPUTS, 1 - AND, np.array([0.75, 0.5]), -1.0, 0.25, 30, part="learns"),
        case(INPUTS, AND, np.array([1.0, 1.0]), -1.5, 0.5, 5, part="learns"),
        case(INPUTS, XOR, np.array([0.25, -0.5]), 0.25, 0.25, 4, part="gives_up"),
        case(INPUTS, AND, np.array([0.0, 0.0]), 0.0, 0.25, 1, part="gives_up"),
    ],
    hints=[
        "Two loops, one inside the other: what does each of them count?",
        "Ask the neuron first, note whether it was wrong, then let it learn from that example.",
        "After each epoch, look at the number of errors in it. What if it is 0?",
    ],
)


@train.hidden
def _draw_train(rng: np.random.Generator) -> Iterator[Case]:
    for n, m in ((1, 4), (2, 6), (2, 8), (3, 8), (4, 10)):
        X, d = _separable(rng, n, m)
        for start in (np.zeros(n), _quarters(rng, -2, 2, n)):
            yield case(X, d, start, float(rng.integers(-4, 5) / 4), 0.25, 200, part="learns")
    yield case(INPUTS, AND, np.array([1.0, 1.0]), -1.5, 0.25, 9, part="learns")
    for max_epochs in (1, 2, 5, 300):
        start = _quarters(rng, -1, 1, 2)
        yield case(INPUTS, XOR, start, 0.25, 0.5, max_epochs, part="gives_up")
    yield case(INPUTS, AND, np.zeros(2), 0.0, 0.25, 2, part="gives_up")


def _separable(rng: np.random.Generator, n: int, m: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw examples that some perceptron gets right with room to spare, of both kinds."""
    w, b = _quarters(rng, 1, 2, n) * rng.choice([-1, 1], n), 0.25
    while True:
        X = _quarters(rng, -2, 2, m * n).reshape(m, n)
        sums = X @ w + b
        d = (sums > 0).astype(int)
        if np.abs(sums).min() >= 0.5 and 0 < d.sum() < m:
            return X, d


def _training(run_epoch, stops=True):
    """Write train with another idea of what an epoch is."""

    def mistaken(X, d, w, b, lr, max_epochs):
        errors = []
        while len(errors) < max_epochs and not (stops and 0 in errors):
            w, b, wrong = run_epoch(X, d, w, b, lr)
            errors.append(int(wrong))
        return w, b, errors

    return mistaken


def _count_errors(X, d, w, b):
    return sum(reference.perceptron(x, w, b) != target for x, target in zip(X, d, strict=True))


def _honest_epoch(X, d, w, b, lr):
    wrong = 0
    for x, target in zip(X, d, strict=True):
        wrong += reference.perceptron(x, w, b) != target
        w, b = reference.update(x, target, w, b, lr)
    return w, b, wrong


def _batch_epoch(X, d, w, b, lr):
    moves = [reference.update(x, target, w, b, lr) for x, target in zip(X, d, strict=True)]
    new_w = w + sum(moved - w for moved, _ in moves)
    return new_w, b + sum(moved - b for _, moved in moves), _count_errors(X, d, w, b)


def _first_error_epoch(X, d, w, b, lr):
    wrong = _count_errors(X, d, w, b)
    for x, target in zip(X, d, strict=True):
        if reference.perceptron(x, w, b) != target:
            return *reference.update(x, target, w, b, lr), wrong
    return w, b, wrong


def _last_example_epoch(X, d, w, b, lr):
    wrong = _count_errors(X, d, w, b)
    return *reference.update(X[-1], d[-1], w, b, lr), wrong


for _epoch in (_batch_epoch, _first_error_epoch, _last_example_epoch):
    train.mistake(
        "one_update_per_epoch",
        says="The neuron learns only once per epoch, not after every example.",
        hint="Where does the update stand: inside the loop over examples, or after it?",
    )(_training(_epoch))


train.mistake(
    "does_not_stop",
    says="Training goes on after an epoch without errors, up to max_epochs.",
    hint="Look at the last entries of errors. What should the first 0 among them do?",
)(_training(_honest_epoch, stops=False))


def _counts_after_each(X, d, w, b, lr):
    wrong = 0
    for x, target in zip(X, d, strict=True):
        w, b = reference.update(x, target, w, b, lr)
        wrong += reference.perceptron(x, w, b) != target
    return w, b, wrong


def _counts_after_all(X, d, w, b, lr):
    w, b, _ = _honest_epoch(X, d, w, b, lr)
    return w, b, _count_errors(X, d, w, b)


for _epoch in (_counts_after_each, _counts_after_all):
    train.mistake(
        "counts_after_updating",
        says="Errors are counted after the neuron has learned from the example, so some are "
        "missed.",
        hint="Which comes first for each example: asking the neuron, or updating it?",
    )(_training(_epoch))


@train.mistake(
    "last_epoch_missing",
    says="The last epoch, the one without errors, is missing from errors.",
    hint="Do you append the count before or after you decide to stop?",
)
def _(X, d, w, b, lr, max_epochs):
    w, b, errors = reference.train(X, d, w, b, lr, max_epochs)
    return w, b, [count for count in errors if count > 0]


@train.mistake(
    "errors_never_reset",
    says="Errors add up over all epochs; each epoch should be counted on its own.",
    hint="What value should the counter have when a new epoch begins?",
)
def _(X, d, w, b, lr, max_epochs):
    errors, total = [], 0
    while len(errors) < max_epochs:
        w, b, wrong = _honest_epoch(X, d, w, b, lr)
        total += wrong
        errors.append(total)
        if wrong == 0:
            break
    return w, b, errors


nand_weights = chapter.exercise(
    "nand_weights",
    points=1,
    view="truth_table",
    public=[calls(())],
    hints=[
        "NAND is quiet for one input only: (1, 1). How must the weights push when inputs are 1?",
        "With both inputs 0 only the bias speaks. Which sign must it have?",
        "One input alone must not be enough to silence the neuron; both together must.",
    ],
)

_GATES = {
    "and": ((1.0, 1.0, -1.5), "These weights make an AND gate."),
    "or": ((1.0, 1.0, -0.5), "These weights make an OR gate."),
    "nor": ((-1.0, -1.0, 0.5), "These weights make a NOR gate: a single 1 already silences it."),
    "always_1": ((0.0, 0.0, 1.0), "This neuron always fires, also for (1, 1)."),
    "always_0": ((0.0, 0.0, -1.0), "This neuron never fires."),
}
_GATE_HINT = "Work out w·x + b for all four inputs by hand and compare each sign with NAND's table."


def _gate(w1, w2, b):
    return lambda: (np.array([w1, w2]), b)


for _id, (_numbers, _says) in _GATES.items():
    nand_weights.mistake(_id, says=_says, hint=_GATE_HINT)(_gate(*_numbers))


xor = chapter.exercise(
    "xor",
    points=2,
    remark="It computes XOR. Whether NANDs alone do it, only you can tell.",
    public=[case(0, 0), case(0, 1), case(1, 0), case(1, 1)],
    hints=[
        "Say it in words first: at least one input is 1, but not both. Each half of that "
        "sentence is a gate.",
        "Which gate joins the two halves? Build all three from NANDs, as the picture above does.",
        "It also works with fewer: the answer of one NAND may go into two others.",
    ],
)

_XOR_SLIPS = {
    "gives_or": (lambda x1, x2: int(x1 or x2), "This is OR: it also fires for (1, 1)."),
    "gives_and": (lambda x1, x2: int(x1 and x2), "This is AND."),
    "gives_nand": (lambda x1, x2: 1 - int(x1 and x2), "This is NAND: it also fires for (0, 0)."),
    "gives_xnor": (
        lambda x1, x2: int(x1 == x2),
        "This is the opposite of XOR: it fires when the inputs are equal.",
    ),
}
_XOR_HINT = "Follow one row of the table through your gates on paper, gate by gate."

for _id, (_slip, _says) in _XOR_SLIPS.items():
    xor.mistake(_id, says=_says, hint=_XOR_HINT)(_slip)
