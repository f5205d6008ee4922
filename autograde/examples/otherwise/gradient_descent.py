"""Chapter 03, by loops and lists."""
# ruff: noqa: D103

import numpy as np
from scipy.special import expit as sigmoid


def quadratic_cost(A, Y):
    total = 0
    for a, y in zip(A.ravel().tolist(), Y.ravel().tolist(), strict=True):
        total += (y - a) ** 2
    return total / (2 * A.shape[0])


def numerical_gradient(f, v, h=1e-5):
    iterator = np.nditer(v, flags=["multi_index"], op_flags=["readwrite"])
    found = v * 0
    for _ in iterator:
        old = v[iterator.multi_index].copy()
        v[iterator.multi_index] = old + h
        found[iterator.multi_index] += f(v)
        v[iterator.multi_index] = old - h
        found[iterator.multi_index] -= f(v)
        v[iterator.multi_index] = old
    return found / (2 * h)


def gradient_descent(grad, v0, lr, steps):
    path = [v0.tolist()]
    for _ in range(steps):
        path += [[v - lr * g for v, g in zip(path[-1], grad(path[-1]), strict=True)]]
    return path


def neuron_gradient(X, y, w, b):
    dw, db = np.zeros(len(w)), 0.0
    for x, target in zip(X, y, strict=True):
        a = sigmoid(x @ w + b)
        delta = (a - target) * a * (1 - a)
        dw += delta * x
        db += delta
    return dw / len(y), db / len(y)


def max_learning_rate(H):
    v = np.arange(1.0, len(H) + 1)
    for _ in range(2000):
        v = H @ v
        v /= np.linalg.norm(v)
    return 2 / float(v @ H @ v)
