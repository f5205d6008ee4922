"""The reference solutions of chapter 10, by hand. What the frameworks say is tested beside it."""

from __future__ import annotations

import copy
import subprocess
import sys

import numpy as np
import pytest

from solutions.pytorch_and_keras import drop_rate, keras_l1, keras_l2, to_state_dict, weight_decay

STRENGTHS = [(5.0, 50_000), (0.1, 1000), (10.0, 4), (0.5, 1)]
every_strength = pytest.mark.parametrize(("lam", "n"), STRENGTHS)


def test_keys_stand_where_linear_layers_stand():
    weights = [np.full((2, 3), 1.0), np.full((4, 2), 2.0), np.full((1, 4), 3.0)]
    biases = [np.full(2, -1.0), np.full(4, -2.0), np.full(1, -3.0)]
    state = to_state_dict(weights, biases)
    numbers = ("0", "2", "4")
    assert list(state) == [f"{one}.{name}" for one in numbers for name in ("weight", "bias")]
    for number, W, b in zip(numbers, weights, biases, strict=True):
        np.testing.assert_array_equal(state[f"{number}.weight"], W)
        np.testing.assert_array_equal(state[f"{number}.bias"], b)


def test_arguments_keep_their_values():
    given = ([np.ones((2, 3))], [np.zeros(2)])
    before = copy.deepcopy(given)
    to_state_dict(*given)
    for one, other in zip(given, before, strict=True):
        np.testing.assert_array_equal(one, other)


@every_strength
def test_a_step_of_weight_decay_is_a_step_down_the_penalty(lam, n):
    """The slope of λ/(2n)·w², by central differences, is what is added for each w."""
    w, h = 0.7, 1e-3
    slope = (lam / (2 * n) * (w + h) ** 2 - lam / (2 * n) * (w - h) ** 2) / (2 * h)
    assert weight_decay(lam, n) * w == pytest.approx(slope, rel=1e-9)


@every_strength
def test_factors_of_keras_make_our_penalties(lam, n):
    w = np.array([0.5, -2.0, 0.0, 3.0])
    assert keras_l2(lam, n) * 13.25 == pytest.approx(lam / (2 * n) * np.sum(w**2))
    assert keras_l1(lam, n) * 5.5 == pytest.approx(lam / n * np.sum(np.abs(w)))


def test_no_penalty_is_no_penalty():
    assert weight_decay(0.0, 10) == keras_l2(0.0, 10) == keras_l1(0.0, 10) == 0


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.8, 1.0])
def test_what_is_not_kept_is_dropped(keep):
    assert keep + drop_rate(keep) == pytest.approx(1)
    assert 0 <= drop_rate(keep) < 1


_WITHOUT_FRAMEWORKS = """
import sys
sys.modules |= dict.fromkeys(("torch", "keras", "tensorflow", "jax"))  # importing them fails
from autograde.suite import load_chapter
from neurona.checks.diagnose import judge, points_earned
from neurona.checks.observe import observe
for known in load_chapter("10_pytorch_and_keras").exercises.values():
    exercise = known.with_hidden_cases(b"secret")
    verdict = judge(exercise, [observe(known.reference, case) for case in exercise.cases])
    print(sum(points_earned(exercise, verdict).values()) == known.points)
"""


def test_exercises_are_marked_where_no_framework_is_installed():
    command = [sys.executable, "-c", _WITHOUT_FRAMEWORKS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"] * 5
