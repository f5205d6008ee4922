"""Marks that can be compared, wherever they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograde.examples.crowd import Handed, write_handed
from autograde.examples.recipes import PERCEPTRON, example_class
from autograde.examples.write import answered
from autograde.grading.grade import Order, grade_class
from autograde.grading.recording import read_csv
from autograde.grading.work import Limits
from autograde.suite import load_chapter

Key = tuple[str, str, str]
"""A student, an assignment and an exercise."""

BY_ACCIDENT = {
    ("s006", PERCEPTRON): "an endless loop: the same marks, but stock waits for every part of it",
    ("s007", PERCEPTRON): "not JSON: nbgrader stops at it and records nothing; ours is unreadable",
}
"""What of the example class is no honest notebook, and how stock execution takes it.

Where a notebook's own cell hangs, marks may differ, too: stock execution gives up the whole cell
after half a minute, ours only the statement that hangs.
"""


@dataclass(frozen=True)
class Mark:
    """What an exercise earns.

    Stock execution does not know the status of an exercise without a function: None then.
    """

    score: float
    status: str | None = None
    mistake: str | None = None

    def agrees(self, other: Mark) -> bool:
        """Tell whether two ways of marking say the same, as far as both say something."""
        if self.score != other.score:
            return False
        if None in (self.status, other.status):
            return True
        return (self.status, self.mistake) == (other.status, other.mistake)


def differences(stock: dict[Key, Mark], ours: dict[Key, Mark]) -> list[str]:
    """Say where marks differ; both must know the same exercises."""
    assert stock.keys() == ours.keys()
    return [
        f"{key}: stock {stock[key]}, ours {ours[key]}"
        for key in stock
        if not stock[key].agrees(ours[key])
    ]


def honest_examples() -> list[Handed]:
    """Return what the example class hands in, but for accidents."""
    return [
        Handed(student.id, assignment, nbformat.writes(answered(student, assignment)) + "\n")
        for student in example_class()
        for assignment in student.answers
        if (student.id, assignment) not in BY_ACCIDENT
    ]


def our_marks(handed: Iterable[Handed], folder: Path) -> dict[Key, Mark]:
    """Mark with our own engine, as ``autograde grade`` does."""
    files = list(handed)
    for file in files:
        write_handed(file, folder / "submitted")
    wanted = {(file.student, file.assignment) for file in files}
    assignments = tuple(sorted({file.assignment for file in files}))
    order = Order(folder / "submitted", folder / "graded", assignments, Limits(), workers=2)
    summary = grade_class(order, lambda done, total: None, lambda sentence: None)
    assert not summary.faults
    return {
        (grade.student, grade.assignment, grade.exercise): Mark(
            grade.score, grade.status, grade.mistake
        )
        for grade in read_csv(order.out / "grades.csv")
        if (grade.student, grade.assignment) in wanted
    }


def exercises(assignment: str) -> list[str]:
    return list(load_chapter(assignment).exercises)
