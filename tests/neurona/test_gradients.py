"""The network's gradients, proved against PyTorch's autograd and against central differences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from neurona.network import COSTS, PENALTIES, Cost, Network, Penalty

CLOSE = 1e-10  # to autograd
SURE = 1e-5  # nearer to 1, too few digits of 1 − a are left, in PyTorch as well
NEAR = 1e-6  # to central differences


def sigmoid(Z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-Z))


@dataclass(frozen=True)
class Setting:
    """A network, a mini-batch, masks, and what there is to descend on."""

    sizes: tuple[int, ...]
    m: int
    cost: Cost
    penalty: Penalty
    decay: float
    p: float
    scale: float
    seed: int

    def network(self) -> Network:
        """Return the network, with biases that are not 0, and no neuron too sure of itself."""
        network = Network(self.sizes, self.rng(1), self.scale, self.cost)
        rng = self.rng(2)
        network.biases = [rng.normal(size=b.shape) for b in network.biases]
        while self.margin(network) < SURE:
            for array in (*network.weights, *network.biases):
                array *= 0.7
        return network

    def margin(self, network: Network) -> float:
        """Return how near any activation comes to 0 or 1."""
        A = self.batch()[0]
        masks = self.masks()
        nearest = 1.0
        for layer, (W, b) in enumerate(zip(network.weights, network.biases, strict=True)):
            A = sigmoid(A @ W.T + b)
            nearest = min(nearest, A.min(), (1 - A).min())
            if layer < len(masks):
                A = A * masks[layer] / (1 - self.p)
        return nearest

    def rng(self, purpose: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, purpose])

    def batch(self) -> tuple[np.ndarray, np.ndarray]:
        """Return examples, with desired outputs anywhere between 0 and 1."""
        X = self.rng(3).normal(size=(self.m, self.sizes[0]))
        Y = self.rng(4).random((self.m, self.sizes[-1]))
        return X, np.where(Y < 0.3, 0.0, np.where(Y > 0.7, 1.0, Y))

    def masks(self) -> list[np.ndarray]:
        """Return the masks that `learn` draws from the fifth generator; none without dropout."""
        rng = self.rng(5)
        drawn = [rng.random((self.m, n)) >= self.p for n in self.sizes[1:-1]]
        return [mask.astype(float) for mask in drawn] if self.p else []


SETTINGS = st.builds(
    Setting,
    sizes=st.lists(st.integers(1, 12), min_size=2, max_size=5).map(tuple),
    m=st.integers(1, 12),
    cost=st.sampled_from(COSTS),
    penalty=st.sampled_from(PENALTIES),
    decay=st.sampled_from([0.0, 0.01, 0.5]),
    p=st.sampled_from([0.0, 0.2, 0.5, 0.9]),
    scale=st.sampled_from([0.3, 1.0, 3.0]),
    seed=st.integers(0, 2**32 - 1),
)
USUAL = Setting((784, 30, 10), 10, "quadratic", "l2", 0.01, 0.5, 1.0, 0)
DEEP = Setting((5, 12, 12, 12, 3), 7, "cross_entropy", "l1", 0.5, 0.2, 1.0, 1)
ALONE = Setting((1, 1), 1, "cross_entropy", "l2", 0.0, 0.0, 3.0, 2)


def autograd(setting: Setting) -> list[np.ndarray]:
    """Let PyTorch find the derivatives, weights first, then biases."""
    network, (X, Y) = setting.network(), setting.batch()
    weights = [torch.tensor(W, requires_grad=True) for W in network.weights]
    biases = [torch.tensor(b, requires_grad=True) for b in network.biases]
    masks = [torch.tensor(mask) for mask in setting.masks()]
    A = torch.tensor(X)
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        Z = torch.nn.functional.linear(A, W, b)
        A = torch.sigmoid(Z)
        if layer < len(masks):
            A = A * masks[layer] / (1 - setting.p)
    if setting.cost == "quadratic":
        cost = torch.nn.functional.mse_loss(A, torch.tensor(Y), reduction="sum") / (2 * setting.m)
    else:
        entropy = torch.nn.functional.binary_cross_entropy_with_logits
        cost = entropy(Z, torch.tensor(Y), reduction="sum") / setting.m
    for W in weights:
        square, size = (W**2).sum() / 2, W.abs().sum()
        cost = cost + setting.decay * (square if setting.penalty == "l2" else size)
    cost.backward()
    return [parameter.grad.numpy() for parameter in (*weights, *biases)]


def ours(setting: Setting) -> list[np.ndarray]:
    network, (X, Y) = setting.network(), setting.batch()
    dWs, dbs = network.gradients(
        X, Y, setting.masks(), p=setting.p, decay=setting.decay, penalty=setting.penalty
    )
    return [*dWs, *dbs]


def relative_error(found: np.ndarray, right: np.ndarray) -> float:
    """Return the length of the difference, in lengths of what is right."""
    length = np.linalg.norm(right)
    error = np.linalg.norm(found - right)
    return float(error / length) if length else float(error)


def assert_close(found: list[np.ndarray], right: list[np.ndarray], limit: float) -> None:
    for one, other in zip(found, right, strict=True):
        assert one.shape == other.shape
        assert one.dtype == np.float64
        assert relative_error(one, other) < limit


@given(setting=SETTINGS)
@example(setting=USUAL)
@example(setting=DEEP)
@example(setting=ALONE)
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_gradients_are_those_of_autograd(setting: Setting) -> None:
    assert_close(ours(setting), autograd(setting), CLOSE)


@given(setting=SETTINGS, lr=st.sampled_from([0.01, 1.0, 5.0]))
@example(setting=USUAL, lr=3.0)
@example(setting=DEEP, lr=0.5)
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
def test_learning_steps_down_the_gradients_of_autograd(setting: Setting, lr: float) -> None:
    before, network, (X, Y) = setting.network(), setting.network(), setting.batch()
    rules = {"p": setting.p, "decay": setting.decay, "penalty": setting.penalty}
    network.learn(X, Y, setting.rng(5), lr=lr, **rules)
    expected = [
        start - lr * gradient
        for start, gradient in zip(
            [*before.weights, *before.biases], autograd(setting), strict=True
        )
    ]
    assert_close([*network.weights, *network.biases], expected, CLOSE)


def penalized_cost(setting: Setting, network: Network) -> float:
    """Write out plainly what there is to descend on."""
    A, Y = setting.batch()
    masks = setting.masks()
    for layer, (W, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        A = sigmoid(A @ W.T + b)
        if layer < len(masks):
            A = A * masks[layer] / (1 - setting.p)
    if setting.cost == "quadratic":
        cost = np.sum((Y - A) ** 2) / 2
    else:
        cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    powers = {"l1": lambda W: np.abs(W), "l2": lambda W: W**2 / 2}
    penalty = sum(np.sum(powers[setting.penalty](W)) for W in network.weights)
    return cost / setting.m + setting.decay * penalty


def slopes(setting: Setting, h: float = 1e-5) -> list[np.ndarray]:
    """Find central differences of the cost along every weight and bias."""
    network = setting.network()
    found = []
    for array in (*network.weights, *network.biases):
        slope = np.empty_like(array)
        for index in np.ndindex(array.shape):
            kept = array[index]
            array[index] = kept + h
            above = penalized_cost(setting, network)
            array[index] = kept - h
            below = penalized_cost(setting, network)
            array[index] = kept
            slope[index] = (above - below) / (2 * h)
        found.append(slope)
    return found


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("p", [0.0, 0.4])
@pytest.mark.parametrize("sizes", [(3, 2), (4, 6, 1), (3, 5, 4, 2)])
def test_gradients_are_central_differences(
    sizes: tuple[int, ...], p: float, penalty: Penalty, cost: Cost
) -> None:
    setting = Setting(sizes, 7, cost, penalty, 0.3, p, 1.0, 11)
    for one, other in zip(ours(setting), slopes(setting), strict=True):
        np.testing.assert_allclose(one, other, rtol=NEAR, atol=1e-9)


@pytest.mark.parametrize("cost", COSTS)
def test_the_cost_that_is_measured_is_the_cost_that_is_descended_on(cost: Cost) -> None:
    setting = Setting((4, 6, 3), 9, cost, "l2", 0.0, 0.0, 1.0, 5)
    network = setting.network()
    assert network.measure(*setting.batch())[0] == pytest.approx(
        penalized_cost(setting, network), rel=1e-12
    )


def test_the_proof_would_see_each_part_go_wrong() -> None:
    """Gradients of a setting that differs in one thing are far away."""
    for change in (
        {"cost": "quadratic"},
        {"penalty": "l2"},
        {"decay": 0.4},
        {"p": 0.5},
        {"p": 0.0},
        {"seed": 3},
    ):
        other = autograd(Setting(**vars(DEEP) | change))
        errors = [relative_error(*pair) for pair in zip(ours(DEEP), other, strict=True)]
        assert max(errors) > 0.01, change


def test_asking_for_gradients_changes_nothing() -> None:
    network, (X, Y), masks = USUAL.network(), USUAL.batch(), USUAL.masks()
    kept = [array.copy() for array in (*network.weights, *network.biases, X, Y, *masks)]
    dWs, dbs = network.gradients(X, Y, masks, p=0.5, decay=0.1, penalty="l1")
    for gradient in (*dWs, *dbs):
        gradient += 1.0  # the caller's own
    again = [*network.weights, *network.biases, X, Y, *masks]
    for before, after in zip(kept, again, strict=True):
        np.testing.assert_array_equal(before, after)


def test_without_masks_every_neuron_is_on() -> None:
    network, (X, Y) = DEEP.network(), DEEP.batch()
    ones = [np.ones((len(X), n)) for n in DEEP.sizes[1:-1]]
    for one, other in pairwise(
        [network.gradients(X, Y), network.gradients(X, Y, p=0.7), network.gradients(X, Y, ones)]
    ):
        for mine, others in zip([*one[0], *one[1]], [*other[0], *other[1]], strict=True):
            np.testing.assert_array_equal(mine, others)


def test_an_absolute_value_has_no_slope_at_0() -> None:
    network = Network((2, 1), np.random.default_rng(0))
    network.weights[0][:] = [[0.0, -2.0]]
    X, Y = np.zeros((1, 2)), np.zeros((1, 1))
    dWs, _dbs = network.gradients(X, Y, decay=0.25, penalty="l1")
    assert dWs[0].tolist() == [[0.0, -0.25]]


@pytest.mark.parametrize("name", ["L2", "", "ridge"])
def test_an_unknown_penalty_is_refused(name: str) -> None:
    network, (X, Y) = DEEP.network(), DEEP.batch()
    with pytest.raises(ValueError, match="choose one of l1, l2"):
        network.gradients(X, Y, penalty=name)
    with pytest.raises(ValueError, match="choose one of l1, l2"):
        network.learn(X, Y, DEEP.rng(5), lr=0.1, penalty=name)


def test_an_unknown_cost_is_refused() -> None:
    with pytest.raises(
        ValueError, match="'hinge' is not known here; choose one of quadratic, cross"
    ):
        Network((2, 1), np.random.default_rng(0), cost="hinge")
