import numpy as np
import pytest

from neurona.panels import costs_and_overfitting
from neurona.panels.shares import softmax
from tests.neurona.panels.handling import moved


@pytest.fixture
def panel():
    panel = costs_and_overfitting.shares()
    yield panel
    assert panel.errors == []


def heights(panel):
    return [[bar.get_height() for bar in bars] for bars in panel.bars]


def test_softmax_makes_shares_of_any_numbers():
    Z = np.array([[0.0, np.log(3.0)], [1000.0, 1000.0], [-1000.0, 0.0]])
    np.testing.assert_allclose(softmax(Z), [[0.25, 0.75], [0.5, 0.5], [0, 1]], atol=1e-12)


def test_bars_are_the_outputs(panel):
    np.testing.assert_allclose(heights(panel), panel.outputs)
    assert sum(heights(panel)[1]) == pytest.approx(1)
    assert [total.get_text() for total in panel.sums] == ["together 1.881", "together 1.000"]


def test_what_is_added_to_all_moves_only_the_sigmoids(panel):
    left, right = heights(panel)
    assert moved(panel, lambda: setattr(panel.all, "value", 5.0))
    assert (np.array(heights(panel)[0]) > left).all()
    assert heights(panel)[1] == pytest.approx(right)


def test_one_number_moves_one_sigmoid_and_every_share(panel):
    left, right = heights(panel)
    panel.z[2].value = 3.0
    assert heights(panel)[0][:2] == left[:2]
    assert heights(panel)[0][2] > left[2]
    assert heights(panel)[1][0] < right[0]
    assert heights(panel)[1][1] < right[1]
    assert heights(panel)[1][2] > right[2]
