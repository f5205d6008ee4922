"""The tables of conventions in chapter 07, row by row, held against those whose rows they are."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest
import torch

from solutions import l1_l2 as solutions
from tests.course.test_numbers_l1_l2 import claims, states

LAM, N, LR = 3.0, 40, 0.25
RNG = np.random.default_rng(7)
W = RNG.normal(size=(3, 4))
GRAD = RNG.normal(size=(3, 4))


L2_ADDS = r"$\frac{\lambda}{2n}\sum w^2$"
L1_ADDS = r"$\frac{\lambda}{n}\sum \lvert w\rvert$"


@pytest.fixture
def keras(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Keras on PyTorch; which backend it takes is asked when it is imported first."""
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    return importlib.import_module("keras")


@states(
    f"| this course, after Nielsen: L2 | {L2_ADDS} | $\\lambda$ |",
    f"| this course, after Nielsen: L1 | {L1_ADDS} | $\\lambda$ |",
)
def test_ours() -> None:
    assert solutions.l2_penalty([W], LAM, N) == pytest.approx(LAM / (2 * N) * np.sum(W**2))
    assert solutions.l1_penalty([W], LAM, N) == pytest.approx(LAM / N * np.sum(np.abs(W)))


def pytorch_step(
    *, weight_decay: float, added: Callable[[torch.Tensor], torch.Tensor]
) -> np.ndarray:
    """Where PyTorch's SGD takes W, with a cost whose slope is GRAD and what is added to it."""
    w = torch.tensor(W, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=LR, weight_decay=weight_decay)
    cost = torch.sum(torch.tensor(GRAD) * w) + added(w)
    cost.backward()
    optimizer.step()
    return w.detach().numpy()


@states(r"| PyTorch, `SGD(weight_decay=d)` | $\frac{1}{2} d \sum w^2$ | $d = \lambda/n$ |")
def test_pytorch_weight_decay() -> None:
    d = LAM / N
    theirs = pytorch_step(weight_decay=d, added=lambda w: torch.zeros((), dtype=w.dtype))
    spelled_out = pytorch_step(weight_decay=0.0, added=lambda w: d / 2 * torch.sum(w**2))
    np.testing.assert_allclose(theirs, spelled_out, rtol=1e-12)
    np.testing.assert_allclose(theirs, solutions.l2_update(W, GRAD, LR, LAM, N), rtol=1e-12)


@states(
    "Two surprises: PyTorch's `weight_decay` also shrinks the biases, unless you tell it not to."
)
def test_pytorch_shrinks_biases_too() -> None:
    for decay, left in ((0.1, 1 - LR * 0.1), (0.0, 1.0)):
        layer = torch.nn.Linear(4, 3, dtype=torch.float64)
        before = layer.bias.detach().numpy().copy()
        groups = [{"params": [layer.weight]}, {"params": [layer.bias], "weight_decay": decay}]
        optimizer = torch.optim.SGD(groups, lr=LR, weight_decay=0.1)
        for parameter in layer.parameters():
            parameter.grad = torch.zeros_like(parameter)
        optimizer.step()
        np.testing.assert_allclose(layer.bias.detach().numpy(), left * before)
    layer = torch.nn.Linear(4, 3, dtype=torch.float64)
    before = layer.bias.detach().numpy().copy()
    optimizer = torch.optim.SGD(layer.parameters(), lr=LR, weight_decay=0.1)
    for parameter in layer.parameters():
        parameter.grad = torch.zeros_like(parameter)
    optimizer.step()
    np.testing.assert_allclose(layer.bias.detach().numpy(), (1 - LR * 0.1) * before)


@states(
    r"| Keras, `L2(d)` | $d \sum w^2$ | $d = \lambda/(2n)$ |",
    r"| Keras, `L1(d)` | $d \sum \lvert w\rvert$ | $d = \lambda/n$ |",
)
def test_keras(keras: ModuleType) -> None:
    w = keras.ops.convert_to_tensor(W, dtype="float64")
    for theirs, ours, ours_spelled in (
        (keras.regularizers.L2(LAM / (2 * N)), solutions.l2_penalty, LAM / (2 * N) * np.sum(W**2)),
        (keras.regularizers.L1(LAM / N), solutions.l1_penalty, LAM / N * np.sum(np.abs(W))),
    ):
        value = float(theirs(w))
        assert value == pytest.approx(ours([W], LAM, N), rel=1e-6)
        assert value == pytest.approx(ours_spelled, rel=1e-6)


def playground_step(w: float, grad: float, kind: str, rate: float) -> tuple[float, bool]:
    """One step of one weight as TensorFlow Playground takes it, and whether the weight dies.

    After the program's own `updateWeights`: first the step on the cost, then the penalty's, whose
    slope there is w for L2, and for L1 the sign; an L1 step across 0 ends the weight.
    """
    stepped = w - LR * grad
    # The penalty's slope is taken at the weight before the step.
    after = stepped - LR * rate * (w if kind == "l2" else float(np.sign(w)))
    if kind == "l1" and stepped * after < 0:
        return 0.0, True
    return after, False


@states(
    r"| TensorFlow Playground, L2 | $\frac{1}{2} d \sum w^2$ | $d = \lambda/n$ |",
    r"| TensorFlow Playground, L1 | $d \sum \lvert w\rvert$ | $d = \lambda/n$ |",
    "in the Playground a weight that L1 would take across 0 is set to 0, and stays dead for good.",
)
def test_playground() -> None:
    crossed = 0
    for w, grad in zip(W.ravel(), GRAD.ravel(), strict=True):
        for kind, update in (("l2", solutions.l2_update), ("l1", solutions.l1_update)):
            after, died = playground_step(w, grad, kind, LAM / N)
            crossed += died
            if not died:
                assert after == pytest.approx(float(update(w, grad, LR, LAM, N)), rel=1e-12)
    assert crossed == 0
    assert playground_step(0.01, 0.0, "l1", LAM / N) == (0.0, True)


@states(
    "| PyTorch `Dropout(p)`, Keras `Dropout(rate)` | the chance to be dropped | $p$ |",
    "| older code, `keep_prob` | the chance to be kept | $1 - p$ |",
)
@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_drop_and_keep(p: float, keras: ModuleType) -> None:
    n = 20_000
    torch.manual_seed(1)
    theirs = torch.nn.Dropout(p)(torch.ones(n)).numpy()
    layer = keras.layers.Dropout(p, seed=1)
    keras_says = layer(keras.ops.ones((n,)), training=True).numpy()
    for out in (theirs, keras_says):
        assert np.mean(out == 0) == pytest.approx(p, abs=0.02)
        np.testing.assert_allclose(out[out != 0], 1 / (1 - p), rtol=1e-6)
    keep_prob = 1 - p
    kept = (np.random.default_rng(1).random(n) < keep_prob) / keep_prob
    assert np.mean(kept == 0) == pytest.approx(p, abs=0.02)


@states(
    "Our λ is 5, and n = 1,000.",
    "PyTorch: $5/1{,}000 = 0.005$. Keras: half of it, 0.0025.",
    "*“λ = 0.01 is weak.”*",
)
def test_five_of_a_thousand() -> None:
    assert 5 / 1_000 == 0.005
    assert 5 / (2 * 1_000) == 0.0025 == 0.005 / 2
    weakest, strongest = 0.01 / 1_000, 0.01 * 2  # our λ/n: after Nielsen, and by Keras's L2
    assert strongest / weakest == pytest.approx(2_000)


def test_every_row_of_both_tables_is_checked() -> None:
    rows = [line for line in claims.prose.split("\n") if line.startswith("| ") and "$" in line]
    assert len(rows) == 9
    assert all(any(row in stated for stated in claims.proofs) for row in rows)
