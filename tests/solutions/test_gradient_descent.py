"""The reference solutions of chapter 03, against what is known without them."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize
from scipy.special import expit

from neurona.checks.recipes import RECIPES
from solutions.gradient_descent import (
    gradient_descent,
    max_learning_rate,
    neuron_gradient,
    numerical_gradient,
    quadratic_cost,
)

steady = settings(derandomize=True, deadline=None, database=None, max_examples=60)
seeds = st.integers(0, 2**32 - 1)
SURFACES = ["bowl", "wells", "ripple"]


class TestQuadraticCost:
    def test_a_value_worked_out_by_hand(self):
        """(0.5² + 1²) for one example and 0.5² for the other, over 2·2."""
        A = np.array([[0.5, 1.0], [1.0, 0.5]])
        Y = np.array([[0.0, 0.0], [1.0, 0.0]])
        assert quadratic_cost(A, Y) == 0.375

    @steady
    @given(seeds, st.integers(1, 6), st.integers(1, 6))
    def test_against_single_numbers(self, seed, m, n):
        rng = np.random.default_rng(seed)
        A, Y = rng.normal(size=(m, n)), rng.normal(size=(m, n))
        total = sum((Y[i, j] - A[i, j]) ** 2 for i in range(m) for j in range(n))
        cost = quadratic_cost(A, Y)
        assert type(cost) is float
        assert cost == pytest.approx(total / (2 * m))

    @steady
    @given(seeds)
    def test_what_a_cost_should_be(self, seed):
        """It is 0 where all is right, positive elsewhere, and an average over the examples."""
        rng = np.random.default_rng(seed)
        A, Y = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
        assert quadratic_cost(Y, Y) == 0
        assert quadratic_cost(A, Y) == quadratic_cost(Y, A) > 0
        assert quadratic_cost(np.vstack([A, A]), np.vstack([Y, Y])) == pytest.approx(
            quadratic_cost(A, Y)
        )
        each = [quadratic_cost(a[None], y[None]) for a, y in zip(A, Y, strict=True)]
        assert quadratic_cost(A, Y) == pytest.approx(np.mean(each))

    def test_with_two_outputs_it_is_the_mean_squared_error(self):
        """An accident: the ½ that is missing there is the average over two outputs."""
        rng = np.random.default_rng(1)
        A, Y = rng.normal(size=(5, 2)), rng.normal(size=(5, 2))
        assert quadratic_cost(A, Y) == pytest.approx(np.mean((A - Y) ** 2))
        assert quadratic_cost(A[:, :1], Y[:, :1]) != pytest.approx(
            np.mean((A[:, :1] - Y[:, :1]) ** 2)
        )


class TestNumericalGradient:
    @pytest.mark.parametrize("name", SURFACES)
    @pytest.mark.parametrize("shape", [(1,), (3,), (2, 3), (2, 1, 2), ()])
    def test_against_the_known_gradient(self, name, shape):
        v = np.random.default_rng(1).uniform(-1.5, 1.5, shape)
        found = numerical_gradient(RECIPES[name], v)
        assert found.shape == shape
        np.testing.assert_allclose(found, RECIPES[f"{name}_slope"](v), atol=1e-8)

    def test_against_scipys(self):
        v = np.array([0.5, -1.25, 0.75])
        found = numerical_gradient(optimize.rosen, v)
        np.testing.assert_allclose(found, optimize.rosen_der(v), rtol=1e-7)

    @steady
    @given(seeds, st.floats(0.01, 1))
    def test_it_is_exact_for_squares_whatever_the_step(self, seed, h):
        v = np.random.default_rng(seed).uniform(-2, 2, 3)
        np.testing.assert_allclose(
            numerical_gradient(RECIPES["bowl"], v, h), RECIPES["bowl_slope"](v), atol=1e-10
        )

    def test_a_step_ten_times_as_small_errs_a_hundred_times_less(self):
        v = np.array([0.7])
        errors = [
            abs(numerical_gradient(RECIPES["wells"], v, h) - RECIPES["wells_slope"](v)).item()
            for h in (0.1, 0.01)
        ]
        assert errors[0] == pytest.approx(0.7 * 0.1**2)
        assert errors[0] / errors[1] == pytest.approx(100, rel=1e-6)

    def test_whole_numbers_have_slopes_too(self):
        assert numerical_gradient(RECIPES["bowl"], np.array([1, 2])) == pytest.approx([1, 4])


class TestGradientDescent:
    @steady
    @given(seeds, st.floats(0.01, 0.6), st.integers(1, 12))
    def test_on_a_bowl_each_coordinate_shrinks_by_its_own_factor(self, seed, lr, steps):
        """After k steps coordinate i is (1 − lr·i)ᵏ times what it was."""
        v0 = np.random.default_rng(seed).uniform(-2, 2, 3)
        path = gradient_descent(RECIPES["bowl_slope"], v0, lr, steps)
        factors = 1 - lr * np.array([1, 2, 3])
        k = np.arange(steps + 1)[:, None]
        assert path.shape == (steps + 1, 3)
        np.testing.assert_allclose(path, v0 * factors**k, atol=1e-12)

    @pytest.mark.parametrize(("start", "end"), [(0.3, 1.0), (-0.3, -1.0), (2.0, 1.0), (0.0, 0.0)])
    def test_where_it_ends_hangs_on_where_it_starts(self, start, end):
        """The nearest valley, not the lowest one; and on top of a hill it stays."""
        path = gradient_descent(RECIPES["wells_slope"], np.array([start]), 0.1, 300)
        assert path[-1].item() == pytest.approx(end, abs=1e-9)

    def test_a_small_step_lowers_the_cost_as_promised(self):
        """ΔC ≈ −η‖∇C‖²."""
        lr, v0 = 1e-5, np.array([0.4, -1.7, 0.2])
        f, slope = RECIPES["ripple"], RECIPES["ripple_slope"]
        path = gradient_descent(slope, v0, lr, 1)
        promised = -lr * np.sum(slope(v0) ** 2)
        assert f(path[1]) - f(path[0]) == pytest.approx(promised, rel=1e-3)

    def test_rows_are_places_of_their_own(self):
        v0 = np.array([1.0, 2.0])
        path = gradient_descent(RECIPES["bowl_slope"], v0, 0.1, 3)
        assert path[0].tolist() == [1, 2]
        path[0] = 7
        assert v0.tolist() == [1, 2]
        assert len(np.unique(path, axis=0)) == 4


class TestNeuronGradient:
    @steady
    @given(seeds, st.integers(1, 6), st.integers(1, 4))
    def test_against_central_differences(self, seed, m, n):
        rng = np.random.default_rng(seed)
        X, y = rng.normal(size=(m, n)), rng.uniform(size=m)
        w, b = rng.normal(size=n), float(rng.normal())

        def cost(w, b):
            return quadratic_cost(expit(X @ w + b)[:, None], y[:, None])

        dw, db = neuron_gradient(X, y, w, b)
        assert type(db) is float
        np.testing.assert_allclose(dw, numerical_gradient(lambda v: cost(v, b), w), atol=1e-8)
        slope = numerical_gradient(lambda v: cost(w, v[0]), np.array([b]))
        assert db == pytest.approx(slope.item(), abs=1e-8)

    def test_where_all_is_right_there_is_nothing_to_learn(self):
        X, w, b = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([0.3, 0.1]), -0.2
        dw, db = neuron_gradient(X, expit(X @ w + b), w, b)
        assert dw.tolist() == [0, 0]
        assert db == 0

    def test_a_saturated_neuron_learns_slowly_however_wrong_it_is(self):
        X, y = np.array([[1.0]]), np.array([0.0])
        slow, _ = neuron_gradient(X, y, np.array([8.0]), 0.0)
        fast, _ = neuron_gradient(X, y, np.array([0.5]), 0.0)
        assert 0 < slow < fast / 100

    def test_the_gradient_is_an_average(self):
        rng = np.random.default_rng(1)
        X, y, w, b = rng.normal(size=(4, 2)), rng.uniform(size=4), rng.normal(size=2), 0.5
        once = neuron_gradient(X, y, w, b)
        twice = neuron_gradient(np.vstack([X, X]), np.append(y, y), w, b)
        np.testing.assert_allclose(np.append(*once), np.append(*twice))


def bowl(seed, n):
    """Draw a symmetric matrix with known positive eigenvalues."""
    rng = np.random.default_rng(seed)
    turned, _ = np.linalg.qr(rng.normal(size=(n, n)))
    curvatures = np.sort(rng.uniform(0.2, 5, n))
    H = turned @ np.diag(curvatures) @ turned.T
    return (H + H.T) / 2, curvatures


class TestMaxLearningRate:
    @steady
    @given(seeds, st.integers(1, 6))
    def test_against_the_curvatures_it_was_made_of(self, seed, n):
        H, curvatures = bowl(seed, n)
        rate = max_learning_rate(H)
        assert type(rate) is float
        assert rate == pytest.approx(2 / curvatures[-1])

    @pytest.mark.parametrize("n", [1, 2, 4])
    def test_below_it_arrives_and_above_it_runs_away(self, n):
        H, _ = bowl(3, n)
        rate, v0 = max_learning_rate(H), np.ones(n)

        def distance(lr):
            path = gradient_descent(lambda v: H @ v, v0, lr, 3000)
            return np.linalg.norm(path[-1])

        assert distance(0.99 * rate) < 1e-6
        assert distance(1.01 * rate) > 1e6

    def test_at_it_the_steepest_direction_swings_for_ever(self):
        path = gradient_descent(lambda v: 4 * v, np.array([1.0]), max_learning_rate([[4.0]]), 5)
        assert path.ravel().tolist() == [1, -1, 1, -1, 1, -1]


@pytest.mark.parametrize(
    ("function", "args"),
    [
        (quadratic_cost, (np.ones((2, 3)), np.zeros((2, 3)))),
        (numerical_gradient, (np.sum, np.ones((2, 3)))),
        (gradient_descent, (np.sin, np.ones(3), 0.1, 4)),
        (neuron_gradient, (np.ones((2, 3)), np.zeros(2), np.ones(3), 0.5)),
        (max_learning_rate, (np.diag([1.0, 2.0]),)),
    ],
)
def test_arguments_keep_their_values(function, args):
    before = copy.deepcopy(args)
    function(*args)
    for one, other in zip(args, before, strict=True):
        if isinstance(one, np.ndarray):
            np.testing.assert_array_equal(one, other)
