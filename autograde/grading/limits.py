"""How long things may take."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from neurona.checks.frozen import load_all
from neurona.checks.patience import EXERCISE_FACTOR

if TYPE_CHECKING:
    from nbformat import NotebookNode

VARIABLE = "NEURONA_TIMEOUT"
DEFAULT_SECONDS = 5.0
_CELL_SECONDS = 30
_SPARE_SECONDS = 20


def case_seconds() -> float:
    """Return how long one case of an exercise may take.

    ``NEURONA_TIMEOUT`` sets it, for kernels too, which inherit the environment.
    """
    return float(os.environ.get(VARIABLE) or DEFAULT_SECONDS)


def cell_seconds(cell: NotebookNode) -> int:
    """Return how long nbgrader waits for a cell.

    A cell that checks an exercise keeps time by itself; it may judge twice.
    """
    about = cell.metadata.get("nbgrader", {})
    if about.get("grade"):
        patience = _patience().get(str(about.get("grade_id")).removeprefix("check_"), 1.0)
        return int(2 * EXERCISE_FACTOR * patience * case_seconds()) + _SPARE_SECONDS
    return _CELL_SECONDS


@cache
def _patience() -> dict[str, float]:
    """Return how many times as long as usual a case of each exercise may take."""
    return {name: exercise.patience for name, exercise in load_all().items()}
