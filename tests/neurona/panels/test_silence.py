"""How often a layer with dropout falls silent as a whole."""

import numpy as np
import pytest

from neurona.panels import silence
from tests.neurona.panels.handling import moved, press


@pytest.fixture
def panel():
    return silence.Silence()


def test_chances_are_those_of_all_masks(panel):
    panel.n.value, panel.rate.value = 3, 0.3
    found = np.zeros(4)
    for mask in np.ndindex(2, 2, 2):
        found[sum(mask)] += np.prod([0.7 if on else 0.3 for on in mask])
    assert panel.chances() == pytest.approx(found)


@pytest.mark.parametrize(("n", "rate"), [(4, 0.8), (1, 0.5), (12, 0.2), (2, 0.95)])
def test_many_passes_come_near_the_chances(panel, n, rate):
    panel.n.value, panel.rate.value = n, rate
    panel.passes = silence.PASSES - 1
    panel.step_button.click()
    shares = np.bincount(panel.kept().sum(axis=1), minlength=n + 1) / silence.PASSES
    assert shares == pytest.approx(panel.chances(), abs=0.04)


def test_read_as_keeping_the_same_number_is_the_other_one(panel):
    assert panel.p == 0.8
    assert moved(panel, lambda: setattr(panel.reading, "value", "keeping"))
    assert panel.p == 0.2
    assert "expected" not in panel.alternative_text  # not before a reader has let it run
    panel.step_button.click()
    assert "0.16% are expected" in panel.alternative_text


def test_play_step_rewind_and_new_seed(panel):
    panel.rewind_button.click()
    assert "0 of 0 passes" in panel.alternative_text
    press(panel.step_button, 3)
    assert panel.passes == 3
    panel.play_button.click()
    assert panel.passes == 3 + panel.steps_without_loop
    silent = panel.silent
    panel.seed_button.click()
    assert panel.passes == 3 + panel.steps_without_loop
    assert panel.silent != silent
    panel.passes = silence.PASSES
    panel.step_button.click()
    assert panel.passes == 1
    assert panel.errors == []


def test_there_are_as_many_bars_as_may_speak(panel):
    panel.n.value = 7
    assert list(panel._counts.get_xticks()) == list(range(8))


def test_crosses_stand_where_nobody_speaks(panel):
    panel.play_button.click()
    silent = ~panel.kept()[-silence.SHOWN :].any(axis=1)
    places = panel._crosses.get_xdata()
    assert list(places) == list(np.flatnonzero(silent) + 1)
    assert len(places) > 0
