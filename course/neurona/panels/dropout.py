"""Chapter 08: dropout, a thousand networks in one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurona.panels.base import Panel
from neurona.panels.coadaptation import Coadaptation
from neurona.panels.own_dropout import Closing
from neurona.panels.recipes import Expectation
from neurona.panels.thinning import Thinning


def opening() -> Panel:
    """Return the panel that opens the chapter."""
    return Thinning()


def expectation() -> Panel:
    """Return the panel that holds the two recipes against each other."""
    return Expectation()


def coadaptation() -> Panel:
    """Return the panel in which neurons lean on each other, or learn not to."""
    return Coadaptation()


def closing(namespace: Mapping[str, Any]) -> Panel:
    """Return the panel that runs a student's own functions.

    Parameters
    ----------
    namespace : mapping
        Where the functions are looked up at every use: a notebook's ``globals()``.
    """
    return Closing(namespace)
