"""Right answers to chapter 04."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from solutions import sgd as solved
from tests.autograde.suite.right_answers import Answers, answer_to

ANSWERS: Answers = {}
answer = partial(answer_to, ANSWERS)


@answer("updates_per_epoch")
def rounded_up(n, m):
    return math.ceil(n / m)


@answer("updates_per_epoch")
def floor_of_the_negative(n, m):
    return -(-n // m)


@answer("updates_per_epoch")
def with_one_more_if_needed(n, m):
    whole, left_over = divmod(n, m)
    if left_over:
        whole += 1
    return float(whole)


@answer("updates_per_epoch")
def counted(n, m):
    return len(range(0, n, m))


@answer("updates_per_epoch")
def one_short_of_the_next(n, m):
    return (n + m - 1) // m


@answer("minibatches")
def split_at_multiples(n, m, rng):
    return np.array_split(rng.permutation(n), range(m, n, m))


@answer("minibatches")
def lists_of_ints(n, m, rng):
    order = [int(index) for index in rng.permutation(np.arange(n))]
    return tuple(order[m * k : m * k + m] for k in range(solved.updates_per_epoch(n, m)))


@answer("minibatches")
def sorted_by_lot(n, m, rng):
    order = rng.random(n).argsort().tolist()
    return [order[start : min(start + m, n)] for start in range(0, n, m)]


@answer("minibatches")
def dealt_like_cards(n, m, rng):
    """Give each example a place, and sort within a mini-batch."""
    places = rng.choice(n, n, replace=False)
    count = solved.updates_per_epoch(n, m)
    return [np.sort(np.flatnonzero(places // m == k)) for k in range(count)]


@answer("minibatches")
def drawn_from_what_is_left(n, m, rng):
    left, batches = list(range(n)), []
    while left:
        chosen = rng.choice(left, min(m, len(left)), replace=False).astype(np.int16)
        left = sorted(set(left) - set(chosen.tolist()))
        batches.append(chosen)
    return batches


@answer("sgd_step")
def with_indices(params, grads, lr):
    return [params[i] + (-lr) * grads[i] for i in range(len(params))]


@answer("sgd_step")
def with_map(params, grads, lr):
    return list(map(lambda param, grad: np.subtract(param, lr * np.asarray(grad)), params, grads))


@answer("sgd_step")
def step_in_float32(params, grads, lr):
    return [
        (np.float32(param) - np.float32(lr) * np.float32(grad)).tolist()
        for param, grad in zip(params, grads, strict=True)
    ]


def _sigma(z):
    return 1 / (1 + np.exp(-z))


def _gradient(X, y, w, b):
    a = _sigma(X @ w + b)
    delta = (a - y) * a * (1 - a) / len(y)
    return X.T @ delta, delta.sum()


@answer("sgd")
def with_a_function_of_its_own(X, y, w, b, lr, m, epochs, rng):
    costs = np.zeros(epochs)
    for epoch in range(epochs):
        for rows in solved.minibatches(X.shape[0], m, rng):
            dw, db = _gradient(X[rows], y[rows], w, b)
            w, b = w - lr * dw, b - lr * db
        costs[epoch] = ((y - _sigma(X @ w + b)) ** 2).sum() / (2 * len(y))
    return w, b, costs


@answer("sgd")
def shuffles_the_rows(X, y, w, b, lr, m, epochs, rng):
    """Keep the bias as one more weight, and shuffle copies of the data."""
    joined = np.column_stack([X, np.ones(len(X))])
    v, costs = np.append(w, b), []
    while len(costs) < epochs:
        order = rng.permutation(len(X))
        rows, labels = joined[order], y[order]
        for start in range(0, len(X), m):
            part, wanted = rows[start : start + m], labels[start : start + m]
            a = _sigma(part @ v)
            [v] = solved.sgd_step([v], [part.T @ ((a - wanted) * a * (1 - a)) / len(part)], lr)
        costs.append(0.5 * np.mean(np.square(_sigma(joined @ v) - y)))
    return v[:-1], v[-1:].reshape(()), costs


@answer("gradient_noise")
def mean_and_spread(X, y, w, b, m, draws, rng):
    full = np.append(*_gradient(X, y, w, b))
    chosen = [rng.choice(len(X), size=m, replace=False) for _ in range(draws)]
    off = [np.append(*_gradient(X[rows], y[rows], w, b)) - full for rows in chosen]
    distances = np.linalg.norm(off, axis=1)
    return np.hypot(distances.mean(), distances.std())


@answer("gradient_noise")
def frobenius(X, y, w, b, m, draws, rng):
    everything = list(range(len(X)))

    def gradient(rows):
        dw, db = _gradient(X[rows], y[rows], w, b)
        return [*dw, db]

    found = np.array([gradient(rng.choice(everything, m, False)) for _ in range(draws)])
    return np.linalg.norm(found - np.array(gradient(everything))) / draws**0.5
