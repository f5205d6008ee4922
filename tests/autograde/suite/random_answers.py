"""Functions that draw numbers from nowhere they were told to.

The suite only says what their values may be; these are the real thing.
"""

from __future__ import annotations

import copy
import math
import random

import numpy as np

from solutions import dropout as solved
from solutions import hyperparameters as solved_hyperparameters
from tests.autograde.suite.every import Function


def mask_from_global_state(shape, p, rng):
    return (np.random.rand(*np.atleast_1d(shape)) >= p).astype(float)  # noqa: NPY002


def mask_from_own_generator(shape, p, rng):
    return (np.random.default_rng().random(shape) >= p).astype(int)


def mask_from_fixed_seed(shape, p, rng):
    rng = np.random.default_rng(42)
    return rng.random(shape) >= p


def mask_from_legacy_choice(shape, p, rng):
    return np.random.choice([0.0, 1.0], size=shape, p=[p, 1 - p])  # noqa: NPY002


def mask_from_standard_library(shape, p, rng):
    count = int(np.prod(shape))
    drawn = [float(random.random() >= p) for _ in range(count)]
    return np.array(drawn).reshape(shape)


def gradient_through_new_mask(dA, mask, p):
    return dA * (np.random.default_rng().random(dA.shape) >= p) / (1 - p)


def gradient_through_global_mask(dA, mask, p):
    mask = np.random.rand(*dA.shape) >= p  # noqa: NPY002
    return np.where(mask, dA / (1 - p), 0.0)


def gradient_through_new_mask_not_rescaled(dA, mask, p):
    return dA * mask_from_own_generator(dA.shape, p, None)


def exact_share_by_choice(shape, p, rng):
    mask = np.ones(shape)
    mask.flat[rng.choice(mask.size, size=int(p * mask.size), replace=False)] = 0.0
    return mask


def exact_share_by_shuffling(shape, p, rng):
    mask = np.ones(int(np.prod(shape)))
    mask[: round(p * mask.size)] = 0
    rng.shuffle(mask)
    return mask.reshape(shape)


def exact_share_by_ranking(shape, p, rng):
    numbers = rng.random(shape)
    return (numbers.ravel().argsort().argsort() >= int(p * numbers.size)).reshape(shape)


def exact_share_in_each_row(shape, p, rng):
    mask = np.ones(shape)
    mask[..., : math.ceil(p * mask.shape[-1])] = 0
    return rng.permuted(mask, axis=-1)


def back_through_new_masks(X, Y, weights, biases, masks, p):
    masks = solved.feedforward_dropout(X, weights, biases, p, np.random.default_rng(), True)[1]
    return solved.backprop_dropout(X, Y, weights, biases, masks, p)


def _back(X, Y, weights, biases, masks, p, forward, slope_of):
    passed, dWs, dbs = [X], [], []
    raw = []
    for W, b, mask in zip(weights, biases, [*forward, 1 - p], strict=True):
        raw.append(1 / (1 + np.exp(-(passed[-1] @ W.T + b))))
        passed.append(raw[-1] * mask / (1 - p))
    delta = (passed[-1] - Y) * passed[-1] * (1 - passed[-1]) / len(X)
    for layer in range(len(weights) - 1, -1, -1):
        dWs.insert(0, delta.T @ passed[layer])
        dbs.insert(0, delta.sum(axis=0))
        if layer:
            a = slope_of(raw, passed)[layer]
            delta = solved.dropout_backward(delta @ weights[layer], masks[layer - 1], p)
            delta = delta * a * (1 - a)
    return dWs, dbs


def forward_through_new_masks(X, Y, weights, biases, masks, p):
    """Take the activations from a forward pass of its own, and their slopes as well."""
    new = [mask_from_own_generator(mask.shape, p, None) for mask in masks]
    return _back(X, Y, weights, biases, masks, p, new, lambda raw, passed: passed)


def back_with_masks_from_global_state(X, Y, weights, biases, masks, p):
    new = [mask_from_global_state(mask.shape, p, None) for mask in masks]
    return _back(X, Y, weights, biases, new, p, masks, lambda raw, passed: [None, *raw])


def ensemble_of_one_seed(X, weights, biases, p, draws, rng):
    outputs = [
        solved.feedforward_dropout(X, weights, biases, p, np.random.default_rng(0), True)[0][-1]
        for _ in range(draws)
    ]
    return np.mean(outputs, axis=0), np.std(outputs, axis=0)


def ensemble_of_copied_generators(X, weights, biases, p, draws, rng):
    outputs = [
        solved.feedforward_dropout(X, weights, biases, p, copy.deepcopy(rng), True)[0][-1]
        for _ in range(draws)
    ]
    return np.mean(outputs, axis=0), np.std(outputs, axis=0)


def split_by_own_generator(n, fractions, rng):
    return solved_hyperparameters.split(n, fractions, np.random.default_rng())


def split_by_fixed_seed(n, fractions, rng):
    return solved_hyperparameters.split(n, fractions, np.random.default_rng(42))


def split_by_global_state(n, fractions, rng):
    order = np.random.permutation(n)  # noqa: NPY002
    return np.split(order, np.cumsum([int(n * fraction) for fraction in fractions[:2]]))


def split_by_standard_library(n, fractions, rng):
    order = random.sample(range(n), n)
    first, second = (int(n * fraction) for fraction in fractions[:2])
    return order[:first], order[first : first + second], order[first + second :]


def search_by_own_generator(space, draws, rng):
    return solved_hyperparameters.random_search(space, draws, np.random.default_rng())


def search_by_fixed_seed(space, draws, rng):
    return solved_hyperparameters.random_search(space, draws, np.random.default_rng(0))


def search_by_standard_library(space, draws, rng):
    if {scale for *_, scale in space.values()} - {"linear", "log"}:
        raise ValueError
    return [
        {name: random.uniform(low, high) for name, (low, high, _) in space.items()}
        for _ in range(draws)
    ]


RANDOM_ANSWERS: dict[tuple[str, str], list[Function]] = {
    ("dropout_mask", "ignores_rng"): [
        mask_from_global_state,
        mask_from_own_generator,
        mask_from_fixed_seed,
        mask_from_legacy_choice,
        mask_from_standard_library,
    ],
    ("dropout_mask", "exact_share"): [
        exact_share_by_choice,
        exact_share_by_shuffling,
        exact_share_by_ranking,
        exact_share_in_each_row,
    ],
    ("backprop_dropout", "new_mask"): [
        back_through_new_masks,
        forward_through_new_masks,
        back_with_masks_from_global_state,
    ],
    ("ensemble_predict", "same_network"): [
        ensemble_of_one_seed,
        ensemble_of_copied_generators,
    ],
    ("dropout_backward", "new_mask"): [
        gradient_through_new_mask,
        gradient_through_global_mask,
        gradient_through_new_mask_not_rescaled,
    ],
    ("split", "ignores_rng"): [
        split_by_own_generator,
        split_by_fixed_seed,
        split_by_global_state,
        split_by_standard_library,
    ],
    ("random_search", "ignores_rng"): [
        search_by_own_generator,
        search_by_fixed_seed,
        search_by_standard_library,
    ],
}
