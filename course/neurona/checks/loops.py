"""Tell whether a function walks through a batch example by example."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

import numpy as np

from neurona.checks.arguments import make_argument
from neurona.checks.plain import Plain

_FEW, _MANY = 4, 12


def loops_over_examples(
    function: Callable[..., Any], args: Sequence[Plain], batched: Sequence[int]
) -> bool:
    """Tell whether the work of a function's own lines grows with the size of the batch.

    Lines are counted, not seconds: the same lines run whatever else the machine does.

    Parameters
    ----------
    function : callable
        The student's function.
    args : sequence of Plain
        Arguments that it answers.
    batched : sequence of int
        The positions of those that hold one example a row. Their rows are repeated.

    Returns
    -------
    bool
        True only where it is certain: three times as many examples take at least one more line
        for each further example. False where that cannot be told, as in a debugger.
    """
    namespace = getattr(function, "__globals__", None)
    if namespace is None or sys.gettrace() is not None:
        return False
    few, many = (
        _count_lines(function, _resize(args, batched, size), namespace) for size in (_FEW, _MANY)
    )
    return few is not None and many is not None and many - few >= _MANY - _FEW


def _resize(args: Sequence[Plain], batched: Sequence[int], size: int) -> list[Plain]:
    return [
        np.resize(arg, (size, *np.shape(arg)[1:])) if index in batched else arg
        for index, arg in enumerate(args)
    ]


def _count_lines(
    function: Callable[..., Any], args: Sequence[Plain], namespace: dict[str, Any]
) -> int | None:
    """Count the lines of the notebook that run; None if the call fails."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if frame.f_globals is not namespace:
            return None
        count += event in ("call", "line")
        return trace

    given = [make_argument(arg, {}) for arg in args]
    silence = io.StringIO()
    with contextlib.redirect_stdout(silence), contextlib.redirect_stderr(silence):
        sys.settrace(trace)
        try:
            function(*given)
        except Exception:  # of the student's: it was right for other sizes
            return None
        finally:
            sys.settrace(None)
    return count
