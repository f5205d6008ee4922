"""What a student of the example class is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from autograde.examples.sources import Answers
from autograde.suite import load_chapter

Spoil = Callable[[NotebookNode], None]


@dataclass(frozen=True)
class Mark:
    """What an exercise must score.

    Attributes
    ----------
    score : float
        The points.
    status : str
        The outcome.
    mistake : str
        The id of the mistake that must be named; empty if none.
    """

    score: float
    status: str
    mistake: str = ""


@dataclass(frozen=True)
class Slip:
    """An answer that is not right.

    Attributes
    ----------
    function : callable
        The answer, under a name of its own.
    mark : Mark
        What it must score.
    """

    function: Callable[..., Any]
    mark: Mark


@dataclass(frozen=True)
class Student:
    """A student of the example class.

    Attributes
    ----------
    id : str
        The name of the student's folder.
    about : str
        What is remarkable.
    answers : dict of str to Answers
        For each assignment that is handed in, the cells that are filled; others stay stubs.
    marks : dict of str to Mark
        What exercises must score that are not right, by name. All others must be right.
    language : str
        Of the notebooks.
    spoil : callable, optional
        Does something else to each notebook.
    truncated : tuple of str
        The assignments whose files are cut short.
    """

    id: str
    about: str
    answers: dict[str, Answers]
    marks: dict[str, Mark] = field(default_factory=dict)
    language: str = "en"
    spoil: Spoil | None = None
    truncated: tuple[str, ...] = ()

    def must_score(self, assignment: str, exercise: str) -> Mark:
        """Return what an exercise must score."""
        if exercise in self.marks:
            return self.marks[exercise]
        if assignment in self.truncated:
            return Mark(0, "unreadable")
        if assignment not in self.answers:
            return Mark(0, "missing")
        return Mark(load_chapter(assignment).exercises[exercise].points, "right")
