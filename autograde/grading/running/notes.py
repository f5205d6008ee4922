"""Read what a submission says about its cells."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from autograde.grading.inside.wire import FUNCTIONS_LIMIT, NAME_LIMIT, TEXT_LIMIT, WireError
from autograde.grading.work import CellProblem

_MOST_LINES = 1_000_000


def read_ran(reply: Any, numbers: Collection[int]) -> tuple[list[CellProblem], frozenset[str]]:
    """Read what a submission's process sends when its cells have run.

    Parameters
    ----------
    reply : Plain
        What came; anything at all.
    numbers : collection of int
        The numbers of the cells.

    Returns
    -------
    problems : list of CellProblem
        At most one a cell.
    functions : frozenset of str
        The names of whatever can be called.

    Raises
    ------
    WireError
        If it is something else.
    """
    match reply:
        case ["ran", list(problems), list(names)] if len(names) <= FUNCTIONS_LIMIT:
            if any(type(name) is not str or len(name) > NAME_LIMIT for name in names):
                raise WireError("not names")
            by_number = {}
            for fields in problems:
                problem = _read_problem(fields, numbers)
                by_number[problem.number] = problem
            return list(by_number.values()), frozenset(names)
    raise WireError("not what the cells did")


def _read_problem(fields: Any, numbers: Collection[int]) -> CellProblem:
    match fields:
        case [int(number), "error" | "memory" as status, int(line), str(error), str(message)]:
            fits = len(error) <= NAME_LIMIT and len(message) <= TEXT_LIMIT
            if number in numbers and 0 <= line <= _MOST_LINES and fits:
                return CellProblem(number, status, line, error, message)
    raise WireError("not a problem of a cell")
