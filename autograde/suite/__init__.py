"""What the grader knows of each exercise: cases, named mistakes, hints and points."""

from __future__ import annotations

import importlib

from autograde.suite.define import Chapter


def load_chapter(chapter_id: str) -> Chapter:
    """Load the suite of one chapter.

    Parameters
    ----------
    chapter_id : str
        Such as ``"01_perceptron"``.

    Raises
    ------
    ModuleNotFoundError
        If the suite has no module of that name.
    """
    module = importlib.import_module(f"autograde.suite.{chapter_id.split('_', 1)[1]}")
    chapter = module.chapter
    assert isinstance(chapter, Chapter)
    return chapter
