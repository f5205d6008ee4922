"""Right answers to chapter 03."""

from __future__ import annotations

from functools import partial
from itertools import accumulate

import numpy as np
import scipy.linalg
from scipy.special import expit

from tests.autograde.suite.right_answers import Answers, answer_to

ANSWERS: Answers = {}
answer = partial(answer_to, ANSWERS)


@answer("quadratic_cost")
def example_by_example(A, Y):
    total = 0.0
    for a, y in zip(A, Y, strict=True):
        total += np.linalg.norm(y - a) ** 2
    return total / (2 * len(A))


@answer("quadratic_cost")
def mean_of_sums(A, Y):
    return 0.5 * np.mean(np.sum(np.square(A - Y), axis=1))


@answer("quadratic_cost")
def einsum(A, Y):
    errors = A - Y
    return np.einsum("mj,mj->", errors, errors) / 2 / A.shape[0]


@answer("quadratic_cost")
def trace_in_single_precision(A, Y):
    errors = np.subtract(A, Y, dtype="f4")
    return np.array(np.trace(errors @ errors.T) / np.float32(2 * len(Y)))


@answer("numerical_gradient")
def moved_there_and_back(f, v, h=1e-5):
    gradient = np.empty(v.shape)
    for index in np.ndindex(v.shape):
        v[index] += h
        ahead = f(v)
        v[index] -= 2 * h
        behind = f(v)
        v[index] += h
        gradient[index] = (ahead - behind) / (2 * h)
    return gradient


@answer("numerical_gradient")
def moved_in_four_steps(f, v, h=1e-5):
    slopes = []
    flat = v.reshape(-1)
    for index in range(v.size):
        flat[index] += h
        ahead = f(v)
        flat[index] -= h
        flat[index] -= h
        behind = f(v)
        flat[index] += h
        slopes.append((ahead - behind) / h / 2)
    return np.array(slopes).reshape(v.shape)


@answer("numerical_gradient")
def unit_vectors(f, v, h=1e-5):
    directions = np.eye(v.size).reshape(-1, *v.shape)
    slopes = [(f(v + h * one) - f(v - h * one)) * 0.5 / h for one in directions]
    return np.reshape(slopes, v.shape)


@answer("numerical_gradient")
def mean_of_two_sides(f, v, h=1e-5):
    here, gradient = f(v), np.zeros_like(v)
    for index, number in np.ndenumerate(v):
        other = v.copy()
        other[index] = number + h
        forward = (f(other) - here) / h
        other[index] = number - h
        gradient[index] = (forward + (here - f(other)) / h) / 2
    return gradient


@answer("numerical_gradient")
def nested_lists(f, v, h=1e-5):
    def at(index, step):
        other = v.flatten()
        other[index] += step
        return f(other.reshape(v.shape).tolist())

    slopes = [(at(index, h) - at(index, -h)) / (2 * h) for index in range(v.size)]
    return np.reshape(slopes, v.shape).tolist()


@answer("gradient_descent")
def rows_filled(grad, v0, lr, steps):
    path = np.empty((steps + 1, len(v0)))
    path[0] = v0
    for k in range(1, steps + 1):
        path[k] = path[k - 1] - lr * grad(path[k - 1])
    return path


@answer("gradient_descent")
def list_of_copies(grad, v0, lr, steps):
    v = v0.copy()
    path = [v.copy()]
    while len(path) <= steps:
        v -= lr * grad(v)
        path.append(v.copy())
    return path


@answer("gradient_descent")
def accumulated(grad, v0, lr, steps):
    def step(v, _):
        return np.subtract(v, np.multiply(lr, grad(v)))

    return np.vstack(list(accumulate(range(steps), step, initial=v0)))


@answer("gradient_descent")
def recursion(grad, v0, lr, steps):
    if steps == 0:
        return v0[None]
    arrived = v0 + grad(v0) * -lr
    return np.concatenate([v0.reshape(1, -1), recursion(grad, arrived, lr, steps - 1)])


@answer("gradient_descent")
def single_precision(grad, v0, lr, steps):
    path = [v0.astype("f4")]
    for _ in range(steps):
        path.append(path[-1] - np.float32(lr) * grad(path[-1]).astype("f4"))
    return np.array(path)


@answer("neuron_gradient")
def columns(X, y, w, b):
    z = np.einsum("mn,n->m", X, w) + b
    z, y = z[:, None], y[:, None]
    delta = -(y - expit(z)) * expit(z) * expit(-z)
    return [np.mean(delta * X, axis=0).tolist(), np.array(delta.mean())]


@answer("neuron_gradient")
def bias_as_a_weight(X, y, w, b):
    inputs = np.column_stack([X, np.ones(len(X))])
    a = expit(inputs @ np.append(w, b))
    both = inputs.T @ ((a - y) * (a - a**2)) / y.size
    return both[:-1], both[-1]


@answer("neuron_gradient")
def by_central_differences(X, y, w, b):
    def cost(v):
        return np.sum((y - expit(X @ v[:-1] + v[-1])) ** 2) / (2 * len(y))

    found = unit_vectors(cost, np.append(w, b), 1e-5)
    return found[:-1], found[-1]


@answer("neuron_gradient")
def in_single_precision(X, y, w, b):
    X, y, w = X.astype("f4"), y.astype("f4"), w.astype("f4")
    a = expit(X @ w + np.float32(b))
    delta = (a - y) * a * (1 - a) / np.float32(len(y))
    return X.T.dot(delta), np.float32(delta.sum())


@answer("max_learning_rate")
def eigvals(H):
    return 2 / max(np.linalg.eigvals(H))


@answer("max_learning_rate")
def spectral_norm(H):
    return 2.0 / np.linalg.norm(H, ord=2)


@answer("max_learning_rate")
def singular_values(H):
    return np.array(2 / np.linalg.svd(H, compute_uv=False)[0])


@answer("max_learning_rate")
def of_the_inverse(H):
    values, _ = scipy.linalg.eigh(np.linalg.inv(H))
    return 2 * min(values)
