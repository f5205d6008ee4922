import numpy as np
import pytest

from neurona.network import Network
from neurona.panels.graph import LARGEST, NetworkGraph
from neurona.panels.picture import Picture


@pytest.fixture
def graph():
    picture = Picture(220, 260)
    return NetworkGraph(picture, picture.axes(0, 0, 220, 260))


def weights(*sizes):
    return Network(sizes, np.random.default_rng(0)).weights


def counts(graph):
    parts = (graph._ends, graph._kept, graph._dropped, graph._crosses)
    return [len(part.get_offsets()) for part in parts]


def test_every_neuron_and_every_link_is_there(graph):
    graph.show(weights(2, 4, 3, 1), [np.ones(4, bool), np.ones(3, bool)])
    assert counts(graph) == [3, 7, 0, 0]
    assert len(graph._links.get_segments()) == 2 * 4 + 4 * 3 + 3 * 1


def test_dropped_neurons_are_crossed_out_and_lose_their_links(graph):
    kept = [np.array([True, False, True, False]), np.array([False, True, True])]
    graph.show(weights(2, 4, 3, 1), kept)
    assert counts(graph) == [3, 4, 3, 3]
    assert len(graph._links.get_segments()) == 2 * 2 + 2 * 2 + 2 * 1
    crosses = {tuple(place) for place in graph._crosses.get_offsets()}
    ends = {tuple(end) for segment in graph._links.get_segments() for end in segment}
    assert not crosses & ends


def test_all_may_be_dropped(graph):
    graph.show(weights(2, 4, 1), [np.zeros(4, bool)])
    assert counts(graph) == [3, 0, 4, 4]
    assert len(graph._links.get_segments()) == 0


def test_links_are_as_thick_as_weights_are_large(graph):
    graph.show([np.array([[0.0], [-2.0], [20.0]]), np.zeros((1, 3))], [np.ones(3, bool)])
    thin, medium, thick = graph._links.get_linewidth()[:3]
    assert thin == 0 < medium < thick < 3


def test_neurons_keep_apart(graph):
    for n in (4, 12, 16):
        graph.show(weights(2, n, 1), [np.ones(n, bool)])
        places = graph._kept.get_offsets()
        assert np.all((places >= 0) & (places <= 1))
        gap = np.abs(np.diff(places[:, 1])).min() * graph._height
        assert np.sqrt(graph._kept.get_sizes()[0]) <= min(gap, LARGEST) + 1e-9
