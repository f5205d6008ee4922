"""A loop over examples is told from a product of matrices, and only where it is certain."""

from __future__ import annotations

import contextlib
import sys

import numpy as np
import pytest

from neurona.checks import session
from neurona.checks.exercise import Case, Exercise, Outcome, Part, Text
from neurona.checks.frozen import from_json, to_json
from neurona.checks.loops import loops_over_examples

X, W = np.arange(6.0).reshape(2, 3), np.ones((4, 3))
ARGS = (X, W)


def product(X, W):
    return X @ W.T


def over_neurons(X, W):
    return np.array([X @ row for row in W]).T


def by_layers(X, W):
    out = X
    for _ in range(3):
        out = out @ W.T @ W
    return out


def over_examples(X, W):
    out = []
    for x in X:
        out.append(W @ x)
    return np.array(out)


def by_index(X, W):
    out, i = np.zeros((len(X), len(W))), 0
    while i < len(X):
        out[i] = W @ X[i]
        i += 1
    return out


def comprehension(X, W):
    return [W @ x for x in X]


def mapped(X, W):
    return list(map(lambda x: W @ x, X))  # noqa: C417


def along_an_axis(X, W):
    return np.apply_along_axis(lambda x: W @ x, 1, X)


def _one(x, W):
    return W @ x


def in_a_helper(X, W):
    return np.array([_one(x, W) for x in X])


def recursive(X, W):
    return [W @ X[0], *recursive(X[1:], W)] if len(X) else []


@pytest.mark.parametrize("function", [product, over_neurons, by_layers])
def test_without_a_loop_over_examples(function):
    assert not loops_over_examples(function, ARGS, (0,))


@pytest.mark.parametrize(
    "function",
    [over_examples, by_index, comprehension, mapped, along_an_axis, in_a_helper, recursive],
)
def test_with_a_loop_over_examples(function):
    assert loops_over_examples(function, ARGS, (0,))


def test_what_cannot_be_told_is_not_said():
    def only_two(X, W):
        if len(X) != 2:
            raise ValueError
        return over_examples(X, W)

    assert not loops_over_examples(only_two, ARGS, (0,))
    assert not loops_over_examples(np.matmul, (X, W.T), (0,))


def test_under_another_tracer_nothing_is_said_or_changed():
    def tracer(frame, event, arg):
        return None

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        said, left = loops_over_examples(over_examples, ARGS, (0,)), sys.gettrace()
    finally:
        sys.settrace(before)
    assert not said
    assert left is tracer


def test_arguments_are_not_those_of_the_case_and_nothing_is_printed(capsys):
    def spoils(X, W):
        X *= 0
        print("seen")
        return over_examples(X, W)

    assert loops_over_examples(spoils, ARGS, (0,))
    assert X.any()
    assert capsys.readouterr().out == ""


EXERCISE = Exercise(
    name="weigh",
    chapter="99_test",
    parameters=("X", "W"),
    returns=(),
    parts=(Part("all", 1, Text({"en": ""})),),
    cases=(Case((ARGS,)),),
    expected=((Outcome(product(X, W)),),),
    mistakes=(),
    hints=(Text({"en": "Multiply."}),),
    batched=(0,),
    loop_remark=Text({"en": "One product does it all."}),
)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("return X @ W.T", False),
        ("return np.array([W @ x for x in X])", True),
        ("return np.array([W @ x for x in -X])", False),  # wrong: there is more to say first
    ],
)
def test_a_student_is_told_in_the_notebook(monkeypatch, source, told):
    cards, namespace = [], {"np": np}
    known = {"weigh": from_json(to_json(EXERCISE), "99_test")}
    monkeypatch.setattr(session, "display", cards.append)
    monkeypatch.setattr(session, "load_all", lambda: known)
    exec(f"def weigh(X, W):\n    {source}", namespace)
    with contextlib.suppress(session.NotRightYet):
        session.check(namespace["weigh"])
    assert ("One product does it all." in repr(cards[0])) is told
