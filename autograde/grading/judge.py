"""Turn what a function did into a mark.

Nothing here runs a student's code or knows how it was run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograde.grading.work import Status
from neurona.checks.diagnose import Verdict, judge, points_earned
from neurona.checks.exercise import Exercise, Observation
from neurona.checks.patience import KILLED, TIMED_OUT

_STATUS_OF_RAISED: dict[str, Status] = {
    TIMED_OUT.names[0]: "timeout",
    KILLED.names[0]: "killed",
    "MemoryError": "memory",
}

Observe = Callable[[tuple[str, ...]], Sequence[Observation]]
"""Makes the calls of all cases, with right versions of the named functions in place."""


@dataclass(frozen=True)
class Mark:
    """What a function earns, and why.

    Attributes
    ----------
    exercise : str
        The exercise's name.
    points : dict of str to float
        What each part earns, by its id.
    max_score : float
        The points for the whole exercise.
    verdict : Verdict
        The verdict on all cases, public and hidden.
    put_right : tuple of str
        Earlier functions that were put right to find this mark.
    """

    exercise: str
    points: dict[str, float]
    max_score: float
    verdict: Verdict
    put_right: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """The points earned."""
        return sum(self.points.values())

    @property
    def mistake(self) -> str:
        """The id of the named mistake; empty if none is certain."""
        return self.verdict.mistake.id if self.verdict.mistake else ""

    @property
    def status(self) -> Status:
        """The outcome in one word: points decide first, then the reason."""
        if self.verdict.judgement == "right":
            return "right"
        if self.score > 0:
            return "partial"
        if self.verdict.judgement == "not_attempted":
            return "not_attempted"
        if self.verdict.judgement == "raises":
            return _STATUS_OF_RAISED.get(self._raised, "error")
        return "wrong"

    @property
    def _raised(self) -> str:
        fault = self.verdict.fault
        return fault.raised.names[0] if fault and fault.raised else ""


def mark(
    exercise: Exercise, observations: Sequence[Observation], put_right: tuple[str, ...] = ()
) -> Mark:
    """Mark a function by what it did.

    Parameters
    ----------
    exercise : Exercise
        The exercise, with public and hidden cases.
    observations : sequence of Observation
        What the function did, one a case.
    put_right : tuple of str
        Earlier functions that had right versions in place.
    """
    verdict = judge(exercise, observations)
    points = points_earned(exercise, verdict)
    return Mark(exercise.name, points, exercise.points, verdict, put_right)


def mark_in_turn(exercise: Exercise, observe: Observe, wrong_before: tuple[str, ...]) -> Mark:
    """Mark a function so that an earlier mistake is paid for once.

    Parameters
    ----------
    exercise : Exercise
        The exercise, with public and hidden cases.
    observe : callable
        Runs the function.
    wrong_before : tuple of str
        Earlier exercises of the chapter that were judged already and are not right.

    Returns
    -------
    Mark
        With the notebook as it is; or with earlier functions put right, where that earns more
        or names a mistake that their faults had hidden.
    """
    as_it_is = mark(exercise, observe(()))
    if as_it_is.status in ("right", "not_attempted") or not wrong_before:
        return as_it_is
    put_right = mark(exercise, observe(wrong_before), wrong_before)
    return max(as_it_is, put_right, key=lambda one: (one.score, bool(one.mistake)))
