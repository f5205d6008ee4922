"""A network whose every pass is one of the student's own functions of chapter 08."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from neurona.network import Network
from neurona.panels import moons
from neurona.panels.student import StudentFunction, StudentProblem, array, together

Array = npt.NDArray[np.float64]


class OwnFunctions:
    """What a student wrote in chapter 08, read with care.

    Each attribute has the name of the exercise. Calling it raises `StudentProblem` with a
    sentence when the function is missing, raises, or returns something of another shape.

    Parameters
    ----------
    namespace : mapping
        Where the functions are looked up at every call: a notebook's ``globals()``.
    sizes : tuple of int
        Neurons in each layer of the network that they will be used on.
    """

    def __init__(self, namespace: Mapping[str, Any], sizes: tuple[int, ...]) -> None:
        def own(name: str, *parts: Any) -> StudentFunction[Any]:
            read = parts[0] if len(parts) == 1 else together(*parts)
            return StudentFunction(namespace, name, read)

        rows = [array(None, n) for n in sizes]
        layers = list(zip(sizes[1:], sizes[:-1], strict=True))
        hidden = array(None, sizes[1])
        self.dropout_mask = own("dropout_mask", array(None, None))
        self.dropout_forward = own("dropout_forward", hidden, hidden)
        self.dropout_backward = own("dropout_backward", hidden)
        self.scaled_inference = own("scaled_inference", hidden)
        self.feedforward_dropout = own(
            "feedforward_dropout", together(*rows), together(*rows[1:-1])
        )
        self.backprop_dropout = own(
            "backprop_dropout",
            together(*[array(*shape) for shape in layers]),
            together(*[array(n_out) for n_out, _n_in in layers]),
        )
        self.ensemble_predict = own("ensemble_predict", rows[-1], rows[-1])


class OwnTraining:
    """Mini-batch descent with the student's passes; only the update is ours.

    Parameters
    ----------
    functions : OwnFunctions
        The student's.
    seed : int
        The panel's seed: of the data, the start, the order of the examples and the masks.
    hidden : tuple of int
        Neurons in each hidden layer.
    p : float
        The probability that a hidden neuron is dropped, in [0, 1).
    lam : float
        Weight decay λ.

    Attributes
    ----------
    weights, biases : lists of arrays of shape (n_out, n_in) and (n_out,)
        As they are now.
    epochs : int
        How many epochs it has learned.
    problem : StudentProblem or None
        What ended the training before its end.
    accuracy, accuracy_new : list of float
        The fraction that is right on the training and on the validation points: at the start,
        then after each epoch. Empty when the student's network cannot be asked.
    """

    def __init__(
        self, functions: OwnFunctions, seed: int, hidden: tuple[int, ...], p: float, lam: float
    ) -> None:
        self.functions = functions
        self.p, self.lam = p, lam
        self.X, self.Y, self.X_new, self.Y_new = moons.data(seed)
        start = Network((2, *hidden, 1), moons.stream(seed, "start"), moons.START_SCALE)
        self.weights, self.biases = start.weights, start.biases
        self.rng = moons.stream(seed, "training")
        self.epochs = 0
        self.problem: StudentProblem | None = None
        self.accuracy: list[float] = []
        self.accuracy_new: list[float] = []
        self._attempt(self._remember)

    def step(self, epochs: int = 1) -> None:
        """Learn for some epochs, unless one of the student's functions stands in the way."""
        for _epoch in range(epochs):
            if self.problem is None:
                self._attempt(self._learn)

    def hear(self, X: Array, training: bool, rng: np.random.Generator) -> tuple[Array, ...]:
        """Return X and what every layer of the student's network passes on.

        Raises
        ------
        StudentProblem
            When the student's function does not give it.
        """
        activations: tuple[Array, ...] = self.functions.feedforward_dropout(
            X, self.weights, self.biases, self.p, rng, training
        )[0]
        return activations

    def _fresh(self) -> np.random.Generator:
        """Return random numbers for one call: functions get copies, so ours would stand still."""
        return np.random.default_rng(self.rng.integers(2**32))

    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except StudentProblem as problem:
            self.problem = problem

    def _learn(self) -> None:
        order = self.rng.permutation(moons.N_TRAIN)
        for start in range(0, moons.N_TRAIN, moons.BATCH):
            batch = order[start : start + moons.BATCH]
            self._learn_batch(self.X[batch], self.Y[batch])
        self.epochs += 1
        self._remember()

    def _learn_batch(self, X: Array, Y: Array) -> None:
        own, lr = self.functions, moons.LEARNING_RATE
        masks = own.feedforward_dropout(X, self.weights, self.biases, self.p, self._fresh(), True)[
            1
        ]
        dWs, dbs = own.backprop_dropout(X, Y, self.weights, self.biases, list(masks), self.p)
        shrink = 1 - lr * self.lam / moons.N_TRAIN
        self.weights = [shrink * W - lr * dW for W, dW in zip(self.weights, dWs, strict=True)]
        self.biases = [b - lr * db for b, db in zip(self.biases, dbs, strict=True)]

    def _remember(self) -> None:
        for X, Y, accuracy in (
            (self.X, self.Y, self.accuracy),
            (self.X_new, self.Y_new, self.accuracy_new),
        ):
            outputs = self.hear(X, False, self._fresh())[-1]
            accuracy.append(float(np.mean((outputs > 0.5) == (Y > 0.5))))
