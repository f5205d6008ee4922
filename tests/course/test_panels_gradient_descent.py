"""Every number that chapter 03 states of what its panels show, measured anew."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from neurona.panels import gradient_descent as panels
from neurona.panels.bouncing import StepSize
from neurona.panels.descending import Descent
from neurona.panels.own_descent import Closing
from neurona.panels.surfaces import TWO_MINIMA, VALLEY
from solutions import gradient_descent as solutions
from tests.course.test_numbers_gradient_descent import START, H, claims, states


def walk(panel: Descent, **settings: Any) -> np.ndarray:
    """Set a panel's controls, walk from the start to the end, and return the path."""
    for name, value in settings.items():
        getattr(panel, name).value = value
    panel.rewind_button.click()
    panel.play_button.click()
    assert panel.errors == []
    return panel.path


def steps_on_parabola(k: float, lr: float, steps: int) -> np.ndarray:
    """Gradient descent on ½kv² from 2, by the reference solution."""
    return solutions.gradient_descent(lambda v: k * v, np.array([2.0]), lr, steps)[:, 0]


@states("numbers $v = (v_1, v_2)$.")
def test_the_opening_panel_has_two_numbers() -> None:
    assert panels.opening().start_point.shape == (2,)


def test_the_first_step_crosses_the_contour_lines_and_misses_the_minimum() -> None:
    assert "It crosses the contour lines at a right angle." in claims.prose
    panel = panels.opening()
    panel.step_button.click()
    move, home = np.diff(panel.path, axis=0)[0], panel.low[0] - START
    slope = VALLEY.gradient(START)
    assert move @ np.array([-slope[1], slope[0]]) == pytest.approx(0)
    assert move @ home < 0.95 * np.hypot(*move) * np.hypot(*home)


@states(
    "With `lr` at 0.9, the walk arrives. You are about to set it to 1.1.",
    "Somewhere between 0.9 and 1.1 is a limit",
)
def test_between_two_rates_is_a_limit() -> None:
    panel = panels.opening()
    walk(panel, lr=0.9)
    assert panel.walked.arrived
    path = walk(panel, lr=1.1)
    assert panel.walked.flown
    assert "Every step lands higher than the one before." in claims.prose
    rises = np.diff(VALLEY.cost(path)) > 0
    assert rises.all()
    assert 0.9 < solutions.max_learning_rate(H) < 1.1


@states("Back to `lr` = 0.6. **Predict** two more things", "- p = 0.5: will the walk still arrive?")
@pytest.mark.parametrize("seed", range(4))
def test_with_half_of_the_coordinates_dropped_it_still_arrives(seed: int) -> None:
    panel = panels.opening()
    for _seed in range(seed):
        panel.seed_button.click()
    path = walk(panel, lr=0.6, p=0.5, v1=2.5, v2=-0.5)
    assert path[-1] == pytest.approx([-1.5, 1.5], abs=0.1)
    assert (np.diff(path, axis=0) == 0).any()


@states(
    "- p = 0, λ = 0.2: what becomes of the ★, and of the valley's shape?",
    "λ pulls the ★ half of the way to (0, 0), from (−1.5, 1.5) to (−0.75, 0.75), and makes the "
    "valley rounder",
)
def test_what_lambda_does() -> None:
    panel = panels.opening()
    assert panel.low[0] == pytest.approx([-1.5, 1.5])
    before = np.linalg.cond(panel.surface.hessian(START))
    path = walk(panel, lr=0.6, lam=0.2)
    assert panel.low[0] == pytest.approx([-0.75, 0.75])
    assert path[-1] == pytest.approx([-0.75, 0.75], abs=0.01)
    assert np.linalg.cond(panel.surface.hessian(START)) < before


@states(
    "In the first panel the gradient at (2.5, −0.5) is (2.6, 1.4). With `lr` 0.3 the first step",
    r"(2.5 - 0.3 \cdot 2.6,\; -0.5 - 0.3 \cdot 1.4) = (1.72, -0.92).",
    r"the cost falls by $0.3 \cdot (2.6^2 + 1.4^2) = 2.616$.",
    "It falls from 3.8 to 1.91, by 1.89 only.",
)
def test_the_first_step_in_numbers() -> None:
    panel = panels.opening()
    assert (panel.start_point.tolist(), panel.lr.value) == ([2.5, -0.5], 0.3)
    slope = panel.surface.gradient(START)
    assert slope == pytest.approx([2.6, 1.4])
    panel.step_button.click()
    assert panel.path[-1] == pytest.approx([1.72, -0.92])
    assert 0.3 * (slope**2).sum() == pytest.approx(2.616)
    before, after = (float(panel.surface.cost(v)) for v in panel.path)
    assert before == pytest.approx(3.8)
    assert after == pytest.approx(1.91, abs=0.005)
    assert before - after == pytest.approx(1.89, abs=0.005)


@states(
    r"a parabola: $C(v) = \frac{1}{2} k v^2$.",
    r"$$v - \mathrm{lr} \cdot k v = (1 - \mathrm{lr} \cdot k)\, v.$$",
    "for $k = 2$ and `lr` 0.2, 0.5, 0.8, 1 and 1.1.",
    "The factors are 0.6, 0, −0.6, −1 and −1.2. It creeps; it arrives at once; it jumps across and "
    "still arrives; it jumps forever; it flies apart.",
    r"It settles when the factor is between −1 and 1. So the limit is $\mathrm{lr} < 2/k$.",
)
def test_steps_on_a_parabola() -> None:
    panel = StepSize()
    assert panel.curvature.value == 2
    for lr, factor, end in (
        (0.2, 0.6, 0.0),
        (0.5, 0.0, 0.0),
        (0.8, -0.6, 0.0),
        (1.0, -1.0, 2.0),
        (1.1, -1.2, np.inf),
    ):
        panel.lr.value = lr
        assert panel.factor == pytest.approx(factor)
        path = steps_on_parabola(2, lr, 60)
        assert path == pytest.approx(2 * factor ** np.arange(61), rel=1e-9, abs=1e-9)
        assert abs(path[-1]) == pytest.approx(end, abs=1e-9) or (end == np.inf and path[-1] > 1e4)
    for k in (0.5, 2.0, 3.0):
        below, above = (abs(steps_on_parabola(k, rate * 2 / k, 400)[-1]) for rate in (0.98, 1.02))
        assert below < 1e-3 < 1e3 < above


@states(
    "In the first panel, choose **two minima**, with `lr` 0.5, p and λ at 0. **Predict:** which ★ "
    "will it reach from $v_1 = 2.5$?",
    "with a cost of 0.877. The other, at 0.082, is lower.",
    "Now set λ to 0.2, and watch: only one ★ is left, and the walk finds it.",
)
def test_two_minima() -> None:
    panel = panels.opening()
    assert panel.v1.value == 2.5
    path = walk(panel, kind="two", lr=0.5)
    deep, shallow = panel.low
    assert shallow[0] > 0 > deep[0]
    assert path[-1] == pytest.approx(shallow, abs=0.01)
    assert panel.surface.cost(shallow) == pytest.approx(0.877, abs=5e-4)
    assert panel.surface.cost(deep) == pytest.approx(0.082, abs=5e-4)
    between = np.linspace(shallow[0], deep[0], 200)
    heights = TWO_MINIMA.cost(np.column_stack([between, np.zeros(200)]))
    assert heights.max() > heights[0] + 0.1
    path = walk(panel, lam=0.2)
    assert len(panel.low) == 1
    assert path[-1] == pytest.approx(panel.low[0], abs=0.01)


@states(
    "divide by `h` instead of `2 * h` in `numerical_gradient`",
    "with `lr` 0.6: what will happen?",
    "Every slope doubles, as if `lr` were 1.2. That is past the limit of 1: it flies apart.",
)
def test_slopes_that_are_doubled() -> None:
    def doubled(f: Any, v: np.ndarray, h: float = 1e-5) -> np.ndarray:
        gradient = np.zeros(v.shape)
        for index in np.ndindex(v.shape):
            nudge = np.zeros(v.shape)
            nudge[index] = h
            gradient[index] = (f(v + nudge) - f(v - nudge)) / h
        return gradient

    own = {**vars(solutions), "numerical_gradient": doubled}
    panel, right = Closing(own), Closing(vars(solutions))
    path = walk(panel, lr=0.6)
    assert panel.walked.flown
    faster = walk(panels.opening(), lr=1.2)
    assert path == pytest.approx(faster, rel=1e-4, abs=1e-4)
    walk(right, lr=0.6)
    assert right.walked.arrived
