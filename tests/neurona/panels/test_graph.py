import numpy as np
import pytest
from matplotlib.path import Path

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
    dots = [len(part.get_xydata()) for part in (graph._ends, graph._kept, graph._crosses)]
    circles = graph._dropped.get_path().codes
    return [*dots[:2], np.sum(circles == Path.MOVETO), dots[2]]


def links(graph):
    """The links that are seen, those with a width."""
    pairs = zip(graph._links.get_segments(), graph._links.get_linewidth(), strict=True)
    return [segment for segment, width in pairs if width]


def test_every_neuron_and_every_link_is_there(graph):
    graph.show(weights(2, 4, 3, 1), [np.ones(4, bool), np.ones(3, bool)])
    assert counts(graph) == [3, 7, 0, 0]
    assert len(links(graph)) == 2 * 4 + 4 * 3 + 3 * 1


def test_dropped_neurons_are_crossed_out_and_lose_their_links(graph):
    kept = [np.array([True, False, True, False]), np.array([False, True, True])]
    graph.show(weights(2, 4, 3, 1), kept)
    assert counts(graph) == [3, 4, 3, 3]
    assert len(links(graph)) == 2 * 2 + 2 * 2 + 2 * 1
    crosses = {tuple(place) for place in graph._crosses.get_xydata()}
    ends = {tuple(end) for segment in links(graph) for end in segment}
    assert not crosses & ends


def test_dashed_circles_are_where_the_crosses_are(graph):
    graph.show(weights(2, 4, 3, 1), [np.array([True, False, True, False]), np.ones(3, bool)])
    path = graph._dropped.get_path()
    circles = path.vertices.reshape(2, -1, 2)
    middles = (circles.max(axis=1) + circles.min(axis=1)) / 2
    crosses = graph._crosses.axes.transData.transform(graph._crosses.get_xydata())
    np.testing.assert_allclose(middles, crosses)


def test_other_layers_have_other_links(graph):
    for sizes in ((2, 4, 1), (2, 5, 1)):
        graph.show(weights(*sizes), [np.ones(sizes[1], bool)])
        assert len(links(graph)) == 3 * sizes[1]


def test_all_may_be_dropped(graph):
    graph.show(weights(2, 4, 1), [np.zeros(4, bool)])
    assert counts(graph) == [3, 0, 4, 4]
    assert len(links(graph)) == 0


def test_links_are_as_thick_as_weights_are_large(graph):
    graph.show([np.array([[0.0], [-2.0], [20.0]]), np.zeros((1, 3))], [np.ones(3, bool)])
    thin, medium, thick = graph._links.get_linewidth()[:3]
    assert thin == 0 < medium < thick < 3


def test_neurons_keep_apart(graph):
    for n in (4, 12, 16):
        graph.show(weights(2, n, 1), [np.ones(n, bool)])
        places = graph._kept.get_xydata()
        assert np.all((places >= 0) & (places <= 1))
        gap = np.abs(np.diff(places[:, 1])).min() * graph._height
        assert graph._kept.get_markersize() <= min(gap, LARGEST) + 1e-9
