"""Chapter 05: backpropagation, who is to blame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurona.panels.base import Panel
from neurona.panels.demon import Demon
from neurona.panels.reading_digits import ReadingDigits
from neurona.panels.two_passes import TwoPasses


def opening() -> Panel:
    """Return the panel that opens the chapter."""
    return Demon()


def two_passes() -> Panel:
    """Return the panel that shows forward and backward pass in slow motion."""
    return TwoPasses()


def closing(namespace: Mapping[str, Any]) -> Panel:
    """Return the panel that runs a student's own functions.

    Parameters
    ----------
    namespace : mapping
        Where the functions are looked up at every use: a notebook's ``globals()``.
    """
    return ReadingDigits(namespace)
