"""Call a student's function on a case and write down what happened."""

from __future__ import annotations

import contextlib
import io
import linecache
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from types import FrameType
from typing import Any

import numpy as np

from neurona.checks.compare import Tolerance, find_difference
from neurona.checks.exercise import Case, Observation, Outcome, Raised
from neurona.checks.plain import Named, Plain, Rng, holds_drawn, to_plain
from neurona.checks.recipes import RECIPES

MAX_MESSAGE = 500


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
    generators: dict[int, np.random.Generator] = {}
    return tuple(_call(function, args, generators) for args in case.calls)


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
    for args, outcome in zip(case.calls, outcomes, strict=True):
        twins = [
            earlier
            for earlier, others in zip(outcomes, case.calls[: len(noted)], strict=False)
            if not _holds_generator(args) and _is_same(others, args)
        ]
        noted.append(replace(outcome, varies=_varies(outcome, twins)))
    return tuple(noted)


def _holds_generator(args: tuple[Plain, ...]) -> bool:
    return any(isinstance(arg, Rng) for arg in args)


def _varies(outcome: Outcome, twins: list[Outcome]) -> bool:
    if holds_drawn(outcome.value):
        return bool(twins)
    return any(
        find_difference(twin.value, outcome.value, Tolerance()) is not None for twin in twins
    )


def _call(
    function: Callable[..., Any],
    args: tuple[Plain, ...],
    generators: dict[int, np.random.Generator],
) -> Outcome:
    given = [_make_argument(arg, generators) for arg in args]
    before = [_state_of(arg) for arg in given]
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
    changed = tuple(index for index, arg in enumerate(args) if not _still_holds(arg, given[index]))
    warned = tuple(sorted({warning.category.__name__ for warning in caught}))
    idle = tuple(
        index
        for index, arg in enumerate(given)
        if before[index] is not None and before[index] == _state_of(arg)
    )
    return Outcome(value, raised, changed, warned, idle)


def _state_of(argument: Any) -> dict[str, Any] | None:
    """Return the state of a generator, None for anything else."""
    if not isinstance(argument, np.random.Generator):
        return None
    state: dict[str, Any] = dict(argument.bit_generator.state)  # made anew each time
    return state


def _make_argument(recipe: Plain, generators: dict[int, np.random.Generator]) -> Any:
    """Make a fresh, writable argument."""
    if isinstance(recipe, Rng):
        if recipe.seed not in generators:
            generators[recipe.seed] = np.random.default_rng(recipe.seed)
        return generators[recipe.seed]
    if isinstance(recipe, Named):
        return RECIPES[recipe.name]
    if isinstance(recipe, np.ndarray):
        return recipe.copy()
    if isinstance(recipe, (list, tuple)):
        return type(recipe)(_make_argument(item, generators) for item in recipe)
    if isinstance(recipe, dict):
        return {key: _make_argument(item, generators) for key, item in recipe.items()}
    return recipe


def _still_holds(before: Plain, argument: Any) -> bool:
    """Whether an argument holds its old value, whatever was put into it."""
    if isinstance(before, (Rng, Named)):
        return True
    try:
        return _is_same(before, to_plain(argument))
    except Exception:  # raised by a dict's new key
        return False


def _is_same(before: Plain, after: Plain) -> bool:
    """Compare plain data to the last bit, but for the sign of zeros."""
    if type(before) is not type(after):
        return False
    if isinstance(before, np.ndarray):
        if before.dtype != after.dtype or before.shape != after.shape:
            return False
        return before.tobytes() == after.tobytes() or np.array_equal(
            before, after, equal_nan=before.dtype.kind in "fc"
        )
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_is_same, before, after))
    if isinstance(before, dict):
        return list(before) == list(after) and all(
            _is_same(item, after[key]) for key, item in before.items()
        )
    return before is after or bool(before == after)


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


def _students_frame(error: BaseException, function: Callable[..., Any]) -> FrameType | None:
    """Find the innermost frame that runs code of the student's notebook."""
    while isinstance(function, partial):
        function = function.func
    namespace = getattr(function, "__globals__", None)
    frames = [frame for frame, _ in _tracebacks(error) if frame.f_globals is namespace]
    return frames[-1] if frames else None


def _source_line(error: BaseException, frame: FrameType) -> str:
    line = max(number for other, number in _tracebacks(error) if other is frame)
    return linecache.getline(frame.f_code.co_filename, line).strip()
