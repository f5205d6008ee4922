"""Functions that draw numbers from nowhere they were told to.

The suite only says what their values may be; these are the real thing.
"""

from __future__ import annotations

import random

import numpy as np

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


RANDOM_ANSWERS: dict[tuple[str, str], list[Function]] = {
    ("dropout_mask", "ignores_rng"): [
        mask_from_global_state,
        mask_from_own_generator,
        mask_from_fixed_seed,
        mask_from_legacy_choice,
        mask_from_standard_library,
    ],
    ("dropout_backward", "new_mask"): [
        gradient_through_new_mask,
        gradient_through_global_mask,
        gradient_through_new_mask_not_rescaled,
    ],
}
