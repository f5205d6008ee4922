"""Which marks are not what they were, between two folders of results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from autograde.revising.causes import causes_of
from autograde.revising.state import Entry, Mark, Results

_AT_A_TIME = 100  # students

Kind = Literal["changed", "kept", "handed in", "gone", "added", "removed"]


@dataclass(frozen=True)
class Change:
    """A mark that is not what it was.

    Attributes
    ----------
    student, assignment, exercise : str
        Whose mark, and for what.
    kind : str
        ``"changed"``: it counts otherwise, or its outcome is another; ``"kept"``: a mark by hand
        counts as it did, and the grader's own under it changed; ``"handed in"``: there was nothing
        to mark before; ``"gone"``: there is nothing any more; ``"added"`` and ``"removed"``: the
        exercise was.
    old, new : Mark or None
        The marks; None where there is none.
    causes : tuple of str
        What changed that it depends on.
    """

    student: str
    assignment: str
    exercise: str
    kind: Kind
    old: Mark | None
    new: Mark | None
    causes: tuple[str, ...]

    @property
    def direction(self) -> int:
        """1 if more points count than before, -1 if fewer, else 0."""
        old, new = self.old.score if self.old else 0.0, self.new.score if self.new else 0.0
        return (new > old) - (new < old)


def compare(old: Results, new: Results) -> Iterator[Change]:
    """List all changes, by student, assignment and exercise; few students are held at a time.

    Parameters
    ----------
    old, new : Results
        What two folders hold.
    """
    students = iter(sorted(old.students() | new.students()))
    while some := list(islice(students, _AT_A_TIME)):
        before, after = old.entries(some), new.entries(some)
        for student, assignment in sorted(before.keys() | after.keys()):
            key = (student, assignment)
            yield from _compare_entries(key, before.get(key), after.get(key))


def _compare_entries(
    key: tuple[str, str], old: Entry | None, new: Entry | None
) -> Iterator[Change]:
    was = old if old and old.is_handed_in else None
    is_now = new if new and new.is_handed_in else None
    if was and is_now:
        yield from _compare_marks(key, was, is_now)
    elif is_now:
        for exercise, mark in is_now.marks.items():
            earlier = old.marks.get(exercise) if old else None
            causes = (*_by_hand(earlier, mark), "newly handed in")
            yield Change(*key, exercise, "handed in", earlier, mark, causes)
    elif was:
        cause = "the submission is not there any more" if new else "not among the new results"
        for exercise, mark in was.marks.items():
            later = new.marks.get(exercise) if new else None
            yield Change(*key, exercise, "gone", mark, later, (cause,))


def _compare_marks(key: tuple[str, str], old: Entry, new: Entry) -> Iterator[Change]:
    for exercise in dict.fromkeys([*new.marks, *old.marks]):
        was, is_now = old.marks.get(exercise), new.marks.get(exercise)
        if was is None:
            yield Change(*key, exercise, "added", was, is_now, ("exercise added",))
        elif is_now is None:
            yield Change(*key, exercise, "removed", was, is_now, ("exercise removed",))
        elif _of_grader(was) != _of_grader(is_now) or _counts(was) != _counts(is_now):
            yield _compare_two(key, exercise, (old, was), (new, is_now))


def _compare_two(
    key: tuple[str, str], exercise: str, old: tuple[Entry, Mark], new: tuple[Entry, Mark]
) -> Change:
    was, is_now = old[1], new[1]
    causes = list(_by_hand(was, is_now))
    if was.max_score != is_now.max_score:
        causes.append(f"worth {was.max_score:g} → {is_now.max_score:g} points")
    if _of_grader(was) != _of_grader(is_now):
        causes += causes_of(exercise, old[0], new[0])
    stays = was.by_hand is not None and _counts(was) == _counts(is_now)
    if stays and is_now.by_hand is not None:
        causes.append(
            f"a mark by hand counts; the grader's under it: {was.automatic:g} → "
            f"{is_now.automatic:g}{', flagged for review' if is_now.review else ''}"
        )
    return Change(*key, exercise, "kept" if stays else "changed", was, is_now, tuple(causes))


def _of_grader(mark: Mark) -> tuple[float, float, str, str]:
    return mark.automatic, mark.max_score, mark.status, mark.mistake


def _counts(mark: Mark) -> float:
    return mark.score


def _by_hand(old: Mark | None, new: Mark) -> Iterator[str]:
    """Say what an instructor did between the two."""
    was = old.by_hand if old else None
    if was != new.by_hand:
        before = "" if was is None else f"{was:g} → "
        yield f"by hand: {before}{'taken back' if new.by_hand is None else f'{new.by_hand:g}'}"
    extra = old.extra if old else 0.0
    if extra != new.extra:
        yield f"extra credit: {extra:g} → {new.extra:g}"
