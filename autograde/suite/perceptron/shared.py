"""What the exercises of chapter 01 share.

Weights are multiples of 1/4, which binary floats hold exactly, so that a tie is a tie
however a student adds up.
"""

from __future__ import annotations

import numpy as np

from autograde.suite.define import Chapter
from solutions import perceptron as reference

chapter = Chapter("01_perceptron", reference)

INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])

__all__ = ["INPUTS", "chapter", "quarters", "reference"]


def quarters(rng: np.random.Generator, low: int, high: int, size: int) -> np.ndarray:
    """Draw multiples of 1/4 between low and high."""
    return rng.integers(4 * low, 4 * high + 1, size) / 4
