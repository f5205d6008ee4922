"""A network whose every pass is one of the student's own functions of chapter 08."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from neurona.network import Network
from neurona.panels import moons
from neurona.panels.student import Read, StudentFunction, StudentProblem, array, together

Array = npt.NDArray[np.float64]


class OwnFunctions:
    """What a student wrote in chapter 08, called with care.

    Each method hands its arguments on to the function of its name. It raises `StudentProblem`
    with a sentence when that is missing, raises, or returns something of another shape.

    Parameters
    ----------
    namespace : mapping
        Where the functions are looked up at every call: a notebook's ``globals()``.
    """

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace

    def _call(self, name: str, read: Read[Any], *arguments: Any) -> Any:
        return StudentFunction(self._namespace, name, read)(*arguments)

    def dropout_mask(self, shape: tuple[int, int], p: float, rng: np.random.Generator) -> Array:
        """Return a mask of that shape."""
        mask: Array = self._call("dropout_mask", array(*shape), shape, p, rng)
        return mask

    def dropout_forward(
        self, A: Array, p: float, rng: np.random.Generator, training: bool
    ) -> Array:
        """Return what is passed on, in the shape of A."""
        read = together(array(*A.shape), array(*A.shape))
        out: Array = self._call("dropout_forward", read, A, p, rng, training)[0]
        return out

    def dropout_backward(self, dA: Array, mask: Array, p: float) -> Array:
        """Return the gradient that goes on, in the shape of dA."""
        back: Array = self._call("dropout_backward", array(*dA.shape), dA, mask, p)
        return back

    def scaled_inference(self, A: Array, p: float) -> Array:
        """Return activations at inference, in the shape of A."""
        scaled: Array = self._call("scaled_inference", array(*A.shape), A, p)
        return scaled

    def feedforward_dropout(
        self,
        X: Array,
        weights: list[Array],
        biases: list[Array],
        p: float,
        rng: np.random.Generator,
        training: bool,
    ) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
        """Return activations, one (m, n) for each layer, and masks, one for each hidden layer."""
        rows = [array(*X.shape), *(array(len(X), len(b)) for b in biases)]
        read = together(together(*rows), together(*rows[1:-1]))
        activations, masks = self._call(
            "feedforward_dropout", read, X, weights, biases, p, rng, training
        )
        return activations, masks

    def backprop_dropout(
        self,
        X: Array,
        Y: Array,
        weights: list[Array],
        biases: list[Array],
        masks: list[Array],
        p: float,
    ) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
        """Return the gradients, in the shapes of weights and biases."""
        read = together(
            together(*[array(*W.shape) for W in weights]),
            together(*[array(*b.shape) for b in biases]),
        )
        dWs, dbs = self._call("backprop_dropout", read, X, Y, weights, biases, masks, p)
        return dWs, dbs

    def ensemble_predict(
        self,
        X: Array,
        weights: list[Array],
        biases: list[Array],
        p: float,
        draws: int,
        rng: np.random.Generator,
    ) -> tuple[Array, Array]:
        """Return mean and standard deviation, (m, n_out) both."""
        read = together(*[array(len(X), len(biases[-1]))] * 2)
        mean, std = self._call("ensemble_predict", read, X, weights, biases, p, draws, rng)
        return mean, std


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
        return self.functions.feedforward_dropout(
            X, self.weights, self.biases, self.p, rng, training
        )[0]

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
