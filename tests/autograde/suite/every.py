"""Every exercise of every chapter, and a short way to judge a function on it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograde.suite import load_chapter
from autograde.suite.define import Chapter, SuiteExercise
from neurona.checks.diagnose import Verdict, judge, points_earned
from neurona.checks.exercise import Case, Exercise
from neurona.checks.observe import observe
from neurona.checks.rounds import observe_exercise
from tests.environments import ROOT

Function = Callable[..., Any]

SECRETS = (b"this year", b"next year", b"another course")
SETTINGS = tomllib.loads((ROOT / "course" / "text" / "course.toml").read_text(encoding="utf-8"))
CHAPTERS: dict[str, Chapter] = {id: load_chapter(id) for id in SETTINGS["chapters"]}
EXERCISES: dict[str, SuiteExercise] = {
    name: exercise for chapter in CHAPTERS.values() for name, exercise in chapter.exercises.items()
}

SCORED = frozenset(
    name
    for name, exercise in EXERCISES.items()
    if all(part.at_least is not None for part in exercise.parts)
)
"""Exercises of which nothing but the score counts, whatever it is reached by."""


@cache
def public(name: str) -> Exercise:
    """Return an exercise with the cases that students have."""
    return EXERCISES[name].with_public_cases()


@cache
def hidden(name: str, secret: bytes = SECRETS[0]) -> Exercise:
    """Return an exercise with the cases that the grader draws from a secret."""
    return EXERCISES[name].with_hidden_cases(secret)


@dataclass(frozen=True)
class Judged:
    """What a function is worth."""

    verdict: Verdict
    earned: dict[str, float]

    @property
    def points(self) -> float:
        return sum(self.earned.values())

    @property
    def mistake(self) -> str:
        return self.verdict.mistake.id if self.verdict.mistake else ""


def judge_function(exercise: Exercise, function: Function) -> Judged:
    def make_calls(cases):
        return [observe(function, case) for case in cases]

    verdict = judge(exercise, observe_exercise(exercise, make_calls))
    return Judged(verdict, points_earned(exercise, verdict))


def calls_of(cases: tuple[Case, ...]) -> list[tuple[Any, ...]]:
    """List the arguments of every call."""
    return [args for case in cases for args in case.calls]
