"""Chapter 04, with a slip in each function."""
# ruff: noqa: D103

import numpy as np

from autograde.examples.slips.slip import slip


def floor(n, m):
    return n // m


def short_dropped(n, m, rng):
    order = rng.permutation(n)
    return [order[start : start + m] for start in range(0, n - m + 1, m)]


def climbs(params, grads, lr):
    return [param + lr * grad for param, grad in zip(params, grads, strict=True)]


def shuffled_once(X, y, w, b, lr, m, epochs, rng):
    costs = []
    batches = minibatches(len(X), m, rng)  # noqa: F821  the notebook's own
    for _ in range(epochs):
        for batch in batches:
            a = 1 / (1 + np.exp(-(X[batch] @ w + b)))
            delta = (a - y[batch]) * a * (1 - a)
            w = w - lr * X[batch].T @ delta / len(batch)
            b = b - lr * delta.mean()
        a = 1 / (1 + np.exp(-(X @ w + b)))
        costs.append(np.sum((a - y) ** 2) / (2 * len(X)))
    return w, b, np.array(costs)


def squared(X, y, w, b, m, draws, rng):
    def gradient(rows):
        a = 1 / (1 + np.exp(-(X[rows] @ w + b)))
        delta = (a - y[rows]) * a * (1 - a)
        return np.append(X[rows].T @ delta, delta.sum()) / len(rows)

    full = gradient(np.arange(len(X)))
    distances = [
        np.sum((gradient(rng.choice(len(X), m, replace=False)) - full) ** 2) for _ in range(draws)
    ]
    return np.mean(distances)


NAMED = {
    "updates_per_epoch": slip(floor, "floor"),
    "sgd_step": slip(climbs, "climbs"),
    "gradient_noise": slip(squared, "squared"),
}
CALLED_LATER = {"minibatches": slip(short_dropped, "short_dropped", 1)}
IN_PART = {"sgd": slip(shuffled_once, "one_shuffle", 2)}
