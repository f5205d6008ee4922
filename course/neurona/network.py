"""Small sigmoid networks, fast enough to learn while a panel is being looked at.

The panels of the course train these live. One class holds a network and does everything that
needs its weights; another trains it epoch by epoch and keeps the curves.

Conventions are the course's: a batch has one example a row, ``W`` is (n_out, n_in), so that a
layer's weighted input is ``Z = A @ W.T + b``; p is the probability that a hidden neuron is
dropped; λ follows Nielsen: with n examples to learn from, L2 adds λ/(2n)·Σw² to the cost and L1
adds λ/n·Σ|w|, biases left out. λ/n is called the decay here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]  # in double precision, or in single precision once rounded
Cost = Literal["quadratic", "cross_entropy"]
Penalty = Literal["l1", "l2"]
COSTS: tuple[Cost, ...] = ("quadratic", "cross_entropy")
PENALTIES: tuple[Penalty, ...] = ("l1", "l2")

NEVER_SURE = 1e-12
"""How far from 0 and 1 an output is kept within the logarithms of the cross-entropy."""
SHUFFLED_TOGETHER = 160
"""About how many examples are copied at once: enough to pay, and few enough for the cache."""


class Network:
    """A fully connected network of sigmoid neurons.

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
    cost : {"quadratic", "cross_entropy"}
        What it descends on: 1/(2m)·Σ‖y − a‖², or −1/m·Σ[y ln a + (1 − y) ln(1 − a)].

    Attributes
    ----------
    weights : list of arrays of shape (n_out, n_in)
    biases : list of arrays of shape (n_out,)

    Raises
    ------
    ValueError
        If there is no such cost.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        rng: np.random.Generator,
        scale: float = 1.0,
        cost: Cost = "quadratic",
    ) -> None:
        _must_be_one_of(COSTS, cost)
        self.cost = cost
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
        copy = Network((), np.random.default_rng(), cost=self.cost)
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
            The network's cost, without any penalty. The outputs are kept 1e-12 away from 0 and 1
            within logarithms, so that it is finite.
        accuracy : float
            The fraction of examples put in the right class. With one output the class is 1
            above ½; with more the largest wins.
        """
        out = self.outputs(X)
        if Y.shape[1] == 1:
            right = (out > 0.5) == (Y > 0.5)
        else:
            right = out.argmax(axis=1) == Y.argmax(axis=1)
        if self.cost == "quadratic":
            cost = np.sum((out - Y) ** 2) / (2 * len(X))
        else:
            out = out.clip(NEVER_SURE, 1.0 - NEVER_SURE)
            cost = -np.sum(Y * np.log(out) + (1.0 - Y) * np.log(1.0 - out)) / len(X)
        return float(cost), float(np.mean(right))

    def gradients(
        self,
        X: Array,
        Y: Array,
        masks: Sequence[Array] = (),
        *,
        p: float = 0.0,
        decay: float = 0.0,
        penalty: Penalty = "l2",
    ) -> tuple[list[Array], list[Array]]:
        """Find the gradient that `learn` descends along, for given masks.

        Parameters
        ----------
        X : array of shape (m, n_in)
        Y : array of shape (m, n_out)
        masks : sequence of arrays of shape (m, n)
            1 where a neuron is on and 0 where it is dropped, for each hidden layer. Without them
            every neuron is on, whatever p.
        p : float
            The probability of being dropped with which the masks were drawn, in [0, 1).
        decay : float
            λ/n, where n is the size of the whole training set.
        penalty : {"l1", "l2"}
            What λ punishes: the weights' absolute values or their squares.

        Returns
        -------
        dWs : list of arrays of shape (n_out, n_in)
            The derivative of cost and penalty with respect to each weight. That of |w| is taken
            to be 0 at w = 0.
        dbs : list of arrays of shape (n_out,)
            The derivative of the cost with respect to each bias.

        Raises
        ------
        ValueError
            If there is no such penalty.
        """
        _must_be_one_of(PENALTIES, penalty)
        p = p if masks else 0.0
        passed_on = self._pass_on(X, [mask / (1.0 - p) for mask in masks])
        dWs, dbs = [*self.weights], [*self.biases]
        for layer, dW, db in self._go_back(passed_on, Y, p, 1.0):
            W = self.weights[layer]
            dWs[layer] = dW + decay * (W if penalty == "l2" else np.sign(W))
            dbs[layer] = db
        return dWs, dbs

    def learn(
        self,
        X: Array,
        Y: Array,
        rng: np.random.Generator,
        *,
        lr: float,
        p: float = 0.0,
        decay: float = 0.0,
        penalty: Penalty = "l2",
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
            λ/n, where n is the size of the whole training set. Weights, never biases, also
            shrink: under L2 by the factor 1 − lr·decay, under L1 by lr·decay towards 0, which
            they may step over.
        penalty : {"l1", "l2"}
            What λ punishes: the weights' absolute values or their squares.

        Raises
        ------
        ValueError
            If there is no such penalty.
        """
        _must_be_one_of(PENALTIES, penalty)
        m = len(X)
        thinning = [(rng.random((m, n)) >= p) / (1.0 - p) for n in self.sizes[1:-1]] if p else []
        passed_on = self._pass_on(X, thinning)
        for layer, step, step_b in self._go_back(passed_on, Y, p, lr):
            W = self.weights[layer]
            if decay and penalty == "l2":
                W *= 1.0 - lr * decay
            elif decay:
                step += (lr * decay) * np.sign(W)
            W -= step
            self.biases[layer] -= step_b

    def _go_back(
        self, passed_on: Sequence[Array], Y: Array, p: float, rate: float
    ) -> Iterator[tuple[int, Array, Array]]:
        """Yield each layer, last first, and ``rate`` times its gradients without any penalty.

        Once they are yielded, the layer's weights may change.

        Notes
        -----
        The four equations of backpropagation, as in M. Nielsen, *Neural Networks and Deep
        Learning* (2015), chapters 2 and 3, with inverted dropout on the hidden layers.
        """
        out = passed_on[-1]
        rate /= len(out)
        delta = out - Y
        if self.cost == "quadratic":  # of the cross-entropy, σ′ cancels out
            delta *= out
            delta *= 1.0 - out
        for layer in reversed(range(len(self.weights))):
            A = passed_on[layer]
            dW = delta.T.dot(A)  # of small matrices, sooner done than @
            dW *= rate
            db = delta.sum(axis=0)
            db *= rate
            if layer:
                # A is σ·r with r = 1/(1 − p) or 0, so r·σ′ = r·σ·(1 − σ) is A·(1 − A/r), or 0.
                slope = 1.0 - (A * (1.0 - p) if p else A)
                slope *= A
                delta = delta.dot(self.weights[layer])
                delta *= slope
            yield layer, dW, db

    def _pass_on(self, X: Array, thinning: Sequence[Array]) -> list[Array]:
        """Return X and what each layer passes on, thinned where there is a thinning for it."""
        passed_on = [X]
        for layer, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            A = _activations(passed_on[-1], W, b)
            if layer < len(thinning):
                A = A * thinning[layer]
            passed_on.append(A)
        return passed_on


def shuffled(
    X: Array, Y: Array, batch: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Array]]:
    """Yield every example once, in a fresh order, a mini-batch at a time.

    Parameters
    ----------
    X, Y : arrays of shape (n, n_in) and (n, n_out)
        The examples.
    batch : int
        Examples in a mini-batch; the last one may be shorter.
    rng : numpy.random.Generator
        Called for one permutation of n.
    """
    order = rng.permutation(len(X))
    block = batch * max(1, SHUFFLED_TOGETHER // batch)
    for first in range(0, len(order), block):
        rows = order[first : first + block]
        X_block, Y_block = X[rows], Y[rows]
        for start in range(0, len(rows), batch):
            yield X_block[start : start + batch], Y_block[start : start + batch]


def _must_be_one_of(known: Sequence[str], name: str) -> None:
    if name not in known:
        raise ValueError(f"{name!r} is not known here; choose one of {', '.join(known)}")


def _activations(A: Array, W: Array, b: Array) -> Array:
    """Return σ(A·Wᵀ + b)."""
    # Of small matrices, a product by `dot` is sooner done than one by @.
    Z: Array = A.dot(W.T) if W.ndim == 2 else A @ W.swapaxes(-1, -2)
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
        The weight decay λ of λ/(2n)·Σw² or λ/n·Σ|w|.
    penalty : {"l1", "l2"}
        Which of the two. May change between steps, like lr, batch, p and λ.

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
    penalty: Penalty = "l2"
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
        decay = self.lam / len(self.X)
        for _ in range(epochs):
            for X, Y in shuffled(self.X, self.Y, self.batch, self.rng):
                self.network.learn(
                    X, Y, self.rng, lr=self.lr, p=self.p, decay=decay, penalty=self.penalty
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
