"""Every number that chapter 05 states, worked out anew."""

from __future__ import annotations

import functools
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.special import expit as sigmoid

from neurona import plots
from neurona.data import digits
from neurona.panels import blame, own_digits
from neurona.panels.demon import Demon
from neurona.panels.own_digits import OwnDigits
from neurona.panels.two_passes import TwoPasses
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


@functools.cache
def unseen() -> np.ndarray:
    data = digits()
    return np.concatenate([data.validation, data.test])


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


@states(
    "These digits have 8×8 pixels. How many inputs must the network have",
    "64 and 10. There are 1,200 digits to learn from, and 597 to be tested on. A pixel goes from 0 "
    "(paper) to 1 (ink). $Y$ is **one-hot**: for the digit 5, the 1 is at index 5. The largest of "
    "ten outputs is the network's answer.",
    "*“A 1 at index 5 of the one-hot vector is a 6.”* Counting starts at 0: it is the digit 5.",
    "`sizes` is (64, 30, 10) here.",
)
def test_the_digits() -> None:
    assert shown()[1][1].startswith("(1200, 64) (597, 64)\n5 [0. 0. 0. 0. 0. 1. 0.")
    data = digits()
    assert (data.X.min(), data.X.max()) == (0, 1)
    assert data.X.shape[1] == 8 * 8 == SIZES[0]
    assert data.Y.shape[1] == SIZES[-1] == 10
    np.testing.assert_array_equal(data.Y.argmax(axis=1), data.labels)


@states(
    "`rng.normal(0, s, (n_out, n_in))` draws a matrix of numbers around 0, mostly between −`s` and "
    r"`s`; take $s = 1/\sqrt{n_{in}}$. `list(zip((64, 30, 10), (30, 10)))` is `[(64, 30), (30, "
    "10)]`: in and out, layer by layer.",
    "For the way back: `reversed(range(3))` gives 2, 1, 0, and `dWs.insert(0, dW)`",
)
def test_a_matrix_is_drawn_and_layers_are_paired() -> None:
    assert list(zip((64, 30, 10), (30, 10), strict=False)) == [(64, 30), (30, 10)]
    assert list(reversed(range(3))) == [2, 1, 0]
    drawn = np.random.default_rng(0).normal(0, 0.125, (300, 64))
    assert drawn.shape == (300, 64)
    assert drawn.mean() == pytest.approx(0, abs=0.005)
    assert 0.6 < (np.abs(drawn) < 0.125).mean() < 0.75
    assert 1 / np.sqrt(64) == 0.125


@states("Could all weights start at 0?")
def test_weights_of_zero_stay_alike() -> None:
    data = digits(200)
    X, Y = data.X[data.train], data.Y[data.train]
    weights = [np.zeros((30, 64)), np.zeros((10, 30))]
    biases = [np.zeros(30), np.zeros(10)]
    for _step in range(20):
        dWs, dbs = solutions.backprop_batch(X, Y, weights, biases)
        weights = [W - dW for W, dW in zip(weights, dWs, strict=True)]
        biases = [b - db for b, db in zip(biases, dbs, strict=True)]
    assert (weights[0] == weights[0][0]).all()
    assert np.abs(weights[0]).max() > 0


@functools.cache
def learned(seed: int) -> float:
    data = digits()
    X, Y = data.X[data.train], data.Y[data.train]
    rng = np.random.default_rng(seed)
    network = solutions.train_network(X, Y, SIZES, 3.0, 10, 10, rng)
    A = helpers().feedforward(data.X[unseen()], *network)[1][-1]
    return float((A.argmax(axis=1) == data.labels[unseen()]).mean())


@states(
    "Guessing is right one time in ten.",
    "a 1 needs less ink than an 8",
    "Try it with `lr` = 3, m = 10 and 10 epochs.",
    "On these digits 11%: hardly more than guessing. All ten are about equally dark. On MNIST, "
    "60,000 larger digits to learn from, the literature has 22.25%. Your network is above 93%.",
)
def test_darkness_and_the_network() -> None:
    data = digits()
    X, labels = data.X[data.train], data.labels[data.train]
    said = solutions.darkness_classifier(X, labels, data.X[unseen()])
    assert (said == data.labels[unseen()]).mean() == pytest.approx(0.11, abs=0.005)
    means = [X[labels == digit].mean() for digit in range(10)]
    assert means[1] < means[8] == max(means)
    assert max(means) < 1.1 * min(means)
    assert min(learned(seed) for seed in range(3)) > 0.93


@states(
    "## Ten outputs, or four?",
    "Four binary outputs can say $2^4 = 16$ things, more than enough for ten digits.",
    "the one with ten outputs, or the one with four? Each is trained three times here",
    "Ten outputs read about 97%, four only about 91%. “Is it a 5?” has to do with shape. “Is it "
    "odd?” has not: 1, 3, 5, 7 and 9 have no stroke in common. And four bits must all be right at "
    "once.",
)
def test_ten_outputs_against_four() -> None:
    assert 2**4 == 16 > 10
    rows = [line.replace("[", "").replace("]", "").split() for line in shown()[3][1].splitlines()]
    assert [int(row[0]) for row in rows] == [10, 4]
    ten, four = ([float(score) for score in row[1:]] for row in rows)
    assert len(ten) == len(four) == 3
    assert np.mean(ten) == pytest.approx(0.97, abs=0.006)
    assert np.mean(four) == pytest.approx(0.91, abs=0.006)
    assert min(ten) > max(four)
    odd = [digit for digit in range(10) if digit % 2]
    assert odd == [1, 3, 5, 7, 9]


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


@states(
    "An input pixel is 0 in every picture.",
    "Their gradient is δ times 0.",
)
def test_a_pixel_without_ink_leaves_its_weights() -> None:
    data = digits(100)
    X, Y = data.X[data.train].copy(), data.Y[data.train]
    X[:, 5] = 0
    rng = np.random.default_rng(0)
    start, _biases = solutions.train_network(X, Y, SIZES, 0.0, 10, 1, rng)
    rng = np.random.default_rng(0)
    end, _biases = solutions.train_network(X, Y, SIZES, 3.0, 10, 3, rng)
    np.testing.assert_array_equal(start[0][:, 5], end[0][:, 5])
    assert (start[0][:, 30] != end[0][:, 30]).all()


class _NoNetworkError(OSError):
    """Stands in for what is raised where there is no network."""


@pytest.mark.parametrize("online", [True, False])
def test_the_optional_cell_goes_on_with_the_small_digits(
    online: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fetch(train: int, test: int) -> Any:
        assert (train, test) == (20_000, 5_000)
        if not online:
            raise _NoNetworkError("no network here")
        return digits(600)

    monkeypatch.setattr("neurona.data.DataUnavailable", _NoNetworkError, raising=False)
    monkeypatch.setattr("neurona.data.mnist", fetch, raising=False)
    (cell,) = [cell for cell in chapter_text.order_of_cells(CHAPTER) if "large = False" in cell]
    names = {
        "np": np,
        "data": digits(),
        "train_network": solutions.train_network,
        "feedforward": helpers().feedforward,
    }
    exec(cell.replace("large = False", "large = True"), names)
    *told, share = capsys.readouterr().out.strip().splitlines()
    assert told == ([] if online else ["no network here"])
    assert len(names["X"]) == (600 if online else 1_200)
    assert 0.2 < float(share) <= 1
