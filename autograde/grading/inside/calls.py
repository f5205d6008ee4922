"""Call a student's function with the arguments that the grader sends."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from neurona.checks.exercise import Case, Observation, Outcome, Raised
from neurona.checks.observe import make_calls
from neurona.checks.patience import BAD_REPLY

from .channel import Channel
from .progress import CASE, Progress
from .wire import (
    ARRAYS_LIMIT,
    HEADER_LIMIT,
    LENGTHS,
    NAME_LIMIT,
    TEXT_LIMIT,
    WireError,
    read_lengths,
    write_frame,
)

NAMES_LIMIT = 50
_TOGETHER = 0.005
OUT_OF_MEMORY = Raised(("MemoryError", "Exception"))

_modules: dict[str, dict[str, Any]] = {}


def answer(channel: Channel, progress: Progress, namespace: dict[str, Any], request: Any) -> None:
    """Answer one request: a reply a case.

    Replies that are there within a few milliseconds go together: the grader wakes up once. Should
    a later case never end, they are asked for again, and `progress` says which one that was.

    Parameters
    ----------
    channel : Channel
        Where replies go.
    progress : Progress
        Is told of each case.
    namespace : dict
        The notebook's.
    request : list
        Its number; the name of the function; the modules of earlier functions that are put
        right, by name; and the cases, each with its index, its calls and what is put around
        other functions.
    """
    number, name, put_right, cases = request
    functions = {other: _load(source)[other] for other, source in put_right.items()}
    before = {other: namespace[other] for other in functions if other in namespace}
    namespace.update(functions)
    try:
        function = namespace.get(name) or _missing(name)
        ready, sent = bytearray(), time.monotonic()
        for index, calls, around in cases:
            progress.note(CASE, index, 0)
            ready += _reply([number, index], function, Case(tuple(calls), around=tuple(around)))
            if time.monotonic() - sent > _TOGETHER:
                channel.send_frame(bytes(ready))
                ready, sent = bytearray(), time.monotonic()
        channel.send_frame(bytes(ready))
    finally:
        for other in functions:
            namespace.pop(other, None)
        namespace.update(before)


def _load(source: str) -> Mapping[str, Any]:
    """Run a module of the course's own solutions, once, in a namespace of its own."""
    if source not in _modules:
        module = {"__name__": "reference"}
        exec(compile(source, "<reference>", "exec", dont_inherit=True), module)
        _modules[source] = module
    return _modules[source]


def _missing(name: str) -> Callable[..., Any]:
    def missing(*args: Any) -> Any:
        raise NameError(f"name {name!r} is not defined")

    return missing


def _reply(start: list[int], function: Callable[..., Any], case: Case) -> bytes:
    try:
        observation = make_calls(function, case)
        frame = write_frame(["seen", *start, [_write(outcome) for outcome in observation]])
        read_lengths(frame[: LENGTHS.size], HEADER_LIMIT, ARRAYS_LIMIT)
        return frame
    except MemoryError:
        raised = OUT_OF_MEMORY
    except WireError:
        raised = BAD_REPLY
    except BaseException as error:  # that `make_calls` lets through
        raised = Raised((type(error).__name__,))
    observation = tuple(Outcome(raised=raised) for _ in case.calls)
    return write_frame(["seen", *start, [_write(outcome) for outcome in observation]])


def _write(outcome: Outcome) -> list[Any]:
    raised = outcome.raised
    return [
        outcome.value,
        raised
        and [
            [name[:NAME_LIMIT] for name in raised.names[:NAMES_LIMIT]],
            raised.message[:TEXT_LIMIT],
            raised.function[:NAME_LIMIT],
            raised.line[:TEXT_LIMIT],
        ],
        list(outcome.changed),
        [name[:NAME_LIMIT] for name in outcome.warned[:NAMES_LIMIT]],
        list(outcome.idle),
        outcome.global_random,
    ]


def read_observation(data: Any, case: Case) -> Observation:
    """Read what the calls of a case did, on the grader's side.

    Parameters
    ----------
    data : Plain
        What came; anything at all.
    case : Case
        The calls that were made.

    Raises
    ------
    WireError
        If it is not what `_write` writes.
    """
    if type(data) is not list or len(data) != len(case.calls):
        raise WireError("not one outcome a call")
    return tuple(_read(fields, len(args)) for fields, args in zip(data, case.calls, strict=True))


def _read(fields: Any, arguments: int) -> Outcome:
    match fields:
        case [value, raised, changed, warned, idle, bool(global_random)]:
            return Outcome(
                value,
                None if raised is None else _read_raised(raised),
                _read_positions(changed, arguments),
                _read_texts(warned, NAME_LIMIT),
                _read_positions(idle, arguments),
                global_random=global_random,
            )
    raise WireError("not an outcome")


def _read_raised(fields: Any) -> Raised:
    match fields:
        case [names, str(message), str(function), str(line)]:
            for text, limit in ((message, TEXT_LIMIT), (function, NAME_LIMIT), (line, TEXT_LIMIT)):
                if len(text) > limit:
                    raise WireError("a long text")
            texts = _read_texts(names, NAME_LIMIT)
            if texts:
                return Raised(texts, message, function, line)
    raise WireError("not an exception")


def _read_texts(data: Any, limit: int) -> tuple[str, ...]:
    if type(data) is not list or len(data) > NAMES_LIMIT:
        raise WireError("not some names")
    if any(type(text) is not str or len(text) > limit for text in data):
        raise WireError("not names")
    return tuple(data)


def _read_positions(data: Any, arguments: int) -> tuple[int, ...]:
    if type(data) is not list or any(type(index) is not int for index in data):
        raise WireError("not some positions")
    if data != sorted(set(data)) or any(not 0 <= index < arguments for index in data):
        raise WireError("positions of no arguments")
    return tuple(data)
