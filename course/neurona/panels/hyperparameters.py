"""Chapter 09: hyperparameters, and how to choose them."""

from __future__ import annotations

from neurona.panels.arena import Arena
from neurona.panels.base import Panel
from neurona.panels.seeking import Seeking


def opening() -> Panel:
    """Return the panel that opens the chapter."""
    return Seeking()


def race() -> Panel:
    """Return the panel in which three searches work side by side."""
    return Arena()
