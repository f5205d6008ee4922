import numpy as np
import pytest

from neurona.panels import blame
from neurona.panels.blame import Place
from solutions import backpropagation as reference

ALL = np.ones(3)
PLACES = [Place(1, 0), Place(1, 1), Place(1, 2), Place(2, 0), Place(2, 1)]


@pytest.fixture
def network():
    made = blame.untrained(3)
    rng = np.random.default_rng(3)
    made.biases = [rng.normal(size=len(b)) for b in made.biases]
    return made


@pytest.mark.parametrize("example", range(4))
def test_everyone_on_it_is_backpropagation(network, example):
    x, y = blame.X[example], blame.Y[example]
    found = blame.assign(x, y, network, ALL)
    dWs, dbs = reference.backprop(x, y, network.weights, network.biases)
    for mine, right in zip(found.gradients + found.deltas, dWs + dbs, strict=True):
        np.testing.assert_allclose(mine, right)


@pytest.mark.parametrize("kept", [[1, 1, 1], [0, 1, 1], [1, 0, 0]])
@pytest.mark.parametrize("place", PLACES)
def test_an_error_is_what_a_small_nudge_does_to_the_cost(network, place, kept):
    x, y, kept = blame.X[3], blame.Y[3], np.array(kept, float)
    delta = blame.assign(x, y, network, kept).deltas[place.layer - 1][place.j]
    h = 1e-5
    down, up = blame.cost_with_nudges(x, y, network, kept, place, [-h, h])
    assert delta == pytest.approx((up - down) / (2 * h), abs=1e-10)


def test_a_dropped_neuron_carries_neither_activation_nor_error(network):
    kept = np.array([1.0, 0.0, 1.0])
    found = blame.assign(blame.X[1], blame.Y[1], network, kept)
    assert found.activations[1][1] == found.deltas[0][1] == 0
    assert (found.gradients[0][1] == 0).all()
    assert (found.gradients[1][:, 1] == 0).all()
    assert (found.activations[1][[0, 2]] > 0).all()


def test_the_penalty_has_no_share_without_it_and_all_where_nothing_else_is():
    dW, W = np.array([[0.1, 0.0, -0.3]]), np.array([[1.0, 2.0, 3.0]])
    np.testing.assert_array_equal(blame.penalty_share(dW, W, 0.0), 0)
    np.testing.assert_allclose(blame.penalty_share(dW, W, 0.1), [[0.5, 1.0, 0.5]])


def test_learning_goes_down_the_gradient_penalty_included(network):
    before = [W.copy() for W in network.weights]
    biases = [b.copy() for b in network.biases]
    found = blame.assign(blame.X[2], blame.Y[2], network, ALL)
    blame.learn_one(network, 2, ALL, 0.5, 0.1)
    for layer in range(2):
        step = found.gradients[layer] + 0.1 * before[layer]
        np.testing.assert_allclose(network.weights[layer], before[layer] - 0.5 * step)
        right = biases[layer] - 0.5 * found.deltas[layer]
        np.testing.assert_allclose(network.biases[layer], right)


def test_the_sigmoid_never_overflows():
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(blame.sigmoid(np.array([-800.0, 0.0, 800.0])), [0, 0.5, 1])
