"""Every number that chapter 05 states; its digits and panels have modules of their own."""

from __future__ import annotations

import functools
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.special import expit as sigmoid

from neurona import plots
from neurona.data import digits
from neurona.panels import blame
from neurona.plots import backpropagation as pictures
from solutions import backpropagation as solutions
from tests.course import chapter_text
from tests.course.claims import Claims

CHAPTER = "05_backpropagation"
SIZES = (64, 30, 10)

claims = Claims(
    CHAPTER,
    "Three cooks",
    "Chapter 3 had a way",
    "From chapter 2 you know",
    "Two things about a cost",
    "the central difference of chapter 3",
    "To learn is chapter 4 with your gradient",
    "**1.**",
    "**2.**",
    "**3.**",
)
states = claims.states


def parameters(rng: np.random.Generator, sizes: tuple[int, ...]) -> tuple[list, list]:
    shapes = [(n_out, n_in) for n_in, n_out in pairwise(sizes)]
    return [rng.normal(size=shape) for shape in shapes], [rng.normal(size=n) for n in sizes[1:]]


@functools.cache
def shown() -> list[tuple[Any, str]]:
    return list(chapter_text.run_code(CHAPTER).values())


@functools.cache
def helpers() -> SimpleNamespace:
    """What the chapter's own first code cell defines."""
    namespace: dict[str, Any] = {}
    exec(next(iter(chapter_text.run_code(CHAPTER))), namespace)
    return SimpleNamespace(**namespace)


@states(
    "thousands of cooks",
    "and look at the cost twice.",
    "A network has 64 inputs, 30 hidden neurons and 10 outputs.",
    r"$64 \cdot 30 + 30 + 30 \cdot 10 + 10 = 2{,}260$ numbers, two passes each: 4,520 passes. "
    "For one step.",
)
def test_how_many_passes_it_would_take() -> None:
    weights, biases = parameters(np.random.default_rng(0), SIZES)
    numbers = sum(array.size for array in [*weights, *biases])
    assert numbers == 64 * 30 + 30 + 30 * 10 + 10 == 2_260
    assert 2 * numbers == 4_520


@states(
    "Backpropagation finds the gradient in two passes",
    "one pass forward, one pass back",
)
def test_two_passes_touch_every_layer_once_each_way(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    for name in ("output_error", "hidden_error", "layer_gradients"):
        right = getattr(solutions, name)

        def counted(*args: Any, name: str = name, right: Any = right) -> Any:
            seen.append(name)
            return right(*args)

        monkeypatch.setattr(solutions, name, counted)
    rng = np.random.default_rng(0)
    solutions.backprop(rng.normal(size=4), rng.random(2), *parameters(rng, (4, 5, 3, 2)))
    assert seen.count("output_error") == 1
    assert seen.count("hidden_error") == 2
    assert seen.count("layer_gradients") == 3


@states(
    "should add two bits",
    "$1 + 1$ is 10 in binary, so the sum is 0 and the carry 1.",
)
def test_the_network_adds_two_bits() -> None:
    for (a, b), (total, carry) in zip(blame.X, blame.Y, strict=True):
        assert a + b == 2 * carry + total
    np.testing.assert_array_equal(blame.Y[:, 0], blame.X.sum(axis=1) == 1)
    np.testing.assert_array_equal(blame.Y[:, 1], blame.X.sum(axis=1) == 2)
    assert format(1 + 1, "b") == "10"


@states(
    "and layer 1 is the inputs, $a^1 = x$.",
    "Python counts from 0, so $W^2$ and $b^2$ are `weights[0]` and `biases[0]`.",
    "**Forward.** Set $a^1 = x$, and compute",
    r"**Back.** For $l = L-1$ down to 2, compute $\delta^l$ from $\delta^{l+1}$.",
    "Here `W_next` and `delta_next` belong to layer $l + 1$",
)
def test_names_of_layers() -> None:
    rng = np.random.default_rng(1)
    weights, biases = parameters(rng, (2, 3, 2))
    x = rng.normal(size=2)
    zs, activations = helpers().feedforward(x, weights, biases)
    assert activations[0] is x
    np.testing.assert_allclose(zs[0], weights[0] @ x + biases[0])
    np.testing.assert_allclose(activations[2], sigmoid(weights[1] @ activations[1] + biases[1]))
    words = plots.backpropagation.notation().alternative_text
    assert "three layers with two inputs, three hidden neurons and two outputs" in words


def equations(x: np.ndarray, y: np.ndarray, weights: list, biases: list) -> tuple[list, list]:
    """The gradients as the chapter's four equations state them."""
    zs, activations = helpers().feedforward(x, weights, biases)
    deltas = [(activations[-1] - y) * helpers().sigmoid_prime(zs[-1])]
    for W, z in zip(weights[:0:-1], zs[-2::-1], strict=True):
        deltas.insert(0, (W.T @ deltas[0]) * helpers().sigmoid_prime(z))
    dWs = [np.outer(delta, a) for delta, a in zip(deltas, activations[:-1], strict=True)]
    return dWs, deltas


@states(
    r"One example costs $C = \frac{1}{2}\lVert y - a^L \rVert^2$.",
    r"$\sigma'(z) = \sigma(z)(1 - \sigma(z))$",
    "The ½ of the cost cancels the 2 of the square.",
    "## Equation one: the outputs",
    "## Equation two: one layer back",
    r"$h$, $z$ rises by $a \cdot h$, and the cost by $\delta \cdot a \cdot h$.",
    r"$$\delta^l = \big((W^{l+1})^T \delta^{l+1}\big) \odot \sigma'(z^l).$$",
    r"\frac{\partial C}{\partial w^l_{jk}} = \delta^l_j\, a^{l-1}_k",
    r"z^l = W^l a^{l-1} + b^l",
    r"blame travels along the weights: $\delta^l = ((W^{l+1})^T \delta^{l+1}) \odot \sigma'(z^l)$.",
)
def test_the_four_equations_are_the_gradient() -> None:
    rng = np.random.default_rng(2)
    weights, biases = parameters(rng, (3, 4, 4, 2))
    x, y = rng.normal(size=3), rng.random(2)

    def cost() -> float:
        return float(np.sum((y - helpers().feedforward(x, weights, biases)[1][-1]) ** 2) / 2)

    dWs, dbs = equations(x, y, weights, biases)
    for array, gradient in zip([*weights, *biases], [*dWs, *dbs], strict=True):
        for index in np.ndindex(array.shape):
            kept, costs = array[index], []
            for step in (1e-5, -1e-5):
                array[index] = kept + step
                costs.append(cost())
            array[index] = kept
            assert gradient[index] == pytest.approx((costs[0] - costs[1]) / 2e-5, abs=1e-9)
    right = solutions.backprop(x, y, weights, biases)
    for stated, solved in zip([*dWs, *dbs], [*right[0], *right[1]], strict=True):
        np.testing.assert_allclose(stated, solved)


@states(
    "Two outputs should both say 0. One says 0.65, the other 0.98. On which one",
    "A saturated neuron can be quite wrong with a δ near 0.",
    "If it is near 0, pushing is no use",
)
def test_the_more_wrong_output_has_the_smaller_error() -> None:
    z = np.array([pictures.UNDECIDED, pictures.STUBBORN])
    a = sigmoid(z)
    assert list(a.round(2)) == [0.65, 0.98]
    delta = solutions.output_error(a, np.zeros(2), z)
    assert delta[1] < delta[0] / 5


@states(
    "Neuron $k$ spoke to two outputs, with weights 2 and −1. Their errors are 0.1 and 0.3.",
    r"Output 1 hears $2h$ more, so the cost rises by $0.1 \cdot 2h$. Output 2 hears $h$ less.",
    r"It is $0.1 \cdot 2 - 0.3 \cdot 1 = -0.1$.",
    r"With $z_k = 0$ the slope is $\sigma'(0) = 0.25$, so $\delta = -0.1 \cdot 0.25 = -0.025$.",
)
def test_blame_that_comes_back() -> None:
    assert pytest.approx(-0.1) == 0.1 * 2 - 0.3 * 1
    assert list(pictures.W_OUT) == [2, -1]
    assert list(pictures.DELTA_OUT) == [0.1, 0.3]
    assert pytest.approx(-0.1) == pictures.W_OUT @ pictures.DELTA_OUT
    assert helpers().sigmoid_prime(0) == 0.25
    found = solutions.hidden_error(pictures.W_OUT[:, None], pictures.DELTA_OUT, np.zeros(1))
    assert found == pytest.approx([-0.025])


@states(
    "## Equations three and four: weights and biases",
    "A layer of two neurons heard the activations 1, 0.5 and 0. Which weights have a gradient of "
    "0?",
    "In each layer, δ times $a$ for the weights, δ for the biases.",
)
def test_a_silent_neuron_leaves_no_gradient() -> None:
    assert list(pictures.A_TABLE) == [1, 0.5, 0]
    dW, db = solutions.layer_gradients(pictures.DELTA_TABLE, pictures.A_TABLE)
    assert dW.shape == (2, 3)
    np.testing.assert_array_equal(dW == 0, [[False, False, True]] * 2)
    np.testing.assert_array_equal(db, pictures.DELTA_TABLE)


@states(
    r"$dW^l = \frac{1}{m} (D^l)^T A^{l-1}$",
    r"D^l = (D^{l+1} W^{l+1}) \odot \sigma'(Z^l).",
    r"For $m = 10$ examples and 30 hidden neurons, what is the shape of $D^2$? And of $dW^2$, "
    "with 64 inputs?",
    "`(10, 30)` and `(30, 64)`: the examples are summed away.",
    r"$W^T \delta$ as a row is $\delta W$.",
    "The product $(D^l)^T A^{l-1}$ adds up the tables of all the examples.",
)
def test_a_batch() -> None:
    rng = np.random.default_rng(3)
    weights, biases = parameters(rng, SIZES)
    X, Y = rng.random((10, 64)), rng.random((10, 10))
    zs, activations = helpers().feedforward(X, weights, biases)
    slopes = [helpers().sigmoid_prime(z) for z in zs]
    last = (activations[-1] - Y) * slopes[-1]
    delta = (last @ weights[1]) * slopes[0]
    dW = delta.T @ activations[0] / 10
    tables = [np.outer(d, a) for d, a in zip(delta, activations[0], strict=True)]
    np.testing.assert_allclose(delta.T @ activations[0], sum(tables))
    np.testing.assert_allclose(weights[1].T @ last[0], last[0] @ weights[1])
    assert delta.shape == (10, 30)
    assert dW.shape == (30, 64)
    dWs, dbs = solutions.backprop_batch(X, Y, weights, biases)
    np.testing.assert_allclose(dW, dWs[0])
    np.testing.assert_allclose(delta.mean(axis=0), dbs[0])


@states(
    "nudge that one weight by $h = 10^{-5}$, up and down",
    r"\tilde g = \frac{C(w + h) - C(w - h)}{2h}",
    r"\frac{|g - \tilde g|}{\max(|g| + |\tilde g|,\ 10^{-12})}",
    "0.00002 for 0.00001 would look harmless, and is twice too much. In a network that has not "
    "learned yet, a right gradient stays below $10^{-4}$. Check before you train: later some "
    "slopes are so tiny that rounding drowns them.",
)
def test_a_right_gradient_passes_and_a_wrong_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pytest.approx(2 * 0.00001) == 0.00002
    rng = np.random.default_rng(4)
    case = (rng.normal(size=3), rng.random(2), *parameters(rng, (3, 4, 2)))
    assert solutions.gradient_check(*case) < 1e-4
    data = digits()
    X, Y = data.X[data.train], data.Y[data.train]
    for lr, epochs in ((0.0, 1), (3.0, 10)):
        network = solutions.train_network(X, Y, SIZES, lr, 10, epochs, np.random.default_rng(0))
        error = solutions.gradient_check(X[0], Y[0], *network)
        assert (error < 1e-4) == (lr == 0)
    right = solutions.backprop

    def doubled(*args: Any) -> tuple[list, list]:
        dWs, dbs = right(*args)
        return [2 * dWs[0], *dWs[1:]], [2 * dbs[0], *dbs[1:]]

    monkeypatch.setattr(solutions, "backprop", doubled)
    assert solutions.gradient_check(*case) > 0.1


@states(
    "You print the relative error of each weight: 0.33 in the first layer, nearly 0 in the last.",
    r"And 0.33 is $1/3$: some $g$ is twice $\tilde g$, or half of it.",
)
def test_a_factor_of_two_shows_as_a_third() -> None:
    for g, numerical in ((2.0, 1.0), (0.5, 1.0)):
        assert abs(g - numerical) / (g + numerical) == pytest.approx(1 / 3)
    assert round(1 / 3, 2) == 0.33
