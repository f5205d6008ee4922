"""One example's way through a small network and back, with every neuron's share of the blame.

The equations are those of M. Nielsen, *Neural Networks and Deep Learning* (2015), chapter 2. The
network adds two bits: its outputs are the sum (XOR) and the carry (AND).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from neurona.network import Network

Array = npt.NDArray[np.float64]

CHAPTER = 5
SIZES = (2, 3, 2)
START_SCALE = 3.0
X: Array = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y: Array = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
EXAMPLES = ("0 + 0 = 00", "0 + 1 = 01", "1 + 0 = 01", "1 + 1 = 10")


class Place(NamedTuple):
    """A neuron: its layer, 1 for the first after the inputs, and its place in it, from 0."""

    layer: int
    j: int


@dataclass(frozen=True)
class Blame:
    """What one example leaves on every neuron and every link.

    Attributes
    ----------
    activations : list of arrays of shape (n,)
        Of every layer, the inputs first; 0 where a neuron is dropped.
    z : list of arrays of shape (n,)
        The weighted inputs, from the first layer after the inputs on.
    deltas : list of arrays of shape (n,)
        The errors ∂C/∂z of the same layers; 0 where a neuron is dropped.
    gradients : list of arrays of shape (n_out, n_in)
        ∂C/∂w, without any penalty.
    cost : float
        ½‖y − a‖².
    """

    activations: list[Array]
    z: list[Array]
    deltas: list[Array]
    gradients: list[Array]
    cost: float


def untrained(seed: int) -> Network:
    """Return a seed's network before it has learned anything."""
    return Network(SIZES, np.random.default_rng([CHAPTER, seed]), START_SCALE)


def sigmoid(z: Array) -> Array:
    """Return the logistic sigmoid of any numbers, without overflow."""
    squashed: Array = (1.0 + np.tanh(z / 2.0)) / 2.0
    return squashed


def assign(
    x: Array, y: Array, network: Network, kept: Array, nudge: tuple[Place, float] | None = None
) -> Blame:
    """Send one example forward, and its error back.

    Parameters
    ----------
    x, y : arrays of shape (n_in,) and (n_out,)
        The example, and what is wanted.
    network : Network
        With one hidden layer.
    kept : array of shape (n_hidden,)
        1 where a hidden neuron takes part, 0 where it is dropped. Nothing is rescaled.
    nudge : (Place, float), optional
        The demon's neuron, and what it adds to the weighted input there.

    Returns
    -------
    Blame
    """
    masks = [kept, np.ones(len(y))]
    activations, weighted = [x], []
    for layer, (W, b, mask) in enumerate(zip(network.weights, network.biases, masks, strict=True)):
        z = W @ activations[-1] + b
        if nudge is not None and nudge[0].layer == layer + 1:
            z[nudge[0].j] += nudge[1]
        weighted.append(z)
        activations.append(mask * sigmoid(z))
    a = activations[-1]
    delta = (a - y) * a * (1 - a)
    hidden = activations[1]  # 0 where dropped, and so is σ·(1 − σ)
    deltas = [(network.weights[1].T @ delta) * hidden * (1 - hidden), delta]
    dWs = [np.outer(d, before) for d, before in zip(deltas, activations[:-1], strict=True)]
    return Blame(activations, weighted, deltas, dWs, float(np.sum((y - a) ** 2) / 2))


def cost_with_nudges(
    x: Array, y: Array, network: Network, kept: Array, place: Place, nudges: Sequence[float]
) -> Array:
    """Return the cost for each of many nudges at one neuron.

    Parameters
    ----------
    x, y : arrays of shape (n_in,) and (n_out,)
        The example, and what is wanted.
    network : Network
        With one hidden layer.
    kept : array of shape (n_hidden,)
        1 where a hidden neuron takes part, 0 where it is dropped.
    place : Place
        The demon's neuron.
    nudges : sequence of float
        What it adds to the weighted input there, one after the other.

    Returns
    -------
    array of shape (len(nudges),)
        ½‖y − a‖² for each.
    """
    costs = [assign(x, y, network, kept, (place, float(dz))).cost for dz in nudges]
    return np.array(costs)


def penalty_share(dW: Array, W: Array, decay: float) -> Array:
    """Return which part of each ∂C/∂w the penalty makes.

    Parameters
    ----------
    dW, W : arrays of shape (n_out, n_in)
        ∂C/∂w without penalty, and the weights.
    decay : float
        λ/n.

    Returns
    -------
    array of shape (n_out, n_in)
        Size of λ/n·w over the sizes of both parts together; 0 where both are 0.
    """
    penalty, data = np.abs(decay * W), np.abs(dW)
    whole = penalty + data
    share: Array = np.divide(penalty, whole, out=np.zeros_like(whole), where=whole > 0)
    return share


def learn_one(network: Network, example: int, kept: Array, lr: float, decay: float) -> None:
    """Take one step of descent for one of the four examples.

    Parameters
    ----------
    network : Network
        Changed in place.
    example : int
        Its index in `X`.
    kept : array of shape (n_hidden,)
        1 where a hidden neuron takes part.
    lr : float
        The learning rate.
    decay : float
        λ/n.
    """
    blame = assign(X[example], Y[example], network, kept)
    for layer, (dW, delta) in enumerate(zip(blame.gradients, blame.deltas, strict=True)):
        network.weights[layer] -= lr * (dW + decay * network.weights[layer])
        network.biases[layer] -= lr * delta
