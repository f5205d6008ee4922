"""A network that reads digits, trained by the student's own functions of chapter 05."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import FunctionType
from typing import Any

import numpy as np
import numpy.typing as npt

from neurona.data import Digits, digits
from neurona.network import Network
from neurona.panels.student import StudentFunction, StudentProblem, array, together

Array = npt.NDArray[np.float64]
Arrays = list[Array]
Backprop = Callable[[Array, Array, Arrays, Arrays], tuple[Arrays, Arrays]]

CHAPTER = 5
N_TRAIN = 600  # every epoch begins from the start again, so half of the digits serve better
HIDDEN = 30
BATCH = 10
LEARNING_RATE = 3.0
EPOCHS = 10
BITS = 2 ** np.arange(4)
ONE_HOT, BINARY = "ten outputs", "four outputs"


@lru_cache(maxsize=1)
def data() -> Digits:
    """Return the digits: 600 to learn from, 597 unseen."""
    return digits(N_TRAIN)


def code(labels: npt.NDArray[np.int64], coding: str) -> Array:
    """Return what the outputs should say for each label.

    Parameters
    ----------
    labels : array of int, shape (n,)
        The digits.
    coding : str
        `ONE_HOT`, one output a digit, or `BINARY`, the digit's four bits, the lowest first.

    Returns
    -------
    array of shape (n, 10) or (n, 4)
        Zeros and ones.
    """
    if coding == ONE_HOT:
        wanted: Array = np.eye(10)[labels]
    else:
        wanted = ((labels[:, None] // BITS) % 2).astype(float)
    return wanted


def read(outputs: Array, coding: str) -> npt.NDArray[np.int64]:
    """Return the digit that outputs stand for; four bits may say a number above 9, too.

    Parameters
    ----------
    outputs : array of shape (n, 10) or (n, 4)
        What the network says.
    coding : str
        `ONE_HOT`, the largest wins, or `BINARY`, what is above ½ counts.
    """
    said: npt.NDArray[np.int64]
    said = outputs.argmax(axis=1) if coding == ONE_HOT else (outputs > 0.5) @ BITS
    return said


def with_knobs(
    backprop_batch: Backprop, p: float, decay: float, rng: np.random.Generator
) -> Backprop:
    """Return a student's function with dropout and a penalty around it.

    Parameters
    ----------
    backprop_batch : callable
        The student's.
    p : float
        The probability that a hidden neuron is dropped. For each mini-batch the student's
        function gets the thinned network that is left, whose last weights are divided by 1 − p.
    decay : float
        λ/n: the penalty adds decay times each weight to its derivative.
    rng : numpy.random.Generator
        Draws the masks.

    Returns
    -------
    callable
        Takes and gives the same as the student's.
    """

    def knobbed(X: Array, Y: Array, weights: Arrays, biases: Arrays) -> tuple[Arrays, Arrays]:
        (W1, W2), (b1, b2) = weights, biases
        kept = rng.random(len(b1)) >= p if p else np.ones(len(b1), bool)
        kept[0] |= not kept.any()  # a network without any hidden neuron is none
        loud = 1.0 / (1.0 - p)
        dWs, dbs = backprop_batch(X, Y, [W1[kept], loud * W2[:, kept]], [b1[kept], b2])
        dW1, dW2, db1 = decay * W1, decay * W2, np.zeros_like(b1)
        dW1[kept] += dWs[0]
        dW2[:, kept] += loud * np.asarray(dWs[1])
        db1[kept] = dbs[0]
        return [dW1, dW2], [db1, np.asarray(dbs[1])]

    return knobbed


def rebound(namespace: Mapping[str, Any], **replaced: Any) -> dict[str, Any]:
    """Return a copy of a notebook's names whose functions see other ones under some names.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``; it stays as it is.
    **replaced
        What the functions of the copy find under these names.
    """
    copied = dict(namespace)
    for name, value in namespace.items():
        if isinstance(value, FunctionType) and value.__globals__ is namespace:
            copied[name] = FunctionType(
                value.__code__, copied, value.__name__, value.__defaults__, value.__closure__
            )
            copied[name].__kwdefaults__ = value.__kwdefaults__
    copied.update(replaced)
    return copied


class OwnDigits:
    """The student's ``train_network``, looked at after every epoch.

    It cannot be asked to go on where it stopped, so each epoch is reached from the start anew,
    with the same seed; a few epochs of small digits take no time.

    Parameters
    ----------
    namespace : mapping
        Where the functions are looked up: a notebook's ``globals()``.
    seed : int
        Of the start weights, the order of the digits, and the masks.
    p, lam : float
        The probability that a hidden neuron is dropped, and weight decay λ.
    coding : str
        `ONE_HOT` or `BINARY`.

    Attributes
    ----------
    network : Network or None
        As the student's function returned it last; None where it did not.
    accuracy, accuracy_new : list of float
        The fraction read right of the training and of the unseen digits: at the start, then
        after each epoch.
    problem : StudentProblem or None
        What stood in the way.
    """

    def __init__(
        self, namespace: Mapping[str, Any], seed: int, p: float, lam: float, coding: str
    ) -> None:
        self.namespace, self.seed, self.p, self.lam = namespace, seed, p, lam
        self.coding = coding
        self.digits = data()
        self.unseen = np.concatenate([self.digits.validation, self.digits.test])
        self.Y = code(self.digits.labels, coding)
        self.sizes = (self.digits.X.shape[1], HIDDEN, self.Y.shape[1])
        self.network: Network | None = None
        self.problem: StudentProblem | None = None
        self.accuracy: list[float] = []
        self.accuracy_new: list[float] = []
        self._attempt(0)

    @property
    def epochs(self) -> int:
        """How many epochs the network has learned."""
        return max(len(self.accuracy) - 1, 0)

    def step(self, epochs: int = 1) -> None:
        """Learn for some epochs, unless one of the student's functions stands in the way."""
        for _epoch in range(epochs):
            if self.problem is None:
                self._attempt(self.epochs + 1)

    def answers(self) -> npt.NDArray[np.int64]:
        """Return the digit that the network reads from each picture."""
        if self.network is None:
            return np.full(len(self.digits.labels), -1)
        return read(self.network.outputs(self.digits.X), self.coding)

    def _attempt(self, epochs: int) -> None:
        try:
            self._train(epochs)
        except StudentProblem as problem:
            self.problem = problem

    def _train(self, epochs: int) -> None:
        train = self.digits.train
        X, Y = self.digits.X[train], self.Y[train]
        shapes = list(zip(self.sizes[1:], self.sizes[:-1], strict=True))
        layers = together(
            together(*[array(*shape) for shape in shapes]),
            together(*[array(n) for n in self.sizes[1:]]),
        )
        start = Network(self.sizes, np.random.default_rng(0))
        # Whatever is wrong with it is told here, by its own name.
        StudentFunction(self.namespace, "backprop_batch", layers)(
            X[:BATCH], Y[:BATCH], start.weights, start.biases
        )
        masks = np.random.default_rng([CHAPTER, self.seed, 1])
        own = self.namespace["backprop_batch"]
        knobbed = with_knobs(own, self.p, self.lam / len(train), masks)
        names = rebound(self.namespace, backprop_batch=knobbed)
        lr, m, asked = LEARNING_RATE, BATCH, epochs
        if not epochs:  # one step of length 0 gives the start itself
            lr, m, asked = 0.0, len(train), 1
        rng = np.random.default_rng([CHAPTER, self.seed])
        train_network = StudentFunction(names, "train_network", layers)
        weights, biases = train_network(X, Y, list(self.sizes), lr, m, asked, rng)
        start.weights, start.biases = list(weights), list(biases)
        self.network = start
        right = self.answers() == self.digits.labels
        self.accuracy.append(float(right[train].mean()))
        self.accuracy_new.append(float(right[self.unseen].mean()))
