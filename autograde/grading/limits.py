"""How long things may take."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

VARIABLE = "NEURONA_TIMEOUT"
DEFAULT_SECONDS = 5.0
EXERCISE_FACTOR = 4
_CELL_SECONDS = 30
_SPARE_SECONDS = 20
_AGAIN = 0.05


class TimeUp(BaseException):
    """The time for a call is up; a student's ``except Exception`` does not catch it."""


def case_seconds() -> float:
    """Return how long one case of an exercise may take.

    ``NEURONA_TIMEOUT`` sets it, for kernels too, which inherit the environment.
    """
    return float(os.environ.get(VARIABLE) or DEFAULT_SECONDS)


def cell_seconds(cell: NotebookNode) -> int:
    """Return how long nbgrader waits for a cell.

    A cell that checks an exercise keeps time by itself; it may judge twice.
    """
    if cell.metadata.get("nbgrader", {}).get("grade"):
        return int(2 * EXERCISE_FACTOR * case_seconds()) + _SPARE_SECONDS
    return _CELL_SECONDS


@dataclass
class Clock:
    """Tells whether the time was up, even where the student's code caught `TimeUp`."""

    is_up: bool = False


@contextmanager
def time_limit(seconds: float) -> Iterator[Clock]:
    """Stop what runs inside after some time.

    Parameters
    ----------
    seconds : float
        The time.

    Raises
    ------
    TimeUp
        Inside, once the time is up, and again and again should it be caught there.
    """
    clock = Clock()
    running = True

    def stop(number: int, frame: Any) -> None:
        clock.is_up = True
        if running:
            raise TimeUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield clock
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
