"""Chapter 01: one neuron, and the AND gate.

The rule is Rosenblatt's (*The perceptron*, Psychological Review 65, 1958).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]


def perceptron(x: Vector, w: Vector, b: float) -> int:
    """Fire or stay quiet: the output of one perceptron.

    Parameters
    ----------
    x : array of shape (n,)
        The inputs.
    w : array of shape (n,)
        The weights, one for each input.
    b : float
        The bias.

    Returns
    -------
    int
        1 exactly when w·x + b > 0, else 0.
    """
    return int(w @ x + b > 0)


def update(x: Vector, d: int, w: Vector, b: float, lr: float) -> tuple[Vector, float]:
    """Learn from one example: move the weights and the bias once.

    With y the output of the perceptron, w becomes w + lr·(d − y)·x and
    b becomes b + lr·(d − y).

    Parameters
    ----------
    x : array of shape (n,)
        The inputs of the example.
    d : int
        The desired output, 0 or 1.
    w : array of shape (n,)
        The weights. They must not be changed: return new ones.
    b : float
        The bias.
    lr : float
        The learning rate.

    Returns
    -------
    w : array of shape (n,)
        The new weights.
    b : float
        The new bias.
    """
    error = d - perceptron(x, w, b)
    return w + lr * error * x, b + lr * error


def train(
    X: Matrix, d: npt.NDArray[np.int64], w: Vector, b: float, lr: float, max_epochs: int
) -> tuple[Vector, float, list[int]]:
    """Train a perceptron, one example after the other, until an epoch has no error.

    Parameters
    ----------
    X : array of shape (m, n)
        The examples, one a row, used in this order in every epoch.
    d : array of shape (m,)
        The desired outputs, each 0 or 1.
    w : array of shape (n,)
        The weights to start from.
    b : float
        The bias to start from.
    lr : float
        The learning rate.
    max_epochs : int
        Stop after this many epochs even if errors remain; at least 1.

    Returns
    -------
    w : array of shape (n,)
        The weights at the end.
    b : float
        The bias at the end.
    errors : list of int
        For each epoch, how many examples were wrong at the moment they were shown.
        Training stops after the first epoch with 0 errors.
    """
    errors: list[int] = []
    while len(errors) < max_epochs and 0 not in errors:
        wrong = 0
        for x, target in zip(X, d, strict=True):
            wrong += perceptron(x, w, b) != target
            w, b = update(x, target, w, b, lr)
        errors.append(int(wrong))
    return w, b, errors


def nand_weights() -> tuple[Vector, float]:
    """Choose weights and a bias that make a perceptron a NAND gate.

    Returns
    -------
    w : array of shape (2,)
        The weights.
    b : float
        The bias.
    """
    return np.array([-2.0, -2.0]), 3.0


def xor(x1: int, x2: int) -> int:
    """Compute XOR with NAND perceptrons only.

    Parameters
    ----------
    x1, x2 : int
        The inputs, each 0 or 1.

    Returns
    -------
    int
        1 when exactly one input is 1, else 0.
    """
    w, b = nand_weights()
    both = perceptron(np.array([x1, x2]), w, b)
    left = perceptron(np.array([x1, both]), w, b)
    right = perceptron(np.array([both, x2]), w, b)
    return perceptron(np.array([left, right]), w, b)
