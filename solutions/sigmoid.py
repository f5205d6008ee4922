"""Chapter 02: the sigmoid neuron, a perceptron that can be nudged.

The notation is that of M. Nielsen, *Neural Networks and Deep Learning* (2015), chapter 1, with
one example per row in a batch.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Numbers = Array  # or a single number: NumPy treats both alike


def sigmoid(z: Numbers) -> Numbers:
    """Squash any number into the interval from 0 to 1: the logistic sigmoid σ(z).

    Parameters
    ----------
    z : float or array of any shape
        Any finite numbers, however large. No warning may be given and no NaN returned,
        not even for z = 10000 or z = −10000.

    Returns
    -------
    float or array of z's shape
        1/(1 + e⁻ᶻ) for each number.
    """
    small: Array = np.exp(-np.abs(z))  # at most 1, so nothing can overflow
    return np.where(z > 0, 1.0, small) / (1 + small)


def sigmoid_prime(z: Numbers) -> Numbers:
    """Find how steep the sigmoid is: its derivative σ′(z).

    Parameters
    ----------
    z : float or array of any shape
        Weighted inputs (not outputs of the sigmoid); any finite numbers, however large.

    Returns
    -------
    float or array of z's shape
        The derivative of σ at each number; never NaN.
    """
    a = sigmoid(z)
    return a * (1 - a)


def tanh_from_sigmoid(z: Numbers) -> Numbers:
    """Make the hyperbolic tangent out of the sigmoid.

    tanh runs from −1 to 1, and at 0 it is four times as steep as the sigmoid: it is a sigmoid
    that is squeezed, stretched and shifted.

    Parameters
    ----------
    z : float or array of any shape
        Any finite numbers, however large.

    Returns
    -------
    float or array of z's shape
        tanh(z) for each number; never NaN.
    """
    with np.errstate(over="ignore"):  # 2z may become infinite, and σ is 0 or 1 there as well
        return 2 * sigmoid(2 * z) - 1


def linear_response(x: Array, w: Array, b: float, dw: Array, db: float) -> float:
    """Predict how the output of a sigmoid neuron answers a small nudge.

    The output is σ(w·x + b). The prediction is the promise, along the tangent: each nudge counts
    as much as the output cares about its parameter, where the neuron stands before the nudge.

    Parameters
    ----------
    x : array of shape (n,)
        The inputs.
    w : array of shape (n,)
        The weights.
    b : float
        The bias.
    dw : array of shape (n,)
        The nudge of each weight.
    db : float
        The nudge of the bias.

    Returns
    -------
    float
        The predicted change of the output.
    """
    return float(sigmoid_prime(w @ x + b) * (dw @ x + db))


def layer(a: Array, W: Array, b: Array) -> Array:
    """Send activations through one layer of sigmoid neurons.

    Parameters
    ----------
    a : array of shape (n_in,) or (m, n_in)
        The activations of the layer before: one example, or a batch with one example per row.
    W : array of shape (n_out, n_in)
        The weights; W[j, k] joins neuron k of the layer before to neuron j.
    b : array of shape (n_out,)
        The biases.

    Returns
    -------
    array of shape (n_out,) or (m, n_out)
        The activations of this layer, for one example or one row for each.
    """
    return sigmoid(a @ W.T + b)


def feedforward(x: Array, weights: list[Array], biases: list[Array]) -> list[Array]:
    """Send an input through a whole network, and keep what every layer says.

    Parameters
    ----------
    x : array of shape (n_in,) or (m, n_in)
        One example, or a batch with one example per row.
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer.
    biases : list of arrays of shape (n_out,)
        The biases of each layer.

    Returns
    -------
    list of arrays
        x, then the activations of each layer in order; the last one is the network's output.
    """
    activations = [x]
    for W, b in zip(weights, biases, strict=True):
        activations.append(layer(activations[-1], W, b))
    return activations
