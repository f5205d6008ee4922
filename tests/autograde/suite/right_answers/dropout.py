"""Right answers to chapter 08."""

from __future__ import annotations

import itertools
import math
import statistics
import warnings
from functools import partial

import numpy as np

from tests.autograde.suite.right_answers import Answers, answer_to

ANSWERS: Answers = {}
answer = partial(answer_to, ANSWERS)


@answer("dropout_mask")
def where(shape, p, rng):
    return np.where(rng.random(shape) < p, 0.0, 1.0)


@answer("dropout_mask")
def booleans(shape, p, rng):
    return ~(rng.random(size=shape) < p)


@answer("dropout_mask")
def ints(shape, p, rng):
    mask = np.ones(shape, dtype=np.int8)
    mask[rng.random(shape) < p] = 0
    return mask


@answer("dropout_mask")
def uniform_float32(shape, p, rng):
    return 1 - (rng.uniform(size=shape) < p).astype(np.float32)


@answer("dropout_mask")
def one_number_at_a_time(shape, p, rng):
    sizes = (shape,) if isinstance(shape, int) else shape
    mask = np.empty(shape)
    for index in itertools.product(*map(range, sizes)):
        mask[index] = 1.0 if rng.random() >= p else 0.0
    return mask


@answer("dropout_mask")
def lists(shape, p, rng, dtype=int):
    print(shape)
    return np.greater_equal(rng.random(shape), p).astype(dtype).tolist()


@answer("dropout_forward")
def rescales_the_mask(A, p, rng, training=True):
    if p < 0 or p >= 1:
        raise ValueError("p")
    if training is False:
        return A.copy(), np.ones(A.shape)
    mask = where(A.shape, p, rng)
    return A * (mask / (1 - p)), mask


@answer("dropout_forward")
def draws_before_it_refuses(A, p, rng, training=True):
    mask = rng.random(A.shape) >= p if training else np.full_like(A, True, dtype=bool)
    if math.floor(p) != 0:
        raise ValueError
    return np.where(mask, A / (1 - p if training else 1), 0), mask


@answer("dropout_forward")
def loops(A, p, rng, training=True):
    class RangeError(ValueError):
        pass

    if not (p >= 0 and p < 1):
        raise RangeError(p)
    keep = 1 - p if training else 1
    mask = [[1 for _ in row] for row in A]
    if training:
        mask = one_number_at_a_time(A.shape, p, rng)
    out = [
        [a / keep if kept else 0 for a, kept in zip(row, kept_row, strict=True)]
        for row, kept_row in zip(A, mask, strict=True)
    ]
    return [out, mask]


@answer("dropout_forward")
def float32(A, p, rng, training=True):
    warnings.warn("single precision", stacklevel=1)
    if p in range(1) or 0 < p < 1:
        if not training:
            return A, A**0
        mask = uniform_float32(A.shape, p, rng)
        return np.float32(A) * mask / np.float32(1 - p), mask
    raise ValueError(f"{p} is not a probability of dropping")


@answer("dropout_backward")
def with_where(dA, mask, p):
    return np.where(mask == 1, dA / (1 - p), 0)


@answer("dropout_backward")
def with_einsum(dA, mask, p):
    return np.einsum("ij,ij->ij", dA, mask) / (1 - p)


@answer("dropout_backward")
def with_loops(dA, mask, p):
    return [
        [d * m * (1 - p) ** -1 for d, m in zip(*rows, strict=True)]
        for rows in zip(dA.tolist(), mask.tolist(), strict=True)
    ]


@answer("dropout_backward")
def in_float32(dA, mask, p):
    gradient = dA.astype("float32")
    gradient[mask.astype(bool) == False] = 0  # noqa: E712
    gradient /= np.float32(1 - p)
    return gradient


@answer("scaled_inference")
def takes_away(A, p):
    return A - p * A


@answer("scaled_inference")
def comprehension(A, p):
    return [[(1 - p) * a for a in row] for row in A]


@answer("scaled_inference")
def keeps(A, p, keep=None):
    keep = np.array(1 - p)
    return np.matmul(A, keep * np.eye(A.shape[1])).astype(np.float32)


@answer("scaled_inference")
def object_array(A, p):
    return np.multiply(A.astype(object), 1 - p)


def _sigma(z):
    return 1 / (1 + np.exp(-z))


@answer("feedforward_dropout")
def hidden_layers_first(X, weights, biases, p, rng, training):
    activations, masks = [X], []
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        out, mask = rescales_the_mask(_sigma(activations[-1] @ W.T + b), p, rng, training)
        activations.append(out)
        masks.append(mask)
    activations.append(_sigma(activations[-1] @ weights[-1].T + biases[-1]))
    return activations, masks


@answer("feedforward_dropout")
def recursive(X, weights, biases, p, rng, training):
    A = np.tanh((np.einsum("mk,jk->mj", X, weights[0]) + biases[0]) / 2) / 2 + 0.5
    if len(weights) == 1:
        return [X, A], []
    mask = rng.random(A.shape) >= (p if training else 0) if training else A < 2
    if training:
        A = A * mask / (1 - p)
    later, masks = recursive(A, weights[1:], biases[1:], p, rng, training)
    return (X, *later), (mask, *masks)


@answer("feedforward_dropout")
def neuron_by_neuron(X, weights, biases, p, rng, training):
    activations, masks = [X.tolist()], []
    for layer in range(len(weights)):
        rows = [
            [1 / (1 + math.exp(-(w @ np.array(row) + bias))) for w, bias in zip(W, b, strict=True)]
            for row in activations[layer]
            for W, b in [(weights[layer], biases[layer])]
        ]
        if layer != len(weights) - 1:
            rows, mask = loops(np.array(rows), p, rng, training)
            masks.append(mask)
        activations.append(rows)
    return [activations, masks]


@answer("feedforward_dropout")
def single_precision(X, weights, biases, p, rng, training):
    A = np.float32(X)
    activations, masks = [A], []
    for count, W in enumerate(weights, 1):
        A = _sigma(np.dot(A, np.float32(W).transpose()) + np.float32(biases[count - 1]))
        if count < len(weights):
            mask = where(A.shape, p, rng) if training else np.ones_like(A)
            A = (A * mask / (1 - p * training)).astype(np.float32)
            masks += [mask]
        activations += [A]
    return activations, masks


@answer("backprop_dropout")
def textbook(X, Y, weights, biases, masks, p):
    m, L = len(X), len(weights)
    a, out = [], [X]
    for i in range(L):
        a.append(_sigma(out[i] @ weights[i].T + biases[i]))
        out.append(with_where(a[i], masks[i], p) if i < L - 1 else a[i])
    dWs, dbs = [None] * L, [None] * L
    delta = (a[-1] - Y) * a[-1] * (1 - a[-1])
    for i in range(L - 1, -1, -1):
        dWs[i] = np.einsum("mj,mk->jk", delta, out[i]) / m
        dbs[i] = delta.mean(axis=0)
        if i:
            delta = (delta @ weights[i]) * masks[i - 1] / (1 - p) * a[i - 1] * (1 - a[i - 1])
    return dWs, dbs


@answer("backprop_dropout")
def example_by_example(X, Y, weights, biases, masks, p):
    totals = None
    for row in range(len(X)):
        only = slice(row, row + 1)
        one = textbook(X[only], Y[only], weights, biases, [mask[only] for mask in masks], p)
        flat = [*one[0], *one[1]]
        totals = flat if totals is None else [t + f for t, f in zip(totals, flat, strict=True)]
    averages = [(total / len(X)).tolist() for total in totals]
    return averages[: len(weights)], averages[len(weights) :]


@answer("backprop_dropout")
def complex_step(X, Y, weights, biases, masks, p):
    """Differentiate through an imaginary step: no chain rule at all."""

    def cost(weights, biases):
        A = X
        for i, (W, b) in enumerate(zip(weights, biases, strict=True)):
            A = _sigma(A @ W.T + b)
            if i < len(masks):
                A = A * masks[i] / (1 - p)
        return ((Y - A) ** 2).sum() / (2 * len(X))

    h = 1e-20
    gradients = []
    parameters = [np.array(part, dtype=complex) for part in (*weights, *biases)]
    for part in parameters:
        gradient = np.zeros(part.shape)
        for index in np.ndindex(part.shape):
            part[index] += h * 1j
            moved = cost(parameters[: len(weights)], parameters[len(weights) :])
            part[index] -= h * 1j
            gradient[index] = moved.imag / h
        gradients.append(gradient)
    return tuple(gradients[: len(weights)]), tuple(gradients[len(weights) :])


@answer("backprop_dropout")
def textbook_in_float32(X, Y, weights, biases, masks, p):
    def single(arrays):
        return [array.astype(np.float32) for array in arrays]

    X, Y = single([X, Y])
    return textbook(X, Y, single(weights), single(biases), single(masks), np.float32(p))


@answer("ensemble_predict")
def stacks(X, weights, biases, p, draws, rng):
    outputs = []
    for _ in range(draws):
        activations, _masks = hidden_layers_first(X, weights, biases, p, rng, True)
        outputs.append(activations[-1])
    outputs = np.stack(outputs, axis=-1)
    return outputs.mean(axis=-1), np.sqrt(outputs.var(-1))


@answer("ensemble_predict")
def runs_on(X, weights, biases, p, draws, rng):
    """Keep only a running mean and a running sum of squares, as Welford did."""
    mean = spread = 0.0
    for count in range(1, draws + 1):
        output = recursive(X, weights, biases, p, rng, True)[0][-1]
        step = output - mean
        mean = mean + step / count
        spread = spread + step * (output - mean)
    return [mean, (spread / draws) ** 0.5]


@answer("ensemble_predict")
def statistics_of_lists(X, weights, biases, p, draws, rng):
    outputs = [
        neuron_by_neuron(X, weights, biases, p, rng, training=True)[0][-1] for _ in range(draws)
    ]
    cells = [list(zip(*rows, strict=True)) for rows in zip(*outputs, strict=True)]
    mean = [[statistics.fmean(cell) for cell in row] for row in cells]
    return mean, [[statistics.pstdev(cell) for cell in row] for row in cells]
