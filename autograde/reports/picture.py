"""The picture of a class: all that is counted, in one pass over what is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import fmean, median

from autograde.grading.recording import Grade
from autograde.grading.recording.reading import Recorded
from autograde.reports.notes import STOPPED, Note, recognize
from autograde.reports.recorded import Run

BINS = 10
"""How many bars a distribution has."""

OUTCOMES = ("right", "partial", "wrong", "stopped", "not_attempted")
"""What can become of an exercise, from best to worst."""

SLOW_SECONDS = (2, 10)
"""From when on a function is slow, and very slow."""

_BEGINS = 1e-9  # 0.3 * 10 is a little less than 3


@dataclass
class ExerciseTally:
    """What became of one exercise, in all notebooks that could be read.

    Attributes
    ----------
    assignment, name : str
        The exercise.
    outcomes : Counter of str
        How often each of `OUTCOMES` came.
    shares : list of float
        What part of the points each notebook earned.
    unnamed : int
        How many wrong answers make no mistake that is known by name.
    slow : Counter of int
        How many were slow, by the limit of `SLOW_SECONDS` that they reached.
    """

    assignment: str
    name: str
    outcomes: Counter[str] = field(default_factory=Counter)
    shares: list[float] = field(default_factory=list)
    unnamed: int = 0
    slow: Counter[int] = field(default_factory=Counter)

    @property
    def mean(self) -> float:
        """The mean part of the points."""
        return fmean(self.shares)


@dataclass
class AssignmentTally:
    """What became of one assignment.

    Attributes
    ----------
    name : str
        Its id.
    missing, unreadable : list of str
        The students who handed in nothing, or nothing that can be read.
    shares : list of float
        What part of the points each notebook that can be read earned.
    expected : int
        From how many students it is recorded, handed in or not.
    """

    name: str
    missing: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    expected: int = 0

    @property
    def handed_in(self) -> int:
        """How many notebooks were handed in."""
        return self.expected - len(self.missing)

    @property
    def mean(self) -> float:
        """The mean part of the points; 0 if there is no notebook."""
        return fmean(self.shares) if self.shares else 0.0

    @property
    def median(self) -> float:
        """The median part of the points; 0 if there is no notebook."""
        return median(self.shares) if self.shares else 0.0


@dataclass(frozen=True)
class Found:
    """A note about one submission.

    Attributes
    ----------
    student, assignment : str
        Whose submission, and for what.
    note : Note or None
        The note; None if it is not one that this version writes.
    text : str
        The note as it was recorded.
    language : str
        Its language.
    """

    student: str
    assignment: str
    note: Note | None
    text: str
    language: str


@dataclass(frozen=True)
class Mistake:
    """A mistake that students made, and who they are.

    Attributes
    ----------
    assignment, exercise, id : str
        The mistake.
    students : list of str
        Those who made it.
    """

    assignment: str
    exercise: str
    id: str
    students: list[str]


@dataclass
class Picture:
    """All that is counted.

    Attributes
    ----------
    run : Run
        Who was marked, for what.
    only_registered : tuple of str
        Students of whom there is nothing but a line on the roster.
    assignments : dict of str to AssignmentTally
        By id, in the order of teaching.
    exercises : dict of pair of str to ExerciseTally
        By assignment and name, in the order of teaching.
    absent : list of str
        The students who handed in nothing at all, first those that are only on the roster.
    totals : dict of str to float
        What part of all points each other student earned.
    repaired, unreadable, stopped : list of Found
        What was repaired, why files cannot be read, and what stopped cells.
    lost : dict of str to list of Grade
        The exercises whose functions gave no answer, by status.
    """

    run: Run
    only_registered: tuple[str, ...] = ()
    assignments: dict[str, AssignmentTally] = field(default_factory=dict)
    exercises: dict[tuple[str, str], ExerciseTally] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    totals: dict[str, float] = field(default_factory=dict)
    repaired: list[Found] = field(default_factory=list)
    unreadable: list[Found] = field(default_factory=list)
    stopped: list[Found] = field(default_factory=list)
    lost: dict[str, list[Grade]] = field(default_factory=dict)
    _mistakes: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    @property
    def students(self) -> int:
        """How many students there are."""
        return len(self.run.students) + len(self.only_registered)

    @property
    def handed_in(self) -> tuple[int, int]:
        """How many notebooks were handed in, of how many that are expected."""
        tallies = self.assignments.values()
        beyond = len(self.only_registered) * len(tallies)
        return sum(one.handed_in for one in tallies), sum(one.expected for one in tallies) + beyond

    @property
    def mean_total(self) -> float:
        """The mean part of all points, of those who handed in anything."""
        return fmean(self.totals.values()) if self.totals else 0.0

    @property
    def outcomes(self) -> Counter[str]:
        """How often each outcome came, in all exercises together."""
        total: Counter[str] = Counter()
        for one in self.exercises.values():
            total += one.outcomes
        return total

    def mistakes(self) -> list[Mistake]:
        """List the named mistakes, most common first; equal ones in the order of teaching."""
        order = {key: place for place, key in enumerate(self.exercises)}
        found = [Mistake(*key, students) for key, students in self._mistakes.items()]
        return sorted(
            found,
            key=lambda one: (-len(one.students), order[one.assignment, one.exercise], one.id),
        )

    def hardest(self) -> list[ExerciseTally]:
        """List the exercises, hardest first; equal ones in the order of teaching."""
        return sorted(
            (one for one in self.exercises.values() if one.shares), key=lambda one: one.mean
        )

    def add(self, submission: Recorded) -> None:
        """Count a submission."""
        tally = self.assignments[submission.assignment]
        tally.expected += 1
        if submission.failure == "missing":
            tally.missing.append(submission.student)
            return
        for text in submission.notes:
            self._add_note(submission, text)
        if submission.failure:
            tally.unreadable.append(submission.student)
            return
        tally.shares.append(share_of(submission.grades))
        for grade in submission.grades:
            self._add_grade(grade)

    def _add_note(self, submission: Recorded, text: str) -> None:
        note = recognize(text, submission.language)
        found = Found(submission.student, submission.assignment, note, text, submission.language)
        if submission.failure:
            self.unreadable.append(found)
        elif note and note.kind in STOPPED:
            self.stopped.append(found)
        else:
            self.repaired.append(found)

    def _add_grade(self, grade: Grade) -> None:
        key = (grade.assignment, grade.exercise)
        tally = self.exercises.setdefault(key, ExerciseTally(*key))
        outcome = outcome_of(grade)
        tally.outcomes[outcome] += 1
        tally.shares.append(share_of([grade]))
        for limit in SLOW_SECONDS:
            tally.slow[limit] += grade.seconds >= limit
        if outcome == "stopped":
            self.lost.setdefault(grade.status, []).append(grade)
        if grade.mistake:
            self._mistakes.setdefault((*key, grade.mistake), []).append(grade.student)
        elif outcome in ("partial", "wrong"):
            tally.unnamed += 1


def draw(run: Run, recorded: Iterable[Recorded], only_registered: Iterable[str] = ()) -> Picture:
    """Count a class.

    Parameters
    ----------
    run : Run
        Who was marked, for what.
    recorded : iterable of Recorded
        All that is recorded of them, student by student.
    only_registered : iterable of str
        Students of whom there is nothing but a line on the roster.
    """
    tallies = {name: AssignmentTally(name) for name in run.assignments}
    picture = Picture(run, tuple(only_registered), tallies)
    picture.absent += picture.only_registered
    failed_on = {student for student, _ in run.faults}
    for student, submissions in _by_student(picture, recorded):
        handed_in = any(one.failure != "missing" for one in submissions)
        if not handed_in and student not in failed_on:
            picture.absent.append(student)
        elif handed_in:
            picture.totals[student] = share_of(grade for one in submissions for grade in one.grades)
    order = {name: place for place, name in enumerate(picture.assignments)}
    # Whoever skips a chapter brings a later one in first.
    picture.exercises = dict(sorted(picture.exercises.items(), key=lambda one: order[one[0][0]]))
    return picture


def share_of(grades: Iterable[Grade]) -> float:
    """Return what part of the points some exercises earned, from 0 to 1.

    Parameters
    ----------
    grades : iterable of Grade
        The exercises.
    """
    grades = list(grades)
    possible = sum(grade.max_score for grade in grades)
    earned = sum(grade.score for grade in grades)
    return min(max(earned / possible, 0.0), 1.0) if possible else 0.0


def outcome_of(grade: Grade) -> str:
    """Tell which of `OUTCOMES` a grade is.

    Parameters
    ----------
    grade : Grade
        The grade. What counts is the grader's word, whatever mark an instructor put over it.
    """
    return grade.status if grade.status in OUTCOMES else "stopped"


def distribution(shares: Iterable[float]) -> list[int]:
    """Count shares in ten bins of equal width; a full mark is in the last.

    Parameters
    ----------
    shares : iterable of float
        From 0 to 1.
    """
    counts = [0] * BINS
    for share in shares:
        counts[min(int(share * BINS + _BEGINS), BINS - 1)] += 1
    return counts


def _by_student(
    picture: Picture, recorded: Iterable[Recorded]
) -> Iterator[tuple[str, list[Recorded]]]:
    """Count each submission, and hand on those of one student together."""
    own: list[Recorded] = []
    for one in recorded:
        if own and own[0].student != one.student:
            yield own[0].student, own
            own = []
        picture.add(one)
        own.append(one)
    if own:
        yield own[0].student, own
