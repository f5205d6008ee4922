"""Mark one submission: read it, run it, judge it."""

from __future__ import annotations

import atexit
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from autograde.grading.feedback import about_cell, feedback, without_function
from autograde.grading.judge import mark_in_turn
from autograde.grading.references import references_before
from autograde.grading.running import Run, Sandbox
from autograde.grading.words import translated
from autograde.grading.work import ExerciseResult, Limits, Reading, Result, Status
from autograde.suite import load_chapter
from autograde.suite.define import Chapter, SuiteExercise
from neurona import language
from neurona.checks.card import Card
from neurona.checks.diagnose import is_untouched
from neurona.checks.exercise import Case, Exercise, Observation, Outcome
from neurona.checks.rounds import observe_exercise

_EXERCISES_KEPT = 256


class Marker:
    """Marks submissions, one after the other, in one sandbox.

    Parameters
    ----------
    sandbox : Sandbox
        Runs students' code.
    limits : Limits
        What a submission may use; for what feedback says.
    secret : bytes
        The course's secret, from which hidden cases are drawn.
    """

    def __init__(self, sandbox: Sandbox, limits: Limits, secret: bytes) -> None:
        self._sandbox = sandbox
        self._limits = limits
        self._secret = secret

    def mark(self, student: str, assignment: str, reading: Reading) -> Result:
        """Mark a submission that has been read.

        Parameters
        ----------
        student, assignment : str
            Whose submission, and for what.
        reading : Reading
            What it says.

        Returns
        -------
        Result
            Whatever the submission does; only a fault of the grader's own is raised.
        """
        begun = time.monotonic()
        language.use(reading.language)
        chapter = load_chapter(assignment)
        with self._sandbox.run(reading.cells, reading.language) as run:
            marking = _Marking(self, chapter, reading, run)
            for name in chapter.exercises:
                marking.try_public_cases(name)
            exercises = tuple(marking.mark(name) for name in chapter.exercises)
            notes = reading.repairs + tuple(about_cell(problem) for problem in run.problems)
        return Result(
            student,
            assignment,
            exercises,
            language=reading.language,
            notes=notes,
            seconds=time.monotonic() - begun,
        )

    def exercise(self, suite_exercise: SuiteExercise) -> Exercise:
        """Return an exercise with its public and hidden cases."""
        return _with_hidden_cases(suite_exercise.chapter, suite_exercise.name, self._secret)

    @property
    def limits(self) -> Limits:
        """What a submission may use."""
        return self._limits


def warm_marker(limits: Limits, secret: bytes) -> Marker:
    """Make a marker whose sandbox stays warm until this process ends.

    Parameters
    ----------
    limits : Limits
        What a submission may use.
    secret : bytes
        The course's secret.

    Raises
    ------
    SandboxError
        If no sandbox can be started.
    """
    sandbox = Sandbox(limits)
    sandbox.__enter__()
    atexit.register(sandbox.__exit__, None, None, None)
    return Marker(sandbox, limits, secret)


@lru_cache(_EXERCISES_KEPT)
def _with_hidden_cases(chapter: str, name: str, secret: bytes) -> Exercise:
    return translated(load_chapter(chapter).exercises[name].with_hidden_cases(secret))


def without_run(
    student: str, assignment: str, failure: Literal["missing", "unreadable"], note: str = ""
) -> Result:
    """Make the result of a submission that is missing or cannot be read.

    Parameters
    ----------
    student, assignment : str
        Whose submission, and for what.
    failure : str
        ``"missing"`` or ``"unreadable"``.
    note : str
        Why, in a sentence.
    """
    exercises = load_chapter(assignment).exercises.values()
    return Result(
        student,
        assignment,
        tuple(ExerciseResult(one.name, 0.0, one.points, failure) for one in exercises),
        failure=failure,
        language=language.current(),
        notes=(note,) if note else (),
    )


class _Marking:
    """The marking of one submission.

    The public cases of all exercises come first. What a function does there is shown to the
    student; were it tried after a hidden case, it could carry that one out.
    """

    def __init__(self, marker: Marker, chapter: Chapter, reading: Reading, run: Run) -> None:
        self._marker = marker
        self._chapter = chapter
        self._reading = reading
        self._run = run
        self._begun: dict[str, list[Observation]] = {}
        self._not_right: tuple[str, ...] = ()
        self._seconds: dict[str, float] = dict.fromkeys(chapter.exercises, 0.0)

    def try_public_cases(self, name: str) -> None:
        """Try a function in the cases that the student knows."""
        exercise = self._marker.exercise(self._chapter.exercises[name])
        if self._run.defined(name):
            self._begun[name] = self._observe(exercise, exercise.cases[: exercise.public])

    def mark(self, name: str) -> ExerciseResult:
        """Mark one exercise; those before it are judged already."""
        suite_exercise = self._chapter.exercises[name]
        if name in self._begun:
            result = self._judge(self._marker.exercise(suite_exercise), suite_exercise)
        else:
            result = self._explain_absence(suite_exercise)
        if result.status != "right":
            self._not_right += (name,)
        # Not what judging takes: it differs from run to run, and is no student's doing.
        return replace(result, seconds=self._seconds[name])

    def _judge(self, exercise: Exercise, suite_exercise: SuiteExercise) -> ExerciseResult:
        def observe(names: tuple[str, ...]) -> Sequence[Observation]:
            return self._try_put_right(exercise, names) if names else self._try_all(exercise)

        mark = mark_in_turn(exercise, observe, self._wrong_and_used())
        card = feedback(exercise, mark, self._marker.limits)
        return _result(suite_exercise, mark.score, mark.status, card, mark.mistake)

    def _try_all(self, exercise: Exercise) -> list[Observation]:
        """Go on after the public cases, unless the function is not written yet."""
        begun = self._begun[exercise.name]
        if begun and is_untouched(exercise.name, begun):
            raised = begun[0][0].raised
            hidden = exercise.cases[exercise.public :]
            return begun + [tuple(Outcome(raised=raised) for _ in case.calls) for case in hidden]
        return observe_exercise(
            exercise, lambda cases: self._observe(exercise, cases), dict(enumerate(begun))
        )

    def _try_put_right(self, exercise: Exercise, names: tuple[str, ...]) -> list[Observation]:
        """Try everything again with earlier functions put right, where no case was seen before."""
        source = references_before(self._chapter, exercise.name)
        put_right = dict.fromkeys(names, source)
        self._run.renew()
        return observe_exercise(exercise, lambda cases: self._observe(exercise, cases, put_right))

    def _observe(
        self,
        exercise: Exercise,
        cases: Sequence[Case],
        put_right: Mapping[str, str] | None = None,
    ) -> list[Observation]:
        begun = time.monotonic()
        try:
            return self._run.observe(exercise.name, cases, put_right, exercise.patience)
        finally:
            self._seconds[exercise.name] += time.monotonic() - begun

    def _wrong_and_used(self) -> tuple[str, ...]:
        """Name the earlier functions that are not right and that some cell uses."""
        return tuple(
            name
            for name in self._not_right
            if any(re.search(rf"(?<!def )\b{name}\b", cell.source) for cell in self._reading.cells)
        )

    def _explain_absence(self, suite_exercise: SuiteExercise) -> ExerciseResult:
        place = self._reading.places.get(suite_exercise.name)
        problem = next((one for one in self._run.problems if one.number == place), None)
        status: Status = problem.status if problem else "missing" if place is None else "error"
        card = without_function(suite_exercise.name, suite_exercise.points, place, problem)
        return _result(suite_exercise, 0.0, status, card)


def _result(
    exercise: SuiteExercise, score: float, status: Status, card: Card, mistake: str = ""
) -> ExerciseResult:
    return ExerciseResult(
        exercise.name,
        score,
        exercise.points,
        status,
        mistake,
        comment=repr(card),
        html=card._repr_html_(),
    )
