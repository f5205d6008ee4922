"""What the exercises of chapter 08 share."""

from __future__ import annotations

import numpy as np

from autograde.suite.define import Chapter, calls
from neurona.checks.exercise import Case
from neurona.checks.plain import Rng
from solutions import dropout as reference

chapter = Chapter("08_dropout", reference)


def draw_seed(rng: np.random.Generator) -> Rng:
    """Draw a recipe for a generator."""
    return Rng(int(rng.integers(2**32)))


def one_after_the_other(single: Case) -> Case:
    """Make the calls of a case twice, with one generator for both times."""
    return calls(*single.calls, *single.calls, part=single.part)
