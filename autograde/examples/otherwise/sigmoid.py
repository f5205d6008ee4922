"""Chapter 02, by loops and lists."""
# ruff: noqa: D103

import numpy as np


def sigmoid(z):
    if np.ndim(z) > 0:
        return np.array([sigmoid(part) for part in z])
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    grown = np.exp(z)
    return grown / (1 + grown)


def sigmoid_prime(z):
    return sigmoid(z) * sigmoid(np.negative(z))


def tanh_from_sigmoid(z):
    return sigmoid(np.multiply(2, z)) - sigmoid(np.multiply(-2, z))


def linear_response(x, w, b, dw, db):
    z, dz = b, db
    for index in range(len(x)):
        z += w[index] * x[index]
        dz += dw[index] * x[index]
    a = sigmoid(z)
    return a * (1 - a) * dz


def layer(a, W, b):
    if np.ndim(a) == 2:
        return [layer(row, W, b) for row in a]
    outputs = []
    for j in range(len(W)):
        z = b[j]
        for k in range(len(a)):
            z = z + W[j][k] * a[k]
        outputs.append(sigmoid(z))
    return outputs


def feedforward(x, weights, biases):
    activations, number = [x], 0
    while number < len(weights):
        activations += [layer(activations[number], weights[number], biases[number])]
        number += 1
    return activations
