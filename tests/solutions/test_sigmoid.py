"""The reference solutions of chapter 02, against what is known without them."""

from __future__ import annotations

import copy
from decimal import Decimal, localcontext
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from solutions.perceptron import perceptron
from solutions.sigmoid import (
    feedforward,
    layer,
    linear_response,
    sigmoid,
    sigmoid_prime,
    tanh_from_sigmoid,
)

LARGEST = float(np.finfo(float).max)
FAR = np.array([-LARGEST, -1e308, -1e4, -746.0, -709.8, 709.8, 746.0, 1e4, 1e308, LARGEST])
OF_Z = [sigmoid, sigmoid_prime, tanh_from_sigmoid]
SHAPES = [(), (1,), (5,), (2, 3), (2, 1, 3)]

steady = settings(derandomize=True, deadline=None, database=None)
seeds = st.integers(0, 2**32 - 1)
any_finite = st.floats(allow_nan=False, allow_infinity=False)
near = st.floats(-30, 30)


class TestAllOfZ:
    @pytest.mark.parametrize("function", OF_Z)
    @steady
    @given(z=any_finite)
    def test_any_finite_number_has_a_value_and_no_warning(self, function, z):
        """In these tests a warning is an error."""
        with np.errstate(over="warn", invalid="warn", divide="warn"):
            assert np.isfinite(function(z))
            assert np.isfinite(function(np.array([z, -z]))).all()

    @pytest.mark.parametrize("function", OF_Z)
    @pytest.mark.parametrize("shape", SHAPES)
    def test_every_number_is_treated_for_itself(self, function, shape):
        z = np.random.default_rng(1).normal(size=shape)
        found = function(z)
        assert np.shape(found) == shape
        for index in np.ndindex(shape):
            assert np.asarray(found)[index] == function(z[index])

    @pytest.mark.parametrize("function", OF_Z)
    def test_a_whole_number_is_a_number(self, function):
        assert function(1) == function(1.0) == function(np.array([1]))[0]


class TestSigmoid:
    def test_far_out_it_is_0_or_1(self):
        np.testing.assert_allclose(sigmoid(FAR), FAR > 0, atol=1e-300)

    @steady
    @given(st.floats(-800, 800))
    def test_against_scipy(self, z):
        assert sigmoid(z) == pytest.approx(float(expit(z)), rel=1e-13, abs=1e-300)

    @steady
    @given(near)
    def test_against_arithmetic_with_fifty_digits(self, z):
        with localcontext(prec=50):
            exact = 1 / (1 + (-Decimal(z)).exp())
        assert float(sigmoid(z)) == pytest.approx(float(exact), rel=1e-14, abs=0)

    @steady
    @given(near)
    def test_it_is_symmetric(self, z):
        assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, abs=1e-15)

    def test_it_rises(self):
        assert sigmoid(0.0) == 0.5
        assert (np.diff(sigmoid(np.linspace(-30, 30, 1001))) > 0).all()

    def test_sharpened_it_is_the_perceptron(self):
        """Weights and bias times 1000: the step function returns."""
        w, b = np.array([0.5, -1.0]), 0.25
        for x in np.random.default_rng(1).uniform(-1, 1, (50, 2)):
            sharp = sigmoid(1000 * (w @ x + b))
            assert sharp == pytest.approx(perceptron(x, w, b), abs=1e-2) or abs(w @ x + b) < 0.005


class TestSlopes:
    @steady
    @given(near)
    def test_sigmoid_prime_against_central_differences(self, z):
        h = 1e-5
        slope = (expit(z + h) - expit(z - h)) / (2 * h)
        assert sigmoid_prime(z) == pytest.approx(slope, abs=1e-10)

    def test_it_is_steepest_in_the_middle_and_flat_far_out(self):
        z = np.linspace(-30, 30, 1001)
        assert sigmoid_prime(0.0) == 0.25
        assert z[np.argmax(sigmoid_prime(z))] == 0
        assert sigmoid_prime(FAR).max() < 1e-300

    @steady
    @given(near)
    def test_it_is_even(self, z):
        assert sigmoid_prime(z) == pytest.approx(sigmoid_prime(-z), abs=1e-15)


class TestTanh:
    @steady
    @given(st.floats(-800, 800))
    def test_against_numpy(self, z):
        assert tanh_from_sigmoid(z) == pytest.approx(np.tanh(z), abs=1e-15)

    def test_far_out_it_is_minus_1_or_1(self):
        assert tanh_from_sigmoid(FAR).tolist() == np.sign(FAR).tolist()


def neuron(seed, n):
    rng = np.random.default_rng(seed)
    x, w, dw = rng.normal(size=(3, n))
    b, db = rng.normal(size=2).tolist()
    return x, w, b, dw, db


class TestLinearResponse:
    @steady
    @given(seeds, st.integers(1, 6))
    def test_it_is_the_derivative_along_the_nudge(self, seed, n):
        x, w, b, dw, db = neuron(seed, n)

        def output(t):
            return expit((w + t * dw) @ x + b + t * db)

        h = 1e-5
        predicted = linear_response(x, w, b, dw, db)
        assert type(predicted) is float
        assert predicted == pytest.approx((output(h) - output(-h)) / (2 * h), abs=1e-7)

    @steady
    @given(seeds)
    def test_a_nudge_ten_times_as_small_is_predicted_a_hundred_times_better(self, seed):
        x, w, b, dw, db = neuron(seed, 3)
        curved = abs(expit(w @ x + b) - 0.5) * (dw @ x + db) ** 2
        if curved < 0.1:  # nearly straight there: the error is of a higher order
            return

        def error(t):
            exact = expit((w + t * dw) @ x + b + t * db) - expit(w @ x + b)
            return abs(exact - linear_response(x, w, b, t * dw, t * db))

        assert error(1e-3) < error(1e-2) / 50

    @steady
    @given(seeds)
    def test_it_is_linear_in_the_nudge(self, seed):
        x, w, b, dw, db = neuron(seed, 4)
        nothing = np.zeros(4)
        single = linear_response(x, w, b, dw, 0.0) + linear_response(x, w, b, nothing, db)
        assert linear_response(x, w, b, dw, db) == pytest.approx(single)
        assert linear_response(x, w, b, 3 * dw, 3 * db) == pytest.approx(3 * single)


def network(sizes, m=0, seed=1):
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=(n, k)) for k, n in pairwise(sizes)]
    biases = [rng.normal(size=n) for n in sizes[1:]]
    return rng.normal(size=(m, sizes[0]) if m else sizes[0]), weights, biases


class TestLayer:
    @pytest.mark.parametrize("sizes", [(1, 1), (2, 3), (3, 2), (4, 4)])
    def test_against_one_neuron_at_a_time(self, sizes):
        a, (W,), (b,) = network(sizes)
        found = layer(a, W, b)
        assert found.shape == (sizes[1],)
        for j in range(sizes[1]):
            z = sum(W[j, k] * a[k] for k in range(sizes[0])) + b[j]
            assert found[j] == pytest.approx(expit(z))

    @pytest.mark.parametrize("sizes", [(1, 1), (2, 3), (3, 2), (4, 4)])
    @pytest.mark.parametrize("m", [1, 2, 4])
    def test_a_batch_is_its_examples_one_a_row(self, sizes, m):
        A, (W,), (b,) = network(sizes, m)
        found = layer(A, W, b)
        assert found.shape == (m, sizes[1])
        for row, a in zip(found, A, strict=True):
            np.testing.assert_allclose(row, layer(a, W, b))


class TestFeedforward:
    @pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 1), (3, 4, 2, 5, 2)])
    @pytest.mark.parametrize("m", [0, 1, 3])
    def test_each_layer_hears_the_one_before(self, sizes, m):
        x, weights, biases = network(sizes, m)
        activations = feedforward(x, weights, biases)
        assert [a.shape[-1] for a in activations] == list(sizes)
        a = x
        for found, W, b in zip(activations[1:], weights, biases, strict=True):
            a = expit(np.einsum("...k,jk->...j", a, W) + b)
            np.testing.assert_allclose(found, a)
        np.testing.assert_array_equal(activations[0], x)

    def test_two_layers_know_xor(self):
        """NAND and OR in the hidden layer, AND above them: what one neuron cannot do."""
        weights = [20 * np.array([[-1.0, -1.0], [1.0, 1.0]]), 20 * np.array([[1.0, 1.0]])]
        biases = [20 * np.array([1.5, -0.5]), 20 * np.array([-1.5])]
        X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
        output = feedforward(X, weights, biases)[-1].ravel()
        assert output.round().tolist() == [0, 1, 1, 0]
        assert np.abs(output - output.round()).max() < 1e-3


@pytest.mark.parametrize(
    ("function", "args"),
    [
        (sigmoid, (FAR,)),
        (sigmoid_prime, (FAR,)),
        (tanh_from_sigmoid, (FAR,)),
        (linear_response, neuron(1, 3)),
        (layer, (np.ones((2, 3)), np.ones((4, 3)), np.ones(4))),
        (feedforward, network((2, 3, 1), 2)),
    ],
)
def test_arguments_keep_their_values(function, args):
    before = copy.deepcopy(args)
    function(*args)
    for one, other in zip(args, before, strict=True):
        np.testing.assert_equal(one, other)
