"""The marks in a folder of results, as they are now, with what they came from."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from autograde.grading.recording import Grade, read_csv
from autograde.grading.recording.grades import GRADES_FILE


class UnusableError(Exception):
    """A folder holds no results, or none that can be read. The text says why, and what to do."""


@dataclass(frozen=True)
class Mark:
    """What a student has for an exercise.

    Attributes
    ----------
    score, max_score : float
        The points that count, and how many there are.
    status : str
        The grader's outcome in one word.
    mistake : str
        The id of the named mistake; empty if none is certain.
    automatic : float
        The grader's own mark.
    by_hand : float or None
        An instructor's mark, which counts in its place; None if there is none.
    extra : float
        Extra credit that an instructor gave.
    review : bool
        Whether the mark by hand is flagged for review.
    """

    score: float
    max_score: float
    status: str
    mistake: str = ""
    automatic: float = 0.0
    by_hand: float | None = None
    extra: float = 0.0
    review: bool = False


@dataclass(frozen=True)
class Entry:
    """What is recorded of one submission.

    Attributes
    ----------
    marks : mapping of str to Mark
        By exercise, in the order of teaching.
    failure : str
        Why nothing could be marked: empty, ``"missing"`` or ``"unreadable"``.
    submitted : str
        The digest of what was handed in; empty if it is not known.
    parts : mapping
        What the marks depended on besides, told apart; empty if it is not known.
    """

    marks: Mapping[str, Mark]
    failure: str = ""
    submitted: str = ""
    parts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_handed_in(self) -> bool:
        """Whether there was anything to mark."""
        return self.failure != "missing"


Entries = dict[tuple[str, str], Entry]
"""By student and assignment."""


class Results(Protocol):
    """The results in a folder.

    Attributes
    ----------
    remark : str
        What an instructor should know of how they were read; may be empty.
    """

    remark: str

    def students(self) -> set[str]:
        """Return the ids of all students."""
        ...

    def entries(self, students: Sequence[str]) -> Entries:
        """Read what is recorded of some students."""
        ...


class Table:
    """The results of a folder that has only the table of grades.

    Parameters
    ----------
    out : Path
        The folder.

    Raises
    ------
    UnusableError
        If there is no such table, or it is none.
    """

    def __init__(self, out: Path) -> None:
        self.remark = (
            f"There is no gradebook in {out}: marks are those in {GRADES_FILE}, and why they "
            "changed is not known."
        )
        marks: dict[tuple[str, str], dict[str, Grade]] = defaultdict(dict)
        for grade in read_grades(out):
            marks[grade.student, grade.assignment][grade.exercise] = grade
        self._entries = {key: _entry(grades) for key, grades in marks.items()}

    def students(self) -> set[str]:
        """Return the ids of all students."""
        return {student for student, _ in self._entries}

    def entries(self, students: Sequence[str]) -> Entries:
        """Read what is recorded of some students."""
        wanted = set(students)
        return {key: entry for key, entry in self._entries.items() if key[0] in wanted}


def read_grades(out: Path) -> list[Grade]:
    """Read the table of grades in a folder of results.

    Parameters
    ----------
    out : Path
        The folder.

    Raises
    ------
    UnusableError
        If there is no such table, or it is none.
    """
    path = out / GRADES_FILE
    try:
        return list(read_csv(path))
    except FileNotFoundError:
        raise UnusableError(
            f"There is no {GRADES_FILE} in {out}. `autograde grade` writes it; a copy of the "
            "folder that it wrote to will do."
        ) from None
    except (OSError, csv.Error, KeyError, TypeError, ValueError) as error:
        raise UnusableError(
            f"{path} cannot be read ({type(error).__name__}: {error}). It should be as "
            "`autograde grade` wrote it."
        ) from None


def _entry(grades: Mapping[str, Grade]) -> Entry:
    statuses = {grade.status for grade in grades.values()}
    whole = statuses.pop() if len(statuses) == 1 else ""
    marks = {
        name: Mark(one.score, one.max_score, one.status, one.mistake, automatic=one.score)
        for name, one in grades.items()
    }
    # So has a notebook that defines none of the functions; this table cannot tell.
    return Entry(marks, whole if whole in ("missing", "unreadable") else "")
