"""Find out from a notebook itself what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograde.grading.reading import UnreadableError, read_notebook
from autograde.grading.reading.decode import decode


def assignment_of(path: Path, assignments: Sequence[str]) -> str:
    """Return the assignment that a notebook belongs to, whatever it is called.

    Parameters
    ----------
    path : Path
        The notebook.
    assignments : sequence of str
        The ids to choose from.

    Returns
    -------
    str
        What the notebook says it is; else the one of which it has the most exercises. Empty if
        there is none, or if two are alike.
    """
    try:
        notebook = decode(path.read_bytes()).notebook
        if named := _named(notebook, assignments):
            return named
        if not isinstance(notebook, dict):
            notebook = {"cells": notebook}
        fitting = {one: len(read_notebook(notebook, one).places) for one in assignments}
    except UnreadableError:
        return ""
    best = max(fitting, key=lambda one: fitting[one], default="")
    is_alone = list(fitting.values()).count(fitting.get(best, 0)) == 1
    return best if is_alone and fitting[best] else ""


def _named(notebook: object, assignments: Sequence[str]) -> str:
    metadata = notebook.get("metadata") if isinstance(notebook, dict) else None
    about = metadata.get("neurona") if isinstance(metadata, dict) else None
    chapter = about.get("chapter") if isinstance(about, dict) else None
    return chapter if isinstance(chapter, str) and chapter in assignments else ""
