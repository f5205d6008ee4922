"""The panels of a notebook beside each other: one runs at a time, and few of a kind stay alive."""

from __future__ import annotations

import itertools
import weakref
from typing import Protocol

MOST_OF_A_KIND = 8
"""How many panels of a kind answer at a time: in a notebook, the same cell run again and again."""


class Stoppable(Protocol):
    """A panel, as far as the others care."""

    def stop(self) -> None:
        """End the run in progress, if any."""

    def close(self) -> None:
        """Stop, and answer no longer."""


_made: weakref.WeakValueDictionary[int, Stoppable] = weakref.WeakValueDictionary()  # oldest first
_numbers = itertools.count()


def stop_all() -> None:
    """Stop whatever runs."""
    for panel in list(_made.values()):
        panel.stop()


def take_over(panel: Stoppable) -> None:
    """Stop older panels of a new one's kind: a cell that ran again leaves nobody to watch them.

    Each takes megabytes until it is closed, so the oldest of many are.

    Parameters
    ----------
    panel : Stoppable
        The new one.
    """
    older = [other for other in list(_made.values()) if type(other) is type(panel)]
    for other in older:
        other.stop()
    for other in older[: 1 - MOST_OF_A_KIND]:
        other.close()
    _made[next(_numbers)] = panel
