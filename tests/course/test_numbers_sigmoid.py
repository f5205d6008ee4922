"""Every claim of chapter 02 that can be computed; two panels have a module of their own."""

from __future__ import annotations

import re

import numpy as np
import pytest

from neurona.panels import sigmoid as panels
from neurona.panels.activations import gallery
from neurona.panels.topology import parameters
from neurona.plots import sigmoid as pictures
from solutions import sigmoid as solutions
from tests.course import chapter_text
from tests.course.claims import Claims

CHAPTER = "02_sigmoid"
Z = np.linspace(-8, 8, 161)

claims = Claims(
    CHAPTER,
    "About 70 minutes. You need chapter 1",
    "A shower with two settings",
    "the sum of chapter 1",
    "because chapter 5 will ask",
    "Chapter 5 tries it.",
    "Chapter 6 has a cure.",
    "Chapter 6 returns to this.",
    "**1.**",
    "**2.**",
    "**3.**",
    "## Recap in five lines",
)
states = claims.states
sigmoid, prime = solutions.sigmoid, solutions.sigmoid_prime


@states(
    r"$$z = w \cdot x + b \qquad\qquad \sigma(z) = \frac{1}{1 + e^{-z}}$$",
    "$e$ is about 2.718.",
    "| $z$ | −4 | −2 | 0 | 2 | 4 |",
    r"| $\sigma(z)$ | 0.018 | 0.119 | 0.5 | 0.881 | 0.982 |",
    r"The two halves mirror each other: $\sigma(-z) = 1 - \sigma(z)$, as in $0.119 = 1 - 0.881$.",
    r"$\sigma(z) = 1/(1 + e^{-z})$ with $z = w \cdot x + b$: between 0 and 1, without a jump.",
)
def test_the_table_of_the_sigmoid() -> None:
    assert np.e == pytest.approx(2.718, abs=0.0005)
    rows = re.findall(r"^\| \$(?:z|\\sigma\(z\))\$ \|(.*)\|$", claims.prose, re.MULTILINE)
    z, table = (np.array([float(n.replace("−", "-")) for n in row.split("|")]) for row in rows)
    np.testing.assert_array_equal(z, [-4, -2, 0, 2, 4])
    np.testing.assert_allclose(sigmoid(z), table, atol=0.0005)
    np.testing.assert_allclose(sigmoid(Z), 1 / (1 + np.exp(-Z)))
    np.testing.assert_allclose(sigmoid(-Z), 1 - sigmoid(Z), atol=1e-12)


@states(
    "Multiply $z$ by $c$ = 2, by 5, by 20.",
    r"The one at $z = 0$, where $\sigma$ is 0.5 for every $c$. Everything left of it goes to 0, "
    "everything right of it to 1.",
)
def test_one_point_stays() -> None:
    assert pictures.SHARPNESSES == (1, 2, 5, 20)
    for c in pictures.SHARPNESSES:
        assert sigmoid(c * 0.0) == 0.5
    np.testing.assert_allclose(sigmoid(1e4 * np.array([-0.1, 0.1])), [0, 1], atol=1e-12)


@states(
    "Computers cannot hold numbers like $e^{1000}$:",
    "it becomes infinite, with a warning. To a negative power it is harmless: it becomes 0.",
    "Where $z > 0$, that is the $-z$ of the formula.",
    r"$$\sigma(z) = \frac{e^z}{1 + e^z}$$",
)
def test_what_the_cells_print() -> None:
    shown = [printed for _value, printed in chapter_text.run_code(CHAPTER).values()]
    assert shown[0] == "inf 0.0\n[20. 20. 10.]\n"
    with pytest.warns(RuntimeWarning, match="overflow"):
        np.exp(1000.0)
    right, left = Z[Z > 0], Z[Z <= 0]
    np.testing.assert_array_equal(-right, -np.abs(right))
    np.testing.assert_array_equal(left, -np.abs(left))
    np.testing.assert_allclose(np.exp(Z) / (1 + np.exp(Z)), sigmoid(Z))


@states(
    r"$$\sigma'(z) = \frac{e^{-z}}{(1 + e^{-z})^2} = \frac{1}{1 + e^{-z}} \cdot "
    r"\frac{e^{-z}}{1 + e^{-z}} = \sigma(z) \cdot (1 - \sigma(z))$$",
    r"At $z = 0$: $0.5 \cdot 0.5 = 0.25$. At $z = 2$ it is $0.881 \cdot 0.119 = 0.105$, and at "
    "$z = 10$ less than 0.0001.",
    r"the second fraction is what is missing from $\sigma$ to 1, that is "
    r"$1 - \frac{1}{1 + e^{-z}}$.",
    r"Its slope is $\sigma(z)(1 - \sigma(z))$: 0.25 at most, and nearly 0 where it is sure.",
    "Next to nothing: the slope is below 0.0001.",
    "$z = 10$, but the right answer was 0. You nudge the bias by −0.5.",
)
def test_the_slope() -> None:
    h = 1e-5
    slope = (sigmoid(Z + h) - sigmoid(Z - h)) / (2 * h)
    np.testing.assert_allclose(prime(Z), slope, atol=1e-9)
    np.testing.assert_allclose(np.exp(-Z) / (1 + np.exp(-Z)) ** 2, slope, atol=1e-9)
    np.testing.assert_allclose(np.exp(-Z) / (1 + np.exp(-Z)), 1 - 1 / (1 + np.exp(-Z)), atol=1e-12)
    assert prime(0.0) == 0.5 * 0.5 == 0.25 == prime(Z).max()
    assert prime(2.0) == pytest.approx(0.105, abs=0.0005)
    assert round(0.881 * 0.119, 3) == 0.105
    assert prime(10.0) < 0.0001
    assert abs(sigmoid(9.5) - sigmoid(10.0)) < 0.0001
    assert sigmoid(10.0) > 0.999


@states(
    "Here are six.",
    "One slider moves $z$, the other nudges it.",
    "Only the Gaussian's, right of 0. The linear one passes every nudge on in full, without any "
    "bound. The step passes on nothing, or jumps. The saturated linear one listens only between 0 "
    "and 1.",
    "layers of it are no more than one layer.",
    r"$\max(z, 0)$, which has a corner and no bound",
)
def test_the_gallery() -> None:
    drawn = {activation.name: activation.answer(Z) for activation in gallery()}
    assert len(drawn) == 6
    falls = {name for name, said in drawn.items() if (np.diff(said) < 0).any()}
    assert falls == {"Gaussian"}
    assert (np.diff(drawn["Gaussian"])[Z[:-1] >= 0] < 0).all()
    np.testing.assert_allclose(drawn["linear"], Z)
    assert set(drawn["step"]) == {0, 1}
    moves = np.diff(drawn["saturated linear"]) > 1e-9
    np.testing.assert_array_equal(moves, (Z[:-1] > -0.01) & (Z[1:] < 1.01))
    V, W = np.random.default_rng(0).normal(size=(2, 3, 3))
    np.testing.assert_allclose(V @ (W @ Z[:3] + 1) + 2, (V @ W) @ Z[:3] + (V @ np.ones(3) + 2))
    for name in ("sigmoid", "tanh", "Gaussian"):
        assert np.abs(drawn[name]).max() <= 1


@states(
    r"In numbers, for $z = 1$: squeezed to half its width, the sigmoid says $\sigma(2) = 0.881$. "
    "Twice as high: 1.762. Shifted down by 1: 0.762, and this is tanh(1).",
    "Follow the three changes",
    "Turn the three changes into a formula",
)
def test_tanh_in_three_steps() -> None:
    assert sigmoid(2.0) == pytest.approx(0.881, abs=0.0005)
    assert 2 * sigmoid(2.0) == pytest.approx(1.762, abs=0.0005)
    assert 2 * sigmoid(2.0) - 1 == pytest.approx(0.762, abs=0.0005)
    assert np.tanh(1) == pytest.approx(0.762, abs=0.0005)
    np.testing.assert_allclose(solutions.tanh_from_sigmoid(Z), np.tanh(Z))


def respond(nudge: float) -> tuple[float, float]:
    """Return the promised and the true change when w and b are both nudged."""
    x, w, b, dw = np.array([2.0]), np.array([1.0]), -1.0, np.array([nudge])
    truth = sigmoid(x @ (w + dw) + b + nudge) - sigmoid(x @ w + b)
    return solutions.linear_response(x, w, b, dw, nudge), float(truth)


@states(
    "Take $x = 2$, $w = 1$, $b = -1$, so $z = 1$ and $\\sigma'(z) = 0.197$. Nudge $w$ and $b$ by "
    "0.4 each: $\\Delta z = 2 \\cdot 0.4 + 0.4 = 1.2$. Promised: $0.197 \\cdot 1.2 = 0.236$. But "
    "the true change is $\\sigma(2.2) - \\sigma(1) = 0.169$.",
    "Halve both nudges. Will the gap of 0.067 be halved, too?",
    "It shrinks to a quarter, 0.017: 0.118 is promised, 0.101 is true.",
)
def test_halved_nudges() -> None:
    assert prime(2.0 * 1 - 1) == pytest.approx(0.197, abs=0.0005)
    assert round(0.197 * 1.2, 3) == 0.236
    assert respond(0.4) == pytest.approx((0.236, 0.169), abs=0.0005)
    assert respond(0.2) == pytest.approx((0.118, 0.101), abs=0.0005)
    gaps = [abs(np.subtract(*respond(nudge))) for nudge in (0.4, 0.2)]
    assert gaps == pytest.approx([0.067, 0.017], abs=0.0006)
    assert gaps[1] == pytest.approx(gaps[0] / 4, rel=0.05)
    panel = panels.nudge()
    assert (panel.promise, panel.truth) == pytest.approx(respond(0.4))


@states(
    "Large nudges promise an answer above 1, which no sigmoid can give.",
    "The perceptron promises nothing: its slope is 0.",
)
def test_promises_that_cannot_be_kept() -> None:
    panel = panels.nudge()
    panel.dw.value = panel.db.value = 2.0
    assert panel.out + panel.promise > 1
    assert panel.out + panel.truth < 1


@states(
    "Python counts from 0, so $W_{31}$ is `W[2, 0]`.",
    "**Predict** what shape each line prints.",
    "Three numbers for one example; two rows of three for two examples.",
    r"the second neuron below gets $1 \cdot 1 + (-1) \cdot 2 + 1 = 0$.",
    "NumPy adds $b$ to every row.",
)
def test_shapes_of_a_layer() -> None:
    shown = chapter_text.run_code(CHAPTER)
    ((source, (_value, printed)),) = [
        (source, result) for source, result in shown.items() if source.startswith("W = ")
    ]
    assert "# three neurons, two inputs" in source
    one, two = printed.split("\n", 1)
    assert np.array(one.strip("[]").split(), float).shape == (3,)
    assert float(one.strip("[]").split()[1]) == 1 * 1 + (-1) * 2 + 1 == 0
    assert [len(row.strip(" []").split()) for row in two.strip().split("\n")] == [3, 3]
    W = np.array([[11, 12], [21, 22], [31, 32]])
    assert W[2, 0] == 31


@states(
    "$a^1 = x$ is the input; the 1 counts layers and is no power. The first $W$ and $b$ turn it "
    "into $a^2$",
    "walks through two lists together. Do not forget $a^1$.",
)
def test_activations_are_kept_from_the_input_on() -> None:
    x, W = np.array([1.0, 2.0]), np.ones((3, 2))
    said = solutions.feedforward(x, [W], [np.zeros(3)])
    np.testing.assert_array_equal(said[0], x)
    np.testing.assert_array_equal(said[1], sigmoid(W @ x))


@states(
    "an image of 28 × 28 gray pixels: 784 inputs between 0 and 1.",
    "Ten outputs, one for each digit; the largest wins. Four outputs that spell a number in "
    "binary have $2^4 = 16$ words, enough for ten digits. Yet ten outputs work better.",
    "784 inputs, 30 hidden neurons, 10 outputs.",
    r"$784 \cdot 30 + 30 = 23{,}550$, and $30 \cdot 10 + 10 = 310$: together 23,860. A second "
    r"hidden layer of 30 adds only $30 \cdot 30 + 30 = 930$. Nearly all sit behind the inputs",
)
def test_parameters_of_a_reader_of_digits() -> None:
    assert 28 * 28 == 784
    assert 2**4 == 16 > 10
    panel = panels.topology()
    assert panel.sizes == [784, 30, 10]
    assert [sum(counted) for counted in parameters(panel.sizes)] == [23_550, 310]
    assert panel.all == 23_860
    panel.second.value = 30
    assert panel.all - 23_860 == 930 == 30 * 30 + 30
    assert 23_550 / panel.all > 0.94


@states(
    "The loop is a short memory.",
    "A short pulse comes in, then nothing more.",
    "The left one forgets at once; the right one still feels it nine moments later.",
)
def test_the_loop_remembers() -> None:
    forward, recurrent = pictures.feel(0.0), pictures.feel(pictures.REMEMBERS)
    after = int(pictures.PULSE.argmax()) + 1
    np.testing.assert_allclose(forward[after:], forward[0])
    for said in (forward, recurrent):  # at rest until the pulse comes
        np.testing.assert_allclose(said[: after - 1], said[0])
    assert len(recurrent[after:]) == 9
    assert recurrent[-1] > 1.5 * recurrent[0]
    assert recurrent[after] > 0.8
    assert recurrent[-1] < 0.2
    assert (np.diff(recurrent[after - 1 :]) < 0).all()


@states(
    r"$\sigma = 1/(1 + e^{-\sum w_i + b})$",
    "of skies with answer 0.9, about nine in ten should bring rain",
    "But ten sigmoid outputs need not add up to 1, so they are not one distribution over ten "
    "digits.",
    "The answer is a list of ten, with its 1 at index 5. So it is a 6.”* It is a 5. Counting "
    "starts at 0.",
)
def test_commonly_told_wrong() -> None:
    x, w, b = np.array([2.0, -1.0]), np.array([0.5, 0.3]), 0.4
    told = 1 / (1 + np.exp(-w.sum() + b))
    assert told != pytest.approx(sigmoid(w @ x + b))
    assert 1 / (1 + np.exp(-(w * x).sum() - b)) == pytest.approx(sigmoid(w @ x + b))
    rained = np.random.default_rng(2).random(100_000) < 0.9
    assert rained.mean() == pytest.approx(9 / 10, abs=0.01)
    assert sigmoid(np.zeros(10)).sum() != 1
    assert np.eye(10)[5].argmax() == 5


@states(
    "For one sky a neuron says 0.5, whatever you multiply its weights and bias by.",
    "Its $z$ is 0 there, and stays 0. For any other sky, larger weights make it surer.",
)
def test_the_first_question() -> None:
    for factor in (0.5, 2.0, 100.0):
        assert sigmoid(factor * 0.0) == 0.5
        assert (sigmoid(factor * 0.3) > sigmoid(0.3)) == (factor > 1)


def test_minutes() -> None:
    assert chapter_text.minutes(CHAPTER) == 70
