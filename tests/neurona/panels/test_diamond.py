import numpy as np
import pytest

from neurona.network import PENALTIES
from neurona.panels.diamond import Diamond, size
from neurona.panels.sweeping import place
from neurona.panels.sweetness import LAMBDAS


@pytest.fixture
def panel():
    panel = Diamond()
    yield panel
    assert panel.errors == []


def set_all(panel, **values):
    for name, value in values.items():
        getattr(panel, name).value = value


@pytest.mark.parametrize("kind", PENALTIES)
@pytest.mark.parametrize("crop", ["one", "both", "twins"])
@pytest.mark.parametrize("p", [0.0, 0.5])
def test_the_ellipse_through_the_dot_touches_the_shape_and_does_not_cross_it(panel, kind, crop, p):
    set_all(panel, kind=kind, crop=crop, p=p)
    for lam in (5.0, 20.0, 50.0):
        panel.lam.value = lam
        ring = np.array(panel.map._ring.get_data()).T
        reach = size(panel.w, kind)
        reaches = np.array([size(place, kind) for place in ring])
        assert reaches.min() > reach - 0.01  # no place of equal cost has a smaller penalty
        assert reaches.min() == pytest.approx(reach, abs=0.05)


@pytest.mark.parametrize("kind", PENALTIES)
def test_the_dot_lies_on_the_shape(panel, kind):
    panel.kind.value = kind
    corners = panel.map._shape.get_xy()
    assert all(size(corner, kind) == pytest.approx(size(panel.w, kind)) for corner in corners)


def test_rings_are_places_of_equal_cost(panel):
    H, c = panel.mangoes.bend(0.0), panel.mangoes.slope
    for ring in panel.map._rings.get_segments():
        costs = [v @ H @ v / 2 - c @ v for v in ring]
        assert np.ptp(costs) < 1e-9


def test_l1_kills_one_weight_after_the_other_and_l2_none(panel):
    dead = []
    for lam in LAMBDAS:
        panel.lam.value = lam
        dead.append(int(np.sum(panel.w == 0)))
    assert dead == sorted(dead)
    assert set(dead) == {0, 1, 2}
    panel.kind.value = "l2"
    for lam in LAMBDAS:
        panel.lam.value = lam
        assert np.all(panel.w != 0)


def test_dead_weights_are_crossed_out_in_both_pictures_and_told(panel):
    assert "No weight is dead." in panel.alternative_text
    assert len(panel.map._dead.get_xdata()) == 0
    panel.lam.value = 50.0
    assert "Dead: w₂." in panel.alternative_text
    assert "0 ✗" in panel._told.get_text()
    assert len(panel.map._dead.get_xdata()) == 1
    assert list(panel.lines._dead.get_ydata()) == [0]
    assert list(panel.lines._dots.get_ydata()) == [panel.w[0]]


def test_sums_are_right_and_lower_nowhere_near(panel):
    for kind in PENALTIES:
        panel.kind.value = kind
        words = panel._told.get_text().split("\n")[1].replace("+", " ").replace("=", " ")
        numbers = [float(word) for word in words.split() if word[0].isdigit()]
        cost, paid, total = numbers
        assert cost + paid == pytest.approx(total, abs=0.0011)


def test_the_number_of_mangoes_is_shown(panel):
    assert panel._count.get_text() == f"n = {panel.mangoes.n} mangoes"


def test_lines_end_at_the_dots(panel):
    for kind in PENALTIES:
        set_all(panel, kind=kind, lam=30.0)
        here = float(place(30.0))
        for line, w in zip(panel.lines._lines, panel.w, strict=True):
            assert np.interp(here, *line.get_data()) == pytest.approx(w, abs=0.02)


def test_play_takes_lambda_to_the_end_and_begins_anew(panel):
    panel.play_button.click()
    assert panel.lam.value == LAMBDAS[-1]
    panel.step_button.click()
    assert panel.lam.value == 0
    panel.step_button.click()
    assert panel.lam.value == LAMBDAS[1]


def test_a_new_seed_keeps_lambda(panel):
    panel.seed_button.click()
    assert (panel.lam.value, panel.seed) == (20.0, 1)
