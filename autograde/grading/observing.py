"""Run a function on all cases of an exercise, within a time limit."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from autograde.grading.judge import timed_out
from autograde.grading.limits import EXERCISE_FACTOR, TimeUp, time_limit
from neurona.checks.exercise import Case, Observation
from neurona.checks.observe import observe


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
    """Observe one case; None if it comes too late."""
    try:
        with _same_streams(), time_limit(seconds) as clock:
            observation = observe(function, case)
    except (TimeUp, KeyboardInterrupt):  # nbgrader interrupts cells that take too long
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


@contextmanager
def put_in_place(functions: dict[str, Any], namespace: dict[str, Any]) -> Iterator[None]:
    """Put functions into a namespace for a while.

    Parameters
    ----------
    functions : dict of str to callable
        By name.
    namespace : dict
        The student's global names; afterwards they are as before.
    """
    before = {name: namespace[name] for name in functions if name in namespace}
    namespace.update(functions)
    try:
        yield
    finally:
        for name in functions:
            namespace.pop(name, None)
        namespace.update(before)
