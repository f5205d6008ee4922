"""Chapter 07: L1 and L2, small weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurona.panels.base import Panel
from neurona.panels.diamond import Diamond
from neurona.panels.hopping import Hopping
from neurona.panels.own_penalties import Closing
from neurona.panels.side_by_side import SideBySide


def opening() -> Panel:
    """Return the panel that opens the chapter."""
    return Diamond()


def hopping() -> Panel:
    """Return the panel in which one weight nears 0, by three kinds of steps."""
    return Hopping()


def side_by_side() -> Panel:
    """Return the panel that sets L1 and L2 side by side, weights against λ."""
    return SideBySide()


def closing(namespace: Mapping[str, Any]) -> Panel:
    """Return the panel that runs a student's own functions.

    Parameters
    ----------
    namespace : mapping
        Where the functions are looked up at every use: a notebook's ``globals()``.
    """
    return Closing(namespace)
