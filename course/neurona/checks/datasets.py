"""Arrays that cases name and do not hold, because they would not fit into a notebook."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt

from neurona.checks.plain import Dataset
from neurona.data import digits

Array = npt.NDArray[np.generic]


_bundled = cache(digits)
"""Read once: a call of a function needs them half a dozen times. All below are copies."""


def digit_pixels() -> Array:
    """Return the pixels of the digits to learn from, of shape (1200, 64)."""
    bundled = _bundled()
    return bundled.X[bundled.train]


def digit_targets() -> Array:
    """Return the labels of the digits to learn from, as one-hot rows of shape (1200, 10)."""
    bundled = _bundled()
    return bundled.Y[bundled.train]


def digit_labels() -> Array:
    """Return the labels of the digits to learn from, of shape (1200,)."""
    bundled = _bundled()
    return bundled.labels[bundled.train]


def unseen_digit_pixels() -> Array:
    """Return the pixels of the 597 digits that are kept back."""
    bundled = _bundled()
    return np.concatenate([bundled.X[bundled.validation], bundled.X[bundled.test]])


def unseen_digit_labels() -> Array:
    """Return the labels of the 597 digits that are kept back."""
    bundled = _bundled()
    return np.concatenate([bundled.labels[bundled.validation], bundled.labels[bundled.test]])


DATASETS: dict[str, Callable[[], Array]] = {
    make.__name__: make
    for make in (
        digit_pixels,
        digit_targets,
        digit_labels,
        unseen_digit_pixels,
        unseen_digit_labels,
    )
}


def load(dataset: Dataset) -> Array:
    """Return the array that a case names.

    Parameters
    ----------
    dataset : Dataset
        The array's name, and how its columns are shuffled: whoever has learned the usual order
        by heart is of no use in another.

    Returns
    -------
    array
        Made anew.
    """
    array = DATASETS[dataset.name]()
    if dataset.shuffle:
        return array[:, np.random.default_rng(dataset.shuffle).permutation(array.shape[1])]
    return array
