"""The reference solutions of chapter 05, against what is known without them."""

from __future__ import annotations

import copy
from itertools import chain, pairwise

import numpy as np
import pytest

from neurona.data import digits
from solutions import backpropagation
from solutions.backpropagation import (
    backprop,
    backprop_batch,
    darkness_classifier,
    gradient_check,
    hidden_error,
    layer_gradients,
    output_error,
    train_network,
)

SIZES = [(2, 1), (3, 4, 2), (2, 5, 3, 2), (4, 4, 4, 4)]
every_size = pytest.mark.parametrize("sizes", SIZES)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def network(sizes, m=5, seed=1):
    """Draw X, Y, weights and biases."""
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=(n, k)) for k, n in pairwise(sizes)]
    biases = [rng.normal(size=n) for n in sizes[1:]]
    return rng.normal(size=(m, sizes[0])), rng.random((m, sizes[-1])), weights, biases


def passed_on(x, weights, biases):
    """Work out a layer's numbers one neuron at a time."""
    a = list(x)
    for W, b in zip(weights, biases, strict=True):
        a = [
            sigmoid(sum(w * one for w, one in zip(row, a, strict=True)) + c)
            for row, c in zip(W, b, strict=True)
        ]
    return np.array(a)


def cost(x, y, weights, biases):
    return ((y - passed_on(x, weights, biases)) ** 2).sum() / 2


def central_differences(f, array, h=1e-6):
    """Differentiate f() by every number of an array, which is changed and put back."""
    gradient = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        before = array[index]
        array[index] = before + h
        above = f()
        array[index] = before - h
        below = f()
        array[index] = before
        gradient[index] = (above - below) / (2 * h)
    return gradient


class TestDemon:
    """The error of a neuron is what the cost changes by when a demon nudges its z."""

    def test_at_the_output(self):
        rng = np.random.default_rng(1)
        z, y = rng.normal(size=4), rng.random(4)
        found = output_error(sigmoid(z), y, z)
        nudged = central_differences(lambda: ((y - sigmoid(z)) ** 2).sum() / 2, z)
        np.testing.assert_allclose(found, nudged, atol=1e-9)

    def test_in_a_hidden_layer(self):
        rng = np.random.default_rng(2)
        W, b, z, y = rng.normal(size=(2, 3)), rng.normal(size=2), rng.normal(size=3), rng.random(2)

        def cost_of_z():
            return ((y - sigmoid(W @ sigmoid(z) + b)) ** 2).sum() / 2

        z_next = W @ sigmoid(z) + b
        delta_next = output_error(sigmoid(z_next), y, z_next)
        found = hidden_error(W, delta_next, z)
        np.testing.assert_allclose(found, central_differences(cost_of_z, z), atol=1e-9)

    def test_a_neuron_that_is_right_has_no_error(self):
        z = np.array([0.3, -2.0])
        assert output_error(sigmoid(z), sigmoid(z), z).tolist() == [0, 0]


def test_layer_gradients_against_central_differences():
    """A cost that is linear in z has δ for its slope."""
    rng = np.random.default_rng(3)
    W, b, a, delta = rng.normal(size=(2, 3)), rng.normal(size=2), rng.random(3), rng.normal(size=2)

    def linear_cost():
        return delta @ (W @ a + b)

    dW, db = layer_gradients(delta, a)
    np.testing.assert_allclose(dW, central_differences(linear_cost, W), atol=1e-8)
    np.testing.assert_allclose(db, central_differences(linear_cost, b), atol=1e-8)


class TestBackprop:
    @every_size
    def test_against_central_differences(self, sizes):
        X, Y, weights, biases = network(sizes)
        dWs, dbs = backprop(X[0], Y[0], weights, biases)
        for array, gradient in zip([*weights, *biases], [*dWs, *dbs], strict=True):
            numerical = central_differences(lambda: cost(X[0], Y[0], weights, biases), array)
            np.testing.assert_allclose(gradient, numerical, atol=1e-9)

    @every_size
    def test_gradients_stand_where_their_parameters_do(self, sizes):
        X, Y, weights, biases = network(sizes)
        dWs, dbs = backprop(X[0], Y[0], weights, biases)
        assert [dW.shape for dW in dWs] == [W.shape for W in weights]
        assert [db.shape for db in dbs] == [b.shape for b in biases]


class TestBackpropBatch:
    @every_size
    @pytest.mark.parametrize("m", [1, 2, 7])
    def test_it_is_the_mean_over_the_examples(self, sizes, m):
        X, Y, weights, biases = network(sizes, m)
        dWs, dbs = backprop_batch(X, Y, weights, biases)
        each = [backprop(x, y, weights, biases) for x, y in zip(X, Y, strict=True)]
        for layer in range(len(weights)):
            np.testing.assert_allclose(dWs[layer], sum(one[0][layer] for one in each) / m)
            np.testing.assert_allclose(dbs[layer], sum(one[1][layer] for one in each) / m)


class TestGradientCheck:
    @every_size
    def test_right_gradients_pass(self, sizes):
        X, Y, weights, biases = network(sizes)
        assert gradient_check(X[0], Y[0], weights, biases) < 1e-6

    @pytest.mark.parametrize("which", ["dWs", "dbs"])
    @pytest.mark.parametrize("layer", [0, 1, 2])
    def test_one_wrong_number_anywhere_is_found(self, monkeypatch, which, layer):
        X, Y, weights, biases = network((2, 5, 3, 2))

        def sabotaged(*args):
            dWs, dbs = backprop(*args)
            found = {"dWs": dWs, "dbs": dbs}[which][layer]
            found.flat[-1] *= 3
            return dWs, dbs

        monkeypatch.setattr(backpropagation, "backprop", sabotaged)
        assert gradient_check(X[0], Y[0], weights, biases) == pytest.approx(0.5)

    def test_a_weight_that_does_nothing(self):
        """Where both derivatives are 0 there is no error."""
        _, Y, weights, biases = network((2, 3, 1))
        assert gradient_check(np.array([0.0, 1.0]), Y[0], weights, biases) < 1e-6

    def test_by_hand(self, monkeypatch):
        """One neuron, w = b = 0, x = 2, y = 0: both slopes are ½·¼ = ⅛, times 2 for the weight."""
        made_up = ([np.array([[0.5]])], [np.array([0.125])])
        monkeypatch.setattr(backpropagation, "backprop", lambda *args: made_up)
        found = gradient_check(np.array([2.0]), np.zeros(1), [np.zeros((1, 1))], [np.zeros(1)])
        assert found == pytest.approx((0.5 - 0.25) / (0.5 + 0.25))


class TestTrainNetwork:
    @pytest.mark.parametrize("seed", [0, 1, 2])
    def test_it_reads_digits(self, seed):
        """Better than 93 % of the 597 digits that it has not seen."""
        data = digits()
        X, Y = data.X[data.train], data.Y[data.train]
        weights, biases = train_network(X, Y, (64, 30, 10), 3, 10, 10, np.random.default_rng(seed))
        unseen = np.concatenate([data.validation, data.test])
        assert len(unseen) == 597
        A = data.X[unseen]
        for W, b in zip(weights, biases, strict=True):
            A = sigmoid(A @ W.T + b)
        assert (A.argmax(axis=1) == data.labels[unseen]).mean() >= 0.93

    def test_same_seed_same_network(self):
        X, Y, _, _ = network((3, 4, 2), 7)
        once, again = (train_network(X, Y, (3, 4, 2), 1.0, 3, 2, _rng()) for _ in range(2))
        for kind, other in zip(once, again, strict=True):
            for array, twin in zip(kind, other, strict=True):
                assert array.tolist() == twin.tolist()

    def test_it_begins_with_small_weights_and_no_biases(self):
        X, Y, _, _ = network((50, 40, 2), 1)
        weights, biases = train_network(X, Y, (50, 40, 2), 0.0, 1, 1, _rng())
        assert [W.shape for W in weights] == [(40, 50), (2, 40)]
        assert not any(b.any() for b in biases)
        # 2000 normal numbers: their spread is within five standard errors of 1/√50.
        assert abs(weights[0].std() * np.sqrt(50) - 1) < 5 / np.sqrt(2 * weights[0].size)
        assert abs(weights[0].mean()) * np.sqrt(50) < 5 / np.sqrt(weights[0].size)

    def test_one_full_batch_is_one_step_downhill(self):
        X, Y, _, _ = network((3, 4, 2), 6)
        start = train_network(X, Y, (3, 4, 2), 0.0, 6, 1, _rng())
        gradients = backprop_batch(X, Y, *start)
        end = train_network(X, Y, (3, 4, 2), 0.5, 6, 1, _rng())
        for kind, moves, moved in zip(start, gradients, end, strict=True):
            for before, move, after in zip(kind, moves, moved, strict=True):
                np.testing.assert_allclose(after, before - 0.5 * move)

    def test_an_epoch_uses_every_example_once(self, monkeypatch):
        seen = []

        def watched(X, Y, weights, biases):
            seen.append(X[:, 0].tolist())
            return backprop_batch(X, Y, weights, biases)

        monkeypatch.setattr(backpropagation, "backprop_batch", watched)
        X, Y = np.arange(7.0)[:, None], np.zeros((7, 1))
        train_network(X, Y, (1, 1), 1.0, 3, 2, _rng())
        assert [len(batch) for batch in seen] == [3, 3, 1, 3, 3, 1]
        for epoch in (seen[:3], seen[3:]):
            assert sorted(chain(*epoch)) == X[:, 0].tolist()
        assert seen[:3] != seen[3:]


def _rng():
    return np.random.default_rng(7)


class TestDarkness:
    def test_by_hand(self):
        X_train = np.array([[0.0, 0.2], [1.0, 0.8], [0.4, 0.6], [0.3, 0.1]])
        labels = np.array([3, 8, 5, 3])
        X = np.array([[0.2, 0.1], [0.9, 0.9], [0.0, 1.0]])
        assert darkness_classifier(X_train, labels, X).tolist() == [3, 8, 5]

    @pytest.mark.parametrize("labels", [[4, 9], [9, 4]])
    def test_a_tie_goes_to_the_smaller_label(self, labels):
        X_train = np.array([[0.25, 0.25], [0.75, 0.75]])
        found = darkness_classifier(X_train, np.array(labels), np.array([[0.5, 0.5]]))
        assert found.tolist() == [4]

    def test_on_digits_it_is_hardly_better_than_guessing(self):
        data = digits()
        unseen = np.concatenate([data.validation, data.test])
        found = darkness_classifier(data.X[data.train], data.labels[data.train], data.X[unseen])
        assert 0.10 < (found == data.labels[unseen]).mean() < 0.13


@pytest.mark.parametrize("name", ["backprop", "gradient_check"])
def test_arguments_of_one_example_keep_their_values(name):
    X, Y, weights, biases = network((2, 4, 1))
    _keeps_its_arguments(getattr(backpropagation, name), X[0], Y[0], weights, biases)


def test_arguments_of_a_batch_keep_their_values():
    _keeps_its_arguments(backprop_batch, *network((2, 4, 1)))


def _keeps_its_arguments(function, *given):
    before = copy.deepcopy(given)
    function(*given)
    for one, other in zip(given, before, strict=True):
        for array, kept in zip(one, other, strict=True):
            np.testing.assert_array_equal(array, kept)
