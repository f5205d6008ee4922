"""Observe a function that may never answer."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from neurona.checks.exercise import Case, Observation, Outcome, Raised
from neurona.checks.observe import observe

EXERCISE_FACTOR = 4
TIMED_OUT = Raised(names=("TimedOut",))
"""Stands for what a call raised that was not answered in time."""
KILLED = Raised(names=("Killed",))
"""Stands for what a call raised that brought its whole process to an end."""
BAD_REPLY = Raised(names=("BadReply",))
"""Stands for what a call raised whose answer could not be read."""

_AGAIN = 0.05


class TimeUp(BaseException):
    """The time for a call is up; a student's ``except Exception`` does not catch it."""


@dataclass
class Clock:
    """Tells whether the time was up, even where the student's code caught `TimeUp`."""

    is_up: bool = False


@contextmanager
def time_limit(seconds: float) -> Iterator[Clock]:
    """Stop what runs inside after some time.

    Where there are no timers, on Windows or outside the main thread, nothing is stopped.

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
    if not hasattr(signal, "setitimer") or not _in_main_thread():
        yield clock
        return
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


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def timed_out(case: Case) -> Observation:
    """Return what stands for a case that was not answered in time."""
    return tuple(Outcome(raised=TIMED_OUT) for _ in case.calls)


def observe_all(
    function: Callable[..., Any], cases: Sequence[Case], seconds: float
) -> list[Observation]:
    """Make the calls of all cases.

    Parameters
    ----------
    function : callable
        The student's function.
    cases : sequence of Case
        What to call it with.
    seconds : float
        How long one case may take; all of them together may take `EXERCISE_FACTOR` times that.

    Returns
    -------
    list of Observation
        One a case. Where one comes too late, the others of its part are not tried: that part
        cannot earn its points any more.
    """
    end = time.monotonic() + EXERCISE_FACTOR * seconds
    late: set[str] = set()
    observations = []
    for case in cases:
        left = min(seconds, end - time.monotonic())
        observation = None
        if case.part not in late and left > 0:
            observation = _observe(function, case, left)
        if observation is None:
            late.add(case.part)
        observations.append(timed_out(case) if observation is None else observation)
    return observations


def _observe(function: Callable[..., Any], case: Case, seconds: float) -> Observation | None:
    """Observe one case; None if it comes too late or is interrupted."""
    try:
        with _same_streams(), time_limit(seconds) as clock:
            observation = observe(function, case)
    except (TimeUp, KeyboardInterrupt):  # a student and nbgrader interrupt what takes too long
        return None
    return None if clock.is_up else observation


@contextmanager
def _same_streams() -> Iterator[None]:
    """Put the standard streams back, even if time is up between two lines of redirecting them."""
    streams = sys.stdout, sys.stderr
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams
