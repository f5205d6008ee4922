"""Chapter 08, by loops and lists."""
# ruff: noqa: D103

import numpy as np


def dropout_mask(shape, p, rng):
    numbers = rng.random(shape)
    return np.where(numbers < p, 0, 1)


def dropout_forward(A, p, rng, training=True):
    if p < 0 or p >= 1:
        raise ValueError("p must be at least 0 and less than 1")
    if not training:
        return A.copy(), [[1] * A.shape[1] for _ in range(A.shape[0])]
    mask = np.array([dropout_mask(A.shape[1], p, rng) for _ in range(A.shape[0])])
    return [[a * kept / (1 - p) for a, kept in zip(*rows, strict=True)]
            for rows in zip(A, mask, strict=True)], mask  # fmt: skip


def dropout_backward(dA, mask, p):
    result = np.zeros(dA.shape, dtype=np.float32)
    for i in range(dA.shape[0]):
        for j in range(dA.shape[1]):
            if mask[i, j] == 1:
                result[i, j] = dA[i, j] / (1 - p)
    return result


def scaled_inference(A, p):
    return [[a - p * a for a in row] for row in A]


def feedforward_dropout(X, weights, biases, p, rng, training):
    activations = [X]
    masks = []
    for layer in range(len(weights)):
        Z = np.einsum("mi,ji->mj", np.array(activations[-1]), weights[layer]) + biases[layer]
        A = 1 / (1 + np.exp(-Z))
        if layer != len(weights) - 1:
            A, mask = dropout_forward(A, p, rng, training)
            masks.append(mask)
        activations.append(A)
    return tuple(activations), tuple(masks)


def backprop_dropout(X, Y, weights, biases, masks, p):
    dWs = [np.zeros(W.shape) for W in weights]
    dbs = [np.zeros(b.shape) for b in biases]
    for i in range(len(X)):
        a, slopes = [X[i]], []
        for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
            s = 1 / (1 + np.exp(-(W @ a[-1] + b)))
            factor = masks[layer][i] / (1 - p) if layer < len(masks) else 1
            a.append(s * factor)
            slopes.append(s * (1 - s) * factor)
        delta = (a[-1] - Y[i]) * slopes[-1]
        for layer in range(len(weights) - 1, -1, -1):
            dWs[layer] += np.outer(delta, a[layer]) / len(X)
            dbs[layer] += delta / len(X)
            if layer > 0:
                delta = (weights[layer].T @ delta) * slopes[layer - 1]
    return dWs, dbs


def ensemble_predict(X, weights, biases, p, draws, rng):
    total, squares, outputs = 0, 0, []
    for _ in range(draws):
        activations, _masks = feedforward_dropout(X, weights, biases, p, rng, True)
        outputs.append(activations[-1])
        total = total + activations[-1]
    mean = total / draws
    for output in outputs:
        squares = squares + (output - mean) ** 2
    return mean, np.sqrt(squares / draws)
