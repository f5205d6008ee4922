"""Chapter 06: learning faster, and knowing when to stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurona.panels.base import Panel
from neurona.panels.memorizing import Memorizing
from neurona.panels.own_costs import Closing
from neurona.panels.saturation import Saturation
from neurona.panels.shares import Shares


def opening() -> Panel:
    """Return the panel that opens the chapter."""
    return Memorizing()


def saturated() -> Panel:
    """Return the panel in which two neurons start out wrong, one for each cost."""
    return Saturation()


def shares() -> Panel:
    """Return the panel that sets softmax beside sigmoids."""
    return Shares()


def closing(namespace: Mapping[str, Any]) -> Panel:
    """Return the panel that runs a student's own functions.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``.
    """
    return Closing(namespace)
