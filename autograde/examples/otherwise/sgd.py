"""Chapter 04, by loops and lists."""
# ruff: noqa: D103

import numpy as np
from scipy.special import expit as sigmoid


def updates_per_epoch(n, m):
    count = 0
    while n > 0:
        n -= m
        count += 1
    return count


def minibatches(n, m, rng):
    order = np.arange(n)
    rng.shuffle(order)
    batches = []
    while len(order) > 0:
        batches.append(order[:m])
        order = order[m:]
    return batches


def sgd_step(params, grads, lr):
    new = []
    for param, grad in zip(params, grads, strict=True):
        param = np.array(param, dtype=float)
        param -= np.multiply(lr, grad)
        new.append(param)
    return tuple(new)


def sgd(X, y, w, b, lr, m, epochs, rng):
    costs = []
    for _ in range(epochs):
        for rows in minibatches(len(y), m, rng):
            dw, db = [0.0] * len(w), 0.0
            for i in rows:
                a = sigmoid(sum(X[i][k] * w[k] for k in range(len(w))) + b)
                error = (a - y[i]) * a * (1 - a) / len(rows)
                dw = [d + error * x for d, x in zip(dw, X[i], strict=True)]
                db += error
            w = [old - lr * d for old, d in zip(w, dw, strict=True)]
            b = b - lr * db
        outputs = [sigmoid(sum(x * p for x, p in zip(row, w, strict=True)) + b) for row in X]
        costs.append(sum((t - a) ** 2 for t, a in zip(y, outputs, strict=True)) / (2 * len(y)))
    return [w, b, costs]


def gradient_noise(X, y, w, b, m, draws, rng):
    def gradient(rows):
        total = np.zeros(len(w) + 1)
        for i in rows:
            a = sigmoid(X[i] @ w + b)
            total += (a - y[i]) * a * (1 - a) * np.append(X[i], 1)
        return total / len(rows)

    full = gradient(range(len(X)))
    total = 0.0
    for _ in range(draws):
        for miss in gradient(rng.choice(len(X), m, replace=False)) - full:
            total += miss**2
    return (total / draws) ** 0.5
