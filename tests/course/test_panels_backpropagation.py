"""Every number that chapter 05 states of what its panels show, measured anew."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import expit as sigmoid

from neurona.panels import own_digits
from neurona.panels.demon import Demon
from neurona.panels.own_digits import OwnDigits
from neurona.panels.two_passes import TwoPasses
from solutions import backpropagation as solutions
from tests.course.test_numbers_backpropagation import SIZES, states


@functools.cache
def own(slip: bool = False, lam: float = 0.0) -> OwnDigits:
    """The closing panel's training at its first seed, to its end."""
    functions: dict[str, Any] = {"__name__": "notebook"}
    exec(Path(solutions.__file__).read_text(encoding="utf-8"), functions)
    if slip:
        functions["backprop_batch"] = backprop_with_the_slip
    training = OwnDigits(functions, 0, 0.0, lam, own_digits.ONE_HOT)
    training.step(own_digits.EPOCHS)
    return training


def backprop_with_the_slip(
    X: np.ndarray, Y: np.ndarray, weights: list, biases: list
) -> tuple[list, list]:
    """Return gradients with σ in place of σ′ in the hidden layers."""
    activations = [X]
    for W, b in zip(weights, biases, strict=True):
        activations.append(sigmoid(activations[-1] @ W.T + b))
    dWs, dbs = list(weights), list(biases)
    A = activations[-1]
    delta = (A - Y) * A * (1 - A) / len(X)
    for layer in reversed(range(len(weights))):
        A = activations[layer]
        dWs[layer], dbs[layer] = delta.T @ A, delta.sum(axis=0)
        delta = (delta @ weights[layer]) * A
    return dWs, dbs


@states(
    "The demon is on hidden neuron 3. Will the cost rise or fall with Δz = 1.5? And with −1.5?",
    r"Its δ is +0.059. So the demon predicts $0.059 \cdot 1.5 = 0.089$: a rise. The true one is "
    "0.052. With −1.5 the cost falls, by 0.134, even more than predicted. With a tiny Δz most can "
    "be done on output 1, where δ is largest: +0.147. With 1.5, output 2 can do as much: there the "
    "straight line promises too little.",
    r"the cost rises by about $\delta \cdot \Delta z$.",
)
def test_what_the_demon_finds() -> None:
    panel = Demon()
    assert panel.seat.label == "hidden neuron 3"
    assert panel.dz.value == 1.5
    assert round(panel.delta, 3) == 0.059
    assert round(panel.guess, 3) == 0.089
    assert round(panel.change, 3) == 0.052
    panel.dz.value = -1.5
    assert round(panel.change, 3) == -0.134
    assert panel.change < panel.guess < 0
    deltas = np.concatenate(panel.blame.deltas)
    assert abs(deltas).argmax() == 3 + 0
    assert round(deltas.max(), 3) == 0.147
    most: dict[float, list[float]] = {0.1: [], 1.5: []}
    for dz, found in most.items():
        panel.dz.value = dz
        for _name, seat in panel.seat.options:
            panel.seat.value = seat
            found.append(abs(panel.change))
    assert np.argmax(most[0.1]) == 3
    assert most[1.5][4] == pytest.approx(most[1.5][3], abs=0.001)
    assert min(most[1.5][3:]) > 3 * max(most[1.5][:3])
    panel.dz.value = 1.5
    assert panel.seat.label == "output 2: carry"
    assert abs(panel.guess) < 0.8 * abs(panel.change)


@states(
    "Now the two sliders",
    "At 0.3 the demon's own neuron falls silent. It has neither $a$ nor δ, and the demon can do "
    "nothing.",
)
def test_a_dropped_neuron_carries_nothing() -> None:
    panel = Demon()
    panel.p.value = 0.3
    assert list(panel.kept) == [1, 1, 0]
    assert panel.blame.activations[1][2] == panel.blame.deltas[0][2] == 0
    assert panel.change == panel.guess == 0


@states(
    "is the cost of all four examples sure to fall with each step down?",
    "It may cost the others more: the second one does.",
    "Use your three functions",
)
def test_a_step_for_one_example_may_cost_the_others() -> None:
    panel = TwoPasses()
    while panel.steps < 2:
        panel.step()
    assert panel.costs[1] < panel.costs[0]
    assert panel.costs[2] > panel.costs[1]


@states(
    "with 600 digits, on **your** `backprop_batch`",
    "the 30 hidden neurons learned to look for",
    "Which weights will λ = 1 wipe out?",
    "With the slip, the network still reads 87% instead of 95%.",
    r"$\delta^l = ((W^{l+1})^T\delta^{l+1}) \odot \sigma(z^l)$.”* A slip in circulation: it is "
    r"$\sigma'$. Such a network still learns, only worse: see below.",
    "Pixels at the left and right edge hardly ever have ink.",
)
def test_what_the_closing_panel_shows() -> None:
    assert len(own().digits.train) == own_digits.N_TRAIN == 600
    assert own().sizes == SIZES
    assert own().accuracy_new[-1] == pytest.approx(0.95, abs=0.005)
    assert own(slip=True).accuracy_new[-1] == pytest.approx(0.87, abs=0.01)
    X = own().digits.X[own().digits.train]
    edges = np.isin(np.arange(64) % 8, (0, 7))
    assert X[:, edges].mean() < 0.01 < 0.3 < X[:, ~edges].mean()
    sizes = []
    for training in (own(), own(lam=1.0)):
        assert training.network is not None
        sizes.append(np.abs(training.network.weights[0][:, edges]).mean())
    assert sizes[1] < sizes[0] / 4


@states(
    "A neuron's δ is −0.2. The demon may add 0.1 or take away 0.1.",
    r"Add: $-0.2 \cdot 0.1 = -0.02$, so the cost falls by about 0.02.",
    "If δ is far from 0, there is much to gain here: push $z$ against the sign of δ.",
)
def test_a_push_against_the_sign_of_the_error_lowers_the_cost() -> None:
    assert pytest.approx(-0.02) == -0.2 * 0.1
    panel = Demon()
    for _name, seat in panel.seat.options:
        panel.seat.value = seat
        panel.dz.value = -0.1 * np.sign(panel.delta)
        assert panel.change < 0
