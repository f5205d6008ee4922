"""Try an exercise's cases, and no more of them than its mark needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from neurona.checks.diagnose import score_of, through_view
from neurona.checks.exercise import Case, Exercise, Observation, Outcome
from neurona.checks.patience import BAD_REPLY, KILLED, TIMED_OUT

Observe = Callable[[Sequence[Case]], Sequence[Observation]]


def observe_exercise(
    exercise: Exercise, observe: Observe, begun: Mapping[int, Observation] | None = None
) -> list[Observation]:
    """Make the calls of all cases of an exercise.

    Cases that are scored together are tried one after the other, until one reaches all that is
    asked for. Once a call is not answered, the rest of its part is not tried: that part cannot
    earn its points any more.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    observe : callable
        Makes the calls of some cases.
    begun : mapping of int to Observation, optional
        What is known already, by the case's place.

    Returns
    -------
    list of Observation
        One a case. A scored case that was not tried has done what the last one before it did.
    """
    found = _complete(exercise, begun or {})
    while asked := _next_round(exercise, found):
        observations = observe([exercise.cases[index] for index in asked])
        found = _complete(exercise, {**found, **dict(zip(asked, observations, strict=True))})
    return [found[index] for index in range(len(exercise.cases))]


def _next_round(exercise: Exercise, found: Mapping[int, Observation]) -> list[int]:
    """Choose every case that has no score, and the first of those that are scored together."""
    asked: list[int] = []
    scored: set[str] = set()
    for index, case in enumerate(exercise.cases):
        if index in found or case.part in scored:
            continue
        asked.append(index)
        if exercise.aim(case) is not None:
            scored.add(case.part)
    return asked


def _complete(exercise: Exercise, found: Mapping[int, Observation]) -> dict[int, Observation]:
    """Let something stand for the cases that cannot change the mark any more."""
    decided = {
        exercise.cases[index].part: observation
        for index, observation in sorted(found.items())
        if _is_decided(exercise, exercise.cases[index], observation)
    }
    stand_ins = {
        index: _for_calls(case, decided[case.part])
        for index, case in enumerate(exercise.cases)
        if case.part in decided
    }
    return {**stand_ins, **found}


def _is_decided(exercise: Exercise, case: Case, observation: Observation) -> bool:
    if any(outcome.raised in (TIMED_OUT, KILLED, BAD_REPLY) for outcome in observation):
        return True
    aim = exercise.aim(case)
    return aim is not None and score_of(through_view(exercise, case, observation)) >= aim


def _for_calls(case: Case, observation: Observation) -> Observation:
    """Let one observation stand for a case that may have another number of calls."""
    stopped = next((outcome.raised for outcome in observation if outcome.raised), None)
    if stopped:
        return tuple(Outcome(raised=stopped) for _ in case.calls)
    return observation
