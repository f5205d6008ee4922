"""Chapter 06: better costs, and knowing when to stop.

Cross-entropy as a cost is taught after M. Nielsen, *Neural Networks and Deep Learning* (2015),
chapter 3. Softmax has its name from J. Bridle (*Probabilistic interpretation of feedforward
classification network outputs*, 1990); early stopping with patience is examined by L. Prechelt
(*Early stopping: but when?*, 1998).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


def cross_entropy(A: Array, Y: Array) -> float:
    """Measure how wrong sigmoid outputs are on a batch, as one number that is never infinite.

    Parameters
    ----------
    A : array of shape (m, n)
        The network's outputs, from 0 to 1, one example per row. It must not be changed.
        Inside the function, clip each a to the range from 1e-12 to 1 − 1e-12 first.
    Y : array of shape (m, n)
        The desired outputs, from 0 to 1.

    Returns
    -------
    float
        −1/m times the sum, over all examples and all outputs, of y ln a + (1 − y) ln(1 − a).
        ln is the natural logarithm.
    """
    A = np.clip(A, 1e-12, 1 - 1e-12)
    return float(-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / len(Y))


def cross_entropy_error(A: Array, Y: Array) -> Array:
    """Find the error δ = ∂C/∂z of each output neuron, for each example by itself.

    The outputs are sigmoids, a = σ(z), and C is the cross-entropy of one example.

    Parameters
    ----------
    A : array of shape (m, n)
        The network's outputs, from 0 to 1, one example per row. Rounding may have made some of
        them exactly 0 or 1.
    Y : array of shape (m, n)
        The desired outputs, from 0 to 1.

    Returns
    -------
    array of shape (m, n)
        The error of each output neuron, one example per row.
    """
    return A - Y


def softmax(Z: Array) -> Array:
    """Turn the weighted inputs of the last layer into probabilities.

    Parameters
    ----------
    Z : array of shape (m, n)
        The weighted inputs, one example per row. They may be in the thousands, above or
        below 0.

    Returns
    -------
    array of shape (m, n)
        Each row: the powers e^z of its numbers, divided by their sum. There must be no warning
        and no NaN.
    """
    powers: Array = np.exp(Z - Z.max(axis=1, keepdims=True))
    totals: Array = powers.sum(axis=1, keepdims=True)
    return powers / totals


def negative_log_likelihood(A: Array, labels: Labels) -> float:
    """Measure how much probability a network gives to the right classes, as a cost.

    Parameters
    ----------
    A : array of shape (m, n)
        The probabilities of the n classes, as softmax makes them, one example per row.
        All are above 0.
    labels : array of int, of shape (m,)
        The right class of each example, from 0 to n − 1.

    Returns
    -------
    float
        −1/m times the sum, over the examples, of the natural logarithm of the probability that
        its right class was given.
    """
    return float(-np.mean(np.log(A[np.arange(len(labels)), labels])))


def early_stopping(scores: Array, patience: int) -> tuple[int, int]:
    """Decide when to stop training, and which epoch to go back to.

    Go through the scores as training would meet them, one epoch after the other. What comes
    after the stop is never seen.

    Parameters
    ----------
    scores : array of shape (epochs,)
        The score on the validation set after each epoch, with at least one epoch. The higher
        the better. Scores can be negative, such as minus a cost.
    patience : int
        How many epochs without a better score to bear; at least 1. An equal score is not better.

    Returns
    -------
    best : int
        The epoch with the best score until the stop. Epochs count from 0.
    stop : int
        The epoch at whose end training stops: the one at which, for the first time, `patience`
        epochs have passed since the best one. The last epoch if that never happens.
    """
    best = 0
    for epoch, score in enumerate(scores):
        if score > scores[best]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch
    return best, len(scores) - 1


def accuracy(A: Array, labels: Labels) -> float:
    """Find the fraction of the examples that a network gets right.

    Parameters
    ----------
    A : array of shape (m, n)
        The network's outputs, one example per row. Its answer is the number of the largest
        output; where several are equally large, the first of them.
    labels : array of int, of shape (m,)
        The right class of each example, from 0 to n − 1.

    Returns
    -------
    float
        The fraction, from 0 to 1.
    """
    return float(np.mean(np.argmax(A, axis=1) == labels))
