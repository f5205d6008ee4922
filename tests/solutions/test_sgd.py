"""The reference solutions of chapter 04, against what is known without them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions import sgd as module
from solutions.sgd import gradient_noise, minibatches, sgd, sgd_step, updates_per_epoch

steady = settings(derandomize=True, deadline=None, database=None, max_examples=50)
sizes = st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n)))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def neuron(n=8, n_in=3, seed=1):
    """Draw X, y, w and b."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, n).astype(float)
    return rng.normal(size=(n, n_in)), y, rng.normal(size=n_in), float(rng.normal())


def cost(X, y, w, b):
    return sum((d - sigmoid(x @ w + b)) ** 2 for x, d in zip(X, y, strict=True)) / (2 * len(X))


def numerical_gradient(X, y, w, b, h=1e-6):
    """Differentiate the cost by each weight and by the bias, which comes last."""
    steps = h * np.eye(len(w))
    by_w = [(cost(X, y, w + step, b) - cost(X, y, w - step, b)) / (2 * h) for step in steps]
    return np.array([*by_w, (cost(X, y, w, b + h) - cost(X, y, w, b - h)) / (2 * h)])


def _rng():
    return np.random.default_rng(7)


class TestUpdatesPerEpoch:
    def test_the_well_known_number(self):
        updates = updates_per_epoch(60_000, 10)
        assert updates == 6000
        assert type(updates) is int

    @steady
    @given(sizes)
    def test_it_counts_the_minibatches(self, sizes):
        n, m = sizes
        assert updates_per_epoch(n, m) == len(minibatches(n, m, _rng())) == -(-n // m)


class TestMinibatches:
    @steady
    @given(sizes)
    def test_every_example_comes_once(self, sizes):
        n, m = sizes
        batches = minibatches(n, m, _rng())
        assert sorted(np.concatenate(batches).tolist()) == list(range(n))
        assert all(len(batch) == m for batch in batches[:-1])
        assert 1 <= len(batches[-1]) <= m

    def test_it_is_one_permutation_cut_in_order(self):
        rng = _rng()
        batches = minibatches(10, 4, rng)
        again = _rng()
        assert np.concatenate(batches).tolist() == again.permutation(10).tolist()
        assert rng.random() == again.random()

    def test_every_order_is_as_likely(self):
        """The first of three examples is each of them a third of the time."""
        rng, n = _rng(), 3000
        first = [minibatches(3, 1, rng)[0][0] for _ in range(n)]
        for count in np.bincount(first):
            assert abs(count / n - 1 / 3) < 5 * math.sqrt(2 / 9 / n)


class TestStep:
    def test_by_hand(self):
        w, b = np.array([1.0, -2.0]), 0.5
        new_w, new_b = sgd_step([w, b], [np.array([10.0, 0.0]), -1.0], 0.1)
        assert new_w.tolist() == [0, -2]
        assert new_b == 0.6
        assert w.tolist() == [1, -2]
        assert not np.shares_memory(new_w, w)

    def test_a_short_step_goes_downhill(self):
        X, y, w, b = neuron()
        gradient = numerical_gradient(X, y, w, b)
        w_new, b_new = sgd_step([w, b], [gradient[:-1], gradient[-1]], 0.01)
        fall = cost(X, y, w, b) - cost(X, y, w_new, b_new)
        assert fall == pytest.approx(0.01 * gradient @ gradient, rel=0.01)


class TestSgd:
    def test_against_numerical_gradients(self):
        X, y, w, b = neuron()
        found_w, found_b, costs = sgd(X, y, w, b, 0.7, 3, 2, _rng())
        rng, wanted = _rng(), []
        for _ in range(2):
            order = rng.permutation(8)
            for rows in (order[:3], order[3:6], order[6:]):
                gradient = numerical_gradient(X[rows], y[rows], w, b)
                w, b = w - 0.7 * gradient[:-1], b - 0.7 * gradient[-1]
            wanted.append(cost(X, y, w, b))
        np.testing.assert_allclose(found_w, w, atol=1e-7)
        assert found_b == pytest.approx(b, abs=1e-7)
        np.testing.assert_allclose(costs, wanted, atol=1e-7)

    def test_with_one_big_batch_it_is_gradient_descent(self):
        """Then the cost falls in every epoch, if the steps are short."""
        X, y, w, b = neuron(40)
        _, _, costs = sgd(X, y, w, b, 0.1, 40, 30, _rng())
        assert costs.shape == (30,)
        assert (np.diff([cost(X, y, w, b), *costs]) < 0).all()

    def test_it_learns_what_a_neuron_can(self):
        X, _, w, b = neuron(60)
        y = (X @ np.array([2.0, -1.0, 0.5]) > 0).astype(float)
        w, b, costs = sgd(X, y, w, b, 2.0, 5, 60, _rng())
        assert ((X @ w + b > 0) == y).mean() > 0.95
        assert costs[-1] < costs[0] / 2

    def test_nothing_handed_in_is_changed(self):
        X, y, w, b = neuron()
        kept = [array.copy() for array in (X, y, w)]
        sgd(X, y, w, b, 0.5, 3, 2, _rng())
        for array, before in zip((X, y, w), kept, strict=True):
            assert array.tolist() == before.tolist()

    def test_it_draws_one_permutation_an_epoch(self):
        rng, again = _rng(), _rng()
        sgd(*neuron(), 0.5, 3, 4, rng)
        for _ in range(4):
            again.permutation(8)
        assert rng.random() == again.random()

    def test_its_minibatches_are_those_of_minibatches(self, monkeypatch):
        def in_order(n, m, rng):
            return [np.arange(n)]

        monkeypatch.setattr(module, "minibatches", in_order)
        X, y, w, b = neuron()
        found, _, _ = sgd(X, y, w, b, 0.5, 3, 1, _rng())
        np.testing.assert_allclose(found, w - 0.5 * numerical_gradient(X, y, w, b)[:-1], atol=1e-9)


class TestNoise:
    def test_against_numerical_gradients(self):
        X, y, w, b = neuron()
        full, rng = numerical_gradient(X, y, w, b), _rng()
        total = 0.0
        for _ in range(5):
            rows = rng.choice(8, 3, replace=False)
            total += ((numerical_gradient(X[rows], y[rows], w, b) - full) ** 2).sum()
        noise = gradient_noise(X, y, w, b, 3, 5, _rng())
        assert noise == pytest.approx(math.sqrt(total / 5), abs=1e-8)

    def test_all_examples_leave_no_noise(self):
        assert gradient_noise(*neuron(), 8, 3, _rng()) == pytest.approx(0, abs=1e-15)

    @pytest.mark.parametrize("m", [1, 4, 16, 64])
    def test_it_falls_as_theory_says(self, m):
        """Drawn without replacement, the variance is s²/m·(n − m)/(n − 1)."""
        X, y, w, b = neuron(128)
        one = np.array([numerical_gradient(X[i : i + 1], y[i : i + 1], w, b) for i in range(128)])
        spread = math.sqrt(((one - one.mean(axis=0)) ** 2).sum(axis=1).mean())
        theory = spread / math.sqrt(m) * math.sqrt((128 - m) / 127)
        assert gradient_noise(X, y, w, b, m, 2000, _rng()) == pytest.approx(theory, rel=0.1)
