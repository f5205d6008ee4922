"""What takes no thought earns nothing."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from tests.autograde.suite.every import EXERCISES, hidden, judge_function, public

CONSTANTS = [
    None, False, True, 0, 1, -1, 0.5, 1.0, float("nan"), float("inf"), "", "1", (), [], {},
    (None, None), (0, 0), (1, 1), ([], []), [0, 1], np.zeros(2), np.ones((2, 2)),
    (np.zeros(2), 0.0), (np.ones(2), 1.0), (np.zeros(2), 0.0, [0]), (np.zeros(2), 0.0, []),
    ([np.zeros((2, 2))], [np.zeros(2)]),
]  # fmt: skip
EXCEPTIONS = [NotImplementedError, ValueError, TypeError, Exception, SystemExit]


def _raising(error):
    def function(*args):
        raise error

    return function


def _empty(*args):
    pass


class _AgreesWithAll:
    """Claims to be equal and close to whatever it is compared with."""

    def __eq__(self, other):
        return True

    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = None

    def __array__(self, *args, **kwargs):
        raise AssertionError("nobody should ask")


class _AgreeingArray(np.ndarray):
    def __eq__(self, other):
        return np.True_

    __sub__ = __rsub__ = __mul__ = __eq__
    __hash__ = None


def _handing_back(positions):
    def function(*args):
        chosen = tuple(args[position] for position in positions)
        return chosen[0] if len(chosen) == 1 else chosen

    return function


def _trivial_answers(name):
    """List answers that need no knowledge of the exercise, each with a name."""
    yield "nothing", _empty
    for constant in CONSTANTS:
        yield repr(constant), lambda *args, constant=constant: constant
    for error in EXCEPTIONS:
        yield f"raises {error.__name__}", _raising(error)
    yield "agrees with all", lambda *args: _AgreesWithAll()
    yield "agreeing array", lambda *args: np.zeros((2, 2)).view(_AgreeingArray)
    yield "two that agree", lambda *args: (_AgreesWithAll(), _AgreesWithAll())
    parameters, returns = public(name).parameters, public(name).returns
    for count in {1, 2, len(returns) or 1}:
        for positions in itertools.permutations(range(len(parameters)), count):
            handed = ", ".join(parameters[position] for position in positions)
            yield f"hands back {handed}", _handing_back(positions)


@pytest.mark.parametrize("name", EXERCISES)
def test_earns_nothing(name):
    for exercise in (public(name), hidden(name)):
        paid = {
            description: earned
            for description, answer in _trivial_answers(name)
            if any((earned := judge_function(exercise, answer).earned).values())
        }
        assert paid == {}


@pytest.mark.parametrize("name", EXERCISES)
def test_a_stub_is_not_attempted(name):
    exercise = EXERCISES[name]
    namespace: dict = {}
    exec(f"def {name}(*args):\n    raise NotImplementedError", namespace)
    for cases in (exercise.with_public_cases(), hidden(name)):
        judged = judge_function(cases, namespace[name])
        assert judged.verdict.judgement == "not_attempted"
        assert judged.points == 0
