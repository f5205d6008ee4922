"""Every number that chapter 06 states, worked out anew; its panels have a module of their own."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest

from neurona.plots import costs_and_overfitting as pictures
from solutions import costs_and_overfitting as solutions
from tests.course import chapter_text
from tests.course.claims import Claims

CHAPTER = "06_costs_and_overfitting"

claims = Claims(
    CHAPTER,
    "chapter 5",
    "Chapter 7",
    "Chapter 8",
    "**1.**",
    "**2.**",
    "**3.**",
    "turn ten outputs into probabilities",
    "a gap between two curves",
    "(chapter 7's penalty)",
    r"$-\frac{1}{m} \sum \ln a_{\text{label}}$",
    "`(A - Y) * A * (1 - A)`",
    "Comparing two arrays",
)
states = claims.states


@functools.cache
def shown() -> dict[str, tuple[Any, str]]:
    return chapter_text.run_code(CHAPTER)


def printed_by(part: str) -> str:
    """What the one cell prints that has this in it."""
    (text,) = [printed for source, (_value, printed) in shown().items() if part in source]
    return text


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


def slope(function: Any, x: float, h: float = 1e-6) -> float:
    return float((function(x + h) - function(x - h)) / (2 * h))


def quadratic(a: Any, y: float) -> Any:
    return (a - y) ** 2 / 2


def cross_entropy(a: Any, y: float) -> Any:
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))


@states(
    r"For a neuron that should say 0, a cost of $-\ln(1 - a)$ grows without end as $a$ comes near "
    r"1. For one that should say 1, take $-\ln a$.",
    "A neuron should say 1. What does it cost to say 1? And 0.5?",
    "To be right costs 0, to shrug costs 0.693.",
)
def test_a_cost_without_end() -> None:
    assert -np.log(1 - (1 - 1e-15)) > 30
    assert [cross_entropy(0.3, y) for y in (0, 1)] == pytest.approx([-np.log(0.7), -np.log(0.3)])
    right, shrug = printed_by("np.log(1.0), -np.log(0.5)").split()
    assert float(right) == 0
    assert round(float(shrug), 3) == 0.693


@states(
    r"$$C = -\frac{1}{m} \sum \big[\, y \ln a + (1 - y) \ln(1 - a) \,\big].$$",
    "Try yours on one example with two outputs, 0.5 and 0.5, where 1 and 0 are wanted: it costs "
    "1.386.",
)
def test_the_formula_is_the_exercise() -> None:
    rng = np.random.default_rng(0)
    A, Y = rng.uniform(0.1, 0.9, (5, 3)), rng.random((5, 3))
    formula = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / 5
    assert solutions.cross_entropy(A, Y) == pytest.approx(formula)
    one = solutions.cross_entropy(np.array([[0.5, 0.5]]), np.array([[1.0, 0.0]]))
    assert round(one, 3) == 1.386


@states(
    r"an output may be rounded to exactly 1, and $\ln 0$ is $-\infty$. Even worse, 0 times "
    r"$-\infty$ is not a number",
    "So keep $a$ within $10^{-12}$ and $1 - 10^{-12}$. In Python the first one is `1e-12`.",
)
def test_what_the_logarithm_of_zero_does() -> None:
    assert sigmoid(40.0) == 1
    logarithms, clipped, _end = printed_by("np.clip").split("\n")
    assert logarithms == "-inf nan"
    assert clipped == "[0.1 0.3 0.9]"
    assert 1e-12 == 10**-12
    sure = solutions.cross_entropy(np.array([[1.0]]), np.array([[0.0]]))
    assert sure == pytest.approx(-np.log(1e-12), rel=1e-4)


@states(
    r"\frac{\partial C}{\partial a} = \frac{a - y}{a\,(1 - a)}, \qquad \text{and} \qquad "
    r"\sigma'(z) = a\,(1 - a).",
    r"$\delta = (a - y)\,\sigma'(z)$",
    "the output's error is $a - y$",
)
def test_sigma_prime_cancels_out() -> None:
    for z in (-2.0, 0.5, 3.0):
        a = float(sigmoid(z))
        assert slope(sigmoid, z) == pytest.approx(a * (1 - a), rel=1e-6)
        for y in (0.0, 1.0, 0.3):
            steep = (a - y) / (a * (1 - a))
            assert slope(lambda a, y=y: cross_entropy(a, y), a) == pytest.approx(steep, rel=1e-4)
            delta = slope(lambda z, y=y: cross_entropy(sigmoid(z), y), z)
            assert delta == pytest.approx(a - y, abs=1e-6)
            delta = slope(lambda z, y=y: quadratic(sigmoid(z), y), z)
            assert delta == pytest.approx((a - y) * a * (1 - a), abs=1e-6)


@states(
    "One sigmoid output may be read as a probability: 0.9 for “ripe” leaves 0.1 for “unripe”. Ten "
    "of them each answer a question of their own, and need not add up to 1.",
    "Ten voices, one decision",
    "*“ten sigmoids are the probabilities of ten classes”*. One output can. Ten need not add up "
    "to 1; softmax's do.",
    "The shares add up to 1",
    "Softmax turns weighted inputs into shares that add up to 1.",
)
def test_ten_sigmoids_need_not_add_up_to_one() -> None:
    assert 0.9 + 0.1 == 1
    Z = np.random.default_rng(0).normal(size=(4, 10))
    assert (np.abs(sigmoid(Z).sum(axis=1) - 1) > 0.1).all()
    assert solutions.softmax(Z).sum(axis=1) == pytest.approx(np.ones(4))


@states(
    "Two outputs have $z = (1000, 999)$. What goes wrong with $e^{1000}$?",
    "$e^{1000}$ is too large for the computer.",
)
def test_softmax_only_sees_differences() -> None:
    lines = printed_by("np.exp(1000.0)").split("\n")
    assert lines[0] == "inf nan"
    assert lines[1:5] == ["[[4.]", " [1.]]", "[[-1.  1.]", " [ 1. -1.]]"]
    large, small = solutions.softmax(np.array([[1000.0, 999.0], [0.0, -1.0]]))
    assert large == pytest.approx(small)
    assert small == pytest.approx([1 / (1 + np.exp(-1)), np.exp(-1) / (1 + np.exp(-1))])


@states(
    "The three outputs of the panel stand for 3, 5 and 8, and softmax gave them 0.705, 0.259 and "
    "0.035.",
    "The digit was a 5.",
    "On 0.259, the probability of the right label.",
    r"Here: $-\ln 0.259 = 1.35$. To give each of ten digits 1/10 costs $\ln 10 = 2.30$.",
    "Two arrays of numbers pick one place in each row",
    r"near $\ln 10 = 2.30$: a network that knows nothing guesses.",
)
def test_likelihoods() -> None:
    shares = solutions.softmax(np.array([[2.0, 1.0, -1.0]]))
    assert shares.round(3).tolist() == [[0.705, 0.259, 0.035]]
    assert round(-np.log(0.259), 2) == 1.35
    assert round(solutions.negative_log_likelihood(shares, np.array([1])), 2) == 1.35
    guess = solutions.negative_log_likelihood(np.full((4, 10), 0.1), np.arange(4))
    assert guess == pytest.approx(np.log(10))
    assert round(guess, 2) == 2.30
    assert printed_by("table[[0, 1]") == "[12 20]\n[0 1 2 3]\n"


@states(
    r"With softmax this cost has $\delta = a - y$ as well, with $y$ one-hot: the same cure. In the "
    r"panel, with 5 right: $\delta = (0.705, -0.741, 0.035)$.",
)
def test_the_error_of_softmax_and_likelihood() -> None:
    z, y = np.array([0.3, -1.2, 0.8]), np.array([0.0, 0.0, 1.0])

    def cost(z: np.ndarray) -> float:
        return solutions.negative_log_likelihood(solutions.softmax(z[None]), np.array([2]))

    h = 1e-6
    delta = [(cost(z + h * e) - cost(z - h * e)) / (2 * h) for e in np.eye(3)]
    assert delta == pytest.approx(solutions.softmax(z[None])[0] - y, abs=1e-8)
    in_the_panel = solutions.softmax(np.array([[2.0, 1.0, -1.0]]))[0] - [0, 1, 0]
    assert in_the_panel.round(3).tolist() == [0.705, -0.741, 0.035]


@states(
    "From epoch 0 on, the scores are 0.50, 0.62, 0.70, 0.68, 0.70, 0.74, 0.73, 0.71, 0.74 and "
    "0.80.",
    "for a patience of 3: where does training stop? Which epoch is kept? And with a patience of 4?",
    "The best is epoch 5. Epochs 6 and 7 are worse, 8 only as good: stop at 8, keep 5. With 4 you "
    "would have met epoch 9, the best of all.",
)
def test_the_scores_of_the_picture() -> None:
    scores = np.array(pictures.SCORES)
    assert list(scores) == [0.50, 0.62, 0.70, 0.68, 0.70, 0.74, 0.73, 0.71, 0.74, 0.80]
    assert pictures.FEW_EPOCHS == 3
    assert solutions.early_stopping(scores, 3) == (5, 8)
    assert (scores[6:8] < scores[5]).all()
    assert scores[8] == scores[5]
    assert solutions.early_stopping(scores, 4) == (9, 9)
    assert scores.argmax() == 9


def test_the_cell_before_accuracy() -> None:
    assert printed_by("np.argmax") == "1\n[ True  True False]\n"


@states(
    r"printed as* $-\frac{1}{n} \sum \big[\, y \ln a + (1 - y) \ln(1 - a) + \frac{\lambda}{2} "
    r"\sum w^2 \,\big]$. Inside the bracket the penalty gets the minus sign: large weights would "
    r"be *rewarded*. It stands outside, $C + \frac{\lambda}{2n} \sum w^2$.",
)
def test_inside_the_bracket_large_weights_are_rewarded() -> None:
    a, y, lam, n = np.array([0.3, 0.8]), np.array([0.0, 1.0]), 0.1, 2

    def misprinted(squares: float) -> float:
        each = y * np.log(a) + (1 - y) * np.log(1 - a) + lam / 2 * squares
        return float(-each.sum() / n)

    def right(squares: float) -> float:
        return float(np.mean(cross_entropy(a, y)) + lam / (2 * n) * squares)

    assert misprinted(9.0) < misprinted(1.0)
    assert right(9.0) > right(1.0)
    assert misprinted(0.0) == pytest.approx(right(0.0))


@states(
    "*“100% in training is the goal.”* Here a network that read every digit right would get 80%.",
    "who read every digit right would be at 80% in training.",
)
def test_reading_everything_right_is_not_everything_in_training() -> None:
    from neurona.panels.scratched import task

    now = task(0)
    assert np.mean(now.meant == now.given) == pytest.approx(0.8)


@states(
    "An output says 0.999 where 0 is wanted.",
    r"$0.999 \cdot 0.999 \cdot 0.001$, about 0.001. Under cross-entropy 0.999.",
)
def test_a_sure_mistake() -> None:
    a = 0.999
    assert (a - 0) * a * (1 - a) == pytest.approx(0.999 * 0.999 * 0.001)
    assert round(0.999 * 0.999 * 0.001, 5) == 0.001
    assert solutions.cross_entropy_error(np.array([[a]]), np.zeros((1, 1))) == pytest.approx(0.999)


@states(
    "Softmax gives $(0.2, 0.3, 0.5)$. You add 100 to each z.",
    "$(0.04, 0.09, 0.25)$ over 0.38, about $(0.11, 0.24, 0.66)$",
)
def test_doubled_numbers_square_the_powers() -> None:
    z = np.log([[0.2, 0.3, 0.5]])
    assert solutions.softmax(z + 100) == pytest.approx(np.array([[0.2, 0.3, 0.5]]))
    squares = np.array([0.2, 0.3, 0.5]) ** 2
    assert squares == pytest.approx([0.04, 0.09, 0.25])
    assert squares.sum() == pytest.approx(0.38)
    assert solutions.softmax(2 * z)[0] == pytest.approx(squares / 0.38)
    assert (squares / 0.38).round(2).tolist() == [0.11, 0.24, 0.66]


@states("Training is at 70%, validation at 69%, and both have stopped rising.")
def test_raising_decay_would_not_help_a_network_that_does_not_fit() -> None:
    from neurona.panels.scratched import EPOCHS, untrained

    ends = []
    for lam in (2.0, 5.0):
        training = untrained(0, 100, "cross_entropy", 0.0, lam)
        training.step(EPOCHS)
        ends.append(training.accuracy_new[-1])
    assert ends[1] < ends[0]
