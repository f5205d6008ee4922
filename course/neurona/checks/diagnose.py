"""Judge what a function did, and name the mistake where that is certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from neurona.checks.compare import Difference, find_difference
from neurona.checks.exercise import Case, Exercise, Mistake, Observation, Outcome, Raised
from neurona.checks.plain import Plain, holds_drawn
from neurona.checks.views import VIEWS, ViewError

Judgement = Literal[
    "right", "not_attempted", "raises", "changes_arguments", "wrong_type", "mistake", "wrong"
]


@dataclass(frozen=True)
class Fault:
    """What is wrong with one call.

    Attributes
    ----------
    call : int
        Which call of the case.
    difference : Difference or None
        Where the value differs.
    raised : Raised or None
        What was raised though nothing should have been.
    not_raised : Raised or None
        What should have been raised and was not.
    changed : tuple of int
        The positions of the arguments that were changed.
    warned : tuple of str
        Warnings that were given though none should have been.
    idle : tuple of int or None
        The generators that stayed unused, where others should have; None if all is well.
    varies : bool
        Whether equal arguments gave unequal values.
    """

    call: int
    difference: Difference | None = None
    raised: Raised | None = None
    not_raised: Raised | None = None
    changed: tuple[int, ...] = ()
    warned: tuple[str, ...] = ()
    idle: tuple[int, ...] | None = None
    varies: bool = False


@dataclass(frozen=True)
class Verdict:
    """What the check concludes.

    Attributes
    ----------
    judgement : str
        One of the outcomes that a student can get.
    passed : tuple of bool
        For each case of the exercise, whether it is right.
    case : Case or None
        The first case that is not right.
    fault : Fault or None
        What is wrong there.
    outcome : Outcome or None
        What the function did in the faulty call.
    mistake : Mistake or None
        The mistake, where it is certain.
    """

    judgement: Judgement
    passed: tuple[bool, ...]
    case: Case | None = None
    fault: Fault | None = None
    outcome: Outcome | None = None
    mistake: Mistake | None = None


def judge(exercise: Exercise, observations: Sequence[Observation]) -> Verdict:
    """Judge a function by what it did in every case.

    Parameters
    ----------
    exercise : Exercise
        The exercise with its cases and what is expected in them.
    observations : sequence of Observation
        What the function did, one a case.

    Returns
    -------
    Verdict
        Right when every case is right; else the first fault, and the named mistake if there is one.
    """
    as_returned = observations
    observations = [_through_view(exercise, observation) for observation in observations]
    faults = [
        _find_fault(exercise, expected, observed)
        for expected, observed in zip(exercise.expected, observations, strict=True)
    ]
    passed = tuple(fault is None for fault in faults)
    if all(passed):
        return Verdict("right", passed)
    first = passed.index(False)
    fault = faults[first]
    assert fault is not None
    mistake = _name_mistake(exercise, observations, exercise.cases[first].part)
    return Verdict(
        judgement="mistake" if mistake else _judgement_of(exercise, fault, observations),
        passed=passed,
        case=exercise.cases[first],
        fault=fault,
        outcome=as_returned[first][fault.call],
        mistake=mistake,
    )


def points_earned(exercise: Exercise, verdict: Verdict) -> dict[str, float]:
    """Count the points of each part: all of them when all its cases are right, else none.

    Parameters
    ----------
    exercise : Exercise
        The exercise that was judged.
    verdict : Verdict
        The verdict on the same cases.

    Returns
    -------
    dict of str to float
        By the part's id.
    """
    return {
        part.id: part.points
        if all(
            passed
            for case, passed in zip(exercise.cases, verdict.passed, strict=True)
            if case.part == part.id
        )
        else 0.0
        for part in exercise.parts
    }


def _judgement_of(
    exercise: Exercise, fault: Fault, observations: Sequence[Observation]
) -> Judgement:
    if _is_untouched(exercise, observations):
        return "not_attempted"
    if fault.raised:
        return "raises"
    if fault.changed:
        return "changes_arguments"
    if fault.difference and fault.difference.kind in ("type", "shape", "length"):
        return "wrong_type"
    return "wrong"


def _is_untouched(exercise: Exercise, observations: Sequence[Observation]) -> bool:
    """Tell a stub from a function that relies on another stub."""
    return all(
        outcome.raised is not None
        and "NotImplementedError" in outcome.raised.names
        and outcome.raised.function in ("", exercise.name)
        for observation in observations
        for outcome in observation
    )


def _find_fault(exercise: Exercise, expected: Observation, observed: Observation) -> Fault | None:
    for call, (wanted, given) in enumerate(zip(expected, observed, strict=True)):
        fault = _fault_of_call(exercise, call, wanted, given)
        if fault:
            return fault
    return None


def _fault_of_call(exercise: Exercise, call: int, wanted: Outcome, given: Outcome) -> Fault | None:
    if wanted.raised:
        right = given.raised is not None and wanted.raised.names[0] in given.raised.names
        if not right:
            return Fault(call, not_raised=wanted.raised, raised=given.raised)
    elif given.raised:
        return Fault(call, raised=given.raised)
    if given.changed:
        return Fault(call, changed=given.changed)
    if given.varies:
        return Fault(call, varies=True)
    if not wanted.raised:  # a call that has to fail has no value, and may draw before it fails
        difference = _value_difference(exercise, wanted, given)
        if difference:
            return Fault(call, difference=difference)
        if given.idle != wanted.idle:
            return Fault(call, idle=given.idle)
    if exercise.warnings_count and given.warned:
        return Fault(call, warned=given.warned)
    return None


def _value_difference(exercise: Exercise, wanted: Outcome, given: Outcome) -> Difference | None:
    if isinstance(given.value, _Misfit):
        return given.value.difference
    return find_difference(wanted.value, given.value, exercise.tolerance)


@dataclass(frozen=True)
class _Misfit:
    """Stands for a value that the exercise's view cannot be applied to."""

    difference: Difference


def _through_view(exercise: Exercise, observation: Observation) -> Observation:
    """Put returned values through the exercise's view.

    What is expected was put through it when the exercise was made.
    """
    if not exercise.view:
        return observation
    return tuple(
        outcome if outcome.raised else replace(outcome, value=_view(exercise, outcome.value))
        for outcome in observation
    )


def _view(exercise: Exercise, value: Plain) -> Plain:
    try:
        return VIEWS[exercise.view](value)
    except ViewError as reason:
        return _Misfit(reason.difference)


def _name_mistake(
    exercise: Exercise, observations: Sequence[Observation], part: str
) -> Mistake | None:
    """Find the one mistake that explains every case of a part.

    Mistakes whose values are known come before those that draw numbers at random. Where two
    mistakes explain the same, neither is named.
    """
    fitting = [
        mistake for mistake in exercise.mistakes if _explains(exercise, mistake, observations, part)
    ]
    exact = [mistake for mistake in fitting if not _is_drawn(mistake)]
    candidates = exact or fitting
    return candidates[0] if len({mistake.id for mistake in candidates}) == 1 else None


def _is_drawn(mistake: Mistake) -> bool:
    return any(holds_drawn(outcome.value) for observed in mistake.observed for outcome in observed)


def _explains(
    exercise: Exercise, mistake: Mistake, observations: Sequence[Observation], part: str
) -> bool:
    """Whether a mistake agrees with all cases of a part and a value there proves it."""
    proved = False
    for case, wanted, mistaken, observed in zip(
        exercise.cases, exercise.expected, mistake.observed, observations, strict=True
    ):
        if case.part != part:
            continue
        for right, slip, given in zip(wanted, mistaken, observed, strict=True):
            if not _agree(exercise, slip, given):
                return False
            proved |= given.raised is None and not _agree(exercise, right, given)
    return proved


def _agree(exercise: Exercise, one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes are the same as far as the exercise goes.

    Any two exceptions agree: the same slip may fail in different words. So an exception alone
    never proves a mistake.
    """
    if one.raised or other.raised:
        return bool(one.raised and other.raised)
    if (one.changed, one.idle, one.varies) != (other.changed, other.idle, other.varies):
        return False
    if exercise.warnings_count and bool(one.warned) != bool(other.warned):
        return False
    return _value_difference(exercise, one, other) is None
