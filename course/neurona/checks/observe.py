"""Call a student's function on a case and write down what happened."""

from __future__ import annotations

import contextlib
import ctypes
import io
import linecache
import random
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from types import FrameType
from typing import Any

import numpy as np

from neurona.checks.arguments import Generators, is_same, make_argument, still_holds
from neurona.checks.compare import Tolerance, find_difference
from neurona.checks.exercise import Case, Observation, Outcome, Raised
from neurona.checks.plain import Plain, Rng, holds_drawn, to_plain
from neurona.checks.recipes import WRAPPERS

MAX_MESSAGE = 500
_MT19937_BYTES = 4 * 624 + 4
"""NumPy's struct: 624 words and a position."""


def observe(function: Callable[..., Any], case: Case) -> Observation:
    """Make the calls of a case.

    Parameters
    ----------
    function : callable
        The student's function, or the reference.
    case : Case
        What to call it with.

    Returns
    -------
    Observation
        One outcome a call. Whatever the function prints is dropped.
    """
    return note_variation(case, make_calls(function, case))


def make_calls(function: Callable[..., Any], case: Case) -> Observation:
    """Make the calls of a case, and do not compare them with one another.

    Parameters
    ----------
    function : callable
        The student's function.
    case : Case
        What to call it with.
    """
    generators: Generators = {}
    with _wrapped(_globals_of(function), case.around):
        return tuple(_call(function, args, generators) for args in case.calls)


@contextlib.contextmanager
def _wrapped(namespace: dict[str, Any], around: tuple[tuple[str, str], ...]) -> Iterator[None]:
    """Put wrappers around other functions of a notebook, as far as it has them."""
    before = {name: namespace[name] for name, _ in around if name in namespace}
    namespace.update(
        {name: WRAPPERS[wrapper](before[name]) for name, wrapper in around if name in before}
    )
    try:
        yield
    finally:
        namespace.update(before)


def note_variation(case: Case, outcomes: Sequence[Outcome]) -> Observation:
    """Note in each outcome whether it varies.

    Parameters
    ----------
    case : Case
        The calls that were made.
    outcomes : sequence of Outcome
        What each of them did.
    """
    noted: list[Outcome] = []
    for index, outcome in enumerate(outcomes):
        twins = [
            outcomes[earlier] for earlier in range(index) if _are_twins(case.calls, earlier, index)
        ]
        noted.append(replace(outcome, varies=_varies(outcome, twins)))
    return tuple(noted)


def _are_twins(calls: tuple[tuple[Plain, ...], ...], earlier: int, later: int) -> bool:
    """Whether two calls have equal arguments, generators in the same state included."""
    return (
        len(calls[earlier]) == len(calls[later])
        and all(map(_is_alike, calls[earlier], calls[later]))
        and not _generators_in(calls[earlier]) & _generators_before(calls, earlier)
        and not _generators_in(calls[later]) & _generators_before(calls, later)
    )


def _generators_in(args: tuple[Plain, ...]) -> set[Rng]:
    return {arg for arg in args if isinstance(arg, Rng)}


def _generators_before(calls: tuple[tuple[Plain, ...], ...], index: int) -> set[Rng]:
    return set().union(*map(_generators_in, calls[:index]))


def _is_alike(one: Plain, other: Plain) -> bool:
    if isinstance(one, Rng) and isinstance(other, Rng):
        return one.seed == other.seed
    return is_same(one, other)


def _varies(outcome: Outcome, twins: list[Outcome]) -> bool:
    if holds_drawn(outcome.value):
        return bool(twins)
    return any(
        find_difference(twin.value, outcome.value, Tolerance()) is not None for twin in twins
    )


def _call(
    function: Callable[..., Any],
    args: tuple[Plain, ...],
    generators: Generators,
) -> Outcome:
    given = [make_argument(arg, generators) for arg in args]
    before = [_state_of(arg) for arg in given]
    global_before = _global_state() if any(before) else None
    value: Plain = None
    raised = None
    with (
        warnings.catch_warnings(record=True) as caught,
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("always")
        try:
            value = to_plain(function(*given))
        except KeyboardInterrupt:  # the student's own way out of an endless loop
            raise
        except BaseException as error:
            raised = _describe(error, function)
    changed = tuple(index for index, arg in enumerate(args) if not still_holds(arg, given[index]))
    warned = tuple(sorted({warning.category.__name__ for warning in caught}))
    idle = tuple(
        index
        for index, arg in enumerate(given)
        if before[index] is not None and before[index] == _state_of(arg)
    )
    touched = global_before is not None and _global_state() != global_before
    return Outcome(value, raised, changed, warned, idle, global_random=touched)


def _state_of(argument: Any) -> dict[str, Any] | None:
    """Return the state of a generator, None for anything else."""
    if not isinstance(argument, np.random.Generator):
        return None
    state: dict[str, Any] = dict(argument.bit_generator.state)  # made anew each time
    return state


def _global_state() -> tuple[Any, ...]:
    """Return the state of NumPy's and of Python's global generator."""
    numpy: Any = np.random  # its stubs know nothing of `get_bit_generator`
    return _state_in_bytes(numpy.get_bit_generator()), random.getstate()


def _state_in_bytes(generator: Any) -> bytes:
    if isinstance(generator, np.random.MT19937):
        # Its `state` is an array that is filled number by number: sixty times as slow.
        return ctypes.string_at(generator.ctypes.state_address, _MT19937_BYTES)
    return repr(generator.state).encode()


def _describe(error: BaseException, function: Callable[..., Any]) -> Raised:
    kinds = type(error).__mro__
    bases = tuple(kind.__name__ for kind in kinds[1:] if kind not in (BaseException, object))
    frame = _students_frame(error, function)
    return Raised(
        names=(kinds[0].__name__, *bases),
        message=_text_of(error)[:MAX_MESSAGE],
        function=frame.f_code.co_name if frame else "",
        line=_source_line(error, frame) if frame else "",
    )


def _text_of(error: BaseException) -> str:
    try:
        return str(error)
    except (Exception, SystemExit):  # a student's exception class may fail even here
        return ""


def _tracebacks(error: BaseException) -> Sequence[tuple[FrameType, int]]:
    found = []
    traceback = error.__traceback__
    while traceback is not None:
        found.append((traceback.tb_frame, traceback.tb_lineno))
        traceback = traceback.tb_next
    return found


def _globals_of(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the namespace of the notebook that a function comes from; empty if it has none."""
    while isinstance(function, partial):
        function = function.func
    namespace = getattr(function, "__globals__", None)
    return namespace if isinstance(namespace, dict) else {}


def _students_frame(error: BaseException, function: Callable[..., Any]) -> FrameType | None:
    """Find the innermost frame that runs code of the student's notebook."""
    namespace = _globals_of(function)
    frames = [frame for frame, _ in _tracebacks(error) if frame.f_globals is namespace]
    return frames[-1] if frames else None


def _source_line(error: BaseException, frame: FrameType) -> str:
    line = max(number for other, number in _tracebacks(error) if other is frame)
    return linecache.getline(frame.f_code.co_filename, line).strip()
