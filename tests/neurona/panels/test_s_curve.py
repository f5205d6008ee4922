import itertools

import numpy as np
import pytest

from neurona.panels import rain
from neurona.panels.activations import logistic
from neurona.panels.s_curve import DARK, SKIES, SCurve, brief
from tests.neurona.panels.handling import moved, press


@pytest.fixture
def panel():
    panel = SCurve()
    yield panel
    assert panel.errors == []


def test_it_opens_on_a_fitted_neuron_and_rewinds_to_a_bad_one(panel):
    assert panel.png == panel.still()
    assert panel.correct == 18
    panel.rewind_button.click()
    assert (panel.w.value, panel.b.value) == rain.START == panel.neuron[:2]
    assert panel.correct < 10
    start = panel.png
    panel.step_button.click()
    one_step = panel.png
    assert one_step != start
    panel.play_button.click()
    panel.rewind_button.click()
    assert panel.png == start
    panel.step_button.click()
    assert panel.png == one_step


def test_the_mean_is_over_all_32_masks(panel):
    panel.p.value, panel.c.value = 0.3, 2.0
    masks = np.array(list(itertools.product((0, 1), repeat=5)))
    share = np.prod(np.where(masks == 1, 0.7, 0.3), axis=1)
    w, b, c = panel.neuron
    for x, place in ((DARK, None), (SKIES[40], 40), (SKIES[-1], -1)):
        said = logistic(c * (masks @ np.full(5, w / 5) * x + b))
        shown = panel.mean_there if place is None else panel.mean.get_ydata()[place]
        assert shown == pytest.approx(share @ said)
    assert panel.scaled_there == pytest.approx(logistic(c * (0.7 * w * DARK + b)))


def test_without_dropping_there_is_one_answer(panel):
    assert panel.mean_there == panel.scaled_there == panel.at_dark[-1]
    assert len(panel.each.get_segments()) == 1
    panel.p.value = 0.5
    assert len(panel.each.get_segments()) == 6
    assert panel.mean_there != pytest.approx(panel.scaled_there, abs=0.01)


def test_the_sharper_the_farther_apart(panel):
    panel.p.value = 0.5
    gaps = []
    for c in (1, 5, np.inf):
        panel.c.value = c
        gaps.append(abs(panel.mean_there - panel.scaled_there))
    assert gaps == sorted(gaps)
    assert gaps[-1] == pytest.approx(0.5)


def test_the_last_place_of_the_sharpness_is_called_endless(panel):
    assert panel.c.options[-1] == ("∞", np.inf)
    panel.c.value = np.inf
    assert set(panel.mean.get_ydata()) == {0, 1}
    assert "c = ∞" in panel.headline.get_text()
    assert "nothing to learn from" in [text.get_text() for text in panel.words]


def test_a_step_cannot_be_fitted(panel):
    panel.c.value = np.inf
    before = panel.neuron
    panel.lam.value = 2.0
    panel.step_button.click()
    panel.play_button.click()
    assert panel.neuron == before


def test_decay_flattens(panel):
    heights = [np.ptp(panel.mean.get_ydata())]
    for lam in (0.1, 1.0, 10.0):
        panel.lam.value = lam
        heights.append(np.ptp(panel.mean.get_ydata()))
    assert heights == sorted(heights, reverse=True)
    panel.lam.value = 0.0
    assert panel.png == panel.still()


def test_every_control_moves_picture_and_words(panel):
    for slider, value in ((panel.p, 0.5), (panel.lam, 1.0), (panel.w, 3.0), (panel.b, 1.0)):
        assert moved(panel, lambda slider=slider, value=value: setattr(slider, "value", value))
    assert moved(panel, lambda: setattr(panel.c, "value", 10))


def test_a_hand_made_neuron_is_learned_from(panel):
    panel.w.value, panel.b.value = 0.0, 0.0
    press(panel.step_button, 3)
    assert panel.w.value > 0.5


def test_a_new_seed_makes_other_days(panel):
    panel.rewind_button.click()
    before = panel.png, panel.x
    panel.seed_button.click()
    assert panel.png != before[0]
    assert not np.array_equal(panel.x, before[1])


@pytest.mark.parametrize("seed", range(6))
def test_fitted_numbers_stay_on_their_sliders(panel, seed):
    panel.seed = seed
    panel.rewind_button.click()
    for lam, c in itertools.product((0.0, 0.01, 20.0), (1, 5, 50)):
        panel.c.value, panel.lam.value = c, lam
        assert abs(panel.w.value) < panel.w.max
        assert abs(panel.b.value) < panel.b.max


def test_a_front_end_that_rounds_changes_nothing(panel):
    exact = panel.neuron
    assert exact.w != panel.w.value == round(exact.w, 2)
    panel.w.value += 1e-9
    assert panel.neuron == exact
    panel.w.value = round(panel.w.value, 2)
    assert panel.neuron == exact


def test_a_slider_moved_away_and_back_is_where_it_stands(panel):
    shown = panel.w.value
    panel.w.value = shown + 1
    assert panel.neuron.w == shown + 1
    panel.w.value = shown
    assert panel.neuron.w == shown


def test_numbers_are_brief_but_small_ones_not_nothing():
    assert [brief(value) for value in (1.8648, -1.5, 0.0019, 0.0)] == ["1.86", "−1.5", "0.002", "0"]
