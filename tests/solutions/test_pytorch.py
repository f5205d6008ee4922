"""Chapter 10 against PyTorch itself: the same outputs, gradients, steps and coins."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch
from scipy import stats
from torch import nn

from solutions.backpropagation import backprop_batch
from solutions.dropout import dropout_backward, dropout_forward, feedforward_dropout
from solutions.pytorch_and_keras import drop_rate, to_state_dict, weight_decay
from solutions.sigmoid import feedforward
from tests.solutions.frameworks import (
    PATTERN_ROWS,
    ROWS,
    SIZES,
    UNLIKELY,
    count_patterns,
    draw_problem,
    fit_of,
    follow_each_other,
    likeness,
    only_zero_or_scaled,
)

SAME = 1e-12
LR, LAM, N = 0.5, 3.0, 60
every_size = pytest.mark.parametrize("sizes", SIZES)


def tensors(state):
    return {key: torch.from_numpy(np.array(array)) for key, array in state.items()}


def sequential(sizes, state):
    """Build Linear, Sigmoid, Linear, Sigmoid …, and load a state dict; nothing may be missing."""
    stack = []
    for n_in, n_out in pairwise(sizes):
        stack += [nn.Linear(n_in, n_out), nn.Sigmoid()]
    model = nn.Sequential(*stack).double()
    model.load_state_dict(tensors(state), strict=True)
    return model


def loaded(sizes, problem):
    return sequential(sizes, to_state_dict(problem.weights, problem.biases))


def quadratic_cost(model, problem):
    misses = model(torch.from_numpy(problem.X)) - torch.from_numpy(problem.Y)
    return (misses**2).sum() / (2 * problem.m)


def linears(model):
    return [layer for layer in model if isinstance(layer, nn.Linear)]


def gap(theirs, ours):
    """Return the largest difference between PyTorch's tensors and our arrays."""
    pairs = zip(theirs, ours, strict=True)
    return max(float(np.abs(one.detach().numpy() - other).max()) for one, other in pairs)


class TestStateDict:
    @every_size
    def test_same_outputs(self, sizes):
        problem = draw_problem(sizes)
        ours = feedforward(problem.X, problem.weights, problem.biases)[-1]
        theirs = loaded(sizes, problem)(torch.from_numpy(problem.X))
        assert theirs.dtype == torch.float64
        assert gap([theirs], [ours]) < SAME

    @every_size
    def test_same_gradients(self, sizes):
        problem = draw_problem(sizes)
        model = loaded(sizes, problem)
        quadratic_cost(model, problem).backward()
        dWs, dbs = backprop_batch(problem.X, problem.Y, problem.weights, problem.biases)
        assert gap([layer.weight.grad for layer in linears(model)], dWs) < SAME
        assert gap([layer.bias.grad for layer in linears(model)], dbs) < SAME

    @every_size
    def test_it_comes_back_as_it_went(self, sizes):
        problem = draw_problem(sizes)
        state = to_state_dict(problem.weights, problem.biases)
        back = sequential(sizes, state).state_dict()
        assert list(back) == list(state)
        assert gap(back.values(), state.values()) == 0

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda key, array: (key, array.T),
            lambda key, array: (key.replace("2.", "1."), array),
            lambda key, array: (key.replace("weight", "weights"), array),
        ],
    )
    def test_pytorch_refuses_what_the_exercise_refuses(self, spoil):
        problem = draw_problem((3, 4, 2))
        state = to_state_dict(problem.weights, problem.biases)
        with pytest.raises(RuntimeError, match=r"Error.* in loading state_dict"):
            sequential((3, 4, 2), dict(spoil(*pair) for pair in state.items()))

    def test_a_dropout_layer_takes_a_number_too(self):
        """Behind it the numbers are other ones: these are for activations alone."""
        problem = draw_problem((3, 4, 2))
        model = nn.Sequential(nn.Linear(3, 4), nn.Sigmoid(), nn.Dropout(0.5), nn.Linear(4, 2))
        assert list(model.state_dict()) == ["0.weight", "0.bias", "3.weight", "3.bias"]
        with pytest.raises(RuntimeError, match="Missing key"):
            model.load_state_dict(tensors(to_state_dict(problem.weights, problem.biases)))


def our_step(problem, decay_biases=0.0):
    """Take one step by chapter 07's rule: w ← (1 − lr·λ/n)·w − lr·∂C/∂w; biases do not shrink.

    PyTorch, if told of all parameters alike, shrinks biases by `decay_biases` as well.
    """
    dWs, dbs = backprop_batch(problem.X, problem.Y, problem.weights, problem.biases)
    pairs = zip(problem.weights, dWs, strict=True)
    problem.weights = [(1 - LR * LAM / N) * W - LR * dW for W, dW in pairs]
    pairs = zip(problem.biases, dbs, strict=True)
    problem.biases = [(1 - LR * decay_biases) * b - LR * db for b, db in pairs]


def their_steps(model, problem, groups, steps):
    optimizer = torch.optim.SGD(groups, lr=LR)
    for _ in range(steps):
        optimizer.zero_grad()
        quadratic_cost(model, problem).backward()
        optimizer.step()


def distance(model, problem):
    """Return how far PyTorch's weights, and its biases, are from ours."""
    weights, biases = (
        gap([getattr(layer, name) for layer in linears(model)], ours)
        for name, ours in (("weight", problem.weights), ("bias", problem.biases))
    )
    return weights, biases


class TestWeightDecay:
    @every_size
    def test_weights_alone_are_given_to_it_and_all_steps_are_ours(self, sizes):
        """Biases go into a group of their own, without weight decay."""
        problem = draw_problem(sizes)
        model = loaded(sizes, problem)
        groups = [
            {
                "params": [layer.weight for layer in linears(model)],
                "weight_decay": weight_decay(LAM, N),
            },
            {"params": [layer.bias for layer in linears(model)], "weight_decay": 0.0},
        ]
        their_steps(model, problem, groups, steps=20)
        for _ in range(20):
            our_step(problem)
        assert max(distance(model, problem)) < SAME

    @every_size
    def test_all_parameters_given_alike_biases_shrink_too(self, sizes):
        problem = draw_problem(sizes)
        model = loaded(sizes, problem)
        groups = [{"params": model.parameters(), "weight_decay": weight_decay(LAM, N)}]
        their_steps(model, problem, groups, steps=1)
        our_step(problem)
        weights, biases = distance(model, problem)
        assert weights < SAME  # the first step of the weights is right all the same
        assert biases > 1e-3

        problem = draw_problem(sizes)
        our_step(problem, decay_biases=LAM / N)
        assert max(distance(model, problem)) < SAME  # and this is what was done to the biases

    @pytest.mark.parametrize("factor", [N, 2, 0.5])
    def test_another_number_is_another_step(self, factor):
        """λ itself, twice and half of it: none of them is our step."""
        problem = draw_problem((3, 4, 2))
        model = loaded((3, 4, 2), problem)
        groups = [
            {
                "params": [layer.weight for layer in linears(model)],
                "weight_decay": factor * weight_decay(LAM, N),
            }
        ]
        their_steps(model, problem, groups, steps=1)
        our_step(problem)
        assert distance(model, problem)[0] > 1e-3

    def test_it_stands_for_our_penalty_in_the_cost(self):
        """With λ/(2n)·Σw² written into the cost, autograd adds weight_decay·w by itself."""
        problem = draw_problem((3, 4, 2))
        model = loaded((3, 4, 2), problem)
        penalty = sum((layer.weight**2).sum() for layer in linears(model)) * LAM / (2 * N)
        (quadratic_cost(model, problem) + penalty).backward()
        dWs, dbs = backprop_batch(problem.X, problem.Y, problem.weights, problem.biases)
        pairs = zip(dWs, problem.weights, strict=True)
        ours = [dW + weight_decay(LAM, N) * W for dW, W in pairs]
        assert gap([layer.weight.grad for layer in linears(model)], ours) < SAME
        assert gap([layer.bias.grad for layer in linears(model)], dbs) < SAME


RATES = [0.1, 0.3, 0.5, 0.8]
every_rate = pytest.mark.parametrize("p", RATES)


def their_rows(p, seed=1):
    torch.manual_seed(seed)
    return nn.Dropout(p)(torch.from_numpy(ROWS)).numpy()


def our_rows(p, seed=2):
    return dropout_forward(ROWS, p, np.random.default_rng(seed))[0]


class TestDropout:
    @every_rate
    def test_both_drop_or_rescale(self, p):
        assert only_zero_or_scaled(their_rows(p), p)
        assert only_zero_or_scaled(our_rows(p), p)

    @every_rate
    def test_patterns_have_one_distribution(self, p):
        """Chi-squared over who is on in a row of four neurons, in 100,000 rows each."""
        theirs, ours = count_patterns(their_rows(p)), count_patterns(our_rows(p))
        assert theirs.sum() == ours.sum() == PATTERN_ROWS
        assert fit_of(theirs, p) > UNLIKELY
        assert fit_of(ours, p) > UNLIKELY
        assert likeness(theirs, ours) > UNLIKELY

    @every_rate
    def test_rows_do_not_hang_on_each_other(self, p):
        assert follow_each_other(their_rows(p)) > UNLIKELY
        assert follow_each_other(our_rows(p)) > UNLIKELY

    @every_rate
    def test_the_test_would_notice(self, p):
        """p a hundredth off, a number of neurons that is always the same, or one row for two."""
        right = count_patterns(their_rows(p))
        assert likeness(right, count_patterns(our_rows(p + 0.01))) < 1e-6
        rng = np.random.default_rng(3)
        fixed = rng.permuted(np.tile([0, 1, 1, 1], (PATTERN_ROWS, 1)), axis=1)
        assert likeness(right, count_patterns(fixed)) < 1e-6
        assert follow_each_other(np.repeat(our_rows(p)[::2], 2, axis=0)) < 1e-6

    def test_keep_taken_for_p_would_be_noticed(self):
        assert likeness(count_patterns(their_rows(0.8)), count_patterns(our_rows(0.2))) < 1e-6
        right = count_patterns(their_rows(drop_rate(0.8)))
        assert likeness(right, count_patterns(our_rows(0.2))) > UNLIKELY

    @every_rate
    def test_outputs_of_a_network_have_one_distribution(self, p):
        """Kolmogorov and Smirnov on 4,000 thinned networks of each kind."""
        problem = draw_problem((3, 12, 1), m=1)
        X = np.repeat(problem.X, 4000, axis=0)
        activations, _ = feedforward_dropout(
            X, problem.weights, problem.biases, p, np.random.default_rng(4), True
        )
        first, last = linears(loaded((3, 12, 1), problem))
        model = nn.Sequential(first, nn.Sigmoid(), nn.Dropout(p), last, nn.Sigmoid())
        torch.manual_seed(5)
        theirs = model(torch.from_numpy(X)).detach().numpy().ravel()
        # Rounding must not make two of one.
        ours, theirs = activations[-1].ravel().round(12), theirs.round(12)
        assert stats.ks_2samp(theirs, ours).pvalue > UNLIKELY

        model.eval()
        plain = feedforward(problem.X, problem.weights, problem.biases)[-1]
        assert gap([model(torch.from_numpy(problem.X))], [plain]) < SAME

    @every_rate
    def test_gradients_go_back_alike(self, p):
        A = torch.from_numpy(ROWS[:50].copy()).requires_grad_()
        torch.manual_seed(6)
        out = nn.Dropout(p)(A)
        dA = np.random.default_rng(7).normal(size=out.shape)
        out.backward(torch.from_numpy(dA))
        mask = (out.detach().numpy() != 0).astype(float)
        assert gap([A.grad], [dropout_backward(dA, mask, p)]) < SAME

    def test_every_pass_draws_anew_and_using_a_network_draws_nothing(self):
        torch.manual_seed(8)
        layer, A = nn.Dropout(0.5), torch.ones(10, 10)
        assert not torch.equal(layer(A), layer(A))
        layer.eval()
        assert torch.equal(layer(A), A)
