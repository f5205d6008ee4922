"""The reference solutions of chapter 06, against what is known without them."""

from __future__ import annotations

import copy
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from solutions.costs_and_overfitting import (
    accuracy,
    cross_entropy,
    cross_entropy_error,
    early_stopping,
    negative_log_likelihood,
    softmax,
)
from solutions.gradient_descent import numerical_gradient, quadratic_cost

steady = settings(derandomize=True, deadline=None, database=None, max_examples=50)
seeds = st.integers(0, 2**32 - 1)
sizes = st.tuples(seeds, st.integers(1, 6), st.integers(1, 6))


def batch(seed, m, n):
    """Draw weighted inputs, desired outputs in [0, 1], and labels."""
    rng = np.random.default_rng(seed)
    return rng.normal(scale=2, size=(m, n)), rng.uniform(size=(m, n)), rng.integers(n, size=m)


class TestCrossEntropy:
    def test_by_hand(self):
        A, Y = np.array([[0.5, 0.25], [0.5, 0.5]]), np.array([[1.0, 0.0], [0.0, 1.0]])
        assert cross_entropy(A, Y) == pytest.approx((3 * math.log(2) + math.log(4 / 3)) / 2)

    @steady
    @given(sizes)
    def test_against_pytorch(self, sizes):
        Z, Y, _ = batch(*sizes)
        A = expit(Z)
        theirs = torch.nn.functional.binary_cross_entropy(
            torch.tensor(A), torch.tensor(Y), reduction="sum"
        )
        cost = cross_entropy(A, Y)
        assert type(cost) is float
        assert cost == pytest.approx(theirs.item() / len(A), rel=1e-12)

    @pytest.mark.parametrize(("a", "y"), [(0.0, 1.0), (1.0, 0.0), (1e-300, 1.0)])
    def test_the_worst_mistake_has_a_price(self, a, y):
        cost = cross_entropy(np.array([[a]]), np.array([[y]]))
        assert cost == pytest.approx(12 * math.log(10), rel=1e-5)

    @pytest.mark.parametrize("y", [0.0, 1.0])
    def test_to_be_sure_and_right_costs_next_to_nothing(self, y):
        assert 0 < cross_entropy(np.array([[y]]), np.array([[y]])) < 1e-11

    @steady
    @given(sizes)
    def test_it_is_least_where_outputs_are_as_desired(self, sizes):
        Z, Y, _ = batch(*sizes)
        assert cross_entropy(Y, Y) < cross_entropy(expit(Z), Y)

    def test_it_is_an_average_over_the_examples(self):
        Z, Y, _ = batch(1, 4, 3)
        A = expit(Z)
        each = [cross_entropy(a[None], y[None]) for a, y in zip(A, Y, strict=True)]
        assert cross_entropy(A, Y) == pytest.approx(np.mean(each))


class TestCrossEntropyError:
    @steady
    @given(sizes)
    def test_against_central_differences(self, sizes):
        Z, Y, _ = batch(*sizes)
        error = cross_entropy_error(expit(Z), Y)
        slopes = numerical_gradient(lambda z: cross_entropy(expit(z), Y), Z)
        np.testing.assert_allclose(error, slopes * len(Z), atol=1e-8)

    @steady
    @given(sizes)
    def test_against_pytorch(self, sizes):
        Z, Y, _ = batch(*sizes)
        z = torch.tensor(Z, requires_grad=True)
        cost = torch.nn.functional.binary_cross_entropy_with_logits(
            z, torch.tensor(Y), reduction="sum"
        )
        cost.backward()
        np.testing.assert_allclose(cross_entropy_error(expit(Z), Y), z.grad, rtol=1e-10, atol=1e-14)

    def test_it_is_softmaxs_error_too(self):
        """The derivative of the negative log-likelihood has the same simple form."""
        Z, _, labels = batch(2, 4, 3)
        slopes = numerical_gradient(lambda z: negative_log_likelihood(softmax(z), labels), Z)
        error = cross_entropy_error(softmax(Z), np.eye(3)[labels])
        np.testing.assert_allclose(error, slopes * len(Z), atol=1e-8)

    def test_a_saturated_neuron_learns_fast_when_it_is_wrong(self):
        """As fast as can be, where quadratic cost hardly moves it."""
        z, y = np.array([[10.0]]), np.array([[0.0]])
        slow = numerical_gradient(lambda z: quadratic_cost(expit(z), y), z).item()
        fast = cross_entropy_error(expit(z), y).item()
        assert 0 < slow < 1e-4
        assert 0.9999 < fast < 1


class TestSoftmax:
    def test_by_hand(self):
        Z = np.log([[1.0, 2.0, 5.0], [3.0, 3.0, 3.0]])
        np.testing.assert_allclose(softmax(Z), [[1 / 8, 2 / 8, 5 / 8], [1 / 3, 1 / 3, 1 / 3]])

    @steady
    @given(sizes, st.sampled_from([1, 1e3, 1e6]))
    def test_against_pytorch(self, sizes, scale):
        Z = scale * batch(*sizes)[0]
        theirs = torch.softmax(torch.tensor(Z), dim=1)
        np.testing.assert_allclose(softmax(Z), theirs, rtol=1e-12)

    @steady
    @given(sizes, st.floats(-1e4, 1e4))
    def test_moving_a_row_changes_nothing(self, sizes, shift):
        Z = batch(*sizes)[0]
        A = softmax(Z)
        np.testing.assert_allclose(A.sum(axis=1), 1)
        np.testing.assert_allclose(softmax(Z + shift), A, rtol=1e-9)

    def test_with_two_classes_it_is_the_sigmoid_of_the_difference(self):
        Z = batch(3, 5, 2)[0]
        np.testing.assert_allclose(softmax(Z)[:, 1], expit(Z[:, 1] - Z[:, 0]))


class TestNegativeLogLikelihood:
    def test_by_hand(self):
        A = np.array([[0.25, 0.75], [0.5, 0.5]])
        assert negative_log_likelihood(A, np.array([0, 1])) == pytest.approx(1.5 * math.log(2))

    @steady
    @given(sizes)
    def test_against_pytorch(self, sizes):
        Z, _, labels = batch(*sizes)
        theirs = torch.nn.functional.cross_entropy(torch.tensor(Z), torch.tensor(labels))
        cost = negative_log_likelihood(softmax(Z), labels)
        assert type(cost) is float
        assert cost == pytest.approx(theirs.item(), rel=1e-12, abs=1e-15)

    @pytest.mark.parametrize("n", [2, 10])
    def test_guessing_costs_the_logarithm_of_the_number_of_classes(self, n):
        A, labels = np.full((7, n), 1 / n), np.arange(7) % n
        assert negative_log_likelihood(A, labels) == pytest.approx(math.log(n))


class TestEarlyStopping:
    @pytest.mark.parametrize(
        ("scores", "patience", "best", "stop"),
        [
            ([0.5, 0.6, 0.55, 0.58, 0.7], 2, 1, 3),
            ([0.5, 0.6, 0.55, 0.58, 0.7], 3, 4, 4),
            ([0.5, 0.5, 0.5, 0.5], 2, 0, 2),
            ([0.1, 0.2, 0.3], 1, 2, 2),
            ([-1.0], 5, 0, 0),
            ([0.4, 0.3], 1, 0, 1),
        ],
    )
    def test_by_hand(self, scores, patience, best, stop):
        assert early_stopping(np.array(scores), patience) == (best, stop)

    @steady
    @given(st.lists(st.integers(-3, 3), min_size=1, max_size=12), st.integers(1, 5))
    def test_against_the_definition(self, scores, patience):
        """The first epoch whose best one lies far enough back, or else the last."""
        bests = [scores.index(max(scores[: epoch + 1])) for epoch in range(len(scores))]
        stops = [epoch for epoch, best in enumerate(bests) if epoch - best >= patience]
        stop = min([*stops, len(scores) - 1])
        found = early_stopping(np.array(scores, dtype=float), patience)
        assert found == (bests[stop], stop)
        assert list(map(type, found)) == [int, int]

    @steady
    @given(seeds, st.integers(1, 5))
    def test_what_comes_after_the_stop_is_never_seen(self, seed, patience):
        scores = np.random.default_rng(seed).integers(0, 20, 15) / 20
        best, stop = early_stopping(scores, patience)
        assert early_stopping(scores[: stop + 1], patience) == (best, stop)

    @steady
    @given(seeds)
    def test_more_patience_never_ends_worse(self, seed):
        scores = np.random.default_rng(seed).uniform(size=15)
        found = [scores[early_stopping(scores, patience)[0]] for patience in range(1, 16)]
        assert found == sorted(found)
        assert found[-1] == scores.max()


class TestAccuracy:
    def test_by_hand(self):
        A = np.array([[0.1, 0.9], [0.8, 0.2], [0.4, 0.3]])
        fraction = accuracy(A, np.array([1, 0, 1]))
        assert type(fraction) is float
        assert fraction == pytest.approx(2 / 3)

    def test_the_first_of_equals_is_the_answer(self):
        A = np.array([[0.5, 0.5, 0.25], [0.0, 0.0, 0.0], [0.25, 0.75, 0.75]])
        assert accuracy(A, np.array([0, 0, 1])) == 1
        assert accuracy(A, np.array([1, 2, 2])) == 0

    @steady
    @given(sizes)
    def test_against_single_examples(self, sizes):
        Z, _, labels = batch(*sizes)
        right = [max(range(len(z)), key=z.__getitem__) == k for z, k in zip(Z, labels, strict=True)]
        assert accuracy(Z, labels) == pytest.approx(sum(right) / len(right))
        assert accuracy(softmax(Z), labels) == accuracy(Z, labels)


@pytest.mark.parametrize(
    ("function", "args"),
    [
        (cross_entropy, (np.array([[0.0, 0.5], [1.0, 0.5]]), np.ones((2, 2)))),
        (cross_entropy_error, (np.ones((2, 3)), np.zeros((2, 3)))),
        (softmax, (np.array([[1e4, 0.0], [-1e4, 3.0]]),)),
        (negative_log_likelihood, (np.full((2, 2), 0.5), np.array([0, 1]))),
        (early_stopping, (np.array([0.5, 0.4, 0.6]), 1)),
        (accuracy, (np.ones((2, 3)), np.array([0, 2]))),
    ],
)
def test_arguments_keep_their_values(function, args):
    before = copy.deepcopy(args)
    function(*args)
    for one, other in zip(args, before, strict=True):
        np.testing.assert_array_equal(one, other)
