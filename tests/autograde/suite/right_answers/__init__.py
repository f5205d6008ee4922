"""Right answers written in other ways than the reference: one module a chapter.

Each module holds ANSWERS, a dict from an exercise to a list of functions. Those that the example
class hands in, in `autograde.examples.otherwise`, belong to them.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from tests.autograde.suite.every import CHAPTERS, Function

Answers = dict[str, list[Function]]


def answer_to(answers: Answers, exercise: str) -> Callable[[Function], Function]:
    """Add the decorated function to the answers to an exercise."""

    def register(function: Function) -> Function:
        answers.setdefault(exercise, []).append(function)
        return function

    return register


def all_answers() -> Answers:
    """Gather the answers of all chapters."""
    found: Answers = {}
    for chapter in CHAPTERS.values():
        name = chapter.reference.__name__.rpartition(".")[-1]
        answers = importlib.import_module(f"{__name__}.{name}").ANSWERS
        handed_in = importlib.import_module(f"autograde.examples.otherwise.{name}")
        for exercise in chapter.exercises:
            found[exercise] = [getattr(handed_in, exercise), *answers[exercise]]
    return found
