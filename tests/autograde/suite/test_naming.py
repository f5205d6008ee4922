"""A mistake is named only where it is certain, and found beside other mistakes."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from neurona.checks.diagnose import judge
from neurona.checks.observe import observe
from solutions import dropout as solved_dropout
from solutions import gradient_descent as solved_descent
from solutions import hyperparameters as solved_hyperparameters
from solutions import perceptron as solved_perceptron
from solutions import sigmoid as solved_sigmoid
from tests.autograde.suite.every import (
    EXERCISES,
    SCORED,
    SECRETS,
    hidden,
    judge_function,
    public,
)
from tests.autograde.suite.mutants import SECONDS, Endless, limited, mutants_of, mutate
from tests.autograde.suite.right_answers import all_answers
from tests.autograde.suite.test_hidden_cases import EXHAUSTED
from tests.autograde.suite.test_mistakes import FUNCTIONS

NAMING = [name for name in EXERCISES if name not in SCORED]
WITH_PARTS = [name for name in NAMING if len(EXERCISES[name].parts) > 1]
ANSWERS = all_answers()


def _wrong_functions(name):
    """Change one thing in every right answer: many wrong functions that nobody thought of."""
    yield from mutants_of(name)
    if any(part.at_least is not None for part in EXERCISES[name].parts):
        return  # each takes long, and how much it learns names no mistake
    for answer in ANSWERS[name]:
        yield from mutate(answer, name)


@pytest.mark.parametrize("name", sorted(set(NAMING) - set(EXHAUSTED)))
def test_what_is_named_holds_in_cases_not_seen_before(name):
    """The mistake that a notebook names also explains all of the grader's cases."""
    wrong = 0
    patience = EXERCISES[name].patience
    seconds = SECONDS / 3 if patience == 1 else SECONDS * patience * len(public(name).cases)
    for mutant in _wrong_functions(name):
        try:
            with limited(seconds):
                judged = judge_function(public(name), mutant.made)
        except Endless:
            continue
        wrong += judged.verdict.judgement != "right"
        if judged.mistake:
            by_grader = {judge_function(hidden(name, s), mutant.made).mistake for s in SECRETS}
            assert by_grader == {judged.mistake}, mutant
    assert wrong > 50


def _named_in(exercise, part, observations):
    """Return the mistake that is named where an exercise has the cases of one part alone."""
    kept = [index for index, case in enumerate(exercise.cases) if part.owns(case)]

    def pick(everything):
        return tuple(everything[index] for index in kept)

    mistakes = [replace(mistake, observed=pick(mistake.observed)) for mistake in exercise.mistakes]
    only = replace(
        exercise,
        cases=pick(exercise.cases),
        expected=pick(exercise.expected),
        mistakes=tuple(mistakes),
        parts=(part,),
    )
    return _name(judge(only, pick(observations)))


def _name(verdict):
    return verdict.mistake.id if verdict.mistake else ""


@pytest.mark.parametrize("name", WITH_PARTS)
def test_a_mistake_in_one_part_is_named_beside_another(name):
    """Make one mistake in one part, another in all other parts: the first to fail is named.

    As surely as if it were alone there: in one part two mistakes may look alike.
    """
    exercise = public(name)
    functions = [(id, function) for other, id, function in FUNCTIONS if other == name]
    seen = {
        function: [observe(function, case) for case in exercise.cases] for _, function in functions
    }
    alone = {
        (function, part.of_cases): _named_in(exercise, part, seen[function])
        for _, function in functions
        for part in exercise.parts
    }
    named = 0
    for (first, one), (second, other) in itertools.permutations(functions, 2):
        for part in exercise.parts:
            made = [one if part.owns(case) else other for case in exercise.cases]
            verdict = judge(exercise, [seen[f][index] for index, f in enumerate(made)])
            if verdict.case:
                id, function = (first, one) if part.owns(verdict.case) else (second, other)
                found = _name(verdict)
                assert found == alone[function, verdict.case.part]
                assert found in (id, "")
                named += found == id
    assert named > 0


def _half_right(x, w, b):
    """Fire at a tie, and only there get it wrong; above it return 2."""
    total = w @ x + b
    return 1 if total == 0 else int(total > 0) * (1 + (total > 1))


def _not_rescaled_and_unchecked(A, p, rng, training=True):
    if not training:
        return A, np.ones_like(A)
    mask = solved_dropout.dropout_mask(A.shape, p, rng)
    return A * mask, mask


def _sign_reversed_and_bias_stuck(x, d, w, b, lr):
    return w - lr * (d - solved_perceptron.perceptron(x, w, b)) * x, b


def _falls_and_jumps(z):
    return np.where(np.less(z, 0), 1.0, 0.0)


def _not_squeezed_and_not_shifted(z):
    return 2 * solved_sigmoid.sigmoid(z)


def _no_slope_and_no_db(x, w, b, dw, db):
    return dw @ x


def _no_bias_and_no_activation(a, W, b):
    return a @ W.T


def _without_input_and_last_linear(x, weights, biases):
    *hidden, _ = solved_sigmoid.feedforward(x, weights, biases)
    return [*hidden[1:], hidden[-1] @ weights[-1].T + biases[-1]]


def _draws_its_own_numbers_and_keeps_with_p(shape, p, rng):
    return (np.random.default_rng(1).random(shape) < p) * 2.0


def _forward_and_all_at_once(f, v, h=1e-5):
    return np.full(v.shape, (f(v + h) - f(v)) / h)


def _climbs_without_its_start(grad, v0, lr, steps):
    return solved_descent.gradient_descent(grad, v0, -lr, steps)[1:]


def _summed_with_the_wrong_sign(X, y, w, b):
    dw, db = solved_descent.neuron_gradient(X, y, w, b)
    return -len(X) * dw, -len(X) * db


def _cut_without_shuffling_and_from_1(n, fractions, rng):
    return np.split(np.arange(n) + 1, np.cumsum([int(n * fraction) for fraction in fractions[:2]]))


def _minimized_without_uncertainty(mean, std, best):
    return np.maximum(best - mean, 0.0)


def _mask_only_forward_and_summed(X, Y, weights, biases, masks, p):
    ones = [np.ones_like(mask) for mask in masks]
    dWs, dbs = solved_dropout.backprop_dropout(X, Y, weights, biases, ones, 0.0)
    return [len(X) * dW for dW in dWs], dbs


def _transposed_and_numbered_through(weights, biases):
    state = {f"{layer}.weight": W.T for layer, W in enumerate(weights)}
    return state | {f"{layer}.bias": b for layer, b in enumerate(biases)}


@pytest.mark.parametrize(
    ("name", "function", "named"),
    [
        ("dropout_forward", _not_rescaled_and_unchecked, "not_rescaled"),
        ("perceptron", _half_right, ""),
        ("sigmoid", _falls_and_jumps, ""),
        ("sigmoid", lambda z: np.minimum(1 / (1 + np.exp(-z)), 0.9), ""),
        ("sigmoid_prime", lambda z: solved_sigmoid.sigmoid(z) - 1, ""),
        ("tanh_from_sigmoid", _not_squeezed_and_not_shifted, ""),
        ("linear_response", _no_slope_and_no_db, ""),
        ("layer", _no_bias_and_no_activation, ""),
        ("feedforward", _without_input_and_last_linear, ""),
        ("update", _sign_reversed_and_bias_stuck, ""),
        ("dropout_mask", _draws_its_own_numbers_and_keeps_with_p, ""),
        ("backprop_dropout", _mask_only_forward_and_summed, ""),
        ("xor", lambda x1, x2: x1, ""),
        ("quadratic_cost", lambda A, Y: np.abs(Y - A).sum(), ""),
        ("numerical_gradient", _forward_and_all_at_once, ""),
        ("gradient_descent", _climbs_without_its_start, ""),
        ("neuron_gradient", _summed_with_the_wrong_sign, ""),
        ("max_learning_rate", lambda H: 1 / np.linalg.eigvalsh(H)[0], ""),
        ("nand_weights", lambda: ([1.0, -1.0], 0.0), ""),
        ("scaled_inference", lambda A, p: A * (1 - p) ** 2, ""),
        ("ensemble_predict", lambda *args: (np.zeros(1), np.zeros(1)), ""),
        ("split", _cut_without_shuffling_and_from_1, ""),
        ("grid", lambda space: solved_hyperparameters.grid(space)[::-2], ""),
        ("random_search", lambda space, draws, rng: [], ""),
        ("expected_improvement", _minimized_without_uncertainty, ""),
        ("dropout_backward", lambda dA, mask, p: dA * (1 - mask) / p, ""),
        ("to_state_dict", _transposed_and_numbered_through, ""),
        ("weight_decay", lambda lam, n: 2 * lam, ""),
        ("keras_l2", lambda lam, n: lam**2 / (2 * n), ""),
        ("keras_l1", lambda lam, n: 1 - lam, ""),
        ("drop_rate", lambda keep: 100 * keep, ""),
    ],
)
def test_two_mistakes_in_one_part_have_no_name(name, function, named):
    for exercise in (public(name), hidden(name)):
        judged = judge_function(exercise, function)
        assert judged.points < EXERCISES[name].points
        assert judged.mistake == named
