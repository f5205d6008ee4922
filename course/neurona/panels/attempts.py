"""What a student's functions do not answer, kept as sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from neurona.panels.student import StudentProblem


class Attempts:
    """Calls of a student's functions, any of which may fail.

    Attributes
    ----------
    problems : list of str
        What went wrong, each once, as a sentence that ends.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []

    def attempt(self, action: Callable[[], Any]) -> Any:
        """Return what an action gives, None where a student's function stands in its way."""
        try:
            return action()
        except StudentProblem as problem:
            self.keep(problem)
            return None

    def keep(self, problem: StudentProblem) -> str:
        """Keep a problem, once, as a sentence that ends, and return it."""
        sentence = str(problem)
        if sentence[-1] not in ".?!":
            sentence += "."
        if sentence not in self.problems:
            self.problems.append(sentence)
        return sentence
