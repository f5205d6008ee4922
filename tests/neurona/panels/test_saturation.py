import numpy as np
import pytest

from neurona.panels import costs_and_overfitting
from neurona.panels.saturation import STEPS, descend, error, sigmoid
from tests.neurona.panels.handling import moved, press


def cost_of(z, cost):
    a = sigmoid(z)
    return a**2 / 2 if cost == "quadratic" else -np.log(1 - a)


@pytest.mark.parametrize("cost", ["quadratic", "cross_entropy"])
@pytest.mark.parametrize("z", [-3.0, 0.0, 2.0, 4.0])
def test_errors_are_slopes_of_the_costs(cost, z):
    h = 1e-5
    slope = (cost_of(z + h, cost) - cost_of(z - h, cost)) / (2 * h)
    assert error(z, cost) == pytest.approx(slope, rel=1e-6)


def test_a_step_moves_weight_and_bias():
    path = descend(2.0, 0.15, "cross_entropy", 1)
    assert path == pytest.approx([4, 4 - 2 * 0.15 * sigmoid(4.0)])


def test_both_go_down_all_the_way():
    for cost in ("quadratic", "cross_entropy"):
        assert (np.diff(descend(2.0, 0.15, cost)) < 0).all()


@pytest.fixture
def panel():
    panel = costs_and_overfitting.saturated()
    yield panel
    assert panel.errors == []


def test_both_start_at_the_same_place_and_part(panel):
    assert panel.paths[0][0] == panel.paths[1][0] == 4
    assert moved(panel, lambda: press(panel.step_button, 10))
    assert panel.taken == 20
    assert panel.paths[0][20] > panel.paths[1][20]
    (left,) = panel.hills[0]._neuron.get_xdata()
    assert left == panel.paths[0][20]


def test_it_comes_to_an_end_and_begins_anew(panel):
    start = panel.png
    panel.play_button.click()
    assert panel.taken == STEPS
    panel.step_button.click()
    assert panel.taken == 2
    panel.rewind_button.click()
    assert panel.png == start


def test_another_learning_rate_is_walked_as_far(panel):
    press(panel.step_button, 5)
    assert moved(panel, lambda: setattr(panel.lr, "value", 1.0))
    assert panel.taken == 10


def test_another_start_begins_anew(panel):
    press(panel.step_button, 5)
    assert moved(panel, lambda: setattr(panel.begin, "value", 0.0))
    assert panel.taken == 0
    assert "output 0.500" in panel.alternative_text


def test_bars_are_the_errors(panel):
    widths = [hill._delta.get_width() for hill in panel.hills]
    assert widths == [error(4, "quadratic"), error(4, "cross_entropy")]
