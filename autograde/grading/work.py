"""The plain data that the four parts of marking hand to one another.

Reading gives a `Reading`; running turns its cells into `CellProblem` and observations; judging
turns those into an `ExerciseResult`; recording takes the `Result` of the whole submission.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal[
    "right",
    "partial",
    "wrong",
    "not_attempted",
    "missing",
    "error",
    "timeout",
    "memory",
    "killed",
    "unreadable",
]


@dataclass(frozen=True)
class Cell:
    """A code cell that is going to be run.

    Attributes
    ----------
    number : int
        Its place among all cells of the submission as handed in, from 1: what a student counts.
    source : str
        Its code, with magics as they stand.
    """

    number: int
    source: str


@dataclass(frozen=True)
class Reading:
    """What a submission says once it is read and repaired.

    Attributes
    ----------
    language : str
        The language it is written in.
    cells : tuple of Cell
        The code to run, in the order of the notebook. What the course itself put there is left
        out where running it could not change what a student's functions do: the setup cell,
        checks, and pictures and panels as released.
    places : dict of str to int
        For each exercise that some cell is about, the number of that cell; where several define
        the function, of the last.
    repairs : tuple of str
        What was repaired, one sentence each, in the submission's language.
    notebook : dict
        The repaired notebook as nbgrader expects it (nbformat 4, JSON-able): every released
        cell that nbgrader knows is there once, with the released metadata; outputs are dropped.
    """

    language: str
    cells: tuple[Cell, ...]
    places: dict[str, int]
    repairs: tuple[str, ...]
    notebook: dict[str, object]


@dataclass(frozen=True)
class Limits:
    """What a submission may use.

    Attributes
    ----------
    case_seconds : float
        For one case of an exercise. All cases of an exercise together may take
        `neurona.checks.patience.EXERCISE_FACTOR` times that, and so may all cells together.
    memory_mb : int
        Megabytes that it may use beyond what the interpreter uses itself.
    """

    case_seconds: float = 5.0
    memory_mb: int = 1024


@dataclass(frozen=True)
class CellProblem:
    """What stopped a cell.

    Attributes
    ----------
    number : int
        The cell's number.
    status : str
        ``"error"``, ``"timeout"``, ``"memory"`` or ``"killed"``.
    line : int
        The line of the cell, from 1; 0 if it is not known.
    error : str
        The exception's name; empty if there was none.
    message : str
        The exception's text, cut.
    """

    number: int
    status: Status
    line: int = 0
    error: str = ""
    message: str = ""


@dataclass(frozen=True)
class ExerciseResult:
    """What one exercise earns, and what a student reads about it.

    Attributes
    ----------
    exercise : str
        Its name.
    score, max_score : float
        The points earned, and how many there are.
    status : str
        The outcome in one word.
    mistake : str
        The id of the named mistake; empty if none is certain.
    seconds : float
        How long it ran.
    comment : str
        The card as plain text: the gradebook's comment.
    html : str
        The card as HTML, safe to show.
    """

    exercise: str
    score: float
    max_score: float
    status: Status
    mistake: str = ""
    seconds: float = 0.0
    comment: str = ""
    html: str = ""


@dataclass(frozen=True)
class Result:
    """All that marking one submission gives.

    Attributes
    ----------
    student, assignment : str
        Whose submission, and for what.
    exercises : tuple of ExerciseResult
        One for each exercise of the assignment, in the order of teaching.
    failure : str
        Why nothing could be marked: empty, ``"missing"`` or ``"unreadable"``.
    language : str
        The language of all sentences in it.
    notes : tuple of str
        What was repaired and which cells stopped, one sentence each.
    seconds : float
        How long marking it took.
    """

    student: str
    assignment: str
    exercises: tuple[ExerciseResult, ...]
    failure: Literal["", "missing", "unreadable"] = ""
    language: str = "en"
    notes: tuple[str, ...] = field(default_factory=tuple)
    seconds: float = 0.0

    @property
    def score(self) -> float:
        """The points earned in all exercises."""
        return sum(exercise.score for exercise in self.exercises)
