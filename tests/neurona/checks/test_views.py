"""What is compared where returned values may differ and still be right."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurona.checks.datasets import load
from neurona.checks.plain import Dataset, Rng
from neurona.checks.views import VIEWS, ViewError, batches, digit_reader, truth_table
from tests.neurona.checks.strategies import plain

quarters = st.integers(-20, 20).map(lambda number: number / 4)


@given(quarters, quarters, quarters)
def test_truth_table_lists_the_outputs(w1, w2, b):
    expected = [int(value > 0) for value in (b, w2 + b, w1 + b, w1 + w2 + b)]
    assert truth_table(([w1, w2], b)).tolist() == expected
    assert truth_table([np.array([w1, w2], np.float32), np.array(b)]).tolist() == expected


@given(plain)
def test_truth_table_shows_a_gate_or_says_what_is_missing(value):
    with contextlib.suppress(ViewError):
        assert set(truth_table(value).tolist()) <= {0, 1}


@pytest.mark.parametrize("huge", [1e308, np.finfo(float).max])
def test_weights_may_be_huge(huge):
    assert truth_table((np.array([-huge, -huge]), huge / 2)).tolist() == [1, 0, 0, 0]
    assert truth_table((np.array([huge, huge]), huge)).tolist() == [1, 1, 1, 1]


class TestBatches:
    @given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32))
    def test_any_random_partition_looks_the_same(self, n, m, seed):
        order = np.random.default_rng(seed).permutation(n)
        cut = [order[start : start + m] for start in range(0, n, m)]
        facts = batches(cut, (n, m, Rng(seed)))
        assert facts["sizes"] == [m] * (n // m) + [n % m] * (n % m > 0)
        assert (facts["unused"], facts["extra"]) == (0, 0)
        assert facts["in_order"] == (order.tolist() == sorted(order))
        assert batches([batch.tolist() for batch in cut], (n, m, Rng(seed))) == facts

    @pytest.mark.parametrize(
        ("value", "fact", "expected"),
        [
            ([[0, 1], [2, 3]], "in_order", True),
            ([[3, 1], [2, 0]], "in_order", False),
            ([[3, 1]], "unused", 2),
            ([[3, 1], [2, 1]], "extra", 1),
            ([[3, 1], [2, 4]], "extra", 1),
            ([[3, 1, 0], [2]], "sizes", [3, 1]),
        ],
    )
    def test_each_fault_shows(self, value, fact, expected):
        assert batches(value, (4, 2, Rng(0)))[fact] == expected

    @given(plain)
    def test_anything_else_is_refused_or_described(self, value):
        with contextlib.suppress(ViewError):
            assert set(batches(value, (4, 2, Rng(0)))) == {"sizes", "unused", "extra", "in_order"}


class TestDigitReader:
    DIGITS = (Dataset("digit_pixels"), Dataset("digit_targets"), (64, 10))

    @staticmethod
    def mean_digits(shuffle=0):
        """Make a network of one layer that compares with the mean image of each digit."""
        X, labels = load(Dataset("digit_pixels", shuffle)), load(Dataset("digit_labels"))
        means = np.array([X[labels == digit].mean(axis=0) for digit in range(10)])
        return [means], [-0.5 * (means**2).sum(axis=1)]

    def test_the_score_is_the_fraction_of_unseen_digits(self):
        weights, biases = self.mean_digits()
        right = np.argmax(load(Dataset("unseen_digit_pixels")) @ weights[0].T + biases[0], axis=1)
        expected = np.mean(right == load(Dataset("unseen_digit_labels")))
        assert 0.85 < expected < 0.95
        assert digit_reader((weights, biases), self.DIGITS) == pytest.approx(expected)

    def test_weights_learned_by_heart_are_of_no_use_for_shuffled_pixels(self):
        shuffled = (Dataset("digit_pixels", 7), *self.DIGITS[1:])
        assert digit_reader(self.mean_digits(), shuffled) < 0.3
        assert digit_reader(self.mean_digits(7), shuffled) == digit_reader(
            self.mean_digits(), self.DIGITS
        )

    def test_other_examples_have_no_score(self):
        network = [np.zeros((3, 2)), np.zeros((1, 3))], [np.zeros(3), np.zeros(1)]
        shapes = digit_reader(network, (np.zeros((4, 2)), np.zeros((4, 1)), (2, 3, 1)))
        assert shapes == [(3, 2), (1, 3), (3,), (1,)]

    @given(plain)
    def test_anything_else_is_refused(self, value):
        with pytest.raises(ViewError):
            digit_reader(value, self.DIGITS)

    def test_numbers_that_are_none_are_refused(self):
        weights, biases = self.mean_digits()
        weights[0][3, 5] = np.nan
        with pytest.raises(ViewError):
            digit_reader((weights, biases), self.DIGITS)


def test_a_view_is_found_by_its_name():
    assert all(name == view.__name__ for name, view in VIEWS.items())
