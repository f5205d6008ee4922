"""Right answers to chapter 07."""

from __future__ import annotations

import math
from functools import partial, reduce

import numpy as np

from solutions import l1_l2 as solved
from tests.autograde.suite.right_answers import Answers, answer_to

ANSWERS: Answers = {}
answer = partial(answer_to, ANSWERS)


@answer("l2_penalty")
def weight_by_weight(weights, lam, n):
    total = 0
    for W in weights:
        for row in W:
            for w in row:
                total += w * w
    return 0.5 * lam * total / n


@answer("l2_penalty")
def squared_lengths(weights, lam, n):
    return lam / n * np.sum([np.linalg.norm(W) ** 2 / 2 for W in weights])


@answer("l2_penalty")
def one_dot_product(weights, lam, n):
    every = np.concatenate([W.flatten() for W in weights])
    return np.array((lam / 2 / n) * (every @ every))


@answer("l2_penalty")
def traces_in_float32(weights, lam, n):
    traces = [np.trace(W.T @ W) for W in weights]
    return np.float32(lam) * np.float32(sum(traces)) / np.float32(2 * n)


@answer("l1_penalty")
def sizes_one_by_one(weights, lam, n):
    return lam * math.fsum(abs(w) for W in weights for row in W.tolist() for w in row) / n


@answer("l1_penalty")
def norm_of_one_long_vector(weights, lam, n):
    return np.linalg.norm(np.hstack([W.reshape(-1) for W in weights]), 1) * (lam / n)


@answer("l1_penalty")
def weights_times_their_signs(weights, lam, n):
    shares = [np.sum(W * np.sign(W)) * lam / n for W in weights]
    return reduce(lambda total, share: total + share, shares, 0.0)


@answer("l1_penalty")
def ups_and_downs(weights, lam, n):
    penalty = np.zeros(())
    for W in weights:
        penalty += W[W > 0].sum() - W[W < 0].sum()
    return penalty * lam / n


@answer("l2_update")
def with_the_whole_gradient(w, grad, lr, lam, n):
    return w - lr * (grad + lam / n * w)


@answer("l2_update")
def on_a_copy(w, grad, lr, lam, n):
    new = w.copy()
    new *= 1 - lr * lam / n
    new -= lr * grad
    return new


@answer("l2_update")
def entry_by_entry(w, grad, lr, lam, n):
    if w.ndim == 0:
        return float(w) * (n - lr * lam) / n - lr * float(grad)
    return [entry_by_entry(*pair, lr, lam, n) for pair in zip(w, grad, strict=True)]


@answer("l2_update")
def decayed_in_float32(w, grad, lr, lam, n):
    w, grad = np.float32(w), np.float32(grad)
    return np.subtract(w - np.multiply(w, lr * lam / n), np.multiply(lr, grad))


@answer("l1_update")
def with_the_whole_slope(w, grad, lr, lam, n):
    return w - lr * (grad + np.sign(w) * lam / n)


@answer("l1_update")
def above_and_below(w, grad, lr, lam, n):
    new, pull = w - lr * grad, lr * lam / n
    new[w > 0] -= pull
    new[w < 0] += pull
    return new


@answer("l1_update")
def counted_comparisons(w, grad, lr, lam, n):
    side = (w > 0).astype(int) - (w < 0).astype(int)
    return w - lr * grad - side * (lr * lam) / n


@answer("l1_update")
def weight_by_weight_with_ifs(w, grad, lr, lam, n):
    new = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        if w[place] > 0:
            slope = 1
        elif w[place] < 0:
            slope = -1
        else:
            slope = 0
        new[place] = w[place] - lr * (grad[place] + slope * lam / n)
    return new.tolist()


@answer("soft_threshold")
def in_three_cases(w, t):
    return np.where(w > t, w - t, np.where(w < -t, w + t, 0.0))


@answer("soft_threshold")
def less_what_is_clipped(w, t):
    return w - np.clip(w, -t, t)


@answer("soft_threshold")
def from_both_sides(w, t):
    return np.maximum(w - t, 0) - np.maximum(-w - t, 0)


@answer("soft_threshold")
def on_a_copy_with_masks(w, t):
    new = np.array(w, dtype=np.float32)
    new[np.abs(w) <= t] = 0
    new[w > t] -= t
    new[w < -t] += t
    return new


@answer("soft_threshold")
def one_weight_at_a_time(w, t):
    moved = [math.copysign(max(abs(x) - t, 0), x) for x in w.ravel().tolist()]
    return np.reshape(moved, w.shape)


@answer("sparsity")
def counted_in_loops(weights, tol):
    zeros, every = 0, 0
    for W in weights:
        for w in W.flat:
            every += 1
            if -tol <= w <= tol:
                zeros += 1
    return zeros / every


@answer("sparsity")
def one_minus_those_left(weights, tol):
    left = sum(np.count_nonzero(abs(W) > tol) for W in weights)
    return 1 - left / sum(W.size for W in weights)


@answer("sparsity")
def close_to_zero(weights, tol):
    return np.hstack([np.isclose(W, 0, atol=tol).ravel() for W in weights]).mean()


@answer("sparsity")
def mean_with_the_sizes_as_weights(weights, tol):
    fractions = [np.mean(np.abs(W) <= tol) for W in weights]
    return np.average(fractions, weights=[W.size for W in weights])


@answer("regularized_gradients")
def with_ifs(dWs, weights, lam, n, kind):
    new = []
    for layer in range(len(weights)):
        if kind == "l2":
            slope = weights[layer]
        elif kind == "l1":
            slope = np.sign(weights[layer])
        else:
            raise ValueError("no such kind")
        new.append(dWs[layer] + slope * lam / n)
    return new


@answer("regularized_gradients")
def from_the_updates(dWs, weights, lam, n, kind):
    """Step once with the learning rate 1: what is lost is the gradient."""
    if kind != "l1" and kind != "l2":
        raise ValueError(kind)
    update = solved.l1_update if kind == "l1" else solved.l2_update
    return [W - update(W, dW, 1, lam, n) for dW, W in zip(dWs, weights, strict=True)]


@answer("regularized_gradients")
def on_copies(dWs, weights, lam, n, kind):
    new = tuple(dW.copy() for dW in dWs)
    match kind:
        case "l1":
            for dW, W in zip(new, weights, strict=True):
                dW[W > 0] += lam / n
                dW[W < 0] -= lam / n
        case "l2":
            for dW, W in zip(new, weights, strict=True):
                dW += np.divide(lam * W, n)
        case _:
            raise ValueError
    return new


@answer("regularized_gradients")
def in_plain_lists(dWs, weights, lam, n, kind):
    class UnknownKindError(ValueError):
        pass

    def slope(w):
        return w if kind == "l2" else (w > 0) - (w < 0)

    if kind not in {"l1", "l2"}:
        raise UnknownKindError(f"{kind}?")
    return [
        [
            [d + lam * slope(w) / n for d, w in zip(*rows, strict=True)]
            for rows in zip(dW.tolist(), W.tolist(), strict=True)
        ]
        for dW, W in zip(dWs, weights, strict=True)
    ]
