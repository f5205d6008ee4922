"""Chapter 03: gradient descent, walking downhill.

The method is A. Cauchy's (*Méthode générale pour la résolution des systèmes d'équations
simultanées*, Comptes rendus 25, 1847).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import expit as sigmoid

Array = npt.NDArray[np.float64]


def quadratic_cost(A: Array, Y: Array) -> float:
    """Measure how wrong a network is on a batch, as one number.

    Parameters
    ----------
    A : array of shape (m, n)
        The network's outputs, one example per row.
    Y : array of shape (m, n)
        The desired outputs.

    Returns
    -------
    float
        1/(2m) times the sum over the examples of ‖y − a‖², the squared length of the error.
    """
    return float(np.sum((Y - A) ** 2) / (2 * len(Y)))


def numerical_gradient(f: Callable[[Array], float], v: Array, h: float = 1e-5) -> Array:
    """Measure the slope of a function in every direction, by trying.

    Move one number of v at a time, by h to either side. Its partial derivative is about the
    difference of the two values of f, divided by the distance 2h between the two points.

    Parameters
    ----------
    f : function
        Takes an array of v's shape and returns a number.
    v : array of any shape
        Where to measure. It must not be changed.
    h : float
        How far to move to either side.

    Returns
    -------
    array of v's shape
        The partial derivative of f with respect to each number of v.
    """
    gradient = np.zeros(v.shape)
    for index in np.ndindex(v.shape):
        nudge = np.zeros(v.shape)
        nudge[index] = h
        gradient[index] = (f(v + nudge) - f(v - nudge)) / (2 * h)
    return gradient


def gradient_descent(grad: Callable[[Array], Array], v0: Array, lr: float, steps: int) -> Array:
    """Walk downhill, and keep the whole path.

    Each step goes from v to v − lr·∇C(v).

    Parameters
    ----------
    grad : function
        Takes an array of shape (n,) and returns the gradient there, of the same shape.
    v0 : array of shape (n,)
        Where to start. It must not be changed.
    lr : float
        The learning rate.
    steps : int
        How many steps to take; at least 1.

    Returns
    -------
    array of shape (steps + 1, n)
        The path: v0, then where each step arrives.
    """
    path = [v0]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)


def neuron_gradient(X: Array, y: Array, w: Array, b: float) -> tuple[Array, float]:
    """Find the gradient of the quadratic cost of one sigmoid neuron.

    The neuron's output for an example x is a = σ(w·x + b), and the cost is 1/(2m) times the sum
    over the examples of (y − a)².

    Parameters
    ----------
    X : array of shape (m, n)
        The examples, one per row.
    y : array of shape (m,)
        The desired outputs.
    w : array of shape (n,)
        The weights.
    b : float
        The bias.

    Returns
    -------
    dw : array of shape (n,)
        The derivative of the cost with respect to each weight.
    db : float
        The derivative of the cost with respect to the bias.
    """
    a = sigmoid(X @ w + b)
    delta = (a - y) * a * (1 - a)
    return delta @ X / len(X), float(delta.mean())


def max_learning_rate(H: Array) -> float:
    """Find the learning rate at which gradient descent stops converging.

    The cost is ½·vᵀHv: a bowl, whose curvatures are the eigenvalues of H.

    Parameters
    ----------
    H : array of shape (n, n)
        The Hessian: symmetric, and all its eigenvalues are positive.

    Returns
    -------
    float
        With any smaller learning rate the path goes to the minimum from every start; with any
        larger one it runs away from almost every start.
    """
    return float(2 / np.linalg.eigvalsh(H)[-1])
