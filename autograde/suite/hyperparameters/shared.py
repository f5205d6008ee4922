"""What the exercises of chapter 09 share."""

from __future__ import annotations

import numpy as np

from autograde.suite.define import Chapter
from neurona.checks.plain import Rng
from solutions import hyperparameters as reference

__all__ = ["chapter", "draw_names", "draw_seed", "reference"]

chapter = Chapter("09_hyperparameters", reference)

_NAMES = ("p", "lam", "lr", "m", "epochs", "hidden")


def draw_seed(rng: np.random.Generator) -> Rng:
    """Draw a recipe for a generator."""
    return Rng(int(rng.integers(2**32)))


def draw_names(rng: np.random.Generator, count: int) -> list[str]:
    """Draw different names of hyperparameters, in any order."""
    return [str(name) for name in rng.permutation(_NAMES)[:count]]
