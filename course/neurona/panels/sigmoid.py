"""Chapter 02: the sigmoid neuron, a perceptron that can be nudged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurona.panels.base import Panel
from neurona.panels.gallery import Gallery
from neurona.panels.nudging import Nudging
from neurona.panels.own_sigmoid import Closing
from neurona.panels.s_curve import SCurve
from neurona.panels.topology import Topology


def opening() -> Panel:
    """Return the panel that opens the chapter."""
    return SCurve()


def nudge() -> Panel:
    """Return the panel in which a neuron is nudged."""
    return Nudging()


def activations() -> Panel:
    """Return the gallery of activation functions."""
    return Gallery()


def topology() -> Panel:
    """Return the panel in which a network is built."""
    return Topology()


def closing(namespace: Mapping[str, Any]) -> Panel:
    """Return the panel that closes the chapter, on the student's own functions.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``.
    """
    return Closing(namespace)
