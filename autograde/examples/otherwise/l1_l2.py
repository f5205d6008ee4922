"""Chapter 07, by loops and lists."""
# ruff: noqa: D103

import numpy as np


def l2_penalty(weights, lam, n):
    total = 0
    for W in weights:
        for row in W:
            for w in row:
                total += w**2
    return lam * total / n / 2


def l1_penalty(weights, lam, n):
    rows = [row for W in weights for row in W.tolist()]
    return sum(abs(w) for row in rows for w in row) * lam / n


def l2_update(w, grad, lr, lam, n):
    new = np.empty(w.shape, dtype=np.float32)
    for place, old in np.ndenumerate(w):
        slope = grad[place] + lam * old / n
        new[place] = old - lr * slope
    return new


def l1_update(w, grad, lr, lam, n):
    new = w - lr * grad
    for place, old in np.ndenumerate(w):
        if old > 0:
            new[place] -= lr * lam / n
        elif old < 0:
            new[place] += lr * lam / n
    return new.tolist()


def soft_threshold(w, t):
    def move(x):
        if x > t:
            return x - t
        return x + t if x < -t else 0

    return np.reshape([move(x) for x in w.flatten()], w.shape)


def sparsity(weights, tol):
    near, every = 0, 0
    for W in weights:
        for w in W.flat:
            near += int(abs(w) <= tol)
            every += 1
    return near / every


def regularized_gradients(dWs, weights, lam, n, kind):
    result = []
    for i in range(len(dWs)):
        if kind == "l1":
            result.append(dWs[i] + lam / n * ((weights[i] > 0) * 1 - (weights[i] < 0) * 1))
        elif kind == "l2":
            result.append(dWs[i] + lam * weights[i] / n)
        else:
            raise ValueError("kind has to be l1 or l2")
    return tuple(result)
