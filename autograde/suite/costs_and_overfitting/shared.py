"""What the exercises of chapter 06 share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from autograde.suite.define import Chapter, SuiteExercise
from solutions import costs_and_overfitting as reference

chapter = Chapter("06_costs_and_overfitting", reference)

Named = tuple[Any, ...]
"""The id of a mistake, what it says, its hint, and the ways of making it."""


def register(exercise: SuiteExercise, mistakes: Iterable[Named]) -> None:
    """Register named mistakes, each with all its ways."""
    for id, says, hint, *ways in mistakes:
        for way in ways:
            exercise.mistake(id, says=says, hint=hint)(way)


def draw_targets(rng: np.random.Generator, m: int, n: int) -> np.ndarray:
    """Draw desired outputs, each 0 or 1, and some of both wherever there is room."""
    Y = rng.integers(0, 2, (m, n))
    Y.flat[rng.permutation(m * n)[:2]] = (0, 1)[: m * n]
    return Y.astype(float)


def draw_labels(rng: np.random.Generator, m: int, n: int) -> np.ndarray:
    """Draw the right class of each of m examples."""
    return rng.integers(n, size=m)
