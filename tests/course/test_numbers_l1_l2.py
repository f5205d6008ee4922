"""Every number that chapter 07 states, worked out anew.

Its panels have a module of their own, and so has its table of conventions.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest

from neurona.data import digits
from neurona.plots import l1_l2 as pictures
from solutions import l1_l2 as solutions
from tests.course import chapter_text
from tests.course.claims import Claims

CHAPTER = "07_l1_l2"

claims = Claims(
    CHAPTER,
    "chapter 3 (step against the gradient) and chapter 6 (overfitting)",
    "Dropout, in chapter 8, changes the training",
    "**1.**",
    "**2.**",
    "**3.**",
)
states = claims.states


@functools.cache
def shown() -> dict[str, tuple[Any, str]]:
    return chapter_text.run_code(CHAPTER)


def printed_by(beginning: str) -> str:
    """What the one cell prints that has this in it."""
    (text,) = [printed for source, (_value, printed) in shown().items() if beginning in source]
    return text


def slope(f: Any, w: float, h: float = 1e-6) -> float:
    return (f(w + h) - f(w - h)) / (2 * h)


@states(
    "## Two airlines",
    "2 coins a kilo. Another one squares the kilos and divides by 4: 8 kg cost $64/4 = 16$ coins, "
    "as much as with the first.",
    "You have an umbrella of 1 kg, worth 1 coin to you, and a tent of 20 kg, worth 60.",
    "On the first the umbrella costs 2 coins and stays at home; the tent costs 40 and comes along. "
    "On the second the umbrella costs 0.25 and comes along; the tent would cost 100.",
)
def test_airlines() -> None:
    def by_weight(kilos: float) -> float:
        return 2 * kilos

    def by_square(kilos: float) -> float:
        return kilos**2 / 4

    assert by_square(8) == 64 / 4 == 16 == by_weight(8)
    worth = {1: 1, 20: 60}
    assert by_weight(1) == 2 > worth[1]
    assert by_weight(20) == 40 < worth[20]
    assert by_square(1) == 0.25 < worth[1]
    assert by_square(20) == 100 > worth[20]


@states(
    "Nudge an input by 0.1: a weight of 10 moves $z$ by 1, a weight of 0.5 only by 0.05.",
)
def test_a_nudge_through_a_weight() -> None:
    x = np.array([1.0, 2.0])
    for weight, moved in ((10, 1), (0.5, 0.05)):
        assert weight * (x + 0.1) - weight * x == pytest.approx(moved)


@states(
    r"$$\text{L2:}\quad \frac{\lambda}{2n}\sum w^2 \qquad\qquad \text{L1:}\quad "
    r"\frac{\lambda}{n}\sum \lvert w\rvert$$",
    "λ = 5 and n = 10. What are both penalties of this network?",
    r"$\sum w^2 = 9 + 1 + 0 + 4 + 4 + 0 = 18$, so L2 is $\frac{5}{20} \cdot 18 = 4.5$. "
    r"$\sum \lvert w\rvert = 8$, so L1 is $\frac{5}{10} \cdot 8 = 4$.",
    "Try it on the two layers above.",
    r"L2 adds $\frac{\lambda}{2n}\sum w^2$",
)
def test_penalties_of_two_layers() -> None:
    (source,) = [source for source in shown() if "two layers" in source]
    namespace: dict[str, Any] = {}
    exec(source, namespace)
    weights = namespace["weights"]
    assert len(weights) == 2
    assert [float(w) ** 2 for W in weights for w in W.ravel()] == [9, 1, 0, 4, 4, 0]
    assert solutions.l2_penalty(weights, 5, 10) == 5 / 20 * 18 == 4.5
    assert solutions.l1_penalty(weights, 5, 10) == 5 / 10 * 8 == 4
    assert printed_by("two layers") == "(2, 2) 4 3.0\n(1, 2) 2 2.0\n"


@states(
    r"The slope of $\frac{\lambda}{2n} w^2$ is $\frac{\lambda}{n} w$: the ½ was there to cancel "
    "the 2.",
    r"\Big(1 - \mathrm{lr}\,\frac{\lambda}{n}\Big) w - \mathrm{lr}\,\frac{\partial C}{\partial w}.",
    r"The slope of $\lvert w\rvert$ is 1 to the right of 0 and −1 to the left",
    "At 0 itself we take 0.",
)
@pytest.mark.parametrize("w", [-2.0, -0.1, 0.7, 3.0])
def test_updates_go_down_the_slope_of_cost_and_penalty(w: float) -> None:
    lr, lam, n = 0.2, 3.0, 12
    for penalty, update in (
        (solutions.l2_penalty, solutions.l2_update),
        (solutions.l1_penalty, solutions.l1_update),
    ):

        def total(w: float, penalty: Any = penalty) -> float:
            return np.sin(w) + penalty([np.array([[w]])], lam, n)

        moved = update(np.array([w]), np.array([np.cos(w)]), lr, lam, n)
        assert moved[0] == pytest.approx(w - lr * slope(total, w), abs=1e-8)
    assert slope(abs, w) == pytest.approx(np.sign(w))
    zero = np.zeros(1)
    assert solutions.l1_update(zero, zero, lr, lam, n) == 0
    assert printed_by("np.sign").split() == ["[-1.", "-1.", "0.", "1.]"]


@states(
    r"$\mathrm{lr} \cdot \lambda/n = 0.1$, and the cost pulls nowhere: its slope is 0. Where is a "
    "weight of 10 after two steps? Will it ever be 0?",
    "At 9, then at 8.1. Every step keeps 90%. After ten steps 3.49 is left. It is never 0",
    "every step shrinks each weight by a factor, and none reaches 0.",
    "and L2 never does",
)
def test_decay_without_a_slope() -> None:
    path = [np.array([10.0])]
    for _step in range(10):
        path.append(solutions.l2_update(path[-1], np.zeros(1), 0.1, 1.0, 1))
    assert path[1:3] == [pytest.approx([9.0]), pytest.approx([8.1])]
    assert path[10][0] == pytest.approx(3.49, abs=0.005)
    ratios = np.array(path[1:]) / np.array(path[:-1])
    np.testing.assert_allclose(ratios, 0.9)


@states(
    "L1 pulls at every weight equally hard, be it 0.1 or 3. It is the more tolerant of weights far "
    "from 0; L2 the less. Near 0 it is the other way round.",
    "the same pull on all weights, and trifles go to 0.",
)
def test_l1_pulls_alike_and_l2_harder_at_large_weights() -> None:
    w, nothing = np.array([0.1, 3.0]), np.zeros(2)
    l1, l2 = (
        w - update(w, nothing, 1.0, 1.0, 1)
        for update in (
            solutions.l1_update,
            solutions.l2_update,
        )
    )
    assert l1 == pytest.approx([1, 1])
    assert l2[0] < l1[0]
    assert l2[1] > l1[1]


@states(
    r"Again $\mathrm{lr} \cdot \lambda/n = 0.1$ and the slope of the cost is 0. Where does a "
    "weight of 10 go in two steps? And a weight of 0.05?",
    "10 goes to 9.9 and 9.8. But 0.05 goes to −0.05, and back to 0.05, and so on: it steps over 0.",
    "Try yours on the weight of 0.05.",
)
def test_the_plain_step_steps_over_zero() -> None:
    w = np.array([10.0, 0.05])
    once = solutions.l1_update(w, np.zeros(2), 0.1, 1.0, 1)
    twice = solutions.l1_update(once, np.zeros(2), 0.1, 1.0, 1)
    assert once == pytest.approx([9.9, -0.05])
    assert twice == pytest.approx([9.8, 0.05])


@states(
    r"Then move the weight toward 0 by $t = \mathrm{lr}\,\lambda/n$, but **stop at 0**.",
    "it sets small weights to 0 and leaves the others where they are.",
    "Mind both sides of 0.",
)
def test_thresholds() -> None:
    w = np.array([-1.0, -0.2, 0.2, 1.0])
    assert solutions.soft_threshold(w, 0.5) == pytest.approx([-0.5, 0, 0, 0.5])
    assert printed_by("np.maximum") == "[0.  0.  0.4]\n"


@states(
    "One layer has 4 weights, 2 of them 0. Another has 12, none of them 0.",
    "2 of 16, so 0.125. The mean of the layers' own fractions, 0.25, would be wrong",
    "With the plain step nothing is exactly 0",
)
def test_sparsity_counts_over_all_layers_together() -> None:
    layers = [np.array([[0.0, 0.0], [1.0, -1.0]]), np.ones((3, 4))]
    assert solutions.sparsity(layers, 0.0) == 2 / 16 == 0.125
    assert np.mean([solutions.sparsity([W], 0.0) for W in layers]) == 0.25


@states(
    "Ten neurons learn to read digits from only 100 examples. Here are their 64 weights each",
    "Without a penalty, even pixels that are never inked keep the weights they were born with.",
    "With L2 the weights are smaller, on average less than half as large. With L1 about three "
    "quarters of the weights are dead. "
    "All three read new digits about equally well.",
)
def test_readers_of_digits() -> None:
    data, readers = digits(100), pictures.readers()
    assert pictures.EXAMPLES == len(data.train) == 100
    born = np.random.default_rng(pictures.SEED).normal(0.0, 1 / np.sqrt(64), (10, 64))
    never = data.X[data.train].max(axis=0) == 0
    assert never.any()
    plain, l2, l1 = (readers[name][0] for name in ("none", "l2", "l1"))
    assert plain.shape == (10, 64)
    np.testing.assert_allclose(plain[:, never], born[:, never])
    assert np.abs(l2).mean() < np.abs(plain).mean() / 2
    assert np.mean(np.abs(l2) < np.abs(plain)) > 0.9
    assert (l1[:, never] == 0).all()
    assert np.mean(l1 == 0) == pytest.approx(0.75, abs=0.03)
    assert [right for _weights, right in readers.values()] == pytest.approx([0.915] * 3, abs=0.012)


@states(
    "A neuron whose weights are all 0 still says $\\sigma(b)$: with $b = 2$ that is 0.88.",
)
def test_a_neuron_without_weights_still_speaks() -> None:
    assert 1 / (1 + np.exp(-2)) == pytest.approx(0.88, abs=0.005)


@states(
    "You have 100 examples and λ = 2. Then you collect 900 more.",
    r"$\lambda/n$ falls from 0.02 to 0.002: more data need less penalty. λ = 20 would keep the "
    "pull.",
)
def test_more_examples_weaken_the_pull() -> None:
    assert 2 / 100 == 0.02
    assert 2 / (100 + 900) == 0.002
    assert 20 / (100 + 900) == 0.02


@states(
    "and your `sparsity` says 0 with `tol` 0.",
    r"The weights hop around 0, as far as $2\,\mathrm{lr}\,\lambda/n$.",
    "*“With L1, gradient descent ends on exact zeros.”*",
    "The plain L1 step hops around 0; the soft threshold lands on it.",
)
@pytest.mark.parametrize("c", [-0.45, 0.0, 0.1, 0.49])
def test_hops_reach_no_farther_than_two_pulls(c: float) -> None:
    lr, lam, n = 0.07, 5.0, 10
    w, reached = np.array([1.0]), []
    for _step in range(600):
        w = solutions.l1_update(w, w - c, lr, lam, n)
        reached.append(abs(float(w[0])))
    assert 0 < max(reached[-300:]) <= 2 * lr * lam / n
    assert solutions.sparsity([w], 0.0) == 0
    assert solutions.sparsity([w], 2 * lr * lam / n) == 1


@states("**3.** Two sensors measure the same thing, and one may fail any day.")
def test_twins_share_under_l2() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=200)
    X = np.stack([x, x], axis=1)
    w = np.array([1.5, 0.1])
    for _step in range(300):
        w = solutions.l2_update(w, X.T @ (X @ w - 2 * x) / 200, 0.1, 100.0, 200)
    assert w[0] == pytest.approx(w[1], abs=1e-2)
