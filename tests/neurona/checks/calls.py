"""Calls that are observed."""

from __future__ import annotations

from neurona.checks.exercise import Case
from neurona.checks.observe import observe


def call(function, *args):
    """Observe one call."""
    (outcome,) = observe(function, Case((args,)))
    return outcome
