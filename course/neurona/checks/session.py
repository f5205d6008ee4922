"""What a student calls: ``check(f)`` and ``hint(f)``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from types import CodeType, FunctionType
from typing import Any

from IPython.display import display

from neurona.checks.card import Card
from neurona.checks.diagnose import Verdict, judge
from neurona.checks.exercise import Exercise
from neurona.checks.explain import explain
from neurona.checks.frozen import load_all
from neurona.checks.loops import loops_over_examples
from neurona.checks.patience import observe_all
from neurona.checks.rounds import observe_exercise
from neurona.language import _

SECONDS_FOR_A_CASE = 5.0

_hints_shown: dict[str, int] = {}


class NotRightYet(Exception):  # noqa: N818  it is no error of the program's
    """Raised below the card of a check that does not pass, and shown in one line."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


class NotAnExercise(NotRightYet):
    """Raised when something is checked that no exercise is about."""


def check(function: Callable[..., Any]) -> None:
    """Check a function of yours and show what is right or wrong with it.

    Parameters
    ----------
    function : callable
        The function of an exercise, such as ``check(perceptron)``. It may call itself something
        else, as long as the notebook knows it by the exercise's name.

    Raises
    ------
    NotRightYet
        After the card is shown, unless the function is right.
    NotAnExercise
        If no exercise of this chapter has that name.
    """
    notebook = sys._getframe(1).f_globals
    exercise = _find(function, notebook)
    verdict = _judge(exercise, function)
    unready = _unready(exercise, verdict, function, notebook)
    card = explain(exercise, verdict, unready, _loops(exercise, verdict, function))
    display(card)
    if verdict.judgement != "right":
        title = card.title.replace("`", "")
        raise NotRightYet(title if exercise.name in title else f"{exercise.name}: {title}")


def hint(function: Callable[..., Any] | str) -> None:
    """Show the next hint for an exercise. Each call goes one step further.

    Parameters
    ----------
    function : callable or str
        The function of an exercise, or its name.

    Raises
    ------
    NotAnExercise
        If no exercise of this chapter has that name.
    """
    exercise = _find(function, sys._getframe(1).f_globals)
    shown = min(_hints_shown.get(exercise.name, 0), len(exercise.hints) - 1)
    _hints_shown[exercise.name] = shown + 1
    total = len(exercise.hints)
    title = _("{number} of {total} for `{name}`").format(
        number=shown + 1, total=total, name=exercise.name
    )
    footer = _("This was the last hint.") if shown + 1 == total else ""
    display(Card("hint", title, (str(exercise.hints[shown]),), footer=footer))


def _find(function: Callable[..., Any] | str, notebook: dict[str, Any]) -> Exercise:
    """Find the exercise by the name under which the notebook knows the function.

    A lambda or a wrapped function may call itself something else.
    """
    name = function if isinstance(function, str) else getattr(function, "__name__", "")
    known = load_all()
    names = [other for other in known if other in notebook and notebook[other] is function]
    if names and name not in names:
        name = names[0]
    if name not in known:
        raise NotAnExercise(
            _("there is no exercise for {name!r}; there are: {known}").format(
                name=name or type(function).__name__, known=", ".join(known)
            )
        )
    return known[name]


def _judge(exercise: Exercise, function: Callable[..., Any]) -> Verdict:
    seconds = exercise.patience * SECONDS_FOR_A_CASE
    return judge(
        exercise,
        observe_exercise(exercise, lambda cases: observe_all(function, cases, seconds)),
    )


def _loops(exercise: Exercise, verdict: Verdict, function: Callable[..., Any]) -> bool:
    """Tell whether a right function certainly loops over the examples of a batch."""
    if verdict.judgement != "right" or not exercise.batched:
        return False
    return loops_over_examples(function, exercise.cases[0].calls[0], exercise.batched)


def _unready(
    exercise: Exercise, verdict: Verdict, function: Callable[..., Any], notebook: dict[str, Any]
) -> tuple[str, ...]:
    """Find earlier exercises that a wrong function calls and that are not right themselves."""
    if verdict.judgement in ("right", "not_attempted"):
        return ()
    namespace = getattr(function, "__globals__", notebook)
    called = set(_names_called(function, namespace, set()))
    chapter = [other for other in load_all().values() if other.chapter == exercise.chapter]
    earlier = chapter[: chapter.index(exercise)]
    return tuple(
        other.name
        for other in earlier
        if other.name in called
        and callable(namespace.get(other.name))
        and _judge(other, namespace[other.name]).judgement != "right"
    )


def _names_called(function: Any, namespace: dict[str, Any], seen: set[str]) -> Iterator[str]:
    """Go through the global names that a function uses, its helpers' names included."""
    if isinstance(function, partial):
        function = function.func
    if not isinstance(function, FunctionType):
        return
    yield from _names_called(getattr(function, "__wrapped__", None), namespace, seen)
    for name in _global_names(function.__code__):
        if name not in seen:
            seen.add(name)
            yield name
            yield from _names_called(namespace.get(name), namespace, seen)


def _global_names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _global_names(constant)
