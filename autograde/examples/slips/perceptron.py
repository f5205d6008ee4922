"""Chapter 01, with a slip in each function."""
# ruff: noqa: D103

import numpy as np

from autograde.examples.slips.slip import slip
from solutions.perceptron import perceptron, update


def counts_after_updating(X, d, w, b, lr, max_epochs):
    errors = []
    while len(errors) < max_epochs:
        wrong = 0
        for x, target in zip(X, d, strict=True):
            w, b = update(x, target, w, b, lr)
            if perceptron(x, w, b) != target:
                wrong += 1
        errors.append(wrong)
        if wrong == 0:
            return w, b, errors
    return w, b, errors


def never_stops(X, d, w, b, lr, max_epochs):
    errors = []
    epoch = 0
    while epoch < max_epochs:
        wrong = 0
        for x, target in zip(X, d, strict=True):
            wrong += int(perceptron(x, w, b) != target)
            w, b = update(x, target, w, b, lr)
        errors.append(wrong)
    return w, b, errors


def ignores_max_epochs(X, d, w, b, lr, max_epochs):
    errors = []
    for _ in range(20 * max_epochs):
        wrong = 0
        for x, target in zip(X, d, strict=True):
            wrong += int(perceptron(x, w, b) != target)
            w, b = update(x, target, w, b, lr)
        errors.append(wrong)
        if wrong == 0:
            break
    return w, b, errors


def in_place(x, d, w, b, lr):
    error = d - perceptron(x, w, b)
    w += lr * error * x
    b += lr * error
    return w, b


def is_or():
    return np.array([1.0, 1.0]), -0.5


def a_tie_fires(x, w, b):
    return 1 if w @ x + b >= 0 else 0


def bias_subtracted(x, w, b):
    return int(w @ x - b > 0)


def bias_never_moves(x, d, w, b, lr):
    return w + lr * (d - perceptron(x, w, b)) * x, b


NAMED = {
    "perceptron": slip(a_tie_fires, "tie_fires", 1),
    "update": slip(bias_never_moves, "bias_never_moves"),
    "train": slip(counts_after_updating, "counts_after_updating"),
    "nand_weights": slip(is_or, "or"),
}
CALLED_LATER = {"perceptron": slip(bias_subtracted, "bias_subtracted")}
IN_PART = {
    "update": slip(in_place, "changed_in_place"),
    "train": slip(ignores_max_epochs, score=2),
}
ENDLESS = {"train": slip(never_stops, status="timeout")}
