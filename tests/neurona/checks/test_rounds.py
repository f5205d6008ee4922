"""Scored cases: the best counts, and no more are tried than the mark needs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from neurona.checks.compare import Difference
from neurona.checks.diagnose import judge, points_earned
from neurona.checks.exercise import Case, Exercise, Outcome, Part, Text
from neurona.checks.explain import explain
from neurona.checks.frozen import from_json, to_json
from neurona.checks.observe import observe
from neurona.checks.patience import timed_out
from neurona.checks.plain import Rng
from neurona.checks.rounds import observe_exercise
from neurona.checks.views import VIEWS, ViewError


@pytest.fixture(autouse=True)
def _fraction(monkeypatch):
    """Score a number by itself, and show other things as they are."""

    def fraction(value, args):
        if value is None:
            raise ViewError(Difference("type", (), 0.5, None))
        return value

    monkeypatch.setitem(VIEWS, "fraction", fraction)


def text(english):
    return Text({"en": english})


SCORED = tuple(Case(((Rng(seed),),), "score") for seed in (1, 2, 3))
PLAIN = Case(((Rng(9),),), "plain")
EXERCISE = Exercise(
    name="learn",
    chapter="99_test",
    parameters=("rng",),
    returns=(),
    parts=(
        Part("plain", 1, text("is plain")),
        Part("half", 2, text("half"), of="score", at_least=0.5),
        Part("most", 1, text("most"), of="score", at_least=0.9),
    ),
    cases=(PLAIN, *SCORED),
    expected=((Outcome(7),), *((Outcome(),),) * 3),
    mistakes=(),
    hints=(),
    view="fraction",
    public=4,
)


def learner(*scores):
    """Make a function that reaches these scores, one after the other, and is plain besides."""
    by_seed = dict(zip((1, 2, 3), scores, strict=False))

    def learn(rng):
        first = rng.integers(2**40)
        seeds = {np.random.default_rng(seed).integers(2**40): seed for seed in (1, 2, 3, 9)}
        seed = seeds[first]
        result = 7 if seed == 9 else by_seed[seed]
        if isinstance(result, Exception):
            raise result
        return result

    return learn


def judged(function, asked=None):
    def make_calls(cases):
        if asked is not None:
            asked.append(len(cases))
        return [observe(function, case) for case in cases]

    return judge(EXERCISE, observe_exercise(EXERCISE, make_calls))


@pytest.mark.parametrize(
    ("scores", "points", "rounds"),
    [
        ((0.95,), {"plain": 1, "half": 2, "most": 1}, [2]),
        ((0.3, 0.92), {"plain": 1, "half": 2, "most": 1}, [2, 1]),
        ((0.3, 0.6, 0.55), {"plain": 1, "half": 2, "most": 0}, [2, 1, 1]),
        ((0.1, 0.2, 0.3), {"plain": 1, "half": 0, "most": 0}, [2, 1, 1]),
        ((ValueError("no"), 0.9), {"plain": 1, "half": 2, "most": 1}, [2, 1]),
        ((None, 0.5, 0.1), {"plain": 1, "half": 2, "most": 0}, [2, 1, 1]),
    ],
)
def test_the_best_of_the_cases_counts(scores, points, rounds):
    asked = []
    verdict = judged(learner(*scores), asked)
    assert points_earned(EXERCISE, verdict) == points
    assert asked == rounds
    assert (verdict.judgement == "right") == (points["most"] == 1)


def test_a_score_that_is_too_low_is_told():
    verdict = judged(learner(0.3, 0.8996, 0.4))
    assert verdict.judgement == "wrong"
    assert verdict.fault.score == 0.8996
    card = explain(EXERCISE, verdict)
    assert card.title == "`learn` reaches 89.9%; the next points come from 90% on."


def test_drawing_nothing_scores_nothing():
    verdict = judged(lambda rng: 0.99)
    assert points_earned(EXERCISE, verdict)["half"] == 0
    assert verdict.fault.idle == (0,) or verdict.case is PLAIN


def test_what_is_not_answered_ends_its_part():
    def observe_slowly(cases):
        return [timed_out(case) if case.part == "score" else (Outcome(7),) for case in cases]

    asked = []
    observations = observe_exercise(
        EXERCISE, lambda cases: (asked.append(len(cases)), observe_slowly(cases))[1]
    )
    assert asked == [2]
    assert observations[1:] == [timed_out(case) for case in SCORED]
    assert points_earned(EXERCISE, judge(EXERCISE, observations)) == {
        "plain": 1,
        "half": 0,
        "most": 0,
    }


def test_what_is_known_is_not_asked_again():
    asked = []
    begun = {0: (Outcome(7),), 1: (Outcome(0.95),)}
    assert len(observe_exercise(EXERCISE, asked.append, begun)) == 4
    assert asked == []


def test_global_generators_count_where_the_exercise_says_so():
    strict = replace(EXERCISE, global_random_counts=True, cases=(PLAIN,), expected=((Outcome(7),),))
    strict = replace(strict, parts=strict.parts[:1])

    def learn(rng):
        rng.random()
        np.random.rand()  # noqa: NPY002
        return 7

    found = [observe(learn, PLAIN)]
    assert judge(replace(strict, global_random_counts=False), found).judgement == "right"
    verdict = judge(strict, found)
    assert verdict.fault.global_random
    assert "global generator" in explain(strict, verdict).title


def test_a_frozen_exercise_keeps_all_of_it():
    whole = replace(
        EXERCISE,
        cases=(Case(((Rng(1, copy=1),),), "plain", (("f", "g"),)), *SCORED),
        global_random_counts=True,
        patience=4.0,
    )
    assert from_json(to_json(whole), "99_test") == whole
