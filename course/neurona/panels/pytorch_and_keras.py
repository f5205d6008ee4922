"""Chapter 10: PyTorch and Keras, the same network, industrial strength."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurona.panels.base import Panel
from neurona.panels.own_translations import Closing
from neurona.panels.silence import Silence
from neurona.panels.translating import Opening


def opening() -> Panel:
    """Return the panel that opens the chapter."""
    return Opening()


def silence() -> Panel:
    """Return the panel that counts how often a small layer is dropped as a whole."""
    return Silence()


def closing(namespace: Mapping[str, Any]) -> Panel:
    """Return the panel that runs a student's own functions.

    Parameters
    ----------
    namespace : mapping
        Where the functions are looked up at every use: a notebook's ``globals()``.
    """
    return Closing(namespace)
