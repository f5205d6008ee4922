"""The reference solutions of chapter 07, against what is known without them."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.l1_l2 import (
    l1_penalty,
    l1_update,
    l2_penalty,
    l2_update,
    regularized_gradients,
    soft_threshold,
    sparsity,
)

steady = settings(derandomize=True, deadline=None, database=None, max_examples=50)
numbers = st.floats(-4, 4, allow_subnormal=False).filter(lambda w: w == 0 or abs(w) > 1e-3)
vectors = st.lists(numbers, min_size=1, max_size=6).map(np.array)
strengths = st.floats(0, 3)


def network(seed=1):
    """Draw the weights of three layers, and gradients of their shapes."""
    rng = np.random.default_rng(seed)
    shapes = [(3, 2), (4, 3), (1, 4)]
    return [rng.normal(size=shape) for shape in shapes], [rng.normal(size=s) for s in shapes]


def slope(penalty, weights, layer, place, h=1e-6):
    """Differentiate a penalty by one weight."""
    values = []
    for step in (h, -h):
        moved = [W.copy() for W in weights]
        moved[layer][place] += step
        values.append(penalty(moved, 0.7, 12))
    return (values[0] - values[1]) / (2 * h)


class TestPenalties:
    def test_by_hand(self):
        weights = [np.array([[3.0, -4.0]]), np.array([[1.0], [-2.0]])]
        assert l2_penalty(weights, 2.0, 10) == 3.0
        assert l1_penalty(weights, 2.0, 10) == 2.0
        assert type(l2_penalty(weights, 2.0, 10)) is type(l1_penalty(weights, 2.0, 10)) is float

    @pytest.mark.parametrize("penalty", [l2_penalty, l1_penalty])
    def test_layers_add_up(self, penalty):
        weights, _ = network()
        alone = sum(penalty([W], 0.7, 12) for W in weights)
        assert penalty(weights, 0.7, 12) == pytest.approx(alone, rel=1e-12)

    @pytest.mark.parametrize(("penalty", "power"), [(l2_penalty, 2), (l1_penalty, 1)])
    def test_how_they_grow_with_the_weights(self, penalty, power):
        weights, _ = network()
        doubled = [2 * W for W in weights]
        ratio = penalty(doubled, 0.7, 12) / penalty(weights, 0.7, 12)
        assert ratio == pytest.approx(2**power, rel=1e-12)

    def test_against_pytorch(self):
        """Its norms know nothing of ours."""
        weights, _ = network()
        flat = torch.cat([torch.tensor(W).ravel() for W in weights])
        l1, l2 = (float(torch.linalg.vector_norm(flat, order)) for order in (1, 2))
        assert l1_penalty(weights, 0.7, 12) == pytest.approx(0.7 / 12 * l1, rel=1e-12)
        assert l2_penalty(weights, 0.7, 12) == pytest.approx(0.7 / 24 * l2**2, rel=1e-12)


class TestUpdates:
    def test_by_hand(self):
        w, grad = np.array([2.0, -1.0, 0.0]), np.array([1.0, 0.0, 0.0])
        assert l2_update(w, grad, 0.5, 4.0, 8).tolist() == [1.0, -0.75, 0.0]
        assert l1_update(w, grad, 0.5, 4.0, 8).tolist() == [1.25, -0.75, 0.0]
        assert w.tolist() == [2, -1, 0]

    @steady
    @given(vectors, st.floats(0.01, 1), strengths)
    def test_l2_is_weight_decay_of_pytorch(self, w, lr, lam):
        """PyTorch's penalty is ½·weight_decay·Σw², so λ has to be divided by n."""
        grad, parameter = np.cos(w), torch.tensor(w, requires_grad=True)
        optimizer = torch.optim.SGD([parameter], lr=lr, weight_decay=lam / 20)
        parameter.grad = torch.tensor(grad)
        optimizer.step()
        np.testing.assert_allclose(
            l2_update(w, grad, lr, lam, 20), parameter.detach().numpy(), atol=1e-12
        )

    @steady
    @given(vectors, st.floats(0.01, 1), strengths)
    def test_l1_is_a_step_down_the_gradient_of_pytorch(self, w, lr, lam):
        grad, parameter = np.cos(w), torch.tensor(w, requires_grad=True)
        cost = torch.tensor(grad) @ parameter + lam / 20 * parameter.abs().sum()
        cost.backward()
        stepped = parameter - lr * parameter.grad
        np.testing.assert_allclose(
            l1_update(w, grad, lr, lam, 20), stepped.detach().numpy(), atol=1e-12
        )

    @pytest.mark.parametrize("update", [l2_update, l1_update])
    def test_without_lambda_it_is_a_plain_step(self, update):
        w, grad = (layers[0] for layers in network())
        np.testing.assert_array_equal(update(w, grad, 0.3, 0.0, 5), w - 0.3 * grad)

    def test_l2_never_gets_there_and_l1_steps_across(self):
        """Nothing but the penalty moves them, a hundred times."""
        w = v = np.array([0.9, -0.35])
        for _ in range(100):
            w = l2_update(w, np.zeros(2), 0.5, 2.0, 10)
            v = l1_update(v, np.zeros(2), 0.5, 2.0, 10)
            assert (w != 0).all()
        assert 0 < abs(v[1]) < 0.1
        assert np.sign(v[1]) != np.sign(l1_update(v, np.zeros(2), 0.5, 2.0, 10)[1])


class TestSoftThreshold:
    def test_by_hand(self):
        w = np.array([2.0, -2.0, 0.5, -0.25, 0.0])
        assert soft_threshold(w, 0.5).tolist() == [1.5, -1.5, 0, 0, 0]
        assert w.tolist() == [2, -2, 0.5, -0.25, 0]

    @steady
    @given(vectors, strengths)
    def test_against_pytorch(self, w, t):
        shrunk = torch.nn.functional.softshrink(torch.tensor(w), t).numpy()
        np.testing.assert_allclose(soft_threshold(w, t), shrunk, atol=1e-12)

    @steady
    @given(numbers, strengths)
    def test_it_minimizes_a_cost_with_an_l1_penalty(self, w, t):
        """It is the lowest point of ½(x − w)² + t·|x|, so no other x is lower."""

        def cost(x):
            return (x - w) ** 2 / 2 + t * np.abs(x)

        best = float(soft_threshold(np.array(w), t))
        assert cost(best) <= cost(np.linspace(-5, 5, 2001)).min() + 1e-12

    @steady
    @given(vectors, strengths, strengths)
    def test_two_short_ways_make_a_long_one(self, w, one, other):
        twice = soft_threshold(soft_threshold(w, one), other)
        np.testing.assert_allclose(twice, soft_threshold(w, one + other), atol=1e-12)


class TestSparsity:
    def test_by_hand(self):
        weights = [np.array([[0.0, 0.5], [-0.5, 2.0]]), np.array([[-3.0, 0.75]])]
        assert sparsity(weights, 0.0) == 1 / 6
        assert sparsity(weights, 0.5) == 3 / 6
        assert sparsity(weights, 3.0) == 1
        assert type(sparsity(weights, 0.5)) is float

    @steady
    @given(vectors, vectors, strengths)
    def test_it_counts_what_soft_threshold_switches_off(self, one, other, tol):
        weights = [one, other]
        off = sum(int(np.sum(soft_threshold(W, tol) == 0)) for W in weights)
        assert sparsity(weights, tol) == off / (one.size + other.size)


class TestRegularizedGradients:
    @pytest.mark.parametrize(("kind", "penalty"), [("l1", l1_penalty), ("l2", l2_penalty)])
    def test_against_numerical_slopes_of_the_penalties(self, kind, penalty):
        weights, dWs = network()
        new = regularized_gradients(dWs, weights, 0.7, 12, kind)
        for layer, W in enumerate(weights):
            for place in np.ndindex(W.shape):
                share = new[layer][place] - dWs[layer][place]
                assert share == pytest.approx(slope(penalty, weights, layer, place), abs=1e-9)

    @pytest.mark.parametrize(("kind", "update"), [("l1", l1_update), ("l2", l2_update)])
    def test_a_plain_step_with_them_is_an_update(self, kind, update):
        weights, dWs = network()
        new = regularized_gradients(dWs, weights, 0.7, 12, kind)
        for W, dW, gradient in zip(weights, dWs, new, strict=True):
            np.testing.assert_allclose(W - 0.3 * gradient, update(W, dW, 0.3, 0.7, 12), atol=1e-15)

    def test_a_weight_at_zero_is_left_alone_by_l1(self):
        [new] = regularized_gradients([np.array([[0.5]])], [np.array([[0.0]])], 3.0, 4, "l1")
        assert new.tolist() == [[0.5]]

    def test_nothing_handed_in_is_changed(self):
        weights, dWs = network()
        kept = [array.copy() for array in (*weights, *dWs)]
        new = regularized_gradients(dWs, weights, 0.7, 12, "l2")
        for array, before in zip((*weights, *dWs), kept, strict=True):
            assert array.tolist() == before.tolist()
        assert not any(map(np.shares_memory, new, dWs))

    @pytest.mark.parametrize("kind", ["L3", "", "l1_l2", "ridge"])
    def test_another_kind_is_refused(self, kind):
        weights, dWs = network()
        with pytest.raises(ValueError, match=f'kind must be "l1" or "l2", not "{kind}"'):
            regularized_gradients(dWs, weights, 0.7, 12, kind)
