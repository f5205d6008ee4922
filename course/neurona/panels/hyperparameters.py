"""Chapter 09: hyperparameters, and how to choose them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurona.panels.arena import Arena
from neurona.panels.base import Panel
from neurona.panels.baselines import Baselines
from neurona.panels.belief import Belief
from neurona.panels.own_search import Closing
from neurona.panels.peeking import Peeking
from neurona.panels.seeking import Seeking


def opening() -> Panel:
    """Return the panel that opens the chapter."""
    return Seeking()


def race() -> Panel:
    """Return the panel in which three searches work side by side."""
    return Arena()


def belief() -> Panel:
    """Return the panel that shows what a Bayesian search believes, and where it looks next."""
    return Belief()


def peeking() -> Panel:
    """Return the panel that shows what becomes of a test set that is looked at often."""
    return Peeking()


def baselines(namespace: Mapping[str, Any]) -> Panel:
    """Return the panel that sets a student's `classify` beside what others reach.

    Parameters
    ----------
    namespace : mapping
        Where the function is looked up: a notebook's ``globals()``.
    """
    return Baselines(namespace)


def closing(namespace: Mapping[str, Any]) -> Panel:
    """Return the panel that runs a student's own functions.

    Parameters
    ----------
    namespace : mapping
        Where the functions are looked up at every use: a notebook's ``globals()``.
    """
    return Closing(namespace)
