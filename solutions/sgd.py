"""Chapter 04: stochastic gradient descent, a cheaper and noisier compass.

The idea is due to H. Robbins and S. Monro, *A stochastic approximation method*, Annals of
Mathematical Statistics 22 (1951).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit as sigmoid

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


def updates_per_epoch(n: int, m: int) -> int:
    """Count the updates in one epoch, one for each mini-batch.

    Parameters
    ----------
    n : int
        The number of training examples.
    m : int
        The size of a mini-batch, from 1 to n.

    Returns
    -------
    int
        The number of mini-batches that it takes to use every example once.
        If the last one is shorter, it counts too.
    """
    return int(np.ceil(n / m))


def minibatches(n: int, m: int, rng: np.random.Generator) -> list[Indices]:
    """Cut the training set into random mini-batches.

    Parameters
    ----------
    n : int
        The number of training examples; they are numbered from 0 to n − 1.
    m : int
        The size of a mini-batch, from 1 to n.
    rng : numpy.random.Generator
        Call ``rng.permutation(n)`` once.

    Returns
    -------
    list of arrays of int
        The numbers of the examples in each mini-batch: the permutation, cut in its order into
        pieces of m. If n is not a multiple of m, the last piece is shorter.
    """
    order = rng.permutation(n)
    return [order[start : start + m] for start in range(0, n, m)]


def sgd_step(params: list[Any], grads: list[Any], lr: float) -> list[Any]:
    """Take one step downhill with every parameter.

    Parameters
    ----------
    params : list of arrays
        The parameters, such as weights and a bias. Each may also be a float.
        They must not be changed: return new ones.
    grads : list of arrays
        The derivative of the cost with respect to each of them, in the same order and of the
        same shapes.
    lr : float
        The learning rate.

    Returns
    -------
    list of arrays
        The new parameters, in the same order.
    """
    return [param - lr * grad for param, grad in zip(params, grads, strict=True)]


def sgd(
    X: Array,
    y: Array,
    w: Array,
    b: float,
    lr: float,
    m: int,
    epochs: int,
    rng: np.random.Generator,
) -> tuple[Array, float, Array]:
    """Train one sigmoid neuron by stochastic gradient descent.

    The output for an example x is a = σ(w·x + b). The cost of a set of examples is half the
    mean of (y − a)². Its gradient, for one example, is (a − y)·a·(1 − a)·x with respect to w,
    and (a − y)·a·(1 − a) with respect to b; for several, it is the mean over them.

    Parameters
    ----------
    X : array of shape (n, n_in)
        The examples, one a row.
    y : array of shape (n,)
        The desired outputs.
    w : array of shape (n_in,)
        The weights to start from.
    b : float
        The bias to start from.
    lr : float
        The learning rate.
    m : int
        The size of a mini-batch, from 1 to n.
    epochs : int
        How often to go through all examples; at least 1.
    rng : numpy.random.Generator
        Handed to ``minibatches``, once at the beginning of each epoch, and used for nothing
        else. That makes one ``rng.permutation(n)`` an epoch.

    Returns
    -------
    w : array of shape (n_in,)
        The weights at the end, after one step for each mini-batch, in order.
    b : float
        The bias at the end.
    costs : array of shape (epochs,)
        The cost of all n examples after each epoch.
    """
    costs = []
    for _ in range(epochs):
        for batch in minibatches(len(X), m, rng):
            a = sigmoid(X[batch] @ w + b)
            error = (a - y[batch]) * a * (1 - a)
            grads = [error @ X[batch] / len(batch), np.mean(error)]
            w, b = sgd_step([w, b], grads, lr)
        costs.append(np.mean((y - sigmoid(X @ w + b)) ** 2) / 2)
    return w, b, np.array(costs)


def gradient_noise(
    X: Array,
    y: Array,
    w: Array,
    b: float,
    m: int,
    draws: int,
    rng: np.random.Generator,
) -> float:
    """Measure how far the gradient of a mini-batch lies from the full one.

    The gradient is that of one sigmoid neuron, as in ``sgd``: the derivatives with respect to
    w and to b, put together into one vector.

    Parameters
    ----------
    X : array of shape (n, n_in)
        The examples, one a row.
    y : array of shape (n,)
        The desired outputs.
    w : array of shape (n_in,)
        The weights.
    b : float
        The bias.
    m : int
        The size of a mini-batch, from 1 to n.
    draws : int
        How many mini-batches to draw; at least 1.
    rng : numpy.random.Generator
        Draw each mini-batch by ``rng.choice(n, m, replace=False)``.

    Returns
    -------
    float
        The root of the mean, over the draws, of the squared Euclidean distance between the
        mini-batch's gradient and the gradient of all n examples.
    """
    a = sigmoid(X @ w + b)
    error = (a - y) * a * (1 - a)
    gradients = np.column_stack([error[:, np.newaxis] * X, error])  # one example a row
    full = gradients.mean(axis=0)
    squares = []
    for _ in range(draws):
        batch = rng.choice(len(X), m, replace=False)
        squares.append(np.sum((gradients[batch].mean(axis=0) - full) ** 2))
    return float(np.sqrt(np.mean(squares)))
