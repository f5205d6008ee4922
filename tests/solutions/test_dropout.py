"""The reference solutions of chapter 08, against what is known without them."""

from __future__ import annotations

import copy
from itertools import pairwise, product

import numpy as np
import pytest

from solutions.dropout import (
    backprop_dropout,
    dropout_backward,
    dropout_forward,
    dropout_mask,
    ensemble_predict,
    feedforward_dropout,
    scaled_inference,
)

SIZES = [(2, 1), (3, 4, 2), (2, 5, 3, 2)]
RATES = [0.0, 0.2, 0.5, 0.9]


def network(sizes, m=5, seed=1):
    """Draw X, Y, weights and biases."""
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=(n, k)) for k, n in pairwise(sizes)]
    biases = [rng.normal(size=n) for n in sizes[1:]]
    return rng.normal(size=(m, sizes[0])), rng.random((m, sizes[-1])), weights, biases


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def draw_masks(sizes, m, p, seed=2):
    rng = np.random.default_rng(seed)
    return [(rng.random((m, n)) >= p).astype(float) for n in sizes[1:-1]]


class TestMask:
    @pytest.mark.parametrize("shape", [7, (3, 4), (2, 3, 4), (5,)])
    def test_it_is_one_draw_of_the_generator(self, shape):
        mask = dropout_mask(shape, 0.3, np.random.default_rng(1))
        drawn = np.random.default_rng(1).random(shape)
        assert mask.dtype == float
        assert mask.tolist() == np.where(drawn < 0.3, 0.0, 1.0).tolist()

    @pytest.mark.parametrize("p", RATES)
    def test_the_share_that_is_dropped_is_p(self, p):
        """Within five standard deviations of a binomial share."""
        n = 100_000
        mask = dropout_mask(n, p, np.random.default_rng(1))
        assert abs((mask == 0).mean() - p) <= 5 * np.sqrt(p * (1 - p) / n)


class TestForward:
    @pytest.mark.parametrize("p", RATES)
    def test_on_average_nothing_changes(self, p):
        """Inverted dropout keeps the expectation: within five standard errors."""
        A = np.array([[0.5, -2.0, 3.0]])
        many = np.repeat(A, 100_000, axis=0)
        out, mask = dropout_forward(many, p, np.random.default_rng(1))
        error = np.abs(A[0]) * np.sqrt(p / (1 - p) / len(many))
        assert (np.abs(out.mean(axis=0) - A[0]) <= 5 * error + 1e-12).all()
        assert set(np.unique(mask)) <= {0, 1}
        assert (out[mask == 0] == 0).all()

    @pytest.mark.parametrize("p", RATES)
    def test_the_two_recipes_agree_in_expectation(self, p):
        """Masked only and scaled later, or scaled at once and left alone: (1 − p) apart."""
        A = np.array([[0.5, -2.0, 3.0]])
        out, mask = dropout_forward(A, p, np.random.default_rng(3))
        np.testing.assert_allclose(scaled_inference(out, p), A * mask)
        np.testing.assert_allclose(scaled_inference(A, p), (1 - p) * A)

    def test_it_draws_even_when_p_is_0(self):
        rng = np.random.default_rng(1)
        dropout_forward(np.ones((2, 3)), 0.0, rng)
        assert rng.random() == np.random.default_rng(1).random(7)[-1]

    def test_it_draws_nothing_when_not_training(self):
        rng = np.random.default_rng(1)
        A = np.array([[1.0, 2.0]])
        out, mask = dropout_forward(A, 0.5, rng, training=False)
        assert out.tolist() == A.tolist()
        assert mask.tolist() == [[1, 1]]
        assert rng.random() == np.random.default_rng(1).random()

    @pytest.mark.parametrize("training", [True, False])
    @pytest.mark.parametrize("p", [1.0, -1e-9, 1.5, float("nan"), float("inf")])
    def test_p_outside_its_range(self, p, training):
        with pytest.raises(ValueError, match=r"p must be in \[0, 1\)"):
            dropout_forward(np.ones((1, 1)), p, np.random.default_rng(1), training)


class TestBackward:
    @pytest.mark.parametrize("p", RATES)
    def test_against_central_differences(self, p):
        rng = np.random.default_rng(1)
        A, dA = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
        mask = dropout_forward(A, p, np.random.default_rng(2))[1]

        def cost(A):
            return (dA * dropout_forward(A, p, np.random.default_rng(2))[0]).sum()

        np.testing.assert_allclose(
            dropout_backward(dA, mask, p), central_differences(cost, A), atol=1e-7
        )


def central_differences(cost, array, h=1e-6):
    """Differentiate a cost by every number of an array."""
    gradient = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        step = np.zeros_like(array)
        step[index] = h
        gradient[index] = (cost(array + step) - cost(array - step)) / (2 * h)
    return gradient


class TestFeedforward:
    @pytest.mark.parametrize("sizes", SIZES)
    @pytest.mark.parametrize("p", RATES)
    def test_against_one_example_at_a_time(self, sizes, p):
        """Multiply row by row, neuron by neuron, with the masks that it says it drew."""
        X, _, weights, biases = network(sizes)
        activations, masks = feedforward_dropout(X, weights, biases, p, _rng(), True)
        assert [mask.shape for mask in masks] == [(len(X), n) for n in sizes[1:-1]]
        for row, x in enumerate(X):
            a = x
            for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
                a = np.array([sigmoid(sum(w * a) + c) for w, c in zip(W, b, strict=True)])
                if layer < len(masks):
                    a = a * masks[layer][row] / (1 - p)
                np.testing.assert_allclose(activations[layer + 1][row], a)

    def test_masks_are_drawn_in_order_and_nothing_else(self):
        X, _, weights, biases = network((2, 5, 3, 2))
        rng = _rng()
        _, masks = feedforward_dropout(X, weights, biases, 0.4, rng, True)
        again = _rng()
        for mask in masks:
            assert mask.tolist() == (again.random(mask.shape) >= 0.4).astype(float).tolist()
        assert rng.random() == again.random()

    def test_without_training_it_is_a_plain_network(self):
        X, _, weights, biases = network((2, 5, 3, 2))
        rng = _rng()
        activations, masks = feedforward_dropout(X, weights, biases, 0.4, rng, False)
        a = X
        for layer, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
            a = sigmoid(np.einsum("mk,jk->mj", a, W) + b)
            np.testing.assert_allclose(activations[layer], a)
        assert all((mask == 1).all() for mask in masks)
        assert rng.random() == _rng().random()


def _rng():
    return np.random.default_rng(7)


class TestBackprop:
    @pytest.mark.parametrize("sizes", SIZES)
    @pytest.mark.parametrize("p", RATES)
    def test_against_central_differences(self, sizes, p):
        X, Y, weights, biases = network(sizes)
        masks = draw_masks(sizes, len(X), p)

        def cost():
            A = X
            for W, b, mask in zip(weights, biases, [*masks, 1 - p], strict=True):
                A = sigmoid(A @ W.T + b) * mask / (1 - p)
            return ((Y - A) ** 2).sum() / (2 * len(X))

        dWs, dbs = backprop_dropout(X, Y, weights, biases, masks, p)
        for parameters, gradients in ((weights, dWs), (biases, dbs)):
            for layer, gradient in enumerate(gradients):
                original = parameters[layer]

                def cost_with(changed, parameters=parameters, layer=layer, original=original):
                    parameters[layer] = changed
                    value = cost()
                    parameters[layer] = original
                    return value

                numerical = central_differences(cost_with, original)
                np.testing.assert_allclose(gradient, numerical, atol=1e-7)

    def test_a_dropped_neuron_learns_nothing(self):
        X, Y, weights, biases = network((3, 4, 2))
        mask = np.ones((len(X), 4))
        mask[:, 2] = 0
        dWs, dbs = backprop_dropout(X, Y, weights, biases, [mask], 0.5)
        assert not dWs[0][2].any()
        assert dbs[0][2] == 0
        assert not dWs[1][:, 2].any()

    def test_the_gradient_is_an_average(self):
        X, Y, weights, biases = network((3, 4, 2))
        masks = draw_masks((3, 4, 2), len(X), 0.5)
        once = backprop_dropout(X, Y, weights, biases, masks, 0.5)
        doubled = [np.vstack([mask, mask]) for mask in masks]
        twice = backprop_dropout(
            np.vstack([X, X]), np.vstack([Y, Y]), weights, biases, doubled, 0.5
        )
        for one, other in zip([*once[0], *once[1]], [*twice[0], *twice[1]], strict=True):
            np.testing.assert_allclose(one, other)


class TestEnsemble:
    def test_against_the_draws_one_by_one(self):
        X, _, weights, biases = network((2, 5, 3, 2))
        mean, std = ensemble_predict(X, weights, biases, 0.4, 6, _rng())
        rng = _rng()
        outputs = [feedforward_dropout(X, weights, biases, 0.4, rng, True)[0][-1] for _ in range(6)]
        np.testing.assert_allclose(mean, sum(outputs) / 6)
        np.testing.assert_allclose(std**2, sum((one - mean) ** 2 for one in outputs) / 6)

    def test_against_all_thinned_networks(self):
        """With p = 1/2 every mask is as likely: the mean tends to that of all 2⁴ networks."""
        X, _, weights, biases = network((2, 4, 1), m=1)
        outputs = [
            sigmoid(sigmoid(X @ weights[0].T + biases[0]) * mask * 2 @ weights[1].T + biases[1])
            for mask in map(np.array, product((0, 1), repeat=4))
        ]
        draws = 4000
        mean, std = ensemble_predict(X, weights, biases, 0.5, draws, _rng())
        spread = np.std(outputs)
        assert abs(mean.item() - np.mean(outputs)) < 5 * spread / np.sqrt(draws)
        assert std.item() == pytest.approx(spread, rel=0.1)

    def test_one_draw_has_no_spread(self):
        X, _, weights, biases = network((2, 4, 1))
        _, std = ensemble_predict(X, weights, biases, 0.5, 1, _rng())
        assert not std.any()


@pytest.mark.parametrize(
    "call",
    [
        lambda X, Y, weights, biases, masks: dropout_forward(X, 0.5, _rng()),
        lambda X, Y, weights, biases, masks: dropout_forward(X, 0.5, _rng(), False),
        lambda X, Y, weights, biases, masks: dropout_backward(masks[0], masks[0], 0.5),
        lambda X, Y, weights, biases, masks: scaled_inference(X, 0.5),
        lambda X, Y, weights, biases, masks: feedforward_dropout(
            X, weights, biases, 0.5, _rng(), True
        ),
        lambda X, Y, weights, biases, masks: backprop_dropout(X, Y, weights, biases, masks, 0.5),
        lambda X, Y, weights, biases, masks: ensemble_predict(X, weights, biases, 0.5, 3, _rng()),
    ],
)
def test_arguments_keep_their_values(call):
    given = (*network((2, 4, 1)), draw_masks((2, 4, 1), 5, 0.5))
    before = copy.deepcopy(given)
    call(*given)
    for one, other in zip(given, before, strict=True):
        for array, kept in zip(one, other, strict=True):
            np.testing.assert_array_equal(array, kept)
