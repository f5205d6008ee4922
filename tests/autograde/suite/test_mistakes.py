"""Each named mistake costs points and is named, in the notebook and by the grader."""

from __future__ import annotations

import random

import numpy as np
import pytest

from neurona.checks.observe import observe
from neurona.checks.plain import holds_drawn
from tests.autograde.suite.every import EXERCISES, SECRETS, hidden, judge_function, public
from tests.autograde.suite.random_answers import RANDOM_ANSWERS


def _draws(name, function):
    """Whether a mistake's values can only be told from what they may be."""
    outcomes = [outcome for case in EXERCISES[name].public for outcome in observe(function, case)]
    return any(holds_drawn(outcome.value) for outcome in outcomes)


MISTAKES = [(name, known) for name, exercise in EXERCISES.items() for known in exercise.mistakes]
FUNCTIONS = [
    (name, known.id, function)
    for name, known in MISTAKES
    for function in (
        RANDOM_ANSWERS[name, known.id]
        if (name, known.id) in RANDOM_ANSWERS and _draws(name, known.function)
        else [known.function]
    )
]
every_mistake = pytest.mark.parametrize(
    ("name", "id", "function"),
    FUNCTIONS,
    ids=[f"{name}-{id}-{function.__name__}" for name, id, function in FUNCTIONS],
)


@pytest.fixture(autouse=True)
def _seeded():
    np.random.seed(1)  # noqa: NPY002
    random.seed(1)


@every_mistake
def test_is_named_in_the_notebook(name, id, function):
    judged = judge_function(public(name), function)
    assert judged.verdict.judgement == "mistake"
    assert judged.mistake == id
    assert judged.points < EXERCISES[name].points


@every_mistake
@pytest.mark.parametrize("secret", SECRETS)
def test_is_named_by_the_grader(name, id, function, secret):
    judged = judge_function(hidden(name, secret), function)
    assert judged.mistake == id
    assert judged.points < EXERCISES[name].points


@every_mistake
def test_costs_the_same_in_both_places(name, id, function):
    """Nothing passes in the notebook and then fails."""
    told = judge_function(public(name), function)
    assert judge_function(hidden(name), function).earned == told.earned


@pytest.mark.parametrize("name", EXERCISES)
def test_mistakes_that_draw_have_random_answers(name):
    drawing = {
        known.id for other, known in MISTAKES if other == name and _draws(name, known.function)
    }
    assert drawing == {id for other, id in RANDOM_ANSWERS if other == name}


@pytest.mark.parametrize(("name", "id"), RANDOM_ANSWERS)
def test_random_answers_belong_to_a_mistake(name, id):
    assert id in {known.id for known in EXERCISES[name].mistakes}
