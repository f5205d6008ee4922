"""The grader's cases: drawn from a secret, legal, and not to be known beforehand."""

from __future__ import annotations

import inspect
import json

import numpy as np
import pytest

from neurona.checks.diagnose import judge
from neurona.checks.observe import observe
from neurona.checks.plain import encode
from tests.autograde.suite.every import (
    EXERCISES,
    SECRETS,
    calls_of,
    hidden,
    judge_function,
    public,
)

EXHAUSTED = {
    "nand_weights": "takes no arguments",
    "xor": "takes two bits: there are four cases and all are public",
}
"""Exercises whose every input is public, and why."""

every_exercise = pytest.mark.parametrize("name", EXERCISES)
every_secret = pytest.mark.parametrize("secret", SECRETS)


def _bytes_of(cases):
    return json.dumps([[encode(list(case.calls)), case.part] for case in cases]).encode()


@every_exercise
@every_secret
def test_the_reference_is_right(name, secret):
    exercise = EXERCISES[name]
    judged = judge_function(hidden(name, secret), exercise.reference)
    assert judged.verdict.judgement == "right", judged.verdict
    assert judged.points == exercise.points


@every_exercise
def test_the_reference_is_right_in_the_notebook(name):
    exercise = EXERCISES[name]
    judged = judge_function(public(name), exercise.reference)
    assert judged.verdict.judgement == "right", judged.verdict
    assert judged.points == exercise.points


@every_exercise
def test_one_secret_draws_the_same_bytes(name):
    first, second = (EXERCISES[name].with_hidden_cases(SECRETS[0]) for _ in range(2))
    assert _bytes_of(first.cases) == _bytes_of(second.cases)


@every_exercise
def test_another_secret_draws_other_cases(name):
    drawn = {_bytes_of(hidden(name, secret).cases) for secret in SECRETS}
    assert len(drawn) == (1 if name in EXHAUSTED else len(SECRETS))


@every_exercise
def test_public_cases_come_first(name):
    """But for those that are scored, if the grader scores its own."""
    exercise = hidden(name)
    cases = [case for case in EXERCISES[name].public if exercise.aim(case) is None]
    assert exercise.public == len(cases)
    assert _bytes_of(exercise.cases[: len(cases)]) == _bytes_of(cases)


@pytest.mark.parametrize("name", EXHAUSTED)
def test_exhausted_inputs_leave_nothing_to_draw(name):
    assert EXERCISES[name].draw is None


class _Memory:
    """Knows by heart what the reference does in every public case, draws included.

    It sees what is put around other functions of the reference's module.
    """

    def __init__(self, name):
        self.known = {}
        self.reference = EXERCISES[name].reference
        self.__globals__ = self.reference.__globals__
        self.learning = True
        for case in EXERCISES[name].public:
            observe(self, case)
        self.learning = False

    @staticmethod
    def _states(args):
        return [
            arg.bit_generator.state if isinstance(arg, np.random.Generator) else None
            for arg in args
        ]

    def _key(self, args):
        plain = list(map(self._plain, args))
        others = [one for one in self.__globals__.values() if inspect.isfunction(one)]
        wrapped = [cell.cell_contents.__name__ for one in others for cell in one.__closure__ or ()]
        return json.dumps([plain, self._states(args), wrapped])

    @staticmethod
    def _plain(arg):
        if isinstance(arg, np.random.Generator):
            return None
        return arg.__name__ if inspect.isfunction(arg) else encode(arg)

    def learn(self, *args):
        key, value, error = self._key(args), None, None
        try:
            value = self.reference(*args)
        except ValueError as raised:
            error = raised
        self.known[key] = value, error, self._states(args)

    def __call__(self, *args):
        if self.learning:
            self.learn(*args)
        value, error, states = self.known.get(self._key(args), (None, None, [None] * len(args)))
        for arg, state in zip(args, states, strict=True):
            if state:
                arg.bit_generator.state = state
        if error:
            raise error
        return value


@every_exercise
def test_what_is_memorized_passes_in_the_notebook(name):
    assert judge_function(public(name), _Memory(name)).verdict.judgement == "right"


@pytest.mark.parametrize("name", sorted(set(EXERCISES) - set(EXHAUSTED)))
@every_secret
def test_what_is_memorized_earns_nothing_from_the_grader(name, secret):
    judged = judge_function(hidden(name, secret), _Memory(name))
    assert judged.points == 0, judged.earned


@every_exercise
@every_secret
def test_every_part_has_hidden_cases(name, secret):
    exercise = hidden(name, secret)
    if name not in EXHAUSTED:
        new = {case.part for case in exercise.cases[exercise.public :]}
        assert new == {part.of_cases for part in exercise.parts}


def _arrays_in(value):
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _arrays_in(item)


@every_exercise
@every_secret
def test_arguments_are_legal(name, secret):
    for args in calls_of(hidden(name, secret).cases):
        for array in _arrays_in(args):
            assert array.size > 0
            assert np.isfinite(array).all()


@every_exercise
def test_the_reference_neither_warns_nor_changes_its_arguments(name):
    exercise = hidden(name)
    for outcomes in exercise.expected:
        for outcome in outcomes:
            assert outcome.warned == ()
            assert outcome.changed == ()
            assert not outcome.varies


@every_exercise
def test_cases_do_not_hang_on_each_other(name):
    """Observed in another order, the reference does the same."""
    exercise = hidden(name)
    backwards = [observe(EXERCISES[name].reference, case) for case in reversed(exercise.cases)]
    assert judge(exercise, backwards[::-1]).judgement == "right"
