"""Right answers to chapter 05."""

from __future__ import annotations

import warnings
from functools import partial
from itertools import pairwise

import numpy as np

from solutions import backpropagation as solved
from solutions.backpropagation import backprop, backprop_batch  # wrappers are put around these
from tests.autograde.suite.right_answers import Answers, answer_to

ANSWERS: Answers = {}
answer = partial(answer_to, ANSWERS)


def _sigma(z):
    return 1 / (1 + np.exp(-z))


def _prime(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


@answer("output_error")
def from_activations(a, y, z):
    return (a - y) * a * (1 - a)


@answer("output_error")
def from_exponentials(a, y, z):
    error = -(y - a)
    error *= _prime(z)
    return error


@answer("output_error")
def output_in_float32(a, y, z):
    warnings.warn("single precision", stacklevel=1)
    a = np.float32(a)
    return (a - np.float32(y)) * (a - a**2)


@answer("hidden_error")
def from_the_left(W_next, delta_next, z):
    return delta_next @ W_next * _prime(z)


@answer("hidden_error")
def by_einsum(W_next, delta_next, z):
    a = _sigma(z)
    return np.einsum("jk,j,k->k", W_next, delta_next, a - a * a)


@answer("hidden_error")
def by_a_diagonal(W_next, delta_next, z):
    return np.float32(np.diag(_prime(z)) @ W_next.T @ delta_next)


@answer("layer_gradients")
def by_broadcasting(delta, a_prev):
    return delta[:, None] * a_prev, delta.copy()


@answer("layer_gradients")
def by_columns_and_rows(delta, a_prev):
    return [delta.reshape(-1, 1) @ a_prev.reshape(1, -1), list(delta)]


@answer("layer_gradients")
def number_by_number(delta, a_prev):
    n_out, n_in = len(delta), len(a_prev)
    dW = np.zeros((n_out, n_in))
    for place in range(n_out * n_in):
        j, k = place // n_in, place % n_in
        dW[j, k] += delta[j] * a_prev[k]
    return dW, -1 * (0 - delta)


@answer("layer_gradients")
def as_products_of_matrices(delta, a_prev):
    ones = np.ones((len(delta), 1))
    return np.diag(delta) @ (ones * a_prev), (delta * ones.T)[0]


@answer("layer_gradients")
def by_einsum_in_float32(delta, a_prev):
    delta = delta.astype("float32")
    return np.einsum("j,k", delta, np.float32(a_prev)), delta


@answer("backprop")
def recursive(x, y, weights, biases):
    def back(a, layer):
        """Return the derivative by a, and the gradients from this layer on."""
        if layer == len(weights):
            return a - y, [], []
        out = _sigma(weights[layer] @ a + biases[layer])
        by_out, dWs, dbs = back(out, layer + 1)
        delta = by_out * out * (1 - out)
        return weights[layer].T @ delta, [np.outer(delta, a), *dWs], [delta, *dbs]

    _, dWs, dbs = back(x, 0)
    return tuple(dWs), tuple(dbs)


@answer("backprop")
def in_columns(x, y, weights, biases):
    """Keep every vector as a column, as many books do."""
    a, slopes = [x[:, None]], []
    for W, b in zip(weights, biases, strict=True):
        z = W @ a[-1] + b[:, None]
        a.append(_sigma(z))
        slopes.append(_prime(z))
    deltas = [(a[-1] - y[:, None]) * slopes[-1]]
    for W, slope in zip(weights[:0:-1], slopes[-2::-1], strict=True):
        deltas.insert(0, (W.T @ deltas[0]) * slope)
    dWs = [delta @ before.T for delta, before in zip(deltas, a, strict=False)]
    return dWs, [delta.ravel() for delta in deltas]


@answer("backprop")
def as_a_batch_of_one(x, y, weights, biases):
    return solved.backprop_batch(x[np.newaxis], y.reshape(1, -1), weights, biases)


@answer("backprop_batch")
def example_by_example(X, Y, weights, biases):
    dWs, dbs = [np.zeros(W.shape) for W in weights], [np.zeros(b.shape) for b in biases]
    for x, y in zip(X, Y, strict=True):
        one_dWs, one_dbs = solved.backprop(x, y, weights, biases)
        dWs = [dW + one for dW, one in zip(dWs, one_dWs, strict=True)]
        dbs = [db + one for db, one in zip(dbs, one_dbs, strict=True)]
    return [dW / len(X) for dW in dWs], [db / len(X) for db in dbs]


@answer("backprop_batch")
def means_of_lists(X, Y, weights, biases):
    found = [solved.backprop(X[i], Y[i], weights, biases) for i in range(len(X))]
    return tuple(
        [np.mean(layer, axis=0) for layer in zip(*kind, strict=True)]
        for kind in zip(*found, strict=True)
    )


@answer("backprop_batch")
def by_einsum_over_the_batch(X, Y, weights, biases):
    activations, slopes = [X], []
    for W, b in zip(weights, biases, strict=True):
        z = np.einsum("jk,mk->mj", W, activations[-1]) + b
        activations.append(_sigma(z))
        slopes.append(_prime(z))
    delta = (activations[-1] - Y) * slopes[-1]
    dWs, dbs = [], []
    for layer in range(len(weights) - 1, -1, -1):
        dWs.insert(0, np.einsum("mj,mk->jk", delta, activations[layer]) / len(X))
        dbs.insert(0, np.mean(delta, axis=0))
        if layer:
            delta = np.einsum("mj,jk,mk->mk", delta, weights[layer], slopes[layer - 1])
    return dWs, dbs


def _cost(x, y, weights, biases):
    for W, b in zip(weights, biases, strict=True):
        x = _sigma(W @ x + b)
    return ((y - x) @ (y - x)) / 2


@answer("gradient_check")
def with_new_lists_each_time(x, y, weights, biases):
    dWs, dbs = backprop(x, y, weights, biases)
    errors = []
    for layer, W in enumerate(weights):
        for j, k in np.ndindex(W.shape):
            step = np.zeros_like(W)
            step[j, k] = 1e-5
            costs = [
                _cost(x, y, [*weights[:layer], W + sign * step, *weights[layer + 1 :]], biases)
                for sign in (1, -1)
            ]
            errors.append((dWs[layer][j, k], (costs[0] - costs[1]) / 2e-5))
        for j in range(len(biases[layer])):
            step = np.zeros_like(biases[layer])
            step[j] = 1e-5
            above, below = (
                _cost(x, y, weights, [*biases[:layer], moved, *biases[layer + 1 :]])
                for moved in (biases[layer] + step, biases[layer] - step)
            )
            errors.append((dbs[layer][j], (above - below) / 2e-5))
    return max(abs(g - n) / max(abs(g) + abs(n), 1e-12) for g, n in errors)


@answer("gradient_check")
def in_one_long_vector(x, y, weights, biases):
    def long(arrays):
        return np.concatenate([np.ravel(array) for array in arrays])

    def cost(vector):
        pieces, start = [], 0
        for array in (*weights, *biases):
            pieces.append(vector[start : start + array.size].reshape(array.shape))
            start += array.size
        return _cost(x, y, pieces[: len(weights)], pieces[len(weights) :])

    at, h = long([*weights, *biases]), 1e-5
    numerical = np.array([(cost(at + s) - cost(at - s)) / (2 * h) for s in h * np.eye(len(at))])
    dWs, dbs = backprop(x, y, weights, biases)
    g = long([*dWs, *dbs])
    return np.max(np.abs(g - numerical) / np.maximum(np.abs(g) + np.abs(numerical), 1e-12))


@answer("train_network")
def on_shuffled_copies(X, Y, sizes, lr, m, epochs, rng):
    """Draw all start weights at once, and shuffle examples and targets together."""
    counts = [k * n for k, n in pairwise(sizes)]
    drawn = np.split(rng.normal(size=sum(counts)), np.cumsum(counts)[:-1])
    params = [[], []]
    for numbers, (k, n) in zip(drawn, pairwise(sizes), strict=True):
        params[0].append(numbers.reshape(n, k) * k**-0.5)
        params[1].append(np.zeros(n))
    joined = np.hstack([X, Y])
    for _ in range(epochs):
        joined = rng.permutation(joined)
        for start in range(0, len(joined), m):
            batch = joined[start : start + m]
            grads = backprop_batch(batch[:, : sizes[0]], batch[:, sizes[0] :], *params)
            params = [
                [param - lr * grad for param, grad in zip(*kind, strict=True)]
                for kind in zip(params, grads, strict=True)
            ]
    return tuple(params)


@answer("train_network")
def shuffled_by_lot(X, Y, sizes, lr, m, epochs, rng):
    weights = [rng.normal(0, np.full((n, 1), k**-0.5), (n, k)) for k, n in pairwise(sizes)]
    biases = [0.0 * W[:, 0] for W in weights]
    for step in range(epochs * -(-len(X) // m)):
        start = step * m % (m * -(-len(X) // m))
        if start == 0:
            order = np.argsort(rng.random(len(X)))
        rows = order[start : start + m]
        dWs, dbs = backprop_batch(X[rows], Y[rows], weights, biases)
        weights = [np.subtract(W, lr * dW) for W, dW in zip(weights, dWs, strict=True)]
        biases = [b + -lr * db for b, db in zip(biases, dbs, strict=True)]
    return [weights, biases]


@answer("darkness_classifier")
def by_counting(X_train, labels, X):
    totals = np.bincount(labels, weights=X_train.sum(axis=1) / X_train.shape[1])
    counts = np.bincount(labels)
    means = np.full(len(totals), np.inf)
    means[counts > 0] = totals[counts > 0] / counts[counts > 0]
    return np.abs(means - X.mean(axis=1, keepdims=True)).argmin(axis=1)


@answer("darkness_classifier")
def tuples_compared(X_train, labels, X):
    darkness = [
        (np.mean(X_train[np.flatnonzero(labels == name)]), int(name)) for name in np.unique(labels)
    ]
    found = [min((abs(mean - x.mean()), name) for mean, name in darkness) for x in X]
    return np.array([name for _, name in found], dtype=float)


@answer("darkness_classifier")
def totals_of_pixels(X_train, labels, X):
    """The total of a picture's pixels serves as well as their mean."""
    best = np.full(len(X), np.inf)
    named = np.zeros(len(X), dtype=np.int32)
    for name in range(labels.min(), labels.max() + 1):
        if name in labels:
            distance = np.abs(X.sum(axis=1) - X_train.sum(axis=1)[labels == name].mean())
            named[distance < best] = name
            best = np.minimum(best, distance)
    return named
