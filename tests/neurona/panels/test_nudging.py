import numpy as np
import pytest

from neurona.panels.nudging import Nudging
from tests.neurona.panels.handling import moved


@pytest.fixture
def panel():
    panel = Nudging()
    yield panel
    assert panel.errors == []


def gap(panel):
    return abs(panel.promise - panel.truth)


def test_half_the_nudge_is_a_quarter_of_the_gap(panel):
    whole = gap(panel)
    panel.dw.value, panel.db.value = panel.dw.value / 2, panel.db.value / 2
    assert gap(panel) == pytest.approx(whole / 4, rel=0.05)


def test_the_tangent_touches_and_carries_the_promise(panel):
    tangent = panel.tangent.get_xydata()
    here, promised = panel.here.get_xydata()[0], panel.promised.get_xydata()[0]
    for place in (here, promised):
        assert np.interp(place[0], *tangent.T) == pytest.approx(place[1], abs=1e-6)
    real = panel.real.get_xydata()[0]
    assert real[1] == pytest.approx(1 / (1 + np.exp(-real[0])))


def test_too_large_a_nudge_promises_the_impossible(panel):
    assert panel.beyond() == ""
    panel.dw.value = panel.db.value = 2.0
    assert panel.beyond().startswith("Promised: 1.")
    assert panel.beyond() in panel.alternative_text


def test_a_saturated_neuron_hears_nothing(panel):
    panel.b.value = -7.0
    panel.dw.value, panel.db.value = 0.1, 0.1
    assert panel.slope < 0.01
    assert abs(panel.truth) < 0.005


def test_every_slider_moves_picture_and_words(panel):
    for slider in (panel.b, panel.dw, panel.db):
        assert moved(panel, lambda slider=slider: setattr(slider, "value", -1.5))
