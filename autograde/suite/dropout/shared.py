"""What the exercises of chapter 08 share."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from autograde.suite.define import Chapter, calls
from neurona.checks.exercise import Case
from neurona.checks.plain import Rng
from solutions import dropout as reference

chapter = Chapter("08_dropout", reference)


def draw_seed(rng: np.random.Generator) -> Rng:
    """Draw a recipe for a generator."""
    return Rng(int(rng.integers(2**32)))


def draw_network(
    rng: np.random.Generator, sizes: tuple[int, ...]
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Draw weights (n_out, n_in) and biases (n_out,) large enough to tell layers apart."""
    weights = [rng.normal(size=(n, m)).round(2) for m, n in pairwise(sizes)]
    return weights, [rng.normal(size=n).round(2) for n in sizes[1:]]


def draw_batch(rng: np.random.Generator, m: int, n: int) -> np.ndarray:
    """Draw m examples of n numbers."""
    return rng.normal(size=(m, n)).round(2)


def one_after_the_other(single: Case) -> Case:
    """Make the calls of a case twice, with one generator for both times."""
    return calls(*single.calls, *single.calls, part=single.part)
