"""Every number that chapter 08 states, worked out anew; its panels have a module of their own."""

from __future__ import annotations

import functools
import re
from itertools import product

import numpy as np
import pytest
from scipy.special import expit as sigmoid

from neurona import plots
from neurona.plots import dropout as pictures
from solutions import dropout as solutions
from tests.course import chapter_text
from tests.course.claims import Claims

CHAPTER = "08_dropout"
PARTS = np.array([2.0, 1.0, 3.0])

claims = Claims(
    CHAPTER,
    "chapter 7",
    "(2012)",
    "**1.**",
    "**2.**",
    "**3.**",
)
states = claims.states


def all_masks(n: int) -> np.ndarray:
    return np.array(list(product((0, 1), repeat=n)))


def probabilities(masks: np.ndarray, p: float) -> np.ndarray:
    """The probability of each mask, (1 − p) for each kept neuron and p for each dropped one."""
    return np.prod(np.where(masks == 1, 1 - p, p), axis=1)


@functools.cache
def shown() -> list[tuple[object, str]]:
    return list(chapter_text.run_code(CHAPTER).values())


@states("Four friends", "other three copy", "those three fail")
def test_of_four_friends_three_copy() -> None:
    assert 4 - 1 == 3


@states(
    "Half the time, the one who knows is missing",
    "Now three have learned fractions. How often are all three missing?",
    "1/2 · 1/2 · 1/2 = 1/8 of the time. If only one had learned them: 1/2.",
)
def test_all_of_three_are_missing_once_in_eight() -> None:
    assert np.mean(all_masks(3).sum(axis=1) == 0) == 1 / 8 == 1 / 2 * 1 / 2 * 1 / 2
    assert np.mean(all_masks(1).sum(axis=1) == 0) == 1 / 2


@states(
    "## Two knobs",
    "At `p` = 0.3 you press **New mask** several times. Are equally many neurons off each time?",
    "No: only the average is fixed.",
)
def test_the_number_of_dropped_neurons_varies() -> None:
    rng = np.random.default_rng(0)
    assert len({solutions.dropout_mask(6, 0.3, rng).sum() for _ in range(20)}) > 1


@states(
    r"it adds $\frac{\lambda}{2n}\sum w^2$ to the cost",
    r"Ours is in $\frac{\lambda}{2n}\sum w^2$.",
    r"PyTorch's `weight_decay` means $\frac{1}{2}\lambda w^2$, Keras's L2 means "
    r"$\lambda\sum w^2$. The same number is another strength.",
)
def test_one_lambda_is_three_strengths() -> None:
    lam, n, w, h = 0.3, 50, 0.7, 1e-6
    penalties = [
        lambda w: lam / (2 * n) * w**2,
        lambda w: lam / 2 * w**2,
        lambda w: lam * w**2,
    ]
    pulls = [(penalty(w + h) - penalty(w - h)) / (2 * h) for penalty in penalties]
    assert pulls == pytest.approx([lam / n * w, lam * w, 2 * lam * w])


@states(
    "## The notation, in four lines",
    r"$\sigma(z) = 1/(1 + e^{-z})$ is the logistic sigmoid, and "
    r"$\sigma'(z) = \sigma(z) (1 - \sigma(z))$",
    r"$\frac{1}{2m}\sum\lVert y - a\rVert^2$, for outputs $a$ where $y$ is wanted; $\delta",
)
def test_notation() -> None:
    lines = re.search(r"## The notation, in four lines\n\n((?:- .*\n?)+)", claims.prose)
    assert lines
    assert len(lines[1].strip().split("\n")) == 4
    z, h = np.linspace(-4, 4, 9), 1e-5
    assert sigmoid(z) == pytest.approx(1 / (1 + np.exp(-z)))
    slope = (sigmoid(z + h) - sigmoid(z - h)) / (2 * h)
    assert slope == pytest.approx(sigmoid(z) * (1 - sigmoid(z)))


@states(
    "number between 0 and 1, all equally likely. It falls below $p$ with probability $p$.",
    "Six neurons, four examples, $p = 0.3$. That makes 24 coins.",
    "The table of zeros and ones is the **mask**. A kept neuron has a 1.",
    r"Of the 24 we expect $24 \cdot 0.7 = 16.8$ ones. "
    "Chance gave 17 in the first pass and 15 in the second.",
    "and each forward pass a new mask.",
    r"$$P(\mathrm{mask}_j = 1) = 1 - p, \qquad \text{expected number kept} = n \cdot (1 - p).$$",
)
def test_coins() -> None:
    examples, neurons = pictures.COINS_SHAPE
    assert (neurons, examples, pictures.COINS_P) == (6, 4, 0.3)
    assert neurons * examples == 24
    assert pytest.approx(16.8) == 24 * (1 - pictures.COINS_P)
    words = plots.dropout.coins().alternative_text
    assert "17 ones of 24" in words
    assert "15 ones of 24" in words
    masks = all_masks(6)
    kept = probabilities(masks, 0.3) @ masks.sum(axis=1)
    assert kept == pytest.approx(6 * (1 - 0.3))


@states("Training or not: two cases. And what would $p = 1$ mean?", "Test your idea on $p = 0$.")
def test_both_ends_of_p() -> None:
    a = np.array([[0.9, 0.2]])
    with pytest.raises(ValueError, match="p must be"):
        solutions.dropout_forward(a, 1, np.random.default_rng(0))
    assert (solutions.scaled_inference(a, 0) == a).all()


@states(
    "## Three neurons, eight networks",
    "with three hidden neurons?",
    r"so there are $2 \cdot 2 \cdot 2 = 8$. For $n$ neurons there are $2^n$; for ten, "
    r"$2^{10} = 1{,}024$: the thousand networks of the title.",
    "a thousand networks in one",
    "$n$ neurons are $2^n$ thinned networks",
)
def test_two_to_the_number_of_neurons() -> None:
    assert len(all_masks(3)) == 2 * 2 * 2 == 8
    assert len(all_masks(10)) == 2**10 == 1_024
    assert len(plots.dropout.thinned_networks().figure.axes) == 8


@states(
    "Three hidden neurons send the same next neuron weight times activation: 2, 1 and 3. With "
    "everyone on it hears 6.",
    "here it is 0.)",
    "$p = 0.5$. **Predict:** what does it hear on average, over the eight masks?",
    "On average it hears 3, and learns",
    "nobody is dropped and it hears 6.",
)
def test_what_the_next_neuron_hears() -> None:
    *heard, mean = (float(number) for number in re.findall(r"\d+\.\d*", shown()[1][1]))
    assert sorted(heard) == [0, 1, 2, 3, 3, 4, 5, 6]
    assert mean == 3
    assert PARTS.sum() == 6


@states(
    "tell the two recipes apart",
    "Something has to be rescaled. There are two recipes:",
    "**original** (2012): train with the mask alone; at inference multiply activations by $1 - p$;",
    "divide by $1 - p$ in training, right after the mask; at inference do nothing.",
    "3 on 3, or 6 on 6. Without a rescale: 6 against 3.",
)
def test_recipes() -> None:
    masks = all_masks(3)
    assert (masks @ PARTS / (1 - 0.5)).mean() == PARTS.sum() == 6
    assert (masks @ PARTS).mean() == (1 - 0.5) * PARTS.sum() == 3
    words = plots.dropout.recipes().alternative_text
    for row in ("training 6, at inference 6.", "training 3, at inference 3.", "3, at inference 6."):
        assert words.count(row) >= 1


@states(
    "Why dividing by $1 - p$ is right: take an activation of 0.8, and $p = 0.5$. Half the time the "
    "neuron hands on $0.8/0.5 = 1.6$, else 0. On average, 0.8 again.",
    r"$\mathrm{out}_j = \mathrm{mask}_j \cdot a_j/(1 - p)$",
    r"$$\mathbb{E}[\mathrm{out}_j] = (1 - p)\cdot\frac{a_j}{1 - p} + p\cdot 0 = a_j.$$",
    r"$$\mathbb{E}[\mathrm{mask}_j \cdot a_j] = (1 - p) \cdot a_j.$$",
    "The original recipe multiplies by $1 - p$ at inference; the inverted one divides by $1 - p$ "
    "in training.",
)
def test_expectation() -> None:
    a = np.array([0.9, 0.2, 0.6])
    masks = all_masks(3)
    for p in (0.0, 0.2, 0.5, 0.8):
        chances = probabilities(masks, p)
        assert chances @ (masks * a / (1 - p)) == pytest.approx(a)
        assert chances @ (masks * a) == pytest.approx(solutions.scaled_inference(a, p))
    assert 0.8 / 0.5 == 1.6
    assert (1.6 + 0) / 2 == 0.8


@states(
    r"so its gradient, $\partial C/\partial a_j$, is 0. A kept one was made louder by $1/(1 - p)$",
    r"\frac{\partial C}{\partial\mathrm{out}_j}\cdot\frac{\mathrm{mask}_j}{1 - p}.$$",
    "for $p = 0.5$: the mask is (1, 0, 1) and the gradient (0.2, 0.4, −0.1) arrives",
    "(0.4, 0, −0.2). The mask",
)
def test_way_back() -> None:
    mask, arriving, h = np.array([1.0, 0.0, 1.0]), np.array([0.2, 0.4, -0.1]), 1e-6

    def cost(a: np.ndarray) -> float:
        return float(arriving @ (mask * a / (1 - 0.5)))

    steps = h * np.eye(3)
    slopes = [(cost(0.5 + step) - cost(0.5 - step)) / (2 * h) for step in steps]
    assert slopes == pytest.approx([0.4, 0, -0.2])
    assert solutions.dropout_backward(arriving, mask, 0.5) == pytest.approx([0.4, 0, -0.2])


@states(
    "with $p = 0.2$ and 100,000 masks",
    "**Predict** all four numbers. The parts are still 2, 1 and 3.",
    "on 4.8, and on 6, less than 0.01 apart by chance. The rows differ by the factor "
    "$1 - p = 0.8$.",
)
def test_both_recipes_measured() -> None:
    original, inverted = shown()[2][0]
    for (training, inference), exact in ((original, 4.8), (inverted, 6)):
        assert inference == pytest.approx(exact)
        assert 0 < abs(training - inference) < 0.01
    assert pytest.approx(0.8) == 4.8 / 6


@states("is off says 0, whatever it was shown; with $p = 0.5$, in half of the passes.")
def test_output_neurons_would_be_silent_half_the_time() -> None:
    assert probabilities(np.array([[0]]), 0.5) == 0.5


@states(
    "$W^2$ leads into layer 2, and",
    r"$$\delta^L = \frac{1}{m}(A^L - Y) \odot \sigma'(Z^L).$$",
    r"$$\delta^l = \big(\delta^{l+1} W^{l+1}\big) \odot \frac{\mathrm{mask}^l}{1 - p} "
    r"\odot \sigma'(Z^l).$$",
    r"$dW^l = (\delta^l)^T \mathrm{out}^{l-1}$, with $\mathrm{out}^0 = X$. "
    r"And $db^l$ sums $\delta^l$ over the examples.",
    r"$\sigma'(Z^l)$ is $A^l(1 - A^l)$, from $A^l$ **before** the mask",
)
def test_the_formulas_of_backpropagation_are_the_gradient() -> None:
    p, rng = 0.5, np.random.default_rng(3)
    X, Y = rng.normal(size=(4, 3)), rng.random((4, 2))
    W = [rng.normal(size=shape) for shape in ((5, 3), (2, 5))]
    b = [rng.normal(size=n) for n in (5, 2)]
    mask = solutions.dropout_mask((4, 5), p, rng)

    def forward() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        A1 = sigmoid(X @ W[0].T + b[0])
        out = mask * A1 / (1 - p)
        return A1, out, sigmoid(out @ W[1].T + b[1])

    A1, out, A2 = forward()
    delta2 = (A2 - Y) / 4 * A2 * (1 - A2)
    delta1 = (delta2 @ W[1]) * mask / (1 - p) * A1 * (1 - A1)
    stated_gradient = [delta1.T @ X, delta2.T @ out, delta1.sum(axis=0), delta2.sum(axis=0)]
    for parameter, gradient in zip([*W, *b], stated_gradient, strict=True):
        for index in np.ndindex(parameter.shape):
            costs = []
            kept = parameter[index]
            for step in (1e-5, -1e-5):
                parameter[index] = kept + step
                costs.append(((forward()[-1] - Y) ** 2).sum() / (2 * 4))
            parameter[index] = kept
            assert gradient[index] == pytest.approx((costs[0] - costs[1]) / 2e-5, abs=1e-9)


@states(r"After dropout 0.8 has become 1.6 at $p = 0.5$, and $1.6 \cdot (1 - 1.6)$ is negative")
def test_the_trap_in_the_slope() -> None:
    assert 0.8 / (1 - 0.5) == 1.6
    assert 1.6 * (1 - 1.6) < 0
    assert (sigmoid(np.linspace(-30, 30, 61)) * (1 - sigmoid(np.linspace(-30, 30, 61))) > 0).all()


@states(
    "Two hidden neurons always say the same thing, 1. An output without a sigmoid should say 1 as "
    "well. The weights $(3, -2)$ do it: $3 - 2 = 1$.",
    "The weights $(0.5, 0.5)$ do it as well",
    "Without dropout, neither pair makes an error.",
    "Now $p = 0.5$, inverted. Which pair",
    "The first pair says 0, −4, 6 or 2: a mean squared error of 13. The second says 0, 1, 1 or "
    "2: only 0.5. When one is missing, the other alone is still right.",
)
def test_pairs_that_lean_or_share() -> None:
    lines = shown()[3][1].splitlines()
    numbers = [[float(found) for found in re.findall(r"-?\d+\.\d*", line)] for line in lines]
    assert numbers == [[0, -4, 6, 2, 13], [0, 1, 1, 2, 0.5]]
    assert 3 - 2 == 0.5 + 0.5 == 1


@states(
    "From $(3, -2)$ the way leads down to equal shares, $(1/3, 1/3)$.",
    "the error of weights $w_1$ and $w_2$ is",
    r"$$(w_1 + w_2 - 1)^2 + \frac{p}{1 - p}\big(w_1^2 + w_2^2\big).$$",
)
def test_valley_and_bowl() -> None:
    masks = all_masks(2)
    for p, w in product((0.0, 0.2, 0.5, 0.8), ([3.0, -2.0], [0.5, 0.5], [-1.0, 0.3])):
        out = masks @ np.array(w) / (1 - p)
        error = probabilities(masks, p) @ (out - 1) ** 2
        w1, w2 = w
        assert error == pytest.approx((w1 + w2 - 1) ** 2 + p / (1 - p) * (w1**2 + w2**2))
        assert error == pytest.approx(pictures.copies_error(w1, w2, p))
    assert pictures.copies_descent(pictures.LEANING, 0.5)[-1] == pytest.approx([1 / 3, 1 / 3])


@states(
    "with both on, the output is now $2/3$, not 1. Ten copies would give $10/11$: "
    "dropout rewards redundancy."
)
def test_the_price_of_dropout_falls_with_more_copies() -> None:
    for copies, output in ((2, 2 / 3), (10, 10 / 11)):
        # The error (Σw − 1)² + p/(1 − p)·Σw² is lowest where its gradient is 0.
        matrix = np.ones((copies, copies)) + 0.5 / (1 - 0.5) * np.eye(copies)
        assert np.linalg.solve(matrix, np.ones(copies)).sum() == pytest.approx(output)


@states(
    "Back to 2, 1 and 3, with $p = 0.5$, inverted, and a bias of −5. With everyone on, the "
    r"output is $\sigma(6 - 5)$.",
    "With everyone on: 0.731. The eight networks say 0.591 on average, with a standard deviation "
    "of 0.394.",
)
def test_the_crowd() -> None:
    whole, mean, spread = shown()[4][0]
    assert (whole, mean, spread) == (0.731, 0.591, 0.394)
    W, b = [np.eye(3), PARTS[None, :]], [np.zeros(3), np.array([-5.0])]
    sure = np.full((1, 3), 40.0)  # σ(40) is 1: the hidden neurons hand on 2, 1 and 3
    rng = np.random.default_rng(0)
    asked, disagreement = solutions.ensemble_predict(sure, W, b, 0.5, 4000, rng)
    assert asked == pytest.approx(mean, abs=0.03)
    assert disagreement == pytest.approx(spread, abs=0.03)


@states("Common rates drop 20 to 50%.")
def test_common_rates_convert_to_keeping() -> None:
    assert [100 - drop for drop in (20, 50)] == [80, 50]


@states(
    "60,000 examples in mini-batches of 10 make 6,000 passes an epoch.",
    "*“Use rates from 0.5 to 0.8.”* Older papers state the probability of **keeping**: 0.8 means "
    "$p = 1 - 0.8 = 0.2$.",
    "A paper keeps neurons with probability 0.8. A friend writes `Dropout(0.8)` in Keras, behind "
    "a layer of four neurons.",
    "A layer that drops 80%, where the paper drops 20%.",
    "All four are silent with probability $0.8^4 = 0.4096$, about two passes in five. Right is "
    "`Dropout(0.2)`.",
)
def test_rates() -> None:
    assert 60_000 / 10 == 6_000
    assert pytest.approx(0.2) == 1 - 0.8
    masks = all_masks(4)
    chances = probabilities(masks, 0.8)
    assert chances[masks.sum(axis=1) == 0] == pytest.approx(0.8**4)
    assert pytest.approx(0.4096) == 0.8**4
    assert round(5 * 0.8**4) == 2
