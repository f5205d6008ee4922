import numpy as np
import pytest

from neurona.panels.belief import FIRST, LINE, TRIALS, Belief
from neurona.panels.trials import Point, Trial, at
from tests.neurona.panels.handling import moved, press


@pytest.fixture
def panel():
    panel = Belief()
    yield panel
    assert panel.errors == []


def test_it_opens_on_three_networks(panel):
    assert [place for place, _score in panel.tried] == list(FIRST)
    trial = Trial(panel.seed, Point(0.5, at((0, 0.5)).lam))
    trial.learn_all()
    assert panel.tried[1][1] == trial.score


def test_it_looks_where_the_improvement_is_highest(panel):
    gain = panel._gain.get_ydata()
    assert gain.max() == pytest.approx(1)
    assert panel.next_place == LINE[gain.argmax()]
    for line in panel._next:
        assert list(line.get_xdata()) == [panel.next_place] * 2


def test_a_trial_goes_where_it_was_announced(panel):
    announced = panel.next_place
    press(panel.step_button, 3)
    assert panel.next_place == announced
    panel.step_button.click()
    assert panel.tried[-1][0] == announced
    assert panel.next_place != announced


def test_band_and_mean_are_the_belief(panel):
    mean, std, _gain = panel.belief()
    np.testing.assert_array_equal(panel._mean.get_ydata(), mean)
    (path,) = panel._band.get_paths()
    heights = path.vertices[:, 1]
    assert heights.max() == pytest.approx((mean + std).max())
    assert heights.min() == pytest.approx((mean - std).min())


def test_no_place_twice(panel):
    panel.play_button.click()
    places = [place for place, _score in panel.tried]
    assert len(set(places)) == len(places) == TRIALS
    panel.step_button.click()
    assert panel.tried == []


def test_p_chooses_another_line(panel):
    assert moved(panel, lambda: setattr(panel.p, "value", 0.2))
    assert len(panel.tried) == len(FIRST)


def test_more_spread_more_doubt(panel):
    doubt = panel.next_values[1]
    panel.spread.value = 20
    assert panel.next_values[1] > doubt


def test_rewind_goes_back_to_the_first_picture(panel):
    first = panel.png
    press(panel.step_button, 9)
    panel.rewind_button.click()
    assert panel.png == first
