"""Chapter 05, by loops and lists; a batch has one example a column."""
# ruff: noqa: D103

import numpy as np
from scipy.special import expit as sigmoid


def output_error(a, y, z):
    return [
        float(one - wanted) * (np.cosh(total / 2) * 2) ** -2
        for one, wanted, total in zip(a, y, z, strict=True)
    ]


def hidden_error(W_next, delta_next, z):
    found = []
    for k, total in enumerate(z.tolist()):
        back = sum(W_next[j][k] * delta_next[j] for j in range(len(delta_next)))
        found.append(back * sigmoid(total) * (1 - sigmoid(total)))
    return found


def layer_gradients(delta, a_prev):
    return [[error * a for a in a_prev] for error in delta], tuple(delta)


def backprop(x, y, weights, biases):
    activations, zs = [x], []
    for W, b in zip(weights, biases, strict=True):
        zs.append(np.dot(W, activations[-1]) + b)
        activations.append(sigmoid(zs[-1]))
    delta = output_error(activations[-1], y, zs[-1])
    dWs, dbs = [np.outer(delta, activations[-2])], [delta]
    for back in range(2, len(weights) + 1):
        delta = hidden_error(weights[-back + 1], delta, zs[-back])
        dW, db = layer_gradients(delta, activations[-back - 1])
        dWs.append(dW)
        dbs.append(db)
    return dWs[::-1], dbs[::-1]


def backprop_batch(X, Y, weights, biases):
    m = X.shape[0]
    joined = [np.column_stack([b, W]) for W, b in zip(weights, biases, strict=True)]
    received = [np.vstack([np.ones(m), X.T])]
    for V in joined:
        received.append(np.vstack([np.ones(m), sigmoid(V @ received[-1])]))
    out = received[-1][1:]
    delta = (out - Y.T) * out * (1 - out)
    found = []
    for V, given in zip(reversed(joined), reversed(received[:-1]), strict=True):
        found.append(delta @ given.T / m)
        delta = ((V.T @ delta) * given * (1 - given))[1:]
    return [V[:, 1:] for V in reversed(found)], [V[:, 0] for V in reversed(found)]


def gradient_check(x, y, weights, biases):
    def cost():
        a = x
        for W, b in zip(weights, biases, strict=True):
            a = sigmoid(W @ a + b)
        return sum((y - a) ** 2) / 2

    largest = 0.0
    for arrays, gradients in zip((weights, biases), backprop(x, y, weights, biases), strict=True):
        for array, gradient in zip(arrays, gradients, strict=True):
            for place, before in np.ndenumerate(array.copy()):
                costs = []
                for nudge in (1e-4, -1e-4):
                    array[place] = before + nudge
                    costs.append(cost())
                array[place] = before
                g, numerical = np.array(gradient)[place], (costs[0] - costs[1]) / 2e-4
                size = abs(g) + abs(numerical)
                if size > 1e-12:
                    largest = max(largest, abs(g - numerical) / size)
    return largest


def train_network(X, Y, sizes, lr, m, epochs, rng):
    weights, biases = [], []
    for i in range(len(sizes) - 1):
        weights.append(rng.standard_normal((sizes[i + 1], sizes[i])) / np.sqrt(sizes[i]))
        biases.append(np.zeros(sizes[i + 1]))
    for _ in range(epochs):
        rows = np.arange(len(X))
        rng.shuffle(rows)
        for batch in np.array_split(rows, range(m, len(X), m)):
            dWs, dbs = backprop_batch(X[batch], Y[batch], weights, biases)
            for i in range(len(weights)):
                weights[i] -= lr * dWs[i]
                biases[i] -= lr * dbs[i]
    return weights, biases


def darkness_classifier(X_train, labels, X):
    means = {}
    for name in sorted(set(labels.tolist())):
        of_label = [sum(row) / len(row) for row in X_train[labels == name].tolist()]
        means[name] = sum(of_label) / len(of_label)
    return [min(means, key=lambda name: abs(means[name] - np.mean(x))) for x in X]
