"""Chapter 06, by loops and lists."""
# ruff: noqa: D103

import numpy as np


def cross_entropy(A, Y):
    total = 0
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            a = min(max(A[i, j], 1e-12), 1 - 1e-12)
            total += Y[i, j] * np.log(a)
            total += (1 - Y[i, j]) * np.log(1 - a)
    return -total / A.shape[0]


def cross_entropy_error(A, Y):
    return [[a - y for a, y in zip(*rows, strict=True)] for rows in zip(A, Y, strict=True)]


def softmax(Z):
    rows = []
    for z in Z:
        powers = [np.exp(number - max(z)) for number in z]
        rows.append([power / sum(powers) for power in powers])
    return rows


def negative_log_likelihood(A, labels):
    costs = [-np.log(A[i][labels[i]]) for i in range(len(labels))]
    return sum(costs) / len(costs)


def early_stopping(scores, patience):
    best = 0
    waited = 0
    for epoch in range(1, len(scores)):
        if scores[epoch] > scores[best]:
            best = epoch
            waited = 0
        else:
            waited += 1
        if waited == patience:
            return [best, epoch]
    return [best, len(scores) - 1]


def accuracy(A, labels):
    right = 0
    for outputs, label in zip(A.tolist(), labels, strict=True):
        if outputs.index(max(outputs)) == label:
            right += 1
    return right / len(labels)
