"""Right answers to chapter 01."""

from __future__ import annotations

import warnings
from functools import partial

import numpy as np

from tests.autograde.suite.right_answers import Answers, answer_to

ANSWERS: Answers = {}
answer = partial(answer_to, ANSWERS)


@answer("perceptron")
def loop(x, w, b):
    total = b
    for index in range(len(x)):
        total += x[index] * w[index]
    if total > 0:
        return 1
    return 0


@answer("perceptron")
def returns_a_bool(x, w, b):
    return np.dot(w, x) + b > 0


@answer("perceptron")
def returns_a_python_bool(x, w, b):
    return bool(sum(one * other for one, other in zip(w, x, strict=True)) > -b)


@answer("perceptron")
def returns_a_float(x, w, b):
    return np.heaviside(np.einsum("i,i->", x, w) + b, 0.0)


@answer("perceptron")
def returns_an_array_without_dimensions(x, w, b):
    return np.where((x * w).sum() + b > 0, 1, 0)


@answer("perceptron")
def float32(x, w, b):
    return np.float32(np.float32(x) @ np.float32(w) + np.float32(b) > 0)


@answer("perceptron")
def other_names_and_an_extra_argument(inputs, weights, bias, threshold=0):
    evidence = [*inputs.tolist(), 1.0]
    importance = [*weights, bias]
    return int(np.inner(evidence, importance) > threshold)


@answer("perceptron")
def prints_and_warns(x, w, b):
    warnings.warn("just so", stacklevel=1)
    print("x =", x)
    np.float64(1) / np.float64(0)
    return 1 if w.dot(x) + b > 0 else 0


@answer("update")
def loop_over_weights(x, d, w, b, lr):
    error = d - loop(x, w, b)
    new = []
    for xi, wi in zip(x, w, strict=True):
        new.append(wi + lr * error * xi)
    return new, b + lr * error


@answer("update")
def hands_the_arguments_back(x, d, w, b, lr):
    y = returns_a_bool(x, w, b)
    if y == d:
        return w, b
    step = lr if d else -lr
    return w + step * x, b + step


@answer("update")
def returns_a_list(x, d, w, b, lr):
    error = d - loop(x, w, b)
    return [np.add(w, np.multiply(lr * error, x)), b + lr * error]


@answer("update")
def float32_update(x, d, w, b, lr):
    error = np.float32(d - loop(x, w, b))
    lr = np.float32(lr)
    return w.astype("f4") + lr * error * x.astype("f4"), np.float32(b) + lr * error


@answer("update")
def changes_a_copy(x, d, w, b, lr):
    error = d - float32(x, w, b)
    new = w.copy()
    new += lr * error * x
    b += lr * error
    return new, np.array(b)


@answer("update")
def one_vector_of_parameters(x, d, w, b, lr, verbose=False):
    parameters, inputs = np.append(w, b), np.append(x, 1)
    parameters = parameters + lr * (d - (parameters @ inputs > 0)) * inputs
    if verbose:
        print(parameters)
    return parameters[:-1], parameters[-1]


@answer("train")
def breaks_out(X, d, w, b, lr, max_epochs):
    errors = []
    for _ in range(max_epochs):
        wrong = 0
        for i in range(X.shape[0]):
            error = d[i] - (1 if X[i] @ w + b > 0 else 0)
            if error != 0:
                wrong = wrong + 1
            w = w + lr * error * X[i]
            b = b + lr * error
        errors.append(wrong)
        if wrong == 0:
            break
    return w, b, errors


@answer("train")
def updates_only_on_errors(X, d, w, b, lr, max_epochs):
    w, errors = np.array(w), np.zeros(0, int)
    while errors.size < max_epochs:
        missed = 0
        for x, target in zip(X, d, strict=True):
            y = returns_a_bool(x, w, b)
            if y != target:
                w[:], b = hands_the_arguments_back(x, target, w, b, lr)
                missed += 1
        errors = np.append(errors, missed)
        if not missed:
            break
    return w, b, errors


@answer("train")
def plain_python(X, d, w, b, lr, max_epochs):
    rows, wanted, w = X.tolist(), d.tolist(), w.tolist()
    history = [None]
    while history[-1] != 0.0 and len(history) <= max_epochs:
        history.append(0.0)
        for row, target in zip(rows, wanted, strict=True):
            error = target - (sum(map(lambda a, c: a * c, row, w)) + b > 0)
            w = [wi + lr * error * xi for wi, xi in zip(w, row, strict=True)]
            b += lr * error
            history[-1] += abs(error)
    return [w, b, history[1:]]


@answer("train")
def one_vector(X, d, w, b, lr, max_epochs):
    X1 = np.hstack([X, np.ones((len(X), 1))])
    v = np.append(w, b)
    errors: list[np.int64] = []
    for _epoch in range(max_epochs):
        before = v.copy()
        count = np.int64(0)
        for x, target in zip(X1, d, strict=True):
            error = target - np.heaviside(x @ v, 0)
            count += error != 0
            v = v + lr * error * x
        errors += [count]
        if np.array_equal(before, v) and count == 0:
            return v[:-1], v[-1], tuple(errors)
    return v[:-1], v[-1], tuple(errors)


@answer("train")
def single_precision(X, d, w, b, lr, max_epochs):
    X, w, b, lr = (np.asarray(number, dtype=np.float32) for number in (X, w, b, lr))
    errors = []
    for _ in range(max_epochs):
        errors.append(0)
        for x, target in zip(X, d, strict=True):
            error = np.float32(target - int(np.dot(x, w) + b > 0))
            errors[-1] += int(error != 0)
            w, b = w + lr * error * x, b + lr * error
        if errors[-1] == 0:
            break
    return w, b, errors


@answer("train")
def recursion(X, d, w, b, lr, max_epochs):
    wrong = []
    for x, target in zip(X, d, strict=True):
        wrong.append(target != (x @ w + b > 0))
        w, b = one_vector_of_parameters(x, target, w, b, lr)
    errors = [sum(wrong)]
    if max_epochs == 1 or errors == [0]:
        return w, b, errors
    w, b, later = recursion(X, d, w, b, lr, max_epochs - 1)
    return w, b, errors + later


@answer("nand_weights")
def lists_of_ints():
    return [-2, -2], 3


@answer("nand_weights")
def uneven():
    return np.array([-0.3, -0.7]), 0.9


@answer("nand_weights")
def found_at_random():
    return -1 - np.random.default_rng().random(2), 2.0


@answer("nand_weights")
def learned():
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    w, b, _ = breaks_out(X, [1, 1, 1, 0], np.zeros(2), 0, 0.5, 100)
    return w, b


@answer("nand_weights")
def enormous():
    return (np.float64(-1e308), -1e308), np.array(1.5e308)


@answer("xor")
def counts(x1, x2):
    return (x1 + x2) % 2


@answer("xor")
def compares(x1, x2):
    return x1 != x2


@answer("xor")
def gates(x1, x2):
    def nand(p, q):
        return float(loop([p, q], [-1, -1], 1.5))

    middle = nand(x1, x2)
    return nand(nand(x1, middle), nand(middle, x2))


@answer("xor")
def table(x1, x2):
    return np.array([[0, 1], [1, 0]], dtype=np.uint8)[x1, x2]
