"""What the tests against PyTorch and against Keras share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import keras
import numpy as np
from scipy import stats

Arrays = list[np.ndarray]

SIZES = [(2, 1), (3, 4, 2), (2, 5, 3, 2), (20, 64, 64, 1), (64, 30, 10)]
PATTERN_ROWS, NEURONS = 100_000, 4
UNLIKELY = 1e-3
"""Two equal distributions fall below this once in a thousand; the seeds are fixed."""


@contextmanager
def double_precision() -> Iterator[None]:
    """Let Keras compute in float64; the policy is set too, for it outlives a change of floatx."""
    before = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    try:
        yield
    finally:
        keras.config.set_floatx(before[0])
        keras.config.set_dtype_policy(before[1])


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


@dataclass
class Problem:
    """A network and a batch for it."""

    X: np.ndarray
    Y: np.ndarray
    weights: Arrays
    biases: Arrays

    @property
    def m(self) -> int:
        return len(self.X)


def draw_problem(sizes: tuple[int, ...], m: int = 7, seed: int = 1) -> Problem:
    rng = np.random.default_rng(seed)
    return Problem(
        X=rng.normal(size=(m, sizes[0])),
        Y=rng.random((m, sizes[-1])),
        weights=[rng.normal(size=(n, k)) / np.sqrt(k) for k, n in pairwise(sizes)],
        biases=[rng.normal(size=n) for n in sizes[1:]],
    )


ROWS = np.tile([1.0, -2.0, 0.5, 3.0], (PATTERN_ROWS, 1))
"""One row of activations, many times over."""


def only_zero_or_scaled(out: np.ndarray, p: float) -> bool:
    """Whether each number is 0 or what inverted dropout makes of it."""
    return bool(((out == 0) | np.isclose(out, ROWS / (1 - p), rtol=1e-12, atol=0)).all())


def count_patterns(out: np.ndarray) -> np.ndarray:
    """Count how many rows show each of the 16 patterns of who is on."""
    on = (out != 0) @ 2 ** np.arange(NEURONS)
    return np.bincount(on, minlength=2**NEURONS)


def fit_of(counts: np.ndarray, p: float) -> float:
    """Return the p-value of counted patterns, were neurons dropped each by itself with p."""
    ones = np.array([bin(pattern).count("1") for pattern in range(2**NEURONS)])
    probabilities = (1 - p) ** ones * p ** (NEURONS - ones)
    return float(stats.chisquare(counts, probabilities * counts.sum()).pvalue)


def likeness(counts: np.ndarray, others: np.ndarray) -> float:
    """Return the p-value of two counts, were they drawn from one distribution."""
    return float(stats.chi2_contingency([counts, others]).pvalue)


def follow_each_other(out: np.ndarray) -> float:
    """Return the p-value of what a neuron does after being on or off, were rows independent."""
    on = out != 0
    table = [
        [np.sum(on[1:] & on[:-1]), np.sum(on[1:] & ~on[:-1])],
        [np.sum(~on[1:] & on[:-1]), np.sum(~on[1:] & ~on[:-1])],
    ]
    return float(stats.chi2_contingency(table).pvalue)
