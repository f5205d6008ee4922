"""Small sigmoid networks, fast enough to learn while a panel is being looked at.

The panels of the course train these live. One class holds a network and does everything that
needs its weights; another trains it epoch by epoch and keeps the curves.

Conventions are the course's: a batch has one example a row, ``W`` is (n_out, n_in), so that a
layer's weighted input is ``Z = A @ W.T + b``; p is the probability that a hidden neuron is
dropped; λ follows Nielsen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]  # in double precision, or in single precision once rounded


class Network:
    """A fully connected network of sigmoid neurons with the quadratic cost.

    Parameters
    ----------
    sizes : sequence of int
        Neurons in each layer, inputs first: (2, 8, 8, 1).
    rng : numpy.random.Generator
        Draws the start weights: normal, with a standard deviation of ``scale`` / √n_in.
        Biases start at zero.
    scale : float
        1 keeps the weighted inputs of the first pass near 1, whatever the layer's width. More
        lets the first layer bend sharply within a small range of inputs.

    Attributes
    ----------
    weights : list of arrays of shape (n_out, n_in)
    biases : list of arrays of shape (n_out,)
    """

    def __init__(self, sizes: Sequence[int], rng: np.random.Generator, scale: float = 1.0) -> None:
        self.weights: list[Array] = [
            rng.normal(0.0, scale / np.sqrt(n_in), (n_out, n_in)) for n_in, n_out in pairwise(sizes)
        ]
        self.biases: list[Array] = [np.zeros(n_out) for n_out in sizes[1:]]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons in each layer, inputs first."""
        return (self.weights[0].shape[1], *(len(b) for b in self.biases))

    def rounded(self) -> Network:
        """Return a copy in single precision, which answers as well for a picture, and sooner."""
        copy = Network((), np.random.default_rng())
        copy.weights = [W.astype(np.float32) for W in self.weights]
        copy.biases = [b.astype(np.float32) for b in self.biases]
        return copy

    def outputs(self, X: Array, thinning: Sequence[Array] = ()) -> Array:
        """Ask the whole network, or thinned ones.

        Parameters
        ----------
        X : array of shape (m, n_in)
        thinning : sequence of arrays
            What the activations of each hidden layer are multiplied by. Of shape (draws, 1, n)
            they stand for as many thinned networks, each asked about every example. Without
            them every neuron is on.

        Returns
        -------
        array of shape (m, n_out) or (draws, m, n_out)
            Between 0 and 1.
        """
        A = X
        for layer, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            if 0 < layer <= len(thinning):
                W = W * thinning[layer - 1]  # fewer numbers than activations
            A = _activations(A, W, b)
        return A

    def measure(self, X: Array, Y: Array) -> tuple[float, float]:
        """Tell how well the whole network, every neuron on, does.

        Parameters
        ----------
        X : array of shape (m, n_in)
        Y : array of shape (m, n_out)

        Returns
        -------
        cost : float
            The quadratic cost 1/(2m)·Σ‖y − a‖², without any penalty.
        accuracy : float
            The fraction of examples put in the right class. With one output the class is 1
            above ½; with more the largest wins.
        """
        out = self.outputs(X)
        if Y.shape[1] == 1:
            right = (out > 0.5) == (Y > 0.5)
        else:
            right = out.argmax(axis=1) == Y.argmax(axis=1)
        return float(np.sum((out - Y) ** 2) / (2 * len(X))), float(np.mean(right))

    def learn(
        self,
        X: Array,
        Y: Array,
        rng: np.random.Generator,
        *,
        lr: float,
        p: float = 0.0,
        decay: float = 0.0,
    ) -> None:
        """Take one step of gradient descent on one mini-batch, with fresh masks.

        Parameters
        ----------
        X : array of shape (m, n_in)
        Y : array of shape (m, n_out)
        rng : numpy.random.Generator
            Unless p is 0, draws one array of shape (m, n) for each hidden layer, in order.
        lr : float
            The learning rate η.
        p : float
            The probability that a hidden neuron is dropped, in [0, 1).
        decay : float
            λ/n, where n is the size of the whole training set: weights, never biases, also
            shrink by the factor 1 − lr·decay.

        Notes
        -----
        The four equations of backpropagation, as in M. Nielsen, *Neural Networks and Deep
        Learning* (2015), chapter 2, with inverted dropout on the hidden layers.
        """
        m = len(X)
        thinning = [(rng.random((m, n)) >= p) / (1.0 - p) for n in self.sizes[1:-1]] if p else []
        passed_on = self._pass_on(X, thinning)
        out = passed_on[-1]
        delta = (out - Y) * out * (1.0 - out)
        for layer in reversed(range(len(self.weights))):
            W, A = self.weights[layer], passed_on[layer]
            step = delta.T @ A
            step *= lr / m
            self.biases[layer] -= (lr / m) * delta.sum(axis=0)
            if layer:
                # A is σ·r with r = 1/(1 − p) or 0, so r·σ′ = r·σ·(1 − σ) is A·(1 − A/r), or 0.
                delta = delta @ W
                delta *= A * (1.0 - A * (1.0 - p))
            if decay:
                W *= 1.0 - lr * decay
            W -= step

    def _pass_on(self, X: Array, thinning: Sequence[Array]) -> list[Array]:
        """Return X and what each layer passes on, thinned where there is a thinning for it."""
        passed_on = [X]
        for layer, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            A = _activations(passed_on[-1], W, b)
            if layer < len(thinning):
                A = A * thinning[layer]
            passed_on.append(A)
        return passed_on


def _activations(A: Array, W: Array, b: Array) -> Array:
    """Return σ(A·Wᵀ + b)."""
    Z: Array = A @ W.swapaxes(-1, -2)
    Z += b
    # σ(z) = (1 + tanh(z/2))/2 never overflows.
    Z *= 0.5
    np.tanh(Z, out=Z)
    Z += 1.0
    Z *= 0.5
    return Z


@dataclass
class Training:
    """A network that learns epoch by epoch and remembers how it went.

    Parameters
    ----------
    network : Network
        Changed by every step.
    X, Y : arrays of shape (n, n_in) and (n, n_out)
        The examples to learn from.
    X_new, Y_new : arrays of shape (m, n_in) and (m, n_out)
        The examples for validation, never learned from.
    rng : numpy.random.Generator
        Shuffles the examples, then draws the masks. Same seed, same network.
    lr : float
        The learning rate η.
    batch : int
        Examples in a mini-batch; the last one of an epoch may be shorter.
    p : float
        The probability that a hidden neuron is dropped, in [0, 1).
    lam : float
        The weight decay λ of λ/(2n)·Σw². May change between steps, like lr, batch and p.

    Attributes
    ----------
    cost, cost_new : list of float
        The cost on X and on X_new, with every neuron on: at the start, then after each epoch.
    accuracy, accuracy_new : list of float
        The fraction that is right, likewise.
    """

    network: Network
    X: Array
    Y: Array
    X_new: Array
    Y_new: Array
    rng: np.random.Generator
    lr: float
    batch: int = 10
    p: float = 0.0
    lam: float = 0.0
    cost: list[float] = field(default_factory=list, init=False)
    cost_new: list[float] = field(default_factory=list, init=False)
    accuracy: list[float] = field(default_factory=list, init=False)
    accuracy_new: list[float] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self._remember()

    @property
    def epochs(self) -> int:
        """How many epochs the network has learned."""
        return len(self.cost) - 1

    def step(self, epochs: int = 1) -> None:
        """Learn from every example once, in a fresh order, and extend the curves.

        Parameters
        ----------
        epochs : int
            How often. The curves get one point for each.
        """
        n = len(self.X)
        for _ in range(epochs):
            order = self.rng.permutation(n)
            X, Y = self.X[order], self.Y[order]
            for start in range(0, n, self.batch):
                stop = start + self.batch
                self.network.learn(
                    X[start:stop],
                    Y[start:stop],
                    self.rng,
                    lr=self.lr,
                    p=self.p,
                    decay=self.lam / n,
                )
            self._remember()

    def _remember(self) -> None:
        for X, Y, costs, accuracies in (
            (self.X, self.Y, self.cost, self.accuracy),
            (self.X_new, self.Y_new, self.cost_new, self.accuracy_new),
        ):
            cost, accuracy = self.network.measure(X, Y)
            costs.append(cost)
            accuracies.append(accuracy)
