"""Every number that chapter 04 states, worked out anew; its panels have a module of their own."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
from scipy.special import expit as sigmoid

from neurona import plots
from neurona.panels import mangoes
from neurona.panels.walkers import Knobs, Walk
from neurona.plots import sgd as pictures
from solutions import sgd as solutions
from tests.course import chapter_text
from tests.course.claims import Claims

CHAPTER = "04_sgd"

claims = Claims(
    CHAPTER,
    "chapter 3",
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


def neuron(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 2))
    y = (rng.random(n) < sigmoid(X @ [2.0, 1.0])).astype(float)
    return X, y, np.array([-1.0, 3.0]), 0.2


def gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """By central differences of the quadratic cost, dw and db in one vector."""

    def cost(v: np.ndarray) -> float:
        return float(np.sum((sigmoid(X @ v[:-1] + v[-1]) - y) ** 2) / (2 * len(y)))

    v, h = np.append(w, b), 1e-6
    steps = h * np.eye(len(v))
    return np.array([(cost(v + step) - cost(v - step)) / (2 * h) for step in steps])


@states(
    "Your neighbor's pot is ten times as large",
    "How far a spoonful misleads depends on the spoon, hardly on the pot.",
)
def test_the_noise_depends_on_the_spoon_and_hardly_on_the_pot() -> None:
    def noise(n: int) -> float:
        X, y, w, b = neuron(n, 1)
        rng = np.random.default_rng(2)
        return solutions.gradient_noise(X, y, w, b, 10, 2000, rng)

    assert noise(20_000) == pytest.approx(noise(2_000), rel=0.1)


@states(
    r"$\frac{1}{2n}\sum (a_i - y_i)^2$",
    r"\frac{1}{n}\sum_{i=1}^{n} \delta_i\, x_i, \qquad \frac{\partial C}{\partial b} = "
    r"\frac{1}{n}\sum_{i=1}^{n} \delta_i, \qquad \delta_i = (a_i - y_i)\, a_i (1 - a_i).",
)
def test_the_gradient_given_is_that_of_the_cost_given() -> None:
    namespace: dict[str, Any] = {}
    (source,) = [source for source in shown() if "def neuron_gradient" in source]
    exec(source, namespace)
    X, y, w, b = neuron(30, 3)
    dw, db = namespace["neuron_gradient"](X, y, w, b)
    assert np.append(dw, db) == pytest.approx(gradient(X, y, w, b), abs=1e-8)
    cost = namespace["quadratic_cost"](sigmoid(X @ w + b), y)
    assert cost == pytest.approx(sum((sigmoid(X @ w + b) - y) ** 2) / (2 * 30))


@states("Try both on three mangoes")
def test_three_mangoes() -> None:
    lines = printed_by("neuron_gradient(X, y, w, b)\nprint").split("\n")
    assert float(lines[0]) == 0.125
    assert lines[1].startswith("[")


@states("With 60,000 examples, every single step would read all 60,000.")
def test_a_full_step_reads_all() -> None:
    assert solutions.updates_per_epoch(60_000, 60_000) == 1


@states(
    "Four mangoes each propose a slope for one weight: 3, −1, 4 and 2. The gradient is their "
    "mean, 2.",
    "You ask 3 and −1, and later 4 and 2.",
    "The first pair says 1, the second 3. Both are off by 1. On average they say 2, which is "
    "right.",
)
def test_pairs_are_right_on_average() -> None:
    slopes = np.array([3, -1, 4, 2])
    pairs = slopes.reshape(2, 2).mean(axis=1)
    assert slopes.mean() == pairs.mean() == 2
    assert list(pairs) == [1, 3]


@states(
    "You cut 10 examples into mini-batches of 3.",
    "It has 4. The last mini-batch has only 1 example, and counts.",
    "Try yours on 60,000 handwritten digits in mini-batches of 10: that makes 6,000.",
)
def test_updates_of_an_epoch() -> None:
    cut = solutions.minibatches(10, 3, np.random.default_rng(0))
    assert [len(batch) for batch in cut] == [3, 3, 3, 1]
    assert solutions.updates_per_epoch(10, 3) == len(cut) == 4
    assert solutions.updates_per_epoch(60_000, 10) == 6_000
    assert (pictures.EXAMPLES, pictures.SIZE) == (10, 3)
    assert printed_by("10 // 3") == "3 1 4.0\n"


@states(
    "Then the first mini-batches all say “answer 0, whatever you see”",
    "Then an epoch would read some of them twice and others never.",
)
def test_sorted_examples_mislead_and_draws_repeat() -> None:
    X, y, w, _b = neuron(100, 4)
    unripe = gradient(X[y == 0], y[y == 0], 0 * w, 0.0)
    assert unripe[-1] > 0  # the bias goes down, towards the answer 0
    rng = np.random.default_rng(5)
    drawn = np.concatenate([rng.choice(100, 10, replace=False) for _update in range(10)])
    counts = np.bincount(drawn, minlength=100)
    assert counts.max() > 1
    assert counts.min() == 0


def test_the_printed_order_is_that_of_the_picture() -> None:
    order, slices, begins, _end = printed_by("rng.permutation(10)").split("\n")
    numbers = [int(number) for number in order.strip("[]").split()]
    assert slices == f"[{' '.join(map(str, numbers[6:9]))}] [{numbers[9]}]"
    assert begins == "[0, 3, 6, 9]"
    told = plots.sgd.cut().alternative_text
    first = told.split("the mini-batches are ")[1].split(".")[0]
    assert [int(number) for number in first.replace(";", ",").split(",")] == numbers


@states(
    "Keep them in one list, and their derivatives in a second one",
    "The parameters are 2 and −1, the derivatives 0.5 and −1, and `lr` is 0.1.",
    r"To $2 - 0.1 \cdot 0.5 = 1.95$ and $-1 - 0.1 \cdot (-1) = -0.9$.",
)
def test_one_step() -> None:
    assert solutions.sgd_step([2, -1], [0.5, -1], 0.1) == pytest.approx([1.95, -0.9])


@states("`w = w - 0.5` makes a new array, and leaves `start` alone.")
def test_a_new_array_leaves_the_old_one_alone() -> None:
    assert printed_by("w -= 0.5") == "[0.5 1.5]\n"
    start = np.array([1.0, 2.0])
    w = start
    w = w - 0.5
    assert list(start) == [1, 2]


@states(
    "With mini-batches of 10, somebody forgets to divide by 10, and adds the slopes up.",
    "Every step is 10 times as long, as if `lr` were 10 times as large.",
)
def test_sums_are_ten_times_means() -> None:
    slopes = np.random.default_rng(0).normal(size=(10, 3))
    assert slopes.sum(axis=0) == pytest.approx(10 * slopes.mean(axis=0))


@states(
    "Here are 16 mini-batches of each size",
    "With m = 1, do all of them point roughly where the thick needle does?",
    "No: 3 of the 16 point backward (and 2 are too short to see). With m = 10, none does.",
)
def test_needles_that_point_away() -> None:
    words = plots.sgd.needles().alternative_text
    assert pictures.NEEDLES == 16
    assert "m = 1: 3 of 16 point away" in words
    assert "m = 10: 0 of 16 point away" in words
    lengths = np.linalg.norm(pictures.needles_of(1), axis=1)
    assert np.sum(lengths < 0.001) == 2
    assert np.sum(lengths < 0.004) == 2
    assert "of each size, where the walkers start." in claims.prose
    walk = Walk(0, Knobs(m=10, lr=0.5, p=0.0, lam=0.0))
    exact = mangoes.gradient(*mangoes.mangoes(), walk.full[0])
    whole = pictures.needles_of(len(mangoes.mangoes()[1]))
    np.testing.assert_allclose(whole, np.broadcast_to(-exact, whole.shape))


@states(
    "The distances are 1 and 7.",
    r"$\sqrt{(1 + 49)/2} = 5$. The mean would be 4",
    r"If they differ by 2, 1 and 2, it is $\sqrt{2^2 + 1^2 + 2^2} = 3$.",
)
def test_distances() -> None:
    assert np.sqrt((1**2 + 7**2) / 2) == np.sqrt((1 + 49) / 2) == 5
    assert (1 + 7) / 2 == 4
    assert np.linalg.norm([2, 1, 2]) == 3
    length, batch, _end = printed_by("np.linalg.norm").split("\n")
    assert length == "3.0"
    assert len(set(batch.strip("[]").split())) == 3


@states(
    "With m = 1 the noise is some number $s$. In a mean, errors up and errors down partly cancel, "
    "though not all.",
    r"$$\text{noise} \approx \frac{s}{\sqrt{m}}.$$",
    "## Four times the work, half the noise",
    "A quarter of the noise takes 16 times as many examples: m = 400.",
    "At m = 25 the noise is 0.08. Which m brings it to 0.02",
    r"The noise only falls by the factor $\sqrt{2} \approx 1.41$.",
    "*“Twice the mini-batch, half the noise.”*",
    r"The noise falls about as $1/\sqrt{m}$",
)
def test_noise_falls_as_one_over_the_root_of_m() -> None:
    s = 0.08 * np.sqrt(25)
    assert s / np.sqrt(400) == pytest.approx(0.02)
    assert 25 * 16 == 400
    assert np.sqrt(2) == pytest.approx(1.41, abs=0.005)
    X, y, w, b = neuron(20_000, 6)
    noises = [
        solutions.gradient_noise(X, y, w, b, m, 2000, np.random.default_rng(m)) for m in (5, 10, 20)
    ]
    single = solutions.gradient_noise(X, y, w, b, 1, 2000, np.random.default_rng(1))
    assert noises[1] == pytest.approx(single / np.sqrt(10), rel=0.1)
    assert noises[0] / noises[2] == pytest.approx(2, rel=0.1)
    assert noises[0] / noises[1] == pytest.approx(np.sqrt(2), rel=0.1)


@states(
    "*“SGD is 6,000 times faster.”* It makes 6,000 updates where the full batch makes 1",
    "With the full batch it is 1 update, with m = 10 it was 6,000.",
)
def test_updates_are_counted() -> None:
    assert solutions.updates_per_epoch(60_000, 10) == 6_000 * (
        solutions.updates_per_epoch(60_000, 60_000)
    )


@states("*“Every step of SGD goes downhill.”* On average. A single mini-batch may point uphill.")
def test_single_mini_batches_may_point_uphill_but_not_their_mean() -> None:
    X, y, w, b = neuron(200, 7)
    full = gradient(X, y, w, b)
    each = np.array([gradient(X[i : i + 1], y[i : i + 1], w, b) for i in range(200)])
    assert (each @ full).min() < 0
    assert each.mean(axis=0) == pytest.approx(full, abs=1e-8)


@states("*“SGD means m = 1.”*")
def test_some_say_so() -> None:
    assert solutions.updates_per_epoch(7, 1) == 7


@states(
    "You have 1,000 examples and mini-batches of 64.",
    "$1{,}000/64 = 15.625$, so 16 updates. The first 15 use 960 examples; 40 are left for the "
    "last.",
)
def test_a_thousand_in_batches_of_64() -> None:
    assert 1_000 / 64 == 15.625
    assert solutions.updates_per_epoch(1_000, 64) == 16
    cut = solutions.minibatches(1_000, 64, np.random.default_rng(0))
    assert sum(len(batch) for batch in cut[:15]) == 960
    assert len(cut[-1]) == 40
