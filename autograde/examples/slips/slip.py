"""How a slip is written down: a function, the mistake that must be named, and what it earns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograde.examples.students import Mark, Slip


def slip(
    function: Callable[..., Any], mistake: str = "", score: float = 0, status: str = ""
) -> Slip:
    """Describe a slip.

    Parameters
    ----------
    function : callable
        The answer; its own name says what is wrong with it.
    mistake : str
        The id of the mistake that must be named; empty if none is certain.
    score : float
        The points that it earns all the same.
    status : str
        The outcome; if not given, what the points say.
    """
    mark = Mark(score, status or ("partial" if score else "wrong"), mistake)
    return Slip(function, mark)
