"""A right answer is right however it is written."""

from __future__ import annotations

import pytest

from tests.autograde.suite.every import (
    EXERCISES,
    SECRETS,
    hidden,
    judge_function,
    public,
)
from tests.autograde.suite.right_answers import all_answers

ANSWERS = all_answers()

PAIRS = [(name, answer) for name, answers in ANSWERS.items() for answer in answers]
every_answer = pytest.mark.parametrize(
    ("name", "answer"), PAIRS, ids=[f"{name}-{answer.__name__}" for name, answer in PAIRS]
)


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_has_three_other_answers(name):
    assert len(set(ANSWERS[name])) >= 3


@every_answer
def test_all_points_in_the_notebook(name, answer):
    judged = judge_function(public(name), answer)
    assert judged.verdict.judgement == "right", judged.verdict
    assert judged.points == EXERCISES[name].points


@every_answer
@pytest.mark.parametrize("secret", SECRETS)
def test_all_points_from_the_grader(name, answer, secret):
    judged = judge_function(hidden(name, secret), answer)
    assert judged.verdict.judgement == "right", judged.verdict
    assert judged.points == EXERCISES[name].points
