"""Chapter 08, with a slip in each function."""
# ruff: noqa: D103

import numpy as np

from autograde.examples.slips.slip import slip
from solutions.dropout import dropout_mask, feedforward_dropout


def not_rescaled(A, p, rng, training=True):
    if not 0 <= p < 1:
        raise ValueError(p)
    if not training:
        return A, np.ones_like(A)
    mask = dropout_mask(A.shape, p, rng)
    return A * mask, mask


def range_unchecked(A, p, rng, training=True):
    if not training:
        return A, np.ones_like(A)
    mask = dropout_mask(A.shape, p, rng)
    return A * mask / (1 - p), mask


def in_place(dA, mask, p):
    dA *= mask
    dA /= 1 - p
    return dA


def std_of_mean(X, weights, biases, p, draws, rng):
    outputs = np.array(
        [feedforward_dropout(X, weights, biases, p, rng, True)[0][-1] for _ in range(draws)]
    )
    return outputs.mean(axis=0), outputs.std(axis=0) / np.sqrt(draws)


def keeps_with_p(shape, p, rng):
    return (rng.random(shape) < p).astype(float)


def mask_forgotten(dA, mask, p):
    return dA / (1 - p)


def scaled_by_p(A, p):
    return p * A


NAMED = {
    "dropout_mask": slip(keeps_with_p, "keeps_with_p"),
    "dropout_backward": slip(mask_forgotten, "mask_forgotten"),
    "scaled_inference": slip(scaled_by_p, "scaled_by_p"),
}
CALLED_LATER = {"dropout_forward": slip(not_rescaled, "not_rescaled", 2)}
IN_PART = {
    "dropout_forward": slip(range_unchecked, "range_unchecked", 3),
    "dropout_backward": slip(in_place),
    "ensemble_predict": slip(std_of_mean, "std_of_mean"),
}
