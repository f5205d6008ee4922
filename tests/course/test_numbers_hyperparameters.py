"""Every number that chapter 09 states, worked out anew; its panels have a module of their own."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from neurona.data import digits
from neurona.network import Network, Training
from neurona.panels.baselines import MNIST, UNSEEN
from neurona.panels.searches import BUDGET, GRID
from neurona.plots import hyperparameters as pictures
from solutions import hyperparameters as solutions
from tests.course import chapter_text
from tests.course.claims import Claims

CHAPTER = "09_hyperparameters"

claims = Claims(
    CHAPTER,
    "(chapter 8)",
    "(chapter 7)",
    "your own of chapter 5",
    "**1.**",
    "**2.**",
    "**3.**",
    "cut data into three parts",
    "## Three piles",
    "It has two knobs, temperature and time",
    "With tuned hyperparameters the same SVM passes 98%",  # M. Nielsen (2015), chapter 1
)
states = claims.states


@functools.cache
def shown() -> dict[str, tuple[Any, str]]:
    return chapter_text.run_code(CHAPTER)


def printed_by(beginning: str) -> str:
    """What the one cell prints that has this in it."""
    (text,) = [printed for source, (_value, printed) in shown().items() if beginning in source]
    return text


@states(
    "Until then you can bake 16 cakes",
    "How do you spend your 16 cakes?",
    "You might cross 4 temperatures with 4 times.",
    "All three are in this chapter.",
    "It was the best of 16",
    "Try every value of one knob with every value of the other: 4 of p with 4 of λ make 16 "
    "networks.",
    "The grid 4, random search 16.",
    "And 16 at random?",
    "How many different λ have the 16 networks of the grid tried?",
    "Its 16 networks try only four values of each knob.",
)
def test_a_grid_repeats_its_values_and_random_search_does_not() -> None:
    points = solutions.grid(GRID)
    assert len(points) == BUDGET == 4 * 4 == 16
    assert len({point["lam"] for point in points}) == 4
    space = {"p": (0.0, 0.9, "linear"), "lam": (0.01, 10.0, "log")}
    drawn = solutions.random_search(space, 16, np.random.default_rng(0))
    assert len({point["lam"] for point in drawn}) == 16


@states("λ = 0. The penalty only hinders the fit.")
def test_training_cost_likes_no_penalty_best() -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 5))
    Y = (rng.random((60, 1)) < 0.5).astype(float)
    costs = []
    for lam in (0.0, 0.1, 1.0, 5.0):
        network = Network((5, 6, 1), np.random.default_rng(1), cost="cross_entropy")
        training = Training(network, X, Y, X, Y, np.random.default_rng(2), 1.0, 60, lam=lam)
        training.step(400)
        costs.append(training.cost[-1])
    assert costs == sorted(costs)


@states(
    r"it adds $\frac{\lambda}{2n}\sum w^2$ to the cost, for $n$ training examples",
)
def test_the_penalty_is_the_one_of_the_course() -> None:
    rng = np.random.default_rng(3)
    network = Network((4, 3, 1), rng)
    X, Y = rng.normal(size=(7, 4)), rng.random((7, 1))
    plain, held = (network.gradients(X, Y, decay=lam / 7)[0] for lam in (0.0, 2.0))
    for before, after, W in zip(plain, held, network.weights, strict=True):
        h = 1e-6  # the slope of λ/(2n)·Σw² is λ/n·w
        slope = 2.0 / (2 * 7) * ((W + h) ** 2 - (W - h) ** 2) / (2 * h)
        np.testing.assert_allclose(after - before, slope, atol=1e-8)


@states(
    "You want 29% of 100 examples. How many does this give?",
    "28: floats are not exact, and `int` cuts off. No example may get lost, so the last pile takes "
    "all the rest.",
    "`order[2:5]`, or `order[5:]` up to the end",
)
def test_int_cuts_off_and_the_rest_is_not_lost() -> None:
    number, whole = printed_by("int(0.29 * 100)").split()
    assert float(number) < 29
    assert whole == "28"
    pieces = solutions.split(100, (0.29, 0.29, 0.42), np.random.default_rng(0))
    assert [len(piece) for piece in pieces] == [28, 28, 44]
    assert sorted(np.concatenate(pieces)) == list(range(100))
    assert sum(pictures.SIZES) == pictures.EXAMPLES


@states(
    "You have five knobs, and ten values for each. How many networks is that? A network takes a "
    "minute.",
    "$10^5 = 100{,}000$ networks. After 69 days.",
    "One: there is nothing to choose. `list(product())` agrees.",
)
def test_a_large_grid() -> None:
    points = solutions.grid({name: range(10) for name in "abcde"})
    assert len(points) == 10**5 == 100_000
    assert round(100_000 / 60 / 24) == 69
    assert solutions.grid({}) == [{}]
    assert printed_by("product").split("\n")[1:3] == [
        "[('x', 7), ('x', 8), ('y', 7), ('y', 8)]",
        "{'a': 1, 'b': 3}",
    ]


@states(
    "You draw 40 values evenly between 0.01 and 10. How many are below 1?",
    "Only 5.",
    "from 0.01 to 0.02 it doubles; from 9.01 to 9.02 nothing happens",
    "Now each factor of ten gets its share.",
)
def test_where_draws_fall() -> None:
    evenly, by_logarithm = pictures.ruler_draws()
    assert len(evenly) == pictures.DRAWS == 40
    assert np.sum(evenly < 1) == 5
    counts = np.histogram(by_logarithm, [0.01, 0.1, 1, 10])[0]
    assert counts.min() > 8
    assert abs(9.02 / 9.01 - 1) < 0.002


@states(
    r"$$u \text{ evenly between } \ln(\text{low}) \text{ and } \ln(\text{high}), \qquad "
    r"\lambda = e^u.$$",
)
def test_random_search_draws_as_the_text_says() -> None:
    rng, again = np.random.default_rng(9), np.random.default_rng(9)
    (point,) = solutions.random_search({"lam": (0.01, 10.0, "log")}, 1, rng)
    assert point["lam"] == pytest.approx(np.exp(again.uniform(np.log(0.01), np.log(10.0))))
    drawn, logarithm, undone = printed_by("rng.uniform(2, 5)").split()
    assert 2 <= float(drawn) < 5
    assert float(logarithm) == pytest.approx(np.log(10))
    assert float(undone) == pytest.approx(10)


@states(
    "The best so far is 0.80. Place A will surely score 0.80. Place B scores 0.70 or 0.88, each "
    "half of the time.",
    "though its mean is only 0.79! A gains nothing. B gains 0.08 half of the time, on average "
    "0.04.",
)
def test_an_unsure_place_may_be_worth_more() -> None:
    scores = np.array([0.70, 0.88])
    assert scores.mean() == pytest.approx(0.79)
    assert np.maximum(scores - 0.80, 0).mean() == pytest.approx(0.04)
    assert solutions.expected_improvement(0.80, 0.0, 0.80) == 0


@states(
    r"$$\mathrm{EI} = (\mu - \text{best})\,\Phi(u) + s\,\varphi(u), \qquad "
    r"u = \frac{\mu - \text{best}}{s}.$$",
    "(mean 0, standard deviation 1)",
    r"Place A is the case $s = 0$: without a bell, EI is $\mu - \text{best}$, but never below 0.",
    "Beware of the places with $s = 0$.",
    r"In the picture $\mu = 0.79$, $s = 0.04$, and the best is 0.80. So $u = -0.25$, and "
    r"$\mathrm{EI} = -0.01 \cdot 0.401 + 0.04 \cdot 0.387 = 0.0115$.",
    r"Place A: $\mu = 0.81$, $s = 0$. Place B: $\mu = 0.80$, $s = 0.05$.",
    "(The bell is 0.399 high in its middle.)",
    r"B. A promises 0.01. For B, $u = 0$, so $\mathrm{EI} = 0.05 \cdot 0.399 \approx 0.02$.",
    "**3.** The best so far is 0.80.",
)
def test_expected_improvement() -> None:
    mu, s, best = pictures.MEAN, pictures.STD, pictures.BEST
    assert (mu, s, best) == (0.79, 0.04, 0.80)
    u = (mu - best) / s
    assert u == pytest.approx(-0.25)
    formula = (mu - best) * norm.cdf(u) + s * norm.pdf(u)
    assert solutions.expected_improvement(mu, s, best) == pytest.approx(formula)
    assert (f"{norm.cdf(u):.3f}", f"{norm.pdf(u):.3f}") == ("0.401", "0.387")
    assert f"{formula:.4f}" == f"{-0.01 * 0.401 + 0.04 * 0.387:.4f}" == "0.0115"
    draws = np.random.default_rng(0).normal(mu, s, 400_000)
    assert np.maximum(draws - best, 0).mean() == pytest.approx(formula, rel=0.01)
    assert solutions.expected_improvement(0.7, 0.0, 0.8) == 0
    assert solutions.expected_improvement(0.81, 0.0, 0.8) == pytest.approx(0.01)
    assert norm.pdf(0) == pytest.approx(0.399, abs=5e-4)
    assert round(float(solutions.expected_improvement(0.8, 0.05, 0.8)), 2) == 0.02
    cdf, pdf = printed_by("norm.cdf(0)").split("\n")[0].split()
    assert (float(cdf), float(pdf)) == (0.5, pytest.approx(0.3989, abs=1e-4))


@states(
    "*“0.1, 0.2, … 1 is a fair choice of λ.”* It never looks below 0.1, and most of it lies "
    "between 0.5 and 1. Try factors: 0.01, 0.1, 1.",
)
def test_evenly_spaced_values_lie_within_one_factor_of_ten() -> None:
    values = np.arange(1, 11) / 10
    assert values.min() == 0.1
    assert np.mean(values >= 0.5) > 0.5


@states(
    "On MNIST, the literature reports 10% for guessing, 22.25% for mean darkness, 94.35% for a "
    "support vector machine (SVM) with the default settings of its time, and 99.79% for the "
    "best networks, near what people reach.",
)
def test_the_literature_is_told_as_the_panel_tells_it() -> None:
    assert list(MNIST.values()) == [0.10, 0.2225, 0.9435, 0.9979]


@states(
    "Here it reads 8×8 digits:",
    "It learns from 1,200 digits and is judged on 597 unseen ones. A quarter of the points from "
    "30%, half from 90%, three quarters from 95%, all from 97%.",
)
def test_the_course_s_network_reads_digits() -> None:
    data = digits()
    assert data.X.shape[1] == 8 * 8
    assert len(data.train) == 1_200
    assert len(data.validation) + len(data.test) == UNSEEN == 597
    assert np.array_equal(np.eye(10)[data.labels[data.train]], data.Y[data.train])
    accuracy, said, _end = printed_by("training.step(5)").split("\n")
    assert 0.9 < float(accuracy) < 0.97
    right = np.fromstring(said.strip("[]"), dtype=int, sep=" ") == data.labels[data.validation][:10]
    assert right.mean() > 0.7


@states(
    "A friend tested 50 networks on the test set and reports the best: 97%.",
    "The best of 50 has some luck in it",
)
def test_the_best_of_fifty_has_luck_in_it() -> None:
    rng = np.random.default_rng(0)
    bests = rng.binomial(300, 0.95, (200, 50)).max(axis=1) / 300
    assert bests.mean() > 0.95 + 0.02


@states(
    "Learning rates from 0.001 to 1. Of 300 draws, how many fall below 0.01 if you draw evenly?",
    "About 3 evenly. By the logarithm a third, about 100.",
)
def test_learning_rates() -> None:
    assert round(300 * (0.01 - 0.001) / (1 - 0.001)) == 3
    assert 300 * np.log(0.01 / 0.001) / np.log(1 / 0.001) == pytest.approx(100)
