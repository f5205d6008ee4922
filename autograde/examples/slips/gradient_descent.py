"""Chapter 03, with a slip in each function."""
# ruff: noqa: D103

import numpy as np

from autograde.examples.slips.slip import slip


def half_missing(A, Y):
    return np.sum((A - Y) ** 2) / len(A)


def moves_whole_rows(f, v, h=1e-5):
    gradient = np.zeros(v.shape)
    for i in range(len(v)):
        step = np.zeros(v.shape)
        step[i] = h
        gradient[i] = (f(v + step) - f(v - step)) / (2 * h)
    return gradient


def climbs(grad, v0, lr, steps):
    path = [np.array(v0, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] + lr * grad(path[-1]))
    return np.array(path)


def summed(X, y, w, b):
    a = 1 / (1 + np.exp(-(X @ w + b)))
    delta = (a - y) * a * (1 - a)
    return X.T @ delta, delta.sum()


def one_over(H):
    return 1 / np.linalg.eigvalsh(H).max()


NAMED = {
    "quadratic_cost": slip(half_missing, "half_missing"),
    "gradient_descent": slip(climbs, "climbs"),
    "neuron_gradient": slip(summed, "summed"),
    "max_learning_rate": slip(one_over, "one_over"),
}
IN_PART = {"numerical_gradient": slip(moves_whole_rows, "rows_at_once", 2)}
