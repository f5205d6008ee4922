"""One network in three dialects: the lines of code that p and λ become."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

Framework = Literal["ours", "torch", "keras"]
Penalty = Literal["l1", "l2"]

HIDDEN = 12
LEARNING_RATE = 1.0
N = 50
"""How many examples there are to learn from."""


class Line(NamedTuple):
    """A line of code, and the knob that it holds, if any."""

    code: str
    knob: str = ""


class Numbers(NamedTuple):
    """What p and λ are called in a framework.

    Attributes
    ----------
    rate : float
        What dropout gets.
    factor : float
        What the penalty gets: λ as it is in our code, else the framework's own number.
    """

    rate: float
    factor: float


def converted(framework: Framework, p: float, lam: float, penalty: Penalty = "l2") -> Numbers:
    """Return what p and λ are in a framework, so that the same network comes of it.

    Parameters
    ----------
    framework : {"ours", "torch", "keras"}
        The dialect.
    p : float
        The probability that a neuron is dropped, in [0, 1).
    lam : float
        λ of λ/(2n)·Σw² or λ/n·Σ|w|.
    penalty : {"l1", "l2"}
        Which of the two.

    Notes
    -----
    The gradient of λ/(2n)·Σw² is λ/n·w, and ``torch.optim.SGD`` adds ``weight_decay`` times w to
    the gradient (PyTorch's documentation). ``keras.regularizers.L2(c)`` adds c·Σw², ``L1(c)``
    adds c·Σ|w| (Keras's documentation).
    """
    if framework == "ours":
        return Numbers(p, lam)
    if framework == "keras" and penalty == "l2":
        return Numbers(p, lam / (2 * N))
    return Numbers(p, lam / N)


def meaning(framework: Framework, factor: float, penalty: Penalty = "l2") -> float:
    """Return the λ of ours that does what a framework's number does; undoes `converted`.

    Parameters
    ----------
    framework : {"ours", "torch", "keras"}
        The dialect.
    factor : float
        The number as the framework reads it.
    penalty : {"l1", "l2"}
        What it is a factor of.
    """
    return factor / converted(framework, 0.0, 1.0, penalty).factor


def code(framework: Framework, numbers: Numbers, penalty: Penalty = "l2") -> list[Line]:
    """Write the network in a framework's dialect.

    Parameters
    ----------
    framework : {"ours", "torch", "keras"}
        The dialect.
    numbers : Numbers
        What dropout and the penalty get.
    penalty : {"l1", "l2"}
        Which penalty.

    Returns
    -------
    list of Line
        Code that runs, where NumPy's, PyTorch's or Keras's names are imported.
    """
    write = {"ours": _ours, "torch": _torch, "keras": _keras}[framework]
    return write(literal(numbers.rate), literal(numbers.factor), penalty)


def literal(value: float) -> str:
    """Write a number as it would be typed, as a float; "?" for one that nobody knows."""
    if math.isnan(value):
        return "?"
    text = f"{value:.6g}"
    return f"{text}.0" if text.lstrip("-").isdigit() else text


def _ours(rate: str, factor: str, penalty: Penalty) -> list[Line]:
    shape = "W" if penalty == "l2" else "np.sign(W)"
    return [
        Line("A = sigmoid(A @ W.T + b)"),
        Line(f"mask = rng.random(A.shape) >= {rate}", "p"),
        Line(f"A = mask * A / (1 - {rate})", "p"),
        Line(""),
        Line(f"dW = dW + {factor} / {N} * {shape}", "λ"),
        Line(f"W = W - {LEARNING_RATE} * dW"),
        Line(f"b = b - {LEARNING_RATE} * db"),
    ]


def _torch(rate: str, factor: str, penalty: Penalty) -> list[Line]:
    model = [
        Line("model = nn.Sequential("),
        Line(f"    nn.Linear(2, {HIDDEN}), nn.Sigmoid(),"),
        Line(f"    nn.Dropout({rate}),", "p"),
        Line(f"    nn.Linear({HIDDEN}, {HIDDEN}), nn.Sigmoid(),"),
        Line(f"    nn.Dropout({rate}),", "p"),
        Line(f"    nn.Linear({HIDDEN}, 1), nn.Sigmoid(),"),
        Line(")"),
        Line("linear = model[::3]"),
    ]
    if penalty == "l1":
        return [
            *model,
            Line(f"optimizer = SGD(model.parameters(), {LEARNING_RATE})"),
            Line("def penalty():"),
            Line(f"    return {factor} * sum(", "λ"),
            Line("        x.weight.abs().sum() for x in linear)"),
        ]
    return [
        *model,
        Line("groups = ["),
        Line('  {"params": [x.weight for x in linear],'),
        Line(f'   "weight_decay": {factor}}},', "λ"),
        Line('  {"params": [x.bias for x in linear]},'),
        Line("]"),
        Line(f"optimizer = SGD(groups, lr={LEARNING_RATE})"),
    ]


def _keras(rate: str, factor: str, penalty: Penalty) -> list[Line]:
    return [
        Line("def dense(n):"),
        Line('    return Dense(n, "sigmoid",'),
        Line(f"        kernel_regularizer={penalty.upper()}({factor}))", "λ"),
        Line(""),
        Line("model = Sequential(["),
        Line("    Input((2,)),"),
        Line(f"    dense({HIDDEN}),"),
        Line(f"    Dropout({rate}),", "p"),
        Line(f"    dense({HIDDEN}),"),
        Line(f"    Dropout({rate}),", "p"),
        Line("    dense(1),"),
        Line("])"),
        Line(f'model.compile(SGD({LEARNING_RATE}), "binary_crossentropy")'),
    ]
