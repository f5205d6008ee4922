"""``check`` as solved notebooks import it, for nbgrader's own execution.

nbgrader then runs the student's notebook and every check in one process; what is judged there is
what an honest notebook earns. Our own engine is held against it, and does not use it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from autograde.build.course import own_chapters
from autograde.grading.feedback import feedback
from autograde.grading.judge import Mark, mark_in_turn
from autograde.grading.limits import case_seconds
from autograde.grading.secret import course_secret
from autograde.grading.words import _, translated
from autograde.grading.work import Limits
from autograde.suite import load_chapter
from autograde.suite.define import Chapter
from neurona.checks.card import Card
from neurona.checks.patience import observe_all
from neurona.checks.rounds import observe_exercise

RESULT_TYPE = "application/vnd.neurona.result+json"

_marks: dict[str, Mark] = {}


class Points(float):
    """The points that a check earns: nbgrader reads the number, a student reads the card.

    Parameters
    ----------
    points : float
        What was earned.
    card : Card
        Why.
    result : dict
        The same in data: exercise, status, mistake.
    """

    def __new__(cls, points: float, card: Card, result: dict[str, Any]) -> Points:
        """Make the number."""
        made = super().__new__(cls, points)
        made.card = card
        made.result = result
        return made

    card: Card
    result: dict[str, Any]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(float.__repr__(self))  # in full, whatever a student's %precision says

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {
            "text/html": self.card._repr_html_(),
            RESULT_TYPE: self.result,
        }


def check(function: Callable[..., Any]) -> Points:
    """Judge a function with public and hidden cases.

    Parameters
    ----------
    function : callable
        The student's function.

    Returns
    -------
    Points
        What it earns, as the value of the cell. Nothing is ever raised.
    """
    try:
        return _check(function)
    except Exception as error:  # a fault of the grader's own must not look like the student's
        card = Card("wrong", _("The grader failed here. Please tell your instructor."))
        problem = f"{type(error).__name__}: {error}"
        return Points(0.0, card, {"status": "error", "problem": problem})


def _check(function: Callable[..., Any]) -> Points:
    notebook: dict[str, Any] = sys.modules["__main__"].__dict__
    chapter, name = _find(function, notebook)
    exercise = translated(chapter.exercises[name].with_hidden_cases(course_secret()))
    seconds = case_seconds()

    def observe(names: tuple[str, ...]) -> Any:
        right = {other: chapter.exercises[other].reference for other in names}
        with _in_place(right, getattr(function, "__globals__", notebook)):
            return observe_exercise(
                exercise, lambda cases: observe_all(function, cases, exercise.patience * seconds)
            )

    mark = mark_in_turn(exercise, observe, _wrong_before(chapter, name, notebook))
    _marks[name] = mark
    card = feedback(exercise, mark, Limits(seconds))
    result = {
        "exercise": name,
        "score": mark.score,
        "max_score": mark.max_score,
        "status": mark.status,
        "mistake": mark.mistake,
        "put_right": list(mark.put_right),
    }
    return Points(mark.score, card, result)


@contextmanager
def _in_place(functions: dict[str, Any], namespace: dict[str, Any]) -> Iterator[None]:
    """Put functions into a student's notebook for a while."""
    before = {name: namespace[name] for name in functions if name in namespace}
    namespace.update(functions)
    try:
        yield
    finally:
        for name in functions:
            namespace.pop(name, None)
        namespace.update(before)


def _find(function: Callable[..., Any], notebook: dict[str, Any]) -> tuple[Chapter, str]:
    """Find the exercise by the name under which the notebook knows the function.

    A lambda or a wrapped function may call itself something else. Where two exercises
    share one function, the next that is not judged yet is meant.
    """
    own_name = getattr(function, "__name__", "")
    places = [
        (chapter, name)
        for chapter in map(load_chapter, own_chapters())
        for name in chapter.exercises
        if notebook.get(name) is function
    ]
    if not places:
        raise LookupError("no exercise has a function of this name")
    return min(places, key=lambda place: (place[1] in _marks, place[1] != own_name))


def _wrong_before(chapter: Chapter, name: str, notebook: dict[str, Any]) -> tuple[str, ...]:
    """Name the earlier exercises that were judged and are not right, or have no function."""
    order = list(chapter.exercises)
    return tuple(
        earlier
        for earlier in order[: order.index(name)]
        if (_marks[earlier].status != "right" if earlier in _marks else earlier not in notebook)
    )
