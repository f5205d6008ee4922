"""Chapter 06, with a slip in each function."""
# ruff: noqa: D103

import numpy as np

from autograde.examples.slips.slip import slip


def second_term_missing(A, Y):
    A = np.clip(A, 1e-12, 1 - 1e-12)
    return -np.sum(Y * np.log(A)) / len(A)


def not_clipped(A, Y):
    return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / len(A)


def keeps_the_slope(A, Y):
    return (A - Y) * A * (1 - A)


def over_the_whole_array(Z):
    powers = np.exp(Z - np.max(Z))
    return powers / powers.sum()


def overflows(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


def sign_reversed(A, labels):
    return np.mean(np.log(A[np.arange(len(A)), labels]))


def ties_count(scores, patience):
    best = 0
    for epoch in range(len(scores)):
        if scores[epoch] >= scores[best]:
            best = epoch
        elif epoch - best == patience:
            return best, epoch
    return best, len(scores) - 1


def percent(A, labels):
    return 100 * np.mean(np.argmax(A, axis=1) == labels)


NAMED = {
    "cross_entropy": slip(second_term_missing, "second_term_missing"),
    "cross_entropy_error": slip(keeps_the_slope, "keeps_slope"),
    "softmax": slip(over_the_whole_array, "over_whole_array"),
    "negative_log_likelihood": slip(sign_reversed, "sign_reversed"),
    "accuracy": slip(percent, "percent"),
}
IN_PART = {
    "cross_entropy": slip(not_clipped, "not_clipped", 2),
    "softmax": slip(overflows, "overflows", 2),
    "early_stopping": slip(ties_count, "ties_count", 3),
}
