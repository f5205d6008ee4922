"""Chapter 03: gradient descent, walking downhill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurona.panels.base import Panel
from neurona.panels.bouncing import StepSize
from neurona.panels.central import Nudge
from neurona.panels.descending import Descent
from neurona.panels.own_descent import Closing


def opening() -> Panel:
    """Return the panel that opens the chapter."""
    return Descent()


def nudge() -> Panel:
    """Return the panel that measures a slope by nudging."""
    return Nudge()


def step_size() -> Panel:
    """Return the panel in which steps on a parabola are too small, right or too large."""
    return StepSize()


def closing(namespace: Mapping[str, Any]) -> Panel:
    """Return the panel that runs a student's own functions.

    Parameters
    ----------
    namespace : mapping
        Where the functions are looked up at every use: a notebook's ``globals()``.
    """
    return Closing(namespace)
