"""Every number that chapter 03 states, worked out anew; its panels have a module of their own."""

from __future__ import annotations

import functools
import sys
from typing import Any

import numpy as np
import pytest
from scipy.special import expit as sigmoid

from neurona.panels import gradient_descent as panels
from neurona.panels.central import slopes
from neurona.panels.surfaces import HOURS, TWO_MINIMA, VALLEY, Penalized, lowest_points
from neurona.plots import gradient_descent as pictures
from solutions import gradient_descent as solutions
from tests.course import chapter_text
from tests.course.claims import Claims

CHAPTER = "03_gradient_descent"
START = np.array([2.5, -0.5])
H = np.array([[1.1, 0.9], [0.9, 1.1]])
NUDGE = 1e-6

claims = Claims(CHAPTER, "chapter 2.", "chapter 1 ", "**1.**", "**2.**", "**3.**")
states = claims.states


@functools.cache
def shown() -> list[tuple[object, str]]:
    return list(chapter_text.run_code(CHAPTER).values())


@states(
    r"**λ** adds $\frac{\lambda}{2}\lVert v\rVert^2$ to the cost, where "
    r"$\lVert v\rVert^2 = v_1^2 + v_2^2$. Being far from (0, 0) now costs extra.",
)
def test_the_penalty() -> None:
    v = np.array([3.0, -2.0])
    added = Penalized(VALLEY, 0.7).cost(v) - VALLEY.cost(v)
    assert added == pytest.approx(0.7 / 2 * (3**2 + 2**2))
    assert Penalized(VALLEY, 0.7).cost(np.zeros(2)) == VALLEY.cost(np.zeros(2))


@states(
    "Three examples. The neuron says $a$ = 0.8, 0.4 and 0.5. We wanted $y$ = 1, 0 and 1. So the "
    "errors $y - a$ are 0.2, −0.4 and 0.5.",
    r"$$C = \frac{1}{2 \cdot 3}(0.04 + 0.16 + 0.25) = 0.075$$",
)
def test_three_examples() -> None:
    a, y = pictures.SAID, pictures.WANTED
    assert (a.tolist(), y.tolist()) == ([0.8, 0.4, 0.5], [1, 0, 1])
    assert y - a == pytest.approx([0.2, -0.4, 0.5])
    assert (y - a) ** 2 == pytest.approx([0.04, 0.16, 0.25])
    assert solutions.quadratic_cost(a[:, None], y[:, None]) == pytest.approx(0.075)
    assert shown()[0][1].split() == ["[0.04", "0.16", "0.25]", "0.075"]


@states(
    "an error twice as large costs four times as much",
    "Now take the mean, and half of it, because",
    "that will save us a 2 later",
    "(Here the ½ pays off.)",
)
def test_twice_the_error_is_four_times_the_cost_and_the_half_cancels() -> None:
    y = np.array([[1.0]])
    costs = [solutions.quadratic_cost(y - error, y) for error in (0.2, 0.4)]
    assert costs[1] == pytest.approx(4 * costs[0])
    a, wanted = 0.3, 0.9
    slope = ((a + NUDGE - wanted) ** 2 - (a - NUDGE - wanted) ** 2) / 2 / (2 * NUDGE)
    assert slope == pytest.approx(a - wanted)


@states(
    r"The squared error is then $\lVert y - a\rVert^2$: square each difference and add.",
    r"For $y = (1, 0)$ and $a = (0.9, 0.2)$ that is 0.01 + 0.04 = 0.05.",
    r"$$C = \frac{1}{2m}\sum \lVert y - a\rVert^2.$$",
    r"The quadratic cost, $\frac{1}{2m}\sum\lVert y - a\rVert^2$, says how wrong we are.",
)
def test_two_outputs() -> None:
    y, a = np.array([1, 0]), np.array([0.9, 0.2])
    assert ((y - a) ** 2).tolist() == pytest.approx([0.01, 0.04])
    assert ((y - a) ** 2).sum() == pytest.approx(0.05)
    many = np.array([y] * 5), np.array([a] * 5)
    assert solutions.quadratic_cost(many[1], many[0]) == pytest.approx(0.05 * 5 / (2 * 5))


@states(
    "How steep is $C(v) = v^3$ at $v = 1$? Nudge $v$ by $h = 0.1$",
    r"$$\frac{1.1^3 - 1^3}{0.1} = 3.31$$",
    "the **derivative** $3v^2$, is 3.",
    "Those two points are $2h$ apart",
    r"$$\frac{C(v + h) - C(v - h)}{2h} = \frac{1.1^3 - 0.9^3}{0.2} = 3.01$$",
)
def test_two_ways_to_feel_a_slope() -> None:
    assert pytest.approx(3.31) == (1.1**3 - 1**3) / 0.1
    assert pytest.approx(3.01) == (1.1**3 - 0.9**3) / 0.2
    assert slopes(1.0, 0.1) == pytest.approx((3.31, 3.01))
    cube = solutions.numerical_gradient(lambda v: float(v**3), np.array(1.0))
    assert cube == pytest.approx(3 * 1.0**2)


@states(
    "With $h = 0.01$ the error of one nudge is about ten times smaller.",
    "A hundred times smaller: 0.0001.",
    "A good choice lies near $10^{-5}$.",
)
def test_errors_of_nudges() -> None:
    tenth, hundredth = (np.abs(np.array(slopes(1.0, h)) - 3) for h in (0.1, 0.01))
    assert tenth[0] / hundredth[0] == pytest.approx(10, rel=0.05)
    assert tenth[1] / hundredth[1] == pytest.approx(100, rel=0.05)
    assert hundredth[1] == pytest.approx(0.0001)
    sizes = 10.0 ** -np.arange(1, 14)
    central = np.abs(slopes(1.0, sizes)[1] - 3)
    assert central[4] < 3 * central.min()
    assert central[-1] > 1e4 * central[4]


@states("A computer keeps about 16 digits.", "the two costs agree in nearly all of them")
def test_digits_of_a_float() -> None:
    assert sys.float_info.dig < 16 <= sys.float_info.dig + 1
    assert -np.log10(sys.float_info.epsilon / 2) == pytest.approx(16, abs=0.1)


@states(
    "**Predict** the gradient of $C = v_1^2 + 3 v_2$ at (2, 5).",
    "(4, 3). For the first number the slope is $2 v_1 = 4$. For the second it is 3, wherever you "
    "are.",
)
def test_a_gradient_by_hand() -> None:
    def cost(v: np.ndarray) -> float:
        return float(v[0] ** 2 + 3 * v[1])

    assert solutions.numerical_gradient(cost, np.array([2.0, 5.0])) == pytest.approx([4, 3])
    assert solutions.numerical_gradient(cost, np.array([-1.0, 0.0]))[1] == pytest.approx(3)


def test_each_place_of_the_table_is_nudged_once() -> None:
    lines = shown()[1][1].splitlines()
    assert len(lines) == 4
    assert lines[0] == "(0, 0) [[1.1, 2.0], [3.0, 4.0]]"
    assert lines[3] == "(1, 1) [[1.0, 2.0], [3.0, 4.1]]"


@states(
    r"\Delta C \approx -\mathrm{lr} \cdot \lVert\nabla C\rVert^2.$$",
    "That is never above 0: downhill",
)
def test_a_small_step_goes_downhill() -> None:
    rng = np.random.default_rng(0)
    for surface in (VALLEY, TWO_MINIMA, HOURS):
        for v in rng.uniform(-3, 3, (20, 2)):
            slope, lr = surface.gradient(v), 1e-4
            change = float(surface.cost(v - lr * slope) - surface.cost(v))
            assert change == pytest.approx(-lr * (slope**2).sum(), rel=0.01)
            assert change <= 0


@states(
    r"Why not solve $\nabla C = 0$ with algebra? For two numbers you might. A network has "
    "thousands, or billions.",
    "costs two runs through all examples for each weight",
)
def test_a_network_has_thousands_of_numbers() -> None:
    assert 784 * 30 + 30 + 30 * 10 + 10 > 2_000
    asked = []
    v = np.zeros(7)
    solutions.numerical_gradient(lambda v: float(len(asked.append(1) or asked)), v)
    assert len(asked) == 2 * len(v)


@states(
    r"- $a$ moves: its cost $\frac{1}{2}(y - a)^2$ moves $a - y$ times as far.",
    r"- $z$ moves: $a$ moves $\sigma'(z) = a(1 - a)$ times as far;",
    "Multiply the three.",
    r"$$\frac{\partial C}{\partial w_k} = \frac{1}{m}\sum (a - y)\,\sigma'(z)\,x_k, \qquad "
    r"\frac{\partial C}{\partial b} = \frac{1}{m}\sum (a - y)\,\sigma'(z)$$",
)
def test_the_formulas_of_the_neuron_are_its_gradient() -> None:
    rng = np.random.default_rng(1)
    X, y, w, b = rng.normal(size=(6, 3)), rng.random(6), rng.normal(size=3), 0.4
    a = sigmoid(X @ w + b)
    dw = [np.mean((a - y) * a * (1 - a) * X[:, k]) for k in range(3)]
    db = np.mean((a - y) * a * (1 - a))

    def cost(v: np.ndarray) -> float:
        return solutions.quadratic_cost(sigmoid(X @ v[:3] + v[3])[:, None], y[:, None])

    measured = solutions.numerical_gradient(cost, np.array([*w, b]))
    assert [*dw, db] == pytest.approx(measured, abs=1e-9)
    assert solutions.neuron_gradient(X, y, w, b)[0] == pytest.approx(dw)


@states(
    "One example, $x = 2$ and $y = 1$, with $w = 0$ and $b = 0$.",
    r"$z = 0$, so $a = 0.5$ and $\sigma'(z) = 0.25$. The slope for $w$ is "
    r"$-0.5 \cdot 0.25 \cdot 2 = -0.25$",
    "The slope for $b$ is −0.125.",
)
def test_one_example_by_hand() -> None:
    assert sigmoid(0) == 0.5
    assert 0.5 * (1 - 0.5) == 0.25
    X, y = np.array([[2.0]]), np.array([1.0])
    dw, db = solutions.neuron_gradient(X, y, np.array([0.0]), 0.0)
    assert (dw[0], db) == (-0.5 * 0.25 * 2, -0.125) == (-0.25, -0.125)


@states(
    "The eight students again.",
    "Thirty steps later it stands at the black dot:",
    "for eight students: how much they practiced, and whether they passed.",
    "A sigmoid neuron is mistaken where it says more than 0.5 and 0 was wanted, or less and 1 was "
    "wanted.",
)
def test_the_neuron_that_said_the_opposite() -> None:
    path = pictures.neuron_walk()
    assert (len(HOURS.x), len(path)) == (8, 30 + 1)
    wrong = [((HOURS.say(v) > 0.5) != HOURS.y).sum() for v in (path[0], path[-1])]
    assert wrong[0] > len(HOURS.x) / 2 > wrong[1]
    assert set(HOURS.y) == {0, 1}
    bias = np.array([0.7])
    said = HOURS.say(np.array([pictures.WEIGHT, bias[0]]))
    by_hand = sum(
        (a > 0.5 and y == 0) or (a < 0.5 and y == 1) for a, y in zip(said, HOURS.y, strict=True)
    )
    assert pictures.mistakes(bias)[0] == by_hand


@states(
    "Now two numbers, and the first panel's valley again.",
    "Two parabolas, each with a curvature and a factor of its own. **Predict:** which of the two",
    "Across, the limit is $2/2 = 1$. Along, it would be $2/0.2 = 10$. At 1.1 the walk flies apart",
    r"this valley is $C(v) = \frac{1}{2} v^T H v$",
    r"$$H = \begin{pmatrix} 1.1 & 0.9 \\ 0.9 & 1.1 \end{pmatrix}.$$",
    r"$H \cdot (1, 1) = (2, 2)$, twice as long. So there the slope is $Hv = 2v$. "
    r"For the parabola it was $kv$: here $k = 2$. Along the valley, $H \cdot (1, -1) = "
    r"(0.2, -0.2)$, and $k = 0.2$.",
    "and the stretches, 2 and 0.2, are **eigenvalues**",
)
def test_two_curvatures() -> None:
    np.testing.assert_array_equal(panels.opening().surface.hessian(START), H)
    v = VALLEY.center + np.array([0.7, -1.1])
    away = v - VALLEY.center
    assert VALLEY.cost(v) == pytest.approx(away @ H @ away / 2)
    assert VALLEY.gradient(v) == pytest.approx(H @ away)
    assert pytest.approx([2, 2]) == H @ [1, 1]
    assert pytest.approx([0.2, -0.2]) == H @ [1, -1]
    assert np.array(shown()[2][0]).tolist() == [0.2, 2.0]
    assert [2 / 2, 2 / 0.2] == [1, 10]
    assert solutions.max_learning_rate(H) == pytest.approx(1)
    assert 1 - 1.1 * 2 < -1 < 1 - 1.1 * 0.2 < 1


@states(
    r"In a bowl like this one, descent settles while $\mathrm{lr} < 2/\lambda_{\max}$; elsewhere, "
    "that holds near a minimum.",
    r"In a bowl it settles while $\mathrm{lr} < 2/\lambda_{\max}$; elsewhere, that holds near a "
    "minimum.",
)
def test_the_limit_is_of_bowls_and_of_what_is_near_a_minimum() -> None:
    def ends_at(surface: Any, low: np.ndarray, away: float, rate: float) -> bool:
        limit = solutions.max_learning_rate(surface.hessian(low))
        start = low + away * np.array([1.0, 0.3])
        with np.errstate(all="ignore"):
            end = solutions.gradient_descent(surface.gradient, start, rate * limit, 3_000)[-1]
        return bool(np.allclose(end, low, atol=1e-3))

    for surface in (VALLEY, TWO_MINIMA, HOURS):
        for low in lowest_points(surface):
            assert ends_at(surface, low, 0.01, 0.98)
            assert not ends_at(surface, low, 0.01, 1.02)
    (bottom,) = lowest_points(VALLEY)
    assert ends_at(VALLEY, bottom, 100.0, 0.98)
    assert not ends_at(TWO_MINIMA, lowest_points(TWO_MINIMA)[0], 100.0, 0.98)


def test_a_star_marks_the_bottom_of_a_valley() -> None:
    assert "A ★ marks the bottom of a valley." in claims.prose
    for surface in (VALLEY, TWO_MINIMA):
        for low in lowest_points(surface):
            assert surface.gradient(low) == pytest.approx([0, 0], abs=1e-6)
            assert np.linalg.eigvalsh(surface.hessian(low)).min() > 0


@states(
    "and even with a single minimum, `lr` must be small enough.",
    "Some books divide by $2m$, some by $m$, some not at all. The lowest point is the same. The "
    "gradient is not, so the same `lr` is another step.",
)
def test_another_divisor_is_another_step_to_the_same_point() -> None:
    m = len(HOURS.x)
    v = np.array([0.5, -1.0])
    for times in (1, 2, 2 * m):
        walk_there = solutions.gradient_descent(
            lambda v, times=times: times * HOURS.gradient(v), v, 10 / times, 400
        )
        assert walk_there[-1] == pytest.approx(lowest_points(HOURS)[0], abs=1e-4)
    assert not np.allclose(HOURS.gradient(v), 2 * HOURS.gradient(v))


def test_only_in_a_round_bowl_does_the_way_down_always_meet_the_minimum() -> None:
    assert "Only where those are circles does it always meet the minimum." in claims.prose
    for matrix, meets in ((np.eye(2), True), (H, False)):
        v = np.array([1.0, 0.4])
        cross = np.linalg.det(np.stack([matrix @ v, v]))
        assert bool(abs(cross) < 1e-12) == meets


@states(
    "You double the cost everywhere.",
    "The ★ stays, the gradient doubles, and the largest learning rate is half of what it was.",
)
def test_twice_the_cost() -> None:
    assert 2 * VALLEY.gradient(VALLEY.center) == pytest.approx([0, 0])
    slope = solutions.numerical_gradient(lambda v: 2 * float(VALLEY.cost(v)), START)
    assert slope == pytest.approx(2 * VALLEY.gradient(START))
    assert solutions.max_learning_rate(2 * H) == pytest.approx(solutions.max_learning_rate(H) / 2)


@states(
    "you walk in the valley with `lr` = 0.001.",
    r"$1 - 0.001 \cdot 0.2 = 0.9998$. It takes about 3,466 steps to halve it.",
)
def test_patience() -> None:
    assert pytest.approx(0.9998) == 1 - 0.001 * 0.2
    path = solutions.gradient_descent(lambda v: H @ v, np.array([1.0, -1.0]), 0.001, 3_500)
    halved = np.flatnonzero(path[:, 0] <= 0.5)[0]
    assert halved == pytest.approx(3_466, abs=1)


@states(
    "In the valley, λ = 0.2. What are",
    "adds 0.2 to each: 2.2 and 0.4. The limit falls to $2/2.2 \\approx 0.91$. The valley is "
    "rounder: across it is 5.5 times as curved as along, no longer 10 times.",
)
def test_curvatures_with_a_penalty() -> None:
    bent = Penalized(VALLEY, 0.2).hessian(START)
    gentle, steep = np.linalg.eigvalsh(bent)
    assert (steep, gentle) == pytest.approx((2.2, 0.4))
    assert solutions.max_learning_rate(bent) == pytest.approx(2 / 2.2)
    assert round(2 / 2.2, 2) == 0.91
    assert steep / gentle == pytest.approx(5.5)
    assert pytest.approx(10) == 2 / 0.2
