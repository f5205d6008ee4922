import numpy as np
import pytest

from neurona.panels import gradient_descent as panels
from neurona.panels.bouncing import AT_ONCE, STEPS
from tests.neurona.panels.handling import moved, press


@pytest.fixture
def panel():
    panel = panels.step_size()
    yield panel
    assert panel.errors == []


@pytest.mark.parametrize(
    ("lr", "factor", "verdict"),
    [
        (0.2, "0.6", "creeps down"),
        (0.5, "0", "in a single step"),
        (0.8, "−0.6", "each time closer"),
        (1.0, "−1", "this is the limit"),
        (1.1, "−1.2", "flies apart"),
    ],
)
def test_the_factor_says_what_becomes_of_v(panel, lr, factor, verdict):
    panel.lr.value = lr
    assert panel.headline.get_text().endswith(f"= {factor}")
    assert verdict in panel.verdict.get_text()
    assert verdict in panel.alternative_text


@pytest.mark.parametrize("curvature", [0.5, 1.0, 2.0, 4.0])
def test_the_limit_is_two_over_the_curvature(panel, curvature):
    panel.curvature.value = curvature
    panel.lr.value = limit = min(2 / curvature, panel.lr.max)
    if limit == 2 / curvature:
        assert "this is the limit" in panel.verdict.get_text()
        panel.lr.value = limit + 0.1
        assert "flies apart" in panel.verdict.get_text()
    panel.lr.value = round(limit - 0.1, 1)
    assert "flies apart" not in panel.verdict.get_text()
    assert "limit" not in panel.verdict.get_text()


def test_steps_follow_the_rule(panel):
    v = 2.0
    for _step in range(4):
        panel.step_button.click()
        v -= 0.2 * 2.0 * v
        assert panel.places[-1] == pytest.approx(v)
    x, y = panel.walk.get_data()
    assert y == pytest.approx(x**2)


def test_play_goes_to_the_end_and_rewind_to_the_start(panel):
    panel.play_button.click()
    assert panel.shown == STEPS
    panel.rewind_button.click()
    assert panel.png == panel.still()
    assert panel.shown == 0


def test_play_ends_where_it_has_flown_apart(panel):
    panel.lr.value = 2.5
    panel.rewind_button.click()
    panel.play_button.click()
    assert panel.shown < STEPS
    assert np.isfinite(panel.places).all()


def test_a_slider_shows_some_steps_at_once_and_then_as_many_as_before(panel):
    assert moved(panel, lambda: setattr(panel.lr, "value", 0.8))
    assert panel.shown == AT_ONCE
    panel.rewind_button.click()
    press(panel.step_button, 3)
    assert moved(panel, lambda: setattr(panel.curvature, "value", 1.0))
    assert panel.shown == 3
