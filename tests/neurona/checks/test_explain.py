"""Where two dicts differ, in words."""

from __future__ import annotations

import pytest

from neurona.checks.diagnose import judge
from neurona.checks.exercise import Case
from neurona.checks.explain import explain
from neurona.checks.observe import observe
from tests.neurona.checks.test_diagnose import exercise_of


def named():
    return {"0.weight": 1.0, "0.bias": 2.0}


def listed():
    return [{"p": 0.1}, {"p": 0.2}]


@pytest.mark.parametrize(
    ("reference", "value", "says"),
    [
        (named, {"0.weight": 1.0}, "What `named` returns has no key `0.bias`."),
        (named, {}, "What `named` returns has no key `0.weight`."),
        (named, {"1.weight": 1.0, "1.bias": 2.0}, "What `named` returns has no key `0.weight`."),
        (
            named,
            {"0.weight": 1.0, "0.bias": 2.0, "2.bias": 3.0},
            "What `named` returns has a key `2.bias` that does not belong there.",
        ),
        (
            named,
            {"0.weight": 1.0, "0.bias": 2.0, "x" * 1000: 3.0},
            f"What `named` returns has a key `{'x' * 40}` that does not belong there.",
        ),
        (named, {"0.weight": 1.0, "0.bias": 3.0}, "`result['0.bias']` has another value"),
        (named, [1.0, 2.0], "should be of type dict; it is of type list"),
        (listed, [{"p": 0.1}, {"q": 0.2}], "`result[1]` has no key `p`."),
    ],
)
def test_what_a_dict_lacks(reference, value, says):
    exercise = exercise_of(reference, (Case(((),)),))
    verdict = judge(exercise, [observe(lambda: value, case) for case in exercise.cases])
    assert says in repr(explain(exercise, verdict))
    form = verdict.fault.difference.kind != "value"
    assert verdict.judgement == ("wrong_type" if form else "wrong")
