"""Chapter 04: stochastic gradient descent, a cheaper, noisier compass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurona.panels.base import Panel
from neurona.panels.needles import Needles
from neurona.panels.own_sgd import Closing
from neurona.panels.stopwatch import Stopwatch
from neurona.panels.walkers import Walkers


def opening() -> Panel:
    """Return the panel that opens the chapter."""
    return Walkers()


def stopwatch() -> Panel:
    """Return the panel that measures what an epoch of mini-batches buys."""
    return Stopwatch()


def needles() -> Panel:
    """Return the panel that measures the noise of mini-batch gradients."""
    return Needles()


def closing(namespace: Mapping[str, Any]) -> Panel:
    """Return the panel that runs a student's own functions.

    Parameters
    ----------
    namespace : mapping
        Where the functions are looked up at every use: a notebook's ``globals()``.
    """
    return Closing(namespace)
