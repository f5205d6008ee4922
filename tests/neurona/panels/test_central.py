import numpy as np
import pytest

from neurona.panels import gradient_descent as panels
from neurona.panels.central import SIZES, slopes
from tests.neurona.panels.handling import moved


@pytest.fixture
def panel():
    panel = panels.nudge()
    yield panel
    assert panel.errors == []


def told(panel):
    return [text.get_text() for text in panel.words]


def test_nudging_to_both_sides_is_the_better_of_the_two(panel):
    assert panel.h.value == 0.1  # where the text begins
    assert told(panel) == [
        "True slope: 3",
        "One side: 3.31, wrong by 0.31",
        "Both sides: 3.01, wrong by 0.01",
    ]
    assert "nudged by h = 0.1" in panel.alternative_text


def test_errors_are_told_to_three_digits(panel):
    panel.h.value = 0.5
    assert told(panel)[1:] == ["One side: 4.75, wrong by 1.75", "Both sides: 3.25, wrong by 0.25"]


def test_h_shrinks_to_the_right_and_the_axis_says_so(panel):
    (axes,) = {line.axes for line in panel.curves}
    assert axes.get_xlim()[0] > axes.get_xlim()[1]
    assert axes.get_xlabel() == "h, smaller and smaller →"


def test_a_tenth_of_h_is_a_tenth_of_one_error_and_a_hundredth_of_the_other():
    (one, both), (one_less, both_less) = (
        [abs(slope - 3) for slope in slopes(1.0, h)] for h in (0.01, 0.001)
    )
    assert one / one_less == pytest.approx(10, rel=0.01)
    assert both / both_less == pytest.approx(100, rel=0.01)


def test_the_smallest_h_is_worse_than_a_middling_one():
    errors = np.abs(np.array(slopes(1.0, np.array(SIZES))) - 3)
    for kind in errors:
        best = kind.argmin()
        assert 0 < best < len(SIZES) - 1
        assert kind[-1] > 100 * kind[best]


def test_lines_are_the_slopes_that_are_told(panel):
    panel.v.value, panel.h.value = 0.5, 0.2
    for line, slope in zip((panel.forward, panel.central), panel.told, strict=True):
        x, y = line.get_data()
        assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(slope)
    x, y = panel.tangent.get_data()
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(3 * 0.5**2)


def test_each_slider_moves_the_picture_and_the_words(panel):
    assert moved(panel, lambda: setattr(panel.h, "value", 0.01))
    assert moved(panel, lambda: setattr(panel.v, "value", -0.5))


def test_an_error_of_nothing_has_a_place_in_the_picture(panel):
    panel.v.value = 0.0
    panel.h.value = 1e-13
    for line in panel.curves:
        assert (line.get_ydata() > 0).all()
