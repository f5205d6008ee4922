"""The grader marks the reference solutions before it marks anybody else's."""

from __future__ import annotations

from collections.abc import Sequence

from autograde.grading.judge import Mark, mark
from autograde.grading.secret import course_secret
from autograde.grading.words import translated
from autograde.suite import load_chapter
from autograde.suite.define import SuiteExercise
from neurona.checks.exercise import Case, Observation
from neurona.checks.patience import observe_all
from neurona.checks.rounds import observe_exercise


class GraderNotReadyError(Exception):
    """The course's own solutions do not earn all points, so nobody's mark could be trusted."""


def mark_references(assignments: Sequence[str], seconds: float) -> None:
    """Mark every reference solution.

    Parameters
    ----------
    assignments : sequence of str
        The ids of the assignments that are going to be marked.
    seconds : float
        How long a case may take.

    Raises
    ------
    GraderNotReadyError
        Naming every exercise whose reference does not earn all points.
    """
    faults = []
    for assignment in assignments:
        for suite_exercise in load_chapter(assignment).exercises.values():
            where = f"{assignment}, {suite_exercise.name}"
            try:
                judged = _mark_reference(suite_exercise, seconds)
            except Exception as error:
                faults.append(f"{where}: {type(error).__name__}: {error}")
            else:
                if judged.score != judged.max_score:
                    faults.append(f"{where}: the reference earns {judged.score:g}")
    if faults:
        raise GraderNotReadyError(
            "Nothing was marked, because the course's own solutions do not pass:\n  "
            + "\n  ".join(faults)
            + "\nPerhaps the course has changed since it was built: run make build."
        )


def _mark_reference(suite_exercise: SuiteExercise, seconds: float) -> Mark:
    exercise = translated(suite_exercise.with_hidden_cases(course_secret()))

    def observe(cases: Sequence[Case]) -> list[Observation]:
        return observe_all(suite_exercise.reference, cases, exercise.patience * seconds)

    return mark(exercise, observe_exercise(exercise, observe))
