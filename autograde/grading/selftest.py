"""The grader marks the reference solutions before it marks anybody else's."""

from __future__ import annotations

from collections.abc import Sequence

from autograde.grading.judge import mark
from autograde.grading.limits import case_seconds
from autograde.grading.secret import course_secret
from autograde.grading.words import translated
from autograde.suite import load_chapter
from neurona.checks.patience import observe_all


class GraderNotReadyError(Exception):
    """The course's own solutions do not earn all points, so nobody's mark could be trusted."""


def mark_references(assignments: Sequence[str]) -> None:
    """Mark every reference solution.

    Parameters
    ----------
    assignments : sequence of str
        The ids of the assignments that are going to be marked.

    Raises
    ------
    GraderNotReadyError
        Naming every exercise whose reference does not earn all points.
    """
    faults = []
    for assignment in assignments:
        for name, suite_exercise in load_chapter(assignment).exercises.items():
            try:
                exercise = translated(suite_exercise.with_hidden_cases(course_secret()))
                cases = observe_all(suite_exercise.reference, exercise.cases, case_seconds())
                judged = mark(exercise, cases)
            except Exception as error:
                faults.append(f"{assignment}, {name}: {type(error).__name__}: {error}")
            else:
                if judged.score != judged.max_score:
                    faults.append(f"{assignment}, {name}: the reference earns {judged.score:g}")
    if faults:
        raise GraderNotReadyError(
            "Nothing was marked, because the course's own solutions do not pass:\n  "
            + "\n  ".join(faults)
            + "\nPerhaps the course has changed since it was built: run make build."
        )
