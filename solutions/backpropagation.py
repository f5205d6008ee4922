"""Chapter 05: backpropagation, or who is to blame.

The four equations are those of M. Nielsen, *Neural Networks and Deep Learning* (2015), chapter 2;
D. Rumelhart, G. Hinton and R. Williams made them known (*Learning representations by
back-propagating errors*, Nature 323, 1986).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import expit as sigmoid

Array = npt.NDArray[np.float64]
Arrays = list[Array]
Indices = npt.NDArray[np.int64]


def output_error(a: Array, y: Array, z: Array) -> Array:
    """Find the error δ = ∂C/∂z of each output neuron, for one example.

    The cost of the example is C = ½‖y − a‖².

    Parameters
    ----------
    a : array of shape (n_out,)
        The activations of the output layer, a = σ(z).
    y : array of shape (n_out,)
        The desired outputs.
    z : array of shape (n_out,)
        The weighted inputs of the output layer.

    Returns
    -------
    array of shape (n_out,)
        The error of each neuron, ∂C/∂z.
    """
    slope: Array = sigmoid(z) * (1 - sigmoid(z))
    return (a - y) * slope


def hidden_error(W_next: Array, delta_next: Array, z: Array) -> Array:
    """Send the errors of a layer back to the layer before it, for one example.

    Parameters
    ----------
    W_next : array of shape (n_next, n)
        The weights of the next layer: ``W_next[j, k]`` joins neuron k of this layer to neuron j
        of the next.
    delta_next : array of shape (n_next,)
        The errors of the next layer.
    z : array of shape (n,)
        The weighted inputs of this layer.

    Returns
    -------
    array of shape (n,)
        The error of each neuron of this layer: what comes back through the weights, times
        σ′(z), element by element.
    """
    slope: Array = sigmoid(z) * (1 - sigmoid(z))
    return (W_next.T @ delta_next) * slope


def layer_gradients(delta: Array, a_prev: Array) -> tuple[Array, Array]:
    """Turn the errors of a layer into the gradients of its weights and biases.

    Parameters
    ----------
    delta : array of shape (n_out,)
        The errors of the layer, for one example.
    a_prev : array of shape (n_in,)
        The activations of the layer before it, which its weights multiplied.

    Returns
    -------
    dW : array of shape (n_out, n_in)
        The derivative of the cost with respect to each weight: ``dW[j, k]`` belongs to the
        weight from neuron k of the layer before to neuron j.
    db : array of shape (n_out,)
        The derivative of the cost with respect to each bias.
    """
    return np.outer(delta, a_prev), delta


def backprop(x: Array, y: Array, weights: Arrays, biases: Arrays) -> tuple[Arrays, Arrays]:
    """Find the gradient of the cost of one example in a whole sigmoid network.

    The cost is C = ½‖y − a‖², where a is the network's output for x.

    Parameters
    ----------
    x : array of shape (n_in,)
        The example.
    y : array of shape (n_out,)
        The desired output.
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer, from the first to the last.
    biases : list of arrays of shape (n_out,)
        The biases of each layer.

    Returns
    -------
    dWs : list of arrays of shape (n_out, n_in)
        The derivative of the cost with respect to each weight; ``dWs[0]`` belongs to
        ``weights[0]``.
    dbs : list of arrays of shape (n_out,)
        The derivative of the cost with respect to each bias.
    """
    zs, activations = [], [x]
    for W, b in zip(weights, biases, strict=True):
        zs.append(W @ activations[-1] + b)
        activations.append(sigmoid(zs[-1]))

    dWs, dbs = list(weights), list(biases)
    delta = output_error(activations[-1], y, zs[-1])
    for layer in reversed(range(len(weights))):
        dWs[layer], dbs[layer] = layer_gradients(delta, activations[layer])
        if layer > 0:
            delta = hidden_error(weights[layer], delta, zs[layer - 1])
    return dWs, dbs


def backprop_batch(X: Array, Y: Array, weights: Arrays, biases: Arrays) -> tuple[Arrays, Arrays]:
    """Find the gradient of the cost of a batch in a whole sigmoid network.

    The cost is C = 1/(2m) times the sum of all (Y − A)², where A is the network's output for
    X: the mean of what the single examples cost.

    Parameters
    ----------
    X : array of shape (m, n_in)
        The examples, one a row.
    Y : array of shape (m, n_out)
        The desired outputs, one a row.
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer, from the first to the last.
    biases : list of arrays of shape (n_out,)
        The biases of each layer.

    Returns
    -------
    dWs : list of arrays of shape (n_out, n_in)
        The derivative of the cost with respect to each weight: the mean of the examples'
        own derivatives.
    dbs : list of arrays of shape (n_out,)
        The derivative of the cost with respect to each bias, likewise.
    """
    activations = [X]
    for W, b in zip(weights, biases, strict=True):
        activations.append(sigmoid(activations[-1] @ W.T + b))

    dWs, dbs = list(weights), list(biases)
    A = activations[-1]
    delta = (A - Y) * A * (1 - A) / len(X)
    for layer in reversed(range(len(weights))):
        A = activations[layer]
        dWs[layer], dbs[layer] = delta.T @ A, delta.sum(axis=0)
        if layer > 0:
            delta = (delta @ weights[layer]) * A * (1 - A)
    return dWs, dbs


def gradient_check(x: Array, y: Array, weights: Arrays, biases: Arrays) -> float:
    """Hold your ``backprop`` against central differences.

    For every weight and every bias, compare its derivative g, as ``backprop`` finds it, with
    the central difference g̃ of the cost ½‖y − a‖²: nudge this one number up by h = 1e-5 and
    down by h, and see how the cost changes.

    Parameters
    ----------
    x : array of shape (n_in,)
        The example.
    y : array of shape (n_out,)
        The desired output.
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer. They must not be changed: nudge copies.
    biases : list of arrays of shape (n_out,)
        The biases of each layer; the same holds for them.

    Returns
    -------
    float
        The largest of all |g − g̃| / max(|g| + |g̃|, 1e-12).
    """
    weights, biases = [W.copy() for W in weights], [b.copy() for b in biases]

    def cost() -> float:
        a = x
        for W, b in zip(weights, biases, strict=True):
            a = sigmoid(W @ a + b)
        return float(np.sum((y - a) ** 2)) / 2

    dWs, dbs = backprop(x, y, weights, biases)
    h, largest = 1e-5, 0.0
    for array, gradient in zip([*weights, *biases], [*dWs, *dbs], strict=True):
        for place in np.ndindex(array.shape):
            before = array[place]
            array[place] = before + h
            above = cost()
            array[place] = before - h
            below = cost()
            array[place] = before
            g, numerical = float(gradient[place]), (above - below) / (2 * h)
            error = abs(g - numerical) / max(abs(g) + abs(numerical), 1e-12)
            largest = max(largest, error)
    return largest


def train_network(
    X: Array,
    Y: Array,
    sizes: Sequence[int],
    lr: float,
    m: int,
    epochs: int,
    rng: np.random.Generator,
) -> tuple[Arrays, Arrays]:
    """Train a sigmoid network by stochastic gradient descent on the quadratic cost.

    Every epoch shuffles the examples, cuts them into mini-batches, and takes one step for each
    of them, against the gradient of the mini-batch's cost.

    Parameters
    ----------
    X : array of shape (n, sizes[0])
        The examples, one a row.
    Y : array of shape (n, sizes[-1])
        The desired outputs, one a row.
    sizes : sequence of int
        The number of neurons in each layer, inputs first, such as (64, 30, 10).
    lr : float
        The learning rate.
    m : int
        The size of a mini-batch, from 1 to n; the last one of an epoch may be shorter.
    epochs : int
        How often to go through all examples; at least 1.
    rng : numpy.random.Generator
        Where all randomness comes from: the weights to start from and the shuffling. The same
        seed trains the same network.

    Returns
    -------
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer after training. They start normally distributed with mean 0
        and standard deviation 1/√n_in.
    biases : list of arrays of shape (n_out,)
        The biases of each layer after training. They start at 0.
    """
    weights, biases = [], []
    for layer in range(1, len(sizes)):
        n_in, n_out = sizes[layer - 1], sizes[layer]
        weights.append(rng.normal(0, 1 / np.sqrt(n_in), (n_out, n_in)))
        biases.append(np.zeros(n_out))

    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), m):
            batch = order[start : start + m]
            dWs, dbs = backprop_batch(X[batch], Y[batch], weights, biases)
            weights = [W - lr * dW for W, dW in zip(weights, dWs, strict=True)]
            biases = [b - lr * db for b, db in zip(biases, dbs, strict=True)]
    return weights, biases


def darkness_classifier(X_train: Array, labels: Indices, X: Array) -> Indices:
    """Name pictures by their darkness alone: a baseline that every network must beat.

    The darkness of a picture is the mean of its pixels. The darkness of a label is the mean
    darkness of its training pictures.

    Parameters
    ----------
    X_train : array of shape (n, pixels)
        The training pictures, one a row.
    labels : array of int, shape (n,)
        What each of them shows. Not every number has to occur.
    X : array of shape (m, pixels)
        The pictures to name, one a row.

    Returns
    -------
    array of int, shape (m,)
        For each picture, the label whose darkness is nearest to its own. If two are equally
        near, the smaller label.
    """
    names = np.unique(labels)
    darkness = X_train.mean(axis=1)
    means = np.array([darkness[labels == name].mean() for name in names])
    distances = np.abs(X.mean(axis=1)[:, np.newaxis] - means)
    return np.asarray(names[distances.argmin(axis=1)])
