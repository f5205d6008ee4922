import numpy as np
import pytest
from matplotlib.figure import Figure

from neurona.panels.sweeping import GRID, lay_out_lambda, place, say_weights
from neurona.panels.sweetness import LAMBDAS


def test_nothing_has_a_place_of_its_own_on_the_axis():
    places = place(LAMBDAS)
    assert (np.diff(places) > 0).all()
    assert place(0.0) < place(1.0) - 0.3
    assert place(100.0) == pytest.approx(2)
    assert GRID[0] == 0
    assert GRID[-1] == LAMBDAS[-1]


def test_weights_are_written_with_crosses():
    assert say_weights(np.array([1.5, 0.0, -2.0]), lambda w: f"{w:g}") == "1.5, 0 ✗, -2"


def test_the_axis_shows_every_lambda_of_the_slider_and_parts_nothing_from_the_rest():
    axes = Figure().subplots()
    lay_out_lambda(axes)
    low, high = axes.get_xlim()
    places = place(LAMBDAS)
    assert low < places.min() < places.max() < high
    (gap,) = axes.patches
    left, right = gap.get_x(), gap.get_x() + gap.get_width()
    assert places[0] < left < right < places[1]
    assert axes.get_xticklabels()[0].get_text() == "0"
