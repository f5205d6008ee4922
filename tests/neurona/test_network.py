import importlib
import inspect
import pkgutil

import numpy as np
import pytest

import solutions
from neurona import network
from neurona.network import SHUFFLED_TOGETHER, Network, Training, shuffled

SIZES = (3, 5, 4, 2)
P, LR, DECAY = 0.4, 0.5, 0.3


def examples(n=7, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, SIZES[0])), rng.random((n, SIZES[-1]))


def masks_of(seed, m, p):
    """Draw the masks that `learn` must draw from the same seed."""
    rng = np.random.default_rng(seed)
    return [(rng.random((m, n)) >= p) / (1 - p) for n in SIZES[1:-1]]


def penalized_cost(weights, biases, X, Y, masks, decay):
    """Return what `learn` descends on, written out plainly."""
    A = X
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        A = 1 / (1 + np.exp(-(A @ W.T + b)))
        if layer < len(masks):
            A = A * masks[layer]
    return np.sum((Y - A) ** 2) / (2 * len(X)) + decay / 2 * sum(np.sum(W**2) for W in weights)


def slope(cost, array, index, h=1e-5):
    """Return the central difference of a cost by one element of an array."""
    kept = array[index]
    array[index] = kept + h
    above = cost()
    array[index] = kept - h
    below = cost()
    array[index] = kept
    return (above - below) / (2 * h)


@pytest.mark.parametrize("p", [0.0, P])
@pytest.mark.parametrize("decay", [0.0, DECAY])
def test_a_step_goes_down_the_slope_of_the_penalized_cost(p, decay):
    X, Y = examples()
    net = Network(SIZES, np.random.default_rng(1))
    net.biases = [np.random.default_rng(2).normal(size=b.shape) for b in net.biases]
    weights, biases = [W.copy() for W in net.weights], [b.copy() for b in net.biases]
    masks = masks_of(3, len(X), p) if p else []

    net.learn(X, Y, np.random.default_rng(3), lr=LR, p=p, decay=decay)

    def cost():
        return penalized_cost(weights, biases, X, Y, masks, decay)

    for before, after in zip([*weights, *biases], [*net.weights, *net.biases], strict=True):
        slopes = np.array([slope(cost, before, index) for index in np.ndindex(before.shape)])
        np.testing.assert_allclose((before - after).ravel() / LR, slopes, rtol=1e-6, atol=1e-9)


def test_decay_leaves_biases_alone():
    X, Y = examples()
    plain, decayed = (Network(SIZES, np.random.default_rng(1)) for _ in range(2))
    plain.learn(X, Y, np.random.default_rng(3), lr=LR)
    decayed.learn(X, Y, np.random.default_rng(3), lr=LR, decay=DECAY)
    for b, same in zip(plain.biases, decayed.biases, strict=True):
        np.testing.assert_array_equal(b, same)
    assert not np.allclose(plain.weights[0], decayed.weights[0])


def test_without_dropout_no_mask_is_drawn():
    X, Y = examples()
    rng = np.random.default_rng(3)
    Network(SIZES, np.random.default_rng(1)).learn(X, Y, rng, lr=LR)
    assert rng.random() == np.random.default_rng(3).random()


def test_each_mini_batch_has_fresh_masks():
    X, Y = examples()
    rng = np.random.default_rng(3)
    net = Network(SIZES, np.random.default_rng(1))
    net.learn(X, Y, rng, lr=0.0, p=P)
    expected = np.random.default_rng(3)
    for n in SIZES[1:-1]:
        expected.random((len(X), n))
    assert rng.random() == expected.random()


def test_start_weights_are_normal_with_the_scale_of_their_layer():
    net = Network((100, 400, 1), np.random.default_rng(0), scale=3.0)
    assert net.weights[0].shape == (400, 100)
    assert abs(net.weights[0].mean()) < 0.01
    assert abs(net.weights[0].std() - 3.0 / 10) < 0.01
    assert abs(net.weights[1].std() - 3.0 / 20) < 0.02
    assert all(np.all(b == 0) for b in net.biases)
    assert net.sizes == (100, 400, 1)


def test_huge_weights_raise_no_warning():
    net = Network((1, 1), np.random.default_rng(0))
    net.weights[0][:] = 1e6
    np.testing.assert_array_equal(net.outputs(np.array([[-1.0], [0.0], [1.0]])), [[0], [0.5], [1]])


def test_many_thinned_networks_answer_as_each_does_alone():
    X, _Y = examples()
    net = Network(SIZES, np.random.default_rng(1))
    rng = np.random.default_rng(2)
    thinning = [(rng.random((6, 1, n)) >= P) / (1 - P) for n in SIZES[1:-1]]
    together = net.outputs(X, thinning)
    assert together.shape == (6, 7, 2)
    for draw in range(6):
        alone = net.outputs(X, [layer[draw] for layer in thinning])
        np.testing.assert_allclose(together[draw], alone)


def test_asking_changes_nothing():
    X, _Y = examples()
    net = Network(SIZES, np.random.default_rng(1))
    kept = X.copy()
    first = net.outputs(X)
    np.testing.assert_array_equal(net.outputs(X), first)
    np.testing.assert_array_equal(X, kept)


@pytest.mark.parametrize(
    ("Y", "cost", "accuracy"),
    [
        ([[1.0], [0.0], [0.0], [1.0]], 0.125, 0.5),  # outputs are ½, which is not above ½
        ([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0]], 0.25, 0.75),  # a tie: the first wins
    ],
)
def test_measure_of_a_network_that_knows_nothing(Y, cost, accuracy):
    Y = np.array(Y)
    net = Network((1, Y.shape[1]), np.random.default_rng(0))
    net.weights[0][:] = 0.0
    assert net.measure(np.zeros((4, 1)), Y) == (cost, accuracy)


def training(seed=5, **settings):
    X, Y = examples(25)
    X_new, Y_new = examples(10, seed=1)
    net = Network(SIZES, np.random.default_rng(1))
    rng = np.random.default_rng(seed)
    return Training(net, X, Y, X_new, Y_new, rng, **{"lr": LR, "p": P, "lam": 0.1, **settings})


def test_same_seed_same_network():
    first, second, other = training(), training(), training(seed=6)
    for one in (first, second, other):
        one.step(3)
    assert first.cost == second.cost
    assert first.cost_new == second.cost_new
    np.testing.assert_array_equal(first.network.weights[0], second.network.weights[0])
    assert first.cost != other.cost


def test_steps_add_up():
    one, three = training(), training()
    for _ in range(3):
        one.step()
    three.step(3)
    assert one.cost == three.cost


def test_curves_begin_at_the_start_and_get_a_point_an_epoch():
    learner = training()
    assert learner.epochs == 0
    assert [learner.cost_new[0], learner.accuracy_new[0]] == list(
        learner.network.measure(learner.X_new, learner.Y_new)
    )
    learner.step(4)
    assert learner.epochs == 4
    curves = (learner.cost, learner.cost_new, learner.accuracy, learner.accuracy_new)
    assert [len(curve) for curve in curves] == [5] * 4
    assert (learner.cost[-1], learner.accuracy[-1]) == learner.network.measure(learner.X, learner.Y)


def test_an_epoch_shows_every_example_once_in_a_fresh_order(monkeypatch):
    seen = []

    def watch(self, X, Y, rng, *, lr, p, decay, penalty):
        seen.append(X[:, 0])
        assert (lr, p, decay, penalty) == (LR, P, 0.1 / 25, "l2")

    monkeypatch.setattr(Network, "learn", watch)
    learner = training()
    learner.step(2)
    assert [len(batch) for batch in seen] == [10, 10, 5] * 2
    epochs = np.concatenate(seen[:3]), np.concatenate(seen[3:])
    for epoch in epochs:
        assert sorted(epoch) == sorted(learner.X[:, 0])
    assert list(epochs[0]) != list(epochs[1])
    assert list(epochs[0]) != list(learner.X[:, 0])


def test_knobs_may_move_between_steps():
    moved, free = training(p=0.0, lam=0.0), training(p=0.0, lam=0.0)
    moved.lam = 20.0
    moved.step(20)
    free.step(20)
    assert np.abs(moved.network.weights[0]).mean() < 0.5 * np.abs(free.network.weights[0]).mean()


@pytest.mark.parametrize("batch", [1, 7, 10, SHUFFLED_TOGETHER, SHUFFLED_TOGETHER + 1, 2000])
def test_shuffled_examples_keep_their_answers_and_come_once(batch):
    n = 3 * SHUFFLED_TOGETHER + 5
    X, Y = np.arange(n)[:, None] / 2, np.arange(n)[:, None] * 3
    batches = list(shuffled(X, Y, batch, np.random.default_rng(4)))
    sizes = [len(rows) for rows, _answers in batches]
    assert sizes[:-1] == [batch] * (len(sizes) - 1)
    assert 0 < sizes[-1] <= batch
    rows, answers = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    np.testing.assert_array_equal(rows * 6, answers)
    np.testing.assert_array_equal(rows[:, 0] * 2, np.random.default_rng(4).permutation(n))


def test_l1_makes_more_weights_small_than_l2():
    small = {}
    for penalty, lam in (("l1", 0.3), ("l2", 1.0)):
        learner = training(p=0.0, lam=lam, penalty=penalty)
        learner.step(60)
        weights = np.concatenate([W.ravel() for W in learner.network.weights])
        small[penalty] = np.mean(np.abs(weights) < 0.05 * np.abs(weights).max())
    assert small["l1"] > 2 * small["l2"]


def test_a_network_that_is_sure_and_wrong_has_a_finite_cost():
    net = Network((1, 1), np.random.default_rng(0), cost="cross_entropy")
    net.weights[0][:] = 1e6
    X, Y = np.array([[-1.0], [1.0]]), np.array([[1.0], [0.0]])
    cost, accuracy = net.measure(X, Y)
    assert cost == pytest.approx(-np.log(1e-12), rel=1e-3)
    assert accuracy == 0.0
    assert net.measure(X, 1 - Y) == (pytest.approx(0.0, abs=1e-11), 1.0)


def test_a_sure_and_wrong_neuron_learns_from_the_cross_entropy_alone():
    gone = {}
    for cost in ("quadratic", "cross_entropy"):
        net = Network((1, 1), np.random.default_rng(0), cost=cost)
        net.weights[0][:] = 8.0
        net.learn(np.ones((1, 1)), np.zeros((1, 1)), np.random.default_rng(0), lr=1.0)
        gone[cost] = 8.0 - float(net.weights[0][0, 0])
    assert gone["cross_entropy"] > 0.9
    assert gone["quadratic"] < 0.001


@pytest.mark.parametrize("cost", ["quadratic", "cross_entropy"])
def test_it_learns_xor(cost):
    X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    Y = np.array([[0.0], [1], [1], [0]])
    net = Network((2, 4, 1), np.random.default_rng(0), scale=3.0, cost=cost)
    learner = Training(net, X, Y, X, Y, np.random.default_rng(1), lr=5.0, batch=4)
    learner.step(1500)
    assert learner.accuracy[-1] == 1.0
    assert learner.cost[-1] < 0.01 < learner.cost[0]


def test_nothing_here_answers_an_exercise_by_its_name():
    exercises = {
        name
        for module in pkgutil.iter_modules(solutions.__path__)
        for name, value in vars(importlib.import_module(f"solutions.{module.name}")).items()
        if inspect.isfunction(value)
    }
    assert "dropout_forward" in exercises
    offered = {*vars(network), *vars(Network), *vars(Training)}
    assert not exercises & offered
