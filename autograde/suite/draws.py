"""Small networks and batches for the cases of several chapters."""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def draw_network(
    rng: np.random.Generator, sizes: tuple[int, ...]
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Draw weights (n_out, n_in) and biases (n_out,) large enough to tell layers apart."""
    weights = [rng.normal(size=(n, m)).round(2) for m, n in pairwise(sizes)]
    return weights, [rng.normal(size=n).round(2) for n in sizes[1:]]


def draw_batch(rng: np.random.Generator, m: int, n: int) -> np.ndarray:
    """Draw m examples of n numbers."""
    return rng.normal(size=(m, n)).round(2)
