"""What marking again changes in marks that were recorded before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from autograde.grading.work import ExerciseResult, Result


@dataclass(frozen=True)
class Before:
    """What was recorded of a submission when it was marked before.

    Attributes
    ----------
    failure : str
        Why nothing could be marked then: empty, ``"missing"`` or ``"unreadable"``.
    scores : mapping of str to float
        The grader's own marks, by exercise.
    by_hand : frozenset of str
        The exercises that an instructor gave a mark.
    """

    failure: str
    scores: Mapping[str, float]
    by_hand: frozenset[str] = frozenset()


@dataclass
class Again:
    """Counts what marking again changes.

    Attributes
    ----------
    submissions : int
        How many were marked again.
    students : set of str
        Whose marks changed.
    up, down : int
        How many of the grader's marks rose, and fell.
    exercises : Counter of str
        How many marks changed in each exercise.
    kept : int
        How many of them lie under a mark by hand, which stays.
    """

    submissions: int = 0
    students: set[str] = field(default_factory=set)
    up: int = 0
    down: int = 0
    exercises: Counter[str] = field(default_factory=Counter)
    kept: int = 0

    def add(self, result: Result, before: Before | None) -> None:
        """Count a submission that was marked.

        Parameters
        ----------
        result : Result
            What marking gave.
        before : Before or None
            What was recorded before; None if nothing was.
        """
        if before is None or before.failure == "missing":
            return
        self.submissions += 1
        for one in changed(result.exercises, before.scores):
            self.students.add(result.student)
            self.up += one.score > before.scores[one.exercise]
            self.down += one.score < before.scores[one.exercise]
            self.exercises[one.exercise] += 1
            self.kept += one.exercise in before.by_hand

    @property
    def sentences(self) -> list[str]:
        """What an instructor should know; empty if nothing was marked again."""
        if not self.submissions:
            return []
        whole = f"{_count(self.submissions, 'submission was', 'submissions were')} marked again: "
        marks = self.up + self.down
        if not marks:
            return [f"{whole}no mark changed."]
        exercises = ", ".join(f"{name} {count}" for name, count in self.exercises.most_common())
        said = [
            f"{whole}{_count(marks, 'mark', 'marks')} of {_count(len(self.students), 'student')} "
            f"changed ({self.up} up, {self.down} down): {exercises}."
        ]
        if self.kept:
            said.append(
                f"{_count(self.kept, 'of them lies', 'of them lie')} under a mark by hand, which "
                "stays and is flagged for review: see “Manual grading” in formgrader."
            )
        return said


def changed(
    exercises: Iterable[ExerciseResult], scores: Mapping[str, float]
) -> list[ExerciseResult]:
    """List the exercises whose mark is not the one that was recorded before.

    Parameters
    ----------
    exercises : iterable of ExerciseResult
        What marking gave.
    scores : mapping of str to float
        The grader's own marks before. What is new since has none, and does not count.
    """
    return [one for one in exercises if scores.get(one.exercise, one.score) != one.score]


def _count(number: int, singular: str, plural: str = "") -> str:
    return f"{number} {singular if number == 1 else plural or f'{singular}s'}"
