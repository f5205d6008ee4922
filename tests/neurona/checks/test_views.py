"""What is compared where returned values may differ and still be right."""

from __future__ import annotations

import contextlib
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurona.checks.datasets import load
from neurona.checks.plain import Dataset, Rng, to_plain
from neurona.checks.views import (
    VIEWS,
    ViewError,
    agreement,
    batches,
    digit_reader,
    digits_named,
    truth_table,
)
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
        assert facts["in_order"] == (m < n and order.tolist() == sorted(order))
        assert batches([batch.tolist() for batch in cut], (n, m, Rng(seed))) == facts

    @pytest.mark.parametrize(
        ("value", "fact", "expected"),
        [
            ([[0, 1], [2, 3]], "in_order", True),
            ([[3, 1], [2, 0]], "in_order", False),
            ([[0, 1, 2, 3]], "in_order", False),  # there is nothing to mix
            ([[3, 1]], "unused", 2),
            ([[3, 1], [2, 1]], "extra", 1),
            ([[3, 1], [2, 4]], "extra", 1),
            ([[3, 1, 0], [2]], "sizes", [3, 1]),
            ([[3, 2], [0, 1]], "in_blocks", True),
            ([[1, 2, 3], [0]], "in_blocks", True),
            ([[3, 1], [0, 2]], "in_blocks", False),
            ([[3, 1, 0, 2]], "in_blocks", False),
            ([[3], [1], [0], [2]], "in_blocks", False),
        ],
    )
    def test_each_fault_shows(self, value, fact, expected):
        assert batches(value, (4, 2, Rng(0)))[fact] == expected

    @given(plain)
    def test_anything_else_is_refused_or_described(self, value):
        with contextlib.suppress(ViewError):
            facts = {"sizes", "unused", "extra", "in_order", "in_blocks"}
            assert set(batches(value, (4, 2, Rng(0)))) == facts


class TestAgreement:
    @pytest.mark.parametrize(
        ("error", "seen"),
        [(0, 0), (9e-5, 0), (0.01, 0.01), (0.1, 0.1), (0.11, 1), (1, 1), (np.float32(1), 1)],
    )
    def test_it_keeps_only_what_lies_in_between(self, error, seen):
        assert agreement(to_plain(error), ()) == {"largest": pytest.approx(seen)}

    @pytest.mark.parametrize("error", [np.nan, np.inf, -1.0])
    def test_what_is_no_error_is_not_taken_for_agreement(self, error):
        assert agreement(error, ())["largest"] != 0

    @pytest.mark.parametrize("value", [True, False, np.array(True), None, "0", [0.0], np.zeros(2)])
    def test_it_has_to_be_a_number(self, value):
        with pytest.raises(ViewError):
            agreement(to_plain(value), ())


class TestDigitReader:
    DIGITS = (Dataset("digit_pixels"), Dataset("digit_targets"), (64, 10), 3.0)

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

    @staticmethod
    def start(scale, bias=0.0, sizes=(100, 25, 6)):
        """Draw a network as train_network should, or not quite."""
        rng = np.random.default_rng(1)
        weights = [rng.normal(0, scale / np.sqrt(k), (n, k)) for k, n in pairwise(sizes)]
        return weights, [np.full(n, bias) for n in sizes[1:]]

    @pytest.mark.parametrize(("scale", "spread"), [(1, 0.0), (4, 2.0), (1 / 8, -3.0), (0, "none")])
    def test_how_a_network_begins_is_seen_where_nothing_is_learned(self, scale, spread):
        args = (np.ones((2, 100)), np.ones((2, 6)), (100, 25, 6), 0.0)
        facts = digit_reader(self.start(scale), args)
        assert facts["spread"] == [spread, spread]
        assert not np.concatenate(facts["biases"]).any()

    def test_weights_that_are_all_positive_are_not_centered(self):
        args = (np.ones((2, 100)), np.ones((2, 6)), (100, 25, 6), 0.0)
        weights, biases = self.start(1)
        facts = digit_reader(([np.abs(W) for W in weights], biases), args)
        assert facts["spread"] == ["not centered"] * 2

    def test_without_input_only_the_biases_count(self):
        args = (np.zeros((3, 100)), np.ones((3, 6)), (100, 25, 6), 1.0)
        facts = digit_reader(self.start(3, bias=0.5), args)
        assert set(facts) == {"biases"}
        assert facts["biases"][1].tolist() == [0.5] * 6

    def test_other_networks_may_be_as_they_like(self):
        args = (np.ones((3, 100)), np.ones((3, 6)), (100, 25, 6), 1.0)
        assert digit_reader(self.start(3), args) == {}

    @given(plain)
    def test_anything_else_is_refused(self, value):
        with pytest.raises(ViewError):
            digit_reader(value, self.DIGITS)

    def test_numbers_that_are_none_are_refused(self):
        weights, biases = self.mean_digits()
        weights[0][3, 5] = np.nan
        with pytest.raises(ViewError):
            digit_reader((weights, biases), self.DIGITS)


class TestDigitsNamed:
    LABELS = load(Dataset("unseen_digit_labels"))

    @pytest.mark.parametrize("count", [0, 1, 300, 597])
    def test_the_score_is_the_fraction_of_right_labels(self, count):
        named = np.where(np.arange(597) < count, self.LABELS, -1)
        for value in (named, named.tolist(), tuple(named.tolist()), named.astype(np.float32)):
            assert digits_named(to_plain(value), ()) == pytest.approx(count / 597)

    @pytest.mark.parametrize(
        "value",
        [LABELS[1:], LABELS[:, np.newaxis], np.eye(10)[LABELS], 7, None, [*"x" * 597]],
        ids=["too few", "a column", "one-hot", "a number", "nothing", "texts"],
    )
    def test_anything_else_is_refused(self, value):
        with pytest.raises(ViewError):
            digits_named(to_plain(value), ())

    def test_numbers_that_are_none_are_refused(self):
        with pytest.raises(ViewError):
            digits_named(np.full(597, np.nan), ())


def test_a_view_is_found_by_its_name():
    assert all(name == view.__name__ for name, view in VIEWS.items())
