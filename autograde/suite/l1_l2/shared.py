"""What the exercises of chapter 07 share."""

from __future__ import annotations

import numpy as np

from autograde.suite.define import Chapter
from solutions import l1_l2 as reference

chapter = Chapter("07_l1_l2", reference)


def draw_weights(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Draw weights of either sign, none of them 0."""
    return (rng.choice([-1.0, 1.0], shape) * rng.uniform(0.1, 2.0, shape)).round(3)


def draw_layers(rng: np.random.Generator, *sizes: int) -> list[np.ndarray]:
    """Draw the weights (n_out, n_in) of a network whose layers have these sizes."""
    return [draw_weights(rng, *shape) for shape in zip(sizes[1:], sizes[:-1], strict=True)]
