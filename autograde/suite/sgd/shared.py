"""What the exercises of chapter 04 share."""

from __future__ import annotations

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.define import Chapter
from neurona.checks.plain import Rng
from solutions import sgd as reference

chapter = Chapter("04_sgd", reference)


def draw_seed(rng: np.random.Generator) -> Rng:
    """Draw a recipe for a generator."""
    return Rng(int(rng.integers(2**32)))


def draw_neuron(
    rng: np.random.Generator, n: int, n_in: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Draw n examples, their desired outputs, and a neuron's weights and bias."""
    X = rng.normal(size=(n, n_in)).round(2)
    y = rng.integers(0, 2, n).astype(float)
    return X, y, rng.normal(size=n_in).round(2), round(float(rng.normal()), 2)


def gradients(X, y, w, b, slope=True):
    """Find the gradient of a sigmoid neuron's cost for each example: one a row, the bias last."""
    a = sigmoid(X @ w + b)
    error = (a - y) * (a * (1 - a) if slope else 1)
    return np.column_stack([error[:, None] * X, error])


def cost(X, y, w, b):
    """Work out the quadratic cost of a sigmoid neuron."""
    return np.mean((y - sigmoid(X @ w + b)) ** 2) / 2
