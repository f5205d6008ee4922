"""One perceptron that learns a logic gate, one example at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

EXAMPLES: Vector = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
"""The four inputs (x₁, x₂), in the order in which they are learned; shape (4, 2)."""

GATES: dict[str, tuple[int, int, int, int]] = {
    "AND": (0, 0, 0, 1),
    "OR": (0, 1, 1, 1),
    "NAND": (1, 1, 1, 0),
    "XOR": (0, 1, 1, 0),
}
"""What each gate gives for the four inputs."""


class Rule(Protocol):
    """A neuron and the way in which it learns."""

    def perceptron(self, x: Vector, w: Vector, b: float, /) -> int:
        """Return the output, 0 or 1, for an input x of shape (2,)."""

    def update(self, x: Vector, d: int, w: Vector, b: float, lr: float, /) -> tuple[Vector, float]:
        """Return weights and bias after an example x that should have given d."""


class PerceptronRule:
    """Rosenblatt's rule, which moves the bias too.

    F. Rosenblatt, "The perceptron: a probabilistic model for information storage and
    organization in the brain", *Psychological Review* 65 (1958).
    """

    def perceptron(self, x: Vector, w: Vector, b: float, /) -> int:
        """Return 1 exactly when w·x + b > 0."""
        return int(w @ x + b > 0)

    def update(self, x: Vector, d: int, w: Vector, b: float, lr: float, /) -> tuple[Vector, float]:
        """Return w + lr·(d − y)·x and b + lr·(d − y)."""
        error = d - self.perceptron(x, w, b)
        return w + lr * error * x, b + lr * error


class Neuron(NamedTuple):
    """Weights, shape (2,), and bias."""

    w: Vector
    b: float

    def sums(self) -> Vector:
        """Return w·x + b for the four inputs, shape (4,)."""
        sums: Vector = EXAMPLES @ self.w + self.b
        return sums

    def outputs(self) -> list[int]:
        """Return what the neuron says for the four inputs."""
        return [int(z > 0) for z in self.sums()]


@dataclass(frozen=True)
class Look:
    """One example that the neuron looked at, and what it did about it."""

    example: int
    seen: Vector  # the input after some of it was dropped, shape (2,)
    wanted: int
    said: int
    before: Neuron
    after: Neuron
    lr: float
    lam: float

    @property
    def shrink(self) -> float:
        """What weight decay multiplied the weights by."""
        return 1 - self.lr * self.lam

    @property
    def dropped(self) -> list[int]:
        """Which inputs the neuron should have felt and did not: 0 for x₁, 1 for x₂."""
        return [j for j in (0, 1) if self.seen[j] != EXAMPLES[self.example, j]]


def learn(rule: Rule, neuron: Neuron, seen: Vector, wanted: int, lr: float, lam: float) -> Neuron:
    """Return the neuron after one example: the rule's update, and then the decay of w.

    Parameters
    ----------
    rule : Rule
        How it learns.
    neuron : Neuron
        The neuron before.
    seen : ndarray, shape (2,)
        The input.
    wanted : int
        What it should say.
    lr : float
        Learning rate.
    lam : float
        Weight decay λ: the weights shrink by the factor 1 − lr·λ.
    """
    w, b = rule.update(seen, wanted, *neuron, lr)
    return Neuron(w * (1 - lr * lam), b)


class Training:
    """A training run in the order of the examples, epoch after epoch.

    Parameters
    ----------
    rule : Rule
        The neuron and the way in which it learns.
    gate : str
        A name in `GATES`.
    start : Neuron
        Where it begins.
    rng : numpy.random.Generator
        Draws the inputs that are dropped: one ``rng.random(2)`` per example.

    Attributes
    ----------
    mistakes : list of int
        How many examples of each epoch it got wrong; the last epoch may be under way.
    """

    def __init__(self, rule: Rule, gate: str, start: Neuron, rng: np.random.Generator) -> None:
        self.rule = rule
        self.wanted = GATES[gate]
        self.start = self.neuron = start
        self.rng = rng
        self.mistakes: list[int] = []
        self.last: Look | None = None

    @property
    def looks(self) -> int:
        """How many examples it has looked at."""
        if self.last is None:
            return 0
        return (self.epoch - 1) * len(EXAMPLES) + self.last.example + 1

    @property
    def epoch(self) -> int:
        """The number of the epoch under way or just finished, from 1; 0 before the first."""
        return len(self.mistakes)

    @property
    def epoch_is_complete(self) -> bool:
        """Whether the last example that was looked at was an epoch's last."""
        return self.last is not None and self.last.example == len(EXAMPLES) - 1

    @property
    def learned(self) -> bool:
        """Whether a whole epoch has just passed without a mistake."""
        return self.epoch_is_complete and self.mistakes[-1] == 0

    def look(self, lr: float, lam: float, p: float) -> None:
        """Look at the next example and learn from it.

        Parameters
        ----------
        lr : float
            Learning rate.
        lam : float
            Weight decay λ, see `learn`.
        p : float
            Probability that an input is dropped, that is, taken as 0.
        """
        example = 0 if self.last is None else (self.last.example + 1) % len(EXAMPLES)
        seen = np.where(self.rng.random(2) >= p, EXAMPLES[example], 0.0)
        wanted = self.wanted[example]
        said = self.rule.perceptron(seen, *self.neuron)
        after = learn(self.rule, self.neuron, seen, wanted, lr, lam)
        if example == 0:
            self.mistakes.append(0)
        self.mistakes[-1] += said != wanted
        self.last = Look(example, seen, wanted, said, self.neuron, after, lr, lam)
        self.neuron = after
