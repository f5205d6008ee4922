"""Every number that chapter 02 states of what its panels of the sky and of one's own show."""

from __future__ import annotations

import numpy as np
import pytest

from neurona.panels import rain, s_curve
from neurona.panels import sigmoid as panels
from neurona.panels.base import Panel
from neurona.panels.own_sigmoid import NAMES
from solutions import sigmoid as solutions
from tests.course.test_numbers_sigmoid import sigmoid, states


def answers(p: float, c: float, lam: float = 0.0) -> tuple[float, float]:
    """Return what the first panel says of the dark sky: mean, and with scaled weights."""
    panel = panels.opening()
    if lam:
        panel.lam.value = lam
    panel.p.value, panel.c.value = p, c
    assert panel.errors == []
    return panel.mean_there, panel.scaled_there


@states(
    "$x$ says how dark it is; 0 is an ordinary gray. Its answer lies between 0 and 1: how sure it "
    "is of rain. The dots are 20 days, at the top if it rained",
    "Five sensors report the same $x$, each with a fifth of the weight. With probability p a "
    "sensor is *dropped* and reports 0.",
    "On the right are those that $x = 2$ can get: the longer a bar, the likelier.",
    "until the curve came as close to the dots as it could. **Rewind** puts it back to a bad start",
)
def test_the_first_panel_is_as_described() -> None:
    panel = panels.opening()
    assert len(panel.x) == rain.DAYS == 20
    assert rain.SENSORS == 5
    assert s_curve.DARK == 2
    assert panel.x.min() < 0 < panel.x.max()
    np.testing.assert_array_equal(panel.weights()[-2], np.full(5, panel.neuron.w / 5))
    knobs = panel.x, panel.y, panel.neuron, 0.0, panel.sigma, panel.prime
    assert rain.slopes(*knobs) == pytest.approx((0, 0), abs=1e-4)
    fitted = panel.neuron
    panel.rewind_button.click()
    assert panel.correct < 10
    panel.play_button.click()
    assert panel.neuron == pytest.approx(fitted, abs=0.1)


@states(
    "And what will λ = 2 do to it?",
    "At c = ∞ it is the step of the perceptron. Press **Step** there: nothing moves, since a step "
    "has no slope to follow. Back at c = 1, λ = 2 brings `w` from 1.86 down to 0.54. The S "
    "flattens: the neuron is less sure of everything.",
    "The bias goes free.",
)
def test_sharpness_and_decay_in_the_first_panel() -> None:
    panel = panels.opening()
    sure = panel.mean.get_ydata()
    assert panel.w.value == pytest.approx(1.86, abs=0.005)
    panel.c.value = np.inf
    assert set(panel.mean.get_ydata()) == {0.0, 1.0}
    before = panel.neuron
    panel.step_button.click()
    assert panel.neuron == before
    panel.c.value = 1.0
    panel.lam.value = 2.0
    assert panel.w.value == pytest.approx(0.54, abs=0.005)
    assert np.ptp(panel.mean.get_ydata()) < np.ptp(sure)
    knobs = panel.x, panel.y, panel.neuron
    dw, db = rain.slopes(*knobs, 2.0, panel.sigma, panel.prime)
    free_dw, free_db = rain.slopes(*knobs, 0.0, panel.sigma, panel.prime)
    assert db == free_db
    assert dw - free_dw == pytest.approx(2.0 * panel.neuron.w / rain.DAYS)


@states(
    "Set λ to 0, c to 1 and p to 0.5. “Scaled weights” means: nobody is dropped, but every weight "
    "is multiplied by $1 - p$.",
    "Then raise c to 5, and to ∞.",
    "In the first panel, at $x = 2$: 0.587 against 0.576 for c = 1, 0.853 against 0.643 for c = 5, "
    "and 1 against 0.5 for the step. The straighter the S, the closer.",
    "They give the right mean of $z$. But $\\sigma$ of a mean is not the mean of $\\sigma$.",
    "p = 0.5. Why do scaled weights not give the mean",
)
def test_scaled_weights_are_not_the_mean_of_the_masks() -> None:
    for c, scaled, mean in ((1, 0.587, 0.576), (5, 0.853, 0.643), (np.inf, 1, 0.5)):
        assert answers(0.5, c) == pytest.approx((mean, scaled), abs=0.0006)
    panel = panels.opening()
    panel.p.value = 0.5
    on = panel.weights().sum(axis=1)
    assert rain.shares(0.5) @ on[:-1] == pytest.approx(on[-1]) == pytest.approx(0.5 * on[-2])


@states(
    "With p = 0.5, compare “mean” and “scaled” at c = 1, 5 and 1000. "
    "**Predict:** will λ = 2 bring them together",
    "λ = 2 brings them together, because a flat S is nearly straight",
)
@pytest.mark.parametrize("c", [1, 5])
def test_decay_brings_them_together(c: float) -> None:
    gaps = []
    for lam in (0.0, 2.0):
        panel = panels.closing(vars(solutions))
        panel.rewind_button.click()
        panel.play_button.click()
        panel.lam.value = 0.01  # a move, so that the next value is one too
        panel.lam.value = lam
        panel.p.value, panel.c.value = 0.5, c
        gaps.append(abs(panel.mean_there - panel.scaled_there))
    assert gaps[1] < gaps[0] / 2
    panel.c.value = 1000.0
    assert panel.errors == []


def broken(name: str, function: object) -> Panel:
    """Return the closing panel with one of the functions replaced."""
    namespace = {key: getattr(solutions, key) for key in ("sigmoid", "layer", *NAMES)}
    namespace[name] = function
    if name == "sigmoid_prime":  # as in a notebook, where functions find each other by name

        def linear_response(x, w, b, dw, db):
            return namespace["sigmoid_prime"](w @ x + b) * (dw @ x + db)

        namespace["linear_response"] = linear_response
    return panels.closing(namespace)


@states("`sigmoid_prime` and `linear_response`, which needs it.")
def test_a_broken_slope_breaks_two_pictures() -> None:
    panel = broken("sigmoid_prime", sigmoid)
    told = dict(zip(NAMES, panel.told, strict=True))
    right = dict(zip(NAMES, panels.closing(vars(solutions)).told, strict=True))
    assert {name for name in NAMES if told[name] != right[name]} == {
        "sigmoid_prime",
        "linear_response",
    }
    assert panel.errors == []
