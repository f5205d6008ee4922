"""Chapter 08: dropout, a thousand networks in one.

Dropout is due to N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov,
*Dropout: a simple way to prevent neural networks from overfitting*, JMLR 15 (2014). Here p is the
probability that a neuron is dropped; in that paper it is the probability of keeping it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import expit as sigmoid

Array = npt.NDArray[np.float64]
Arrays = list[Array]


def dropout_mask(shape: int | tuple[int, ...], p: float, rng: np.random.Generator) -> Array:
    """Draw a mask of ones (neuron stays) and zeros (neuron is dropped).

    Parameters
    ----------
    shape : int or tuple of int
        The shape of the mask.
    p : float
        The probability that a neuron is dropped, in [0, 1).
    rng : numpy.random.Generator
        Call ``rng.random(shape)`` once; a neuron stays where the number is at least p.

    Returns
    -------
    array of float, of that shape
        0.0 where a neuron is dropped, 1.0 where it stays.
    """
    return (rng.random(shape) >= p).astype(float)


def dropout_forward(
    A: Array, p: float, rng: np.random.Generator, training: bool = True
) -> tuple[Array, Array]:
    """Send activations through inverted dropout.

    Parameters
    ----------
    A : array of shape (m, n)
        The activations of a layer, one example a row.
    p : float
        The probability that a neuron is dropped, in [0, 1).
    rng : numpy.random.Generator
        When training, draw one mask of A's shape with ``dropout_mask``, even if p is 0.
        When not training, draw nothing.
    training : bool
        True while learning; False when the network is used.

    Returns
    -------
    out : array of shape (m, n)
        When training, A times the mask, divided by 1 − p. When not training, A.
    mask : array of shape (m, n)
        The mask of zeros and ones. When not training, all ones.

    Raises
    ------
    ValueError
        If p is not in [0, 1).
    """
    if not 0 <= p < 1:
        raise ValueError(f"p must be in [0, 1), not {p}")
    if not training:
        return A, np.ones_like(A)
    mask = dropout_mask(A.shape, p, rng)
    return A * mask / (1 - p), mask


def dropout_backward(dA: Array, mask: Array, p: float) -> Array:
    """Send a gradient back through inverted dropout.

    Parameters
    ----------
    dA : array of shape (m, n)
        The derivative of the cost with respect to the output of ``dropout_forward``.
    mask : array of shape (m, n)
        The mask that the forward pass drew.
    p : float
        The probability that a neuron was dropped, in [0, 1).

    Returns
    -------
    array of shape (m, n)
        The derivative of the cost with respect to the input of ``dropout_forward``.
    """
    return dA * mask / (1 - p)


def scaled_inference(A: Array, p: float) -> Array:
    """Scale activations at inference, as the original recipe does.

    The original recipe trains with the mask alone and does not divide by 1 − p.
    So at inference, with every neuron on, it has to scale.

    Parameters
    ----------
    A : array of shape (m, n)
        The activations with every neuron on.
    p : float
        The probability that a neuron was dropped in training, in [0, 1).

    Returns
    -------
    array of shape (m, n)
        Activations with the same expected value as in training.
    """
    return (1 - p) * A


def feedforward_dropout(
    X: Array,
    weights: Arrays,
    biases: Arrays,
    p: float,
    rng: np.random.Generator,
    training: bool,
) -> tuple[Arrays, Arrays]:
    """Send a batch through a sigmoid network with inverted dropout on its hidden layers.

    Parameters
    ----------
    X : array of shape (m, n_in)
        The examples, one a row. Inputs are never dropped.
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer.
    biases : list of arrays of shape (n_out,)
        The biases of each layer.
    p : float
        The probability that a hidden neuron is dropped, in [0, 1).
    rng : numpy.random.Generator
        When training, draw one mask of shape (m, n) for each hidden layer, in order.
    training : bool
        True while learning; False when the network is used.

    Returns
    -------
    activations : list of arrays of shape (m, n)
        X, then what each layer passes on: for a hidden layer its activations after
        dropout, for the last layer its activations.
    masks : list of arrays of shape (m, n)
        One mask for each hidden layer; all ones when not training.
    """
    activations, masks = [X], []
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        A = sigmoid(activations[-1] @ W.T + b)
        if layer < len(weights):
            A, mask = dropout_forward(A, p, rng, training)
            masks.append(mask)
        activations.append(A)
    return activations, masks


def backprop_dropout(
    X: Array, Y: Array, weights: Arrays, biases: Arrays, masks: Arrays, p: float
) -> tuple[Arrays, Arrays]:
    """Find the gradient of the quadratic cost in a network with dropout.

    The cost is 1/(2m) times the sum of all (Y − A)², where A is the network's output
    with the given masks.

    Parameters
    ----------
    X : array of shape (m, n_in)
        The examples, one a row.
    Y : array of shape (m, n_out)
        The desired outputs, one a row.
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer.
    biases : list of arrays of shape (n_out,)
        The biases of each layer.
    masks : list of arrays of shape (m, n)
        The masks of the forward pass, one for each hidden layer. Use these; draw none.
    p : float
        The probability with which neurons were dropped, in [0, 1).

    Returns
    -------
    dWs : list of arrays of shape (n_out, n_in)
        The derivative of the cost with respect to each weight.
    dbs : list of arrays of shape (n_out,)
        The derivative of the cost with respect to each bias.
    """
    raw, passed_on = [], [X]
    for W, b, mask in zip(weights, biases, [*masks, None], strict=True):
        A = sigmoid(passed_on[-1] @ W.T + b)
        raw.append(A)
        passed_on.append(A if mask is None else A * mask / (1 - p))

    dWs, dbs = list(weights), list(biases)
    dA = (raw[-1] - Y) / len(X)
    for layer in reversed(range(len(weights))):
        delta = dA * raw[layer] * (1 - raw[layer])
        dWs[layer] = delta.T @ passed_on[layer]
        dbs[layer] = delta.sum(axis=0)
        if layer > 0:
            dA = dropout_backward(delta @ weights[layer], masks[layer - 1], p)
    return dWs, dbs


def ensemble_predict(
    X: Array, weights: Arrays, biases: Arrays, p: float, draws: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Ask many thinned networks, and tell how far they agree.

    Parameters
    ----------
    X : array of shape (m, n_in)
        The examples, one a row.
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer.
    biases : list of arrays of shape (n_out,)
        The biases of each layer.
    p : float
        The probability that a hidden neuron is dropped, in [0, 1).
    draws : int
        How many thinned networks to ask; at least 1.
    rng : numpy.random.Generator
        Handed to ``feedforward_dropout``, once for each network, one after the other.

    Returns
    -------
    mean : array of shape (m, n_out)
        The mean of the networks' outputs.
    std : array of shape (m, n_out)
        Their standard deviation (ddof 0).
    """
    outputs = np.array(
        [
            feedforward_dropout(X, weights, biases, p, rng, training=True)[0][-1]
            for _ in range(draws)
        ]
    )
    return outputs.mean(axis=0), outputs.std(axis=0)
