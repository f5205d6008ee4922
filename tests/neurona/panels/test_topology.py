import numpy as np
import pytest

from neurona.network import Network
from neurona.panels.topology import MOST_SHOWN, Topology, heights, parameters
from tests.neurona.panels.handling import moved


@pytest.fixture
def panel():
    panel = Topology()
    yield panel
    assert panel.errors == []


@pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 1), (64, 30, 10), (5, 4, 3, 2)])
def test_parameters_are_those_of_a_network(sizes):
    network = Network(sizes, np.random.default_rng(0))
    for counted, W, b in zip(parameters(sizes), network.weights, network.biases, strict=True):
        assert counted == (W.size, 0, b.size)


def test_only_hidden_layers_hear_themselves():
    assert parameters((4, 3, 2), recurrent=True) == [(12, 9, 3), (6, 0, 2)]
    assert parameters((4, 2), recurrent=True) == [(8, 0, 2)]


@pytest.mark.parametrize("n", [1, 2, 5, 12, 13, 784])
def test_neurons_are_drawn_apart_within_the_picture_and_in_the_middle(n):
    y = heights(n)
    assert len(y) == (n if n <= MOST_SHOWN else 10)
    assert y.mean() == pytest.approx(0.5)
    assert -1e-9 <= y.min() <= y.max() <= 1 + 1e-9
    if n > 1:
        assert np.diff(y).max() < -0.09 + 1e-9


def test_it_opens_on_a_reader_of_digits(panel):
    assert panel.sizes == [784, 30, 10]
    assert panel.total.get_text() == "23,860 parameters"
    assert panel.lines[0].get_text() == "hidden: 30\n784·30 + 30 = 23,550"
    assert "shallow" in panel.alternative_text


def test_all_links_are_drawn(panel):
    panel.inputs.value, panel.first.value, panel.second.value = 2, 4, 3
    assert panel.sizes == [2, 4, 3, 10]
    assert len(panel.links.get_segments()) == 2 * 4 + 4 * 3 + 3 * 10
    assert [gap.get_visible() for gap in panel.gaps] == [False] * 4
    assert "deep" in panel.alternative_text


def test_layers_of_no_neurons_are_left_out(panel):
    panel.first.value = 0
    assert panel.sizes == [784, 10]
    assert "no hidden layer" in panel.alternative_text
    panel.second.value = 5
    assert panel.sizes == [784, 5, 10]


def test_recurrent_layers_have_loops_and_more_weights(panel):
    before = panel.all
    panel.travel.value = True
    assert panel.all == before + 30 * 30
    assert "784·30 + 30·30 + 30" in panel.lines[0].get_text()
    assert panel.loops.get_visible()
    assert panel.loop_words.get_text() != ""
    panel.first.value = 0
    assert panel.loop_words.get_text() == ""
    assert "feed-forward" in panel.alternative_text


def test_large_layers_are_drawn_with_a_gap(panel):
    assert [gap.get_visible() for gap in panel.gaps] == [True, True, False, False]


def test_every_control_moves_picture_and_words(panel):
    for control, value in (
        (panel.inputs, 64),
        (panel.first, 3),
        (panel.second, 5),
        (panel.outputs, 2),
        (panel.travel, True),
    ):
        assert moved(panel, lambda c=control, v=value: setattr(c, "value", v))
