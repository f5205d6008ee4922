"""Judge what a function did, and name the mistake where that is certain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from neurona.checks.compare import Difference, find_difference
from neurona.checks.exercise import (
    Case,
    Exercise,
    Mistake,
    Observation,
    Outcome,
    Part,
    Raised,
)
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
    global_random : bool
        Whether the global random generators were used.
    score : float or None
        What the best of all cases scores, where more is asked for.
    """

    call: int
    difference: Difference | None = None
    raised: Raised | None = None
    not_raised: Raised | None = None
    changed: tuple[int, ...] = ()
    warned: tuple[str, ...] = ()
    idle: tuple[int, ...] | None = None
    varies: bool = False
    global_random: bool = False
    score: float | None = None


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
    best : dict of str to float
        The best score of all cases that bear this part's name, for those that are scored.
    """

    judgement: Judgement
    passed: tuple[bool, ...]
    case: Case | None = None
    fault: Fault | None = None
    outcome: Outcome | None = None
    mistake: Mistake | None = None
    best: Mapping[str, float] = field(default_factory=dict)


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
    observations = [
        through_view(exercise, case, observation)
        for case, observation in zip(exercise.cases, observations, strict=True)
    ]
    faults = [
        _find_fault(exercise, case, expected, observed)
        for case, expected, observed in zip(
            exercise.cases, exercise.expected, observations, strict=True
        )
    ]
    best = _take_the_best(exercise, faults, observations)
    passed = tuple(fault is None for fault in faults)
    if all(passed):
        return Verdict("right", passed, best=best)
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
        best=best,
    )


def points_earned(exercise: Exercise, verdict: Verdict) -> dict[str, float]:
    """Count the points of each part: all of them when all its cases are right, else none.

    A part with a threshold asks for it in the best of its cases.

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
        part.id: part.points if _is_earned(exercise, part, verdict) else 0.0
        for part in exercise.parts
    }


def _is_earned(exercise: Exercise, part: Part, verdict: Verdict) -> bool:
    if part.at_least is not None:
        return verdict.best[part.of_cases] >= part.at_least
    return all(
        passed
        for case, passed in zip(exercise.cases, verdict.passed, strict=True)
        if part.owns(case)
    )


def score_of(observation: Observation) -> float:
    """Return what a case scores, once its values have been put through the exercise's view.

    Parameters
    ----------
    observation : Observation
        What the calls of the case did, through the view.

    Returns
    -------
    float
        The least of its calls; 0 where one gives nothing that can be scored.
    """
    return min(_score_of_call(outcome) for outcome in observation)


def _score_of_call(outcome: Outcome) -> float:
    spoiled = outcome.raised or outcome.changed or outcome.idle
    return 0.0 if spoiled or not isinstance(outcome.value, float) else outcome.value


def _take_the_best(
    exercise: Exercise, faults: list[Fault | None], observations: Sequence[Observation]
) -> dict[str, float]:
    """Let the best of all cases that are scored together count, and note it in their faults."""
    best: dict[str, float] = {}
    for case, observed in zip(exercise.cases, observations, strict=True):
        if exercise.aim(case) is not None:
            best[case.part] = max(best.get(case.part, 0.0), score_of(observed))
    for index, case in enumerate(exercise.cases):
        aim, fault = exercise.aim(case), faults[index]
        if aim is None:
            continue
        if best[case.part] >= aim:
            faults[index] = None
        elif fault and fault.score is not None:
            faults[index] = replace(fault, score=best[case.part])
    return best


def _judgement_of(
    exercise: Exercise, fault: Fault, observations: Sequence[Observation]
) -> Judgement:
    if is_untouched(exercise.name, observations):
        return "not_attempted"
    if fault.raised:
        return "raises"
    if fault.changed:
        return "changes_arguments"
    if fault.difference and fault.difference.kind in ("type", "shape", "length", "keys"):
        return "wrong_type"
    return "wrong"


def is_untouched(name: str, observations: Sequence[Observation]) -> bool:
    """Tell a stub from a function that relies on another stub.

    Parameters
    ----------
    name : str
        The function's name.
    observations : sequence of Observation
        What it did.
    """
    return all(
        outcome.raised is not None
        and "NotImplementedError" in outcome.raised.names
        and outcome.raised.function in ("", name)
        for observation in observations
        for outcome in observation
    )


def _find_fault(
    exercise: Exercise, case: Case, expected: Observation, observed: Observation
) -> Fault | None:
    aim = exercise.aim(case)
    for call, (wanted, given) in enumerate(zip(expected, observed, strict=True)):
        if aim is None:
            fault = _fault_of_call(exercise, call, wanted, given)
        else:
            fault = _fault_of_scored_call(call, aim, given)
        if fault:
            return fault
    return None


def _fault_of_scored_call(call: int, aim: float, given: Outcome) -> Fault | None:
    if given.raised:
        return Fault(call, raised=given.raised)
    if given.changed:
        return Fault(call, changed=given.changed)
    if isinstance(given.value, Misfit):
        return Fault(call, difference=given.value.difference)
    if given.idle:
        return Fault(call, idle=given.idle)
    score = _score_of_call(given)
    return Fault(call, score=score) if score < aim else None


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
    if exercise.global_random_counts and given.global_random:
        return Fault(call, global_random=True)
    return None


def _value_difference(exercise: Exercise, wanted: Outcome, given: Outcome) -> Difference | None:
    if isinstance(given.value, Misfit):
        return given.value.difference
    return find_difference(wanted.value, given.value, exercise.tolerance)


@dataclass(frozen=True)
class Misfit:
    """Stands for a value that the exercise's view cannot be applied to."""

    difference: Difference


def through_view(exercise: Exercise, case: Case, observation: Observation) -> Observation:
    """Put returned values through the exercise's view.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    case : Case
        The calls that were made.
    observation : Observation
        What they did.
    """
    if not exercise.view:
        return observation
    return tuple(
        outcome if outcome.raised else replace(outcome, value=_view(exercise, outcome.value, args))
        for args, outcome in zip(case.calls, observation, strict=True)
    )


def _view(exercise: Exercise, value: Plain, args: tuple[Plain, ...]) -> Plain:
    try:
        return VIEWS[exercise.view](value, args)
    except ViewError as reason:
        return Misfit(reason.difference)


def _name_mistake(
    exercise: Exercise, observations: Sequence[Observation], part: str
) -> Mistake | None:
    """Find the one mistake that explains every case of a part.

    Mistakes whose values are known come before those that draw numbers at random. Where two
    mistakes explain the same, neither is named.
    """
    if any(exercise.aim(case) is not None for case in exercise.cases if case.part == part):
        return None  # how much a network learns names no mistake
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
    if exercise.global_random_counts and one.global_random != other.global_random:
        return False
    return _value_difference(exercise, one, other) is None
