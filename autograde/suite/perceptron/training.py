"""Chapter 01: round after round, until no mistake is left."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.perceptron.shared import INPUTS, chapter, quarters, reference
from neurona.checks.exercise import Case

AND = np.array([0, 0, 0, 1])
OR = np.array([0, 1, 1, 1])
XOR = np.array([0, 1, 1, 0])

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
        for start in (np.zeros(n), quarters(rng, -2, 2, n)):
            yield case(X, d, start, float(rng.integers(-4, 5) / 4), 0.25, 200, part="learns")
    yield case(INPUTS, AND, np.array([1.0, 1.0]), -1.5, 0.25, 9, part="learns")
    for max_epochs in (1, 2, 5, 300):
        start = quarters(rng, -1, 1, 2)
        yield case(INPUTS, XOR, start, 0.25, 0.5, max_epochs, part="gives_up")
    yield case(INPUTS, AND, np.zeros(2), 0.0, 0.25, 2, part="gives_up")


def _separable(rng: np.random.Generator, n: int, m: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw examples that some perceptron gets right with room to spare, of both kinds."""
    w, b = quarters(rng, 1, 2, n) * rng.choice([-1, 1], n), 0.25
    while True:
        X = quarters(rng, -2, 2, m * n).reshape(m, n)
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
