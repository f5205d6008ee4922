"""Chapter 07, with a slip in most functions."""
# ruff: noqa: D103

import numpy as np

from autograde.examples.slips.slip import slip


def half_missing(weights, lam, n):
    return lam / n * sum(np.sum(W**2) for W in weights)


def last_layer_only(weights, lam, n):
    return lam / n * np.abs(weights[-1]).sum()


def n_missing(w, grad, lr, lam, n):
    return (1 - lr * lam) * w - lr * grad


def zero_is_pushed(w, grad, lr, lam, n):
    signs = np.where(w >= 0, 1.0, -1.0)
    return w - lr * lam / n * signs - lr * grad


def crosses_zero(w, t):
    return np.sign(w) * (np.abs(w) - t)


def averages_layers(weights, tol):
    return np.mean([np.mean(np.abs(W) <= tol) for W in weights])


def any_kind(dWs, weights, lam, n, kind):
    if kind == "l2":
        return [dW + lam / n * W for dW, W in zip(dWs, weights, strict=True)]
    return [dW + lam / n * np.sign(W) for dW, W in zip(dWs, weights, strict=True)]


NAMED = {
    "l2_penalty": slip(half_missing, "half_missing"),
    "l1_penalty": slip(last_layer_only, "last_layer_only"),
    "l2_update": slip(n_missing, "n_missing"),
    "sparsity": slip(averages_layers, "averages_layers"),
}
IN_PART = {
    "l1_update": slip(zero_is_pushed, "zero_is_pushed", 1),
    "soft_threshold": slip(crosses_zero, "crosses_zero", 1),
    "regularized_gradients": slip(any_kind, "other_kind_accepted", 2),
}
