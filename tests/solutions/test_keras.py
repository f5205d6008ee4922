"""Chapter 10 against Keras itself, on PyTorch: the same penalties, steps and coins."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import torch

from solutions.backpropagation import backprop_batch
from solutions.dropout import dropout_forward
from solutions.pytorch_and_keras import drop_rate, keras_l1, keras_l2
from solutions.sigmoid import feedforward
from tests.solutions.frameworks import (
    ROWS,
    UNLIKELY,
    count_patterns,
    double_precision,
    draw_problem,
    fit_of,
    likeness,
    only_zero_or_scaled,
)

SAME = 1e-12
LR = 0.5
STRENGTHS = [(5.0, 50_000), (0.1, 1000), (10.0, 4)]
KEEPS = [0.2, 0.5, 0.8]
every_strength = pytest.mark.parametrize(("lam", "n"), STRENGTHS)


@pytest.fixture(autouse=True)
def _double_precision():
    with double_precision():
        yield


def test_it_computes_with_pytorch():
    assert keras.config.backend() == "torch"


def array(tensor):
    return tensor.detach().cpu().numpy()


def penalties(weights, lam, n):
    """Return chapter 07's two penalties."""
    total = sum(np.sum(W**2) for W in weights), sum(np.sum(np.abs(W)) for W in weights)
    return {"l2": lam / (2 * n) * total[0], "l1": lam / n * total[1]}


def regularizers(lam, n):
    return {
        "l2": keras.regularizers.L2(keras_l2(lam, n)),
        "l1": keras.regularizers.L1(keras_l1(lam, n)),
    }


def model_of(problem, regularizer):
    """Build the network in Keras, which keeps one column, not one row, for each neuron."""
    layers = [
        keras.layers.Dense(len(b), activation="sigmoid", kernel_regularizer=regularizer)
        for b in problem.biases
    ]
    model = keras.Sequential([keras.Input((problem.X.shape[1],)), *layers])
    pairs = zip(problem.weights, problem.biases, strict=True)
    model.set_weights([each for W, b in pairs for each in (W.T, b)])
    return model


class TestPenalties:
    @every_strength
    @pytest.mark.parametrize("kind", ["l1", "l2"])
    def test_of_one_array(self, kind, lam, n):
        W = draw_problem((30, 20)).weights[0]
        found = regularizers(lam, n)[kind](torch.from_numpy(W))
        assert found.item() == pytest.approx(penalties([W], lam, n)[kind], rel=SAME)

    @every_strength
    @pytest.mark.parametrize("kind", ["l1", "l2"])
    def test_of_a_whole_network_without_its_biases(self, kind, lam, n):
        problem = draw_problem((4, 6, 5, 2))
        model = model_of(problem, regularizers(lam, n)[kind])
        found = sum(loss.item() for loss in model.losses)
        assert found == pytest.approx(penalties(problem.weights, lam, n)[kind], rel=SAME)

    def test_the_wrong_half_is_noticed(self):
        W = draw_problem((30, 20)).weights[0]
        wrong = keras.regularizers.L2(keras_l1(0.1, 1000))(torch.from_numpy(W))
        assert wrong.item() == pytest.approx(2 * penalties([W], 0.1, 1000)["l2"])


def test_weights_go_in_transposed_and_outputs_are_the_same():
    problem = draw_problem((4, 6, 5, 2))
    found = model_of(problem, None)(torch.from_numpy(problem.X))
    ours = feedforward(problem.X, problem.weights, problem.biases)[-1]
    np.testing.assert_allclose(array(found), ours, atol=SAME)


@pytest.mark.parametrize("kind", ["l1", "l2"])
def test_a_step_is_ours(kind):
    """Chapter 07's rules for the weights; biases have no regularizer and do not shrink."""
    lam, n = 10.0, 40
    problem = draw_problem((3, 4, 2))
    dWs, dbs = backprop_batch(problem.X, problem.Y, problem.weights, problem.biases)
    model = model_of(problem, regularizers(lam, n)[kind])
    cost = ((model(torch.from_numpy(problem.X)) - torch.from_numpy(problem.Y)) ** 2).sum()
    (cost / (2 * problem.m) + sum(model.losses)).backward()
    gradients = [variable.value.grad for variable in model.trainable_variables]
    with torch.no_grad():
        keras.optimizers.SGD(LR).apply(gradients, model.trainable_variables)

    kernels, biases = model.trainable_variables[::2], model.trainable_variables[1::2]
    for kernel, W, dW in zip(kernels, problem.weights, dWs, strict=True):
        pull = W if kind == "l2" else np.sign(W)
        moved = W - LR * lam / n * pull - LR * dW
        np.testing.assert_allclose(array(kernel.value).T, moved, atol=SAME)
    for bias, b, db in zip(biases, problem.biases, dbs, strict=True):
        np.testing.assert_allclose(array(bias.value), b - LR * db, atol=SAME)


def their_rows(rate, training=True):
    return array(keras.layers.Dropout(rate, seed=1)(torch.from_numpy(ROWS), training=training))


class TestDropout:
    @pytest.mark.parametrize("keep", KEEPS)
    def test_it_keeps_what_was_to_be_kept(self, keep):
        """Chi-squared over who is on in a row of four neurons, in 100,000 rows each."""
        p = drop_rate(keep)
        theirs, ours = their_rows(p), dropout_forward(ROWS, p, np.random.default_rng(2))[0]
        assert only_zero_or_scaled(theirs, p)
        assert fit_of(count_patterns(theirs), 1 - keep) > UNLIKELY
        assert likeness(count_patterns(theirs), count_patterns(ours)) > UNLIKELY

    def test_keep_taken_for_the_rate_is_noticed(self):
        """`Dropout(0.8)` keeps a fifth."""
        theirs = their_rows(0.8)
        assert np.mean(theirs != 0) == pytest.approx(0.2, abs=0.005)
        assert fit_of(count_patterns(theirs), drop_rate(0.8)) < 1e-6

    def test_in_use_it_does_nothing(self):
        np.testing.assert_array_equal(their_rows(0.8, training=False), ROWS)
