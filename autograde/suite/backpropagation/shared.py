"""What the exercises of chapter 05 share."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.define import Chapter
from neurona.checks.plain import Rng
from solutions import backpropagation as reference

chapter = Chapter("05_backpropagation", reference)


def draw_seed(rng: np.random.Generator) -> Rng:
    """Draw a recipe for a generator."""
    return Rng(int(rng.integers(2**32)))


def draw_network(
    rng: np.random.Generator, sizes: tuple[int, ...]
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Draw weights (n_out, n_in) and biases (n_out,) large enough to tell layers apart."""
    weights = [rng.normal(size=(n, m)).round(2) for m, n in pairwise(sizes)]
    return weights, [rng.normal(size=n).round(2) for n in sizes[1:]]


def draw_numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Draw numbers with two decimals."""
    return rng.normal(size=shape).round(2)


def draw_targets(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Draw desired outputs."""
    return rng.integers(0, 2, shape).astype(float)


def slope(z):
    """Return σ′(z)."""
    return sigmoid(z) * (1 - sigmoid(z))
