"""Every number that chapter 08 states of what its panels show, measured anew."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np
import pytest

from neurona.data import two_moons
from neurona.network import Network, Training
from neurona.panels import coadaptation, moons, own_dropout, recipes
from neurona.panels.curves import latest
from neurona.panels.own_dropout import Balance, Closing
from neurona.panels.regions import grid_points
from solutions import dropout as solutions
from tests.course.test_numbers_dropout import PARTS, states


@functools.cache
def moons_learned(p: float, lam: float) -> Training:
    """The network of the opening panel, at its first seed and with its first layers."""
    training = moons.untrained(0, (12, 12), p, lam)
    training.step(moons.EPOCHS)
    return training


def gap(p: float, lam: float) -> float:
    """How much more is right of the training points than of the new ones, as the panel says it."""
    training = moons_learned(p, lam)
    return latest(training.accuracy) - latest(training.accuracy_new)


def wrong_labels() -> np.ndarray:
    """Which of the training points' labels are wrong: those that differ when none is."""
    X, Y, *_validation = moons.data(0)
    rng = moons.stream(0, "data")
    points, labels = two_moons(moons.N_TRAIN, rng, noise=moons.NOISE, mislabeled=0.0)
    np.testing.assert_array_equal(X, points)
    return labels != Y


@states(
    "The network tells two crescents of points apart. Of its 50 training labels, 8 are wrong.",
    "on these points and on 400 new ones",
)
def test_labels_of_the_moons() -> None:
    X, Y, X_new, _Y_new = moons.data(0)
    assert len(np.unique(Y)) == 2
    assert (len(X), len(X_new), wrong_labels().sum()) == (50, 400, 8)


@states(
    "the gap narrows. Without dropout the network learns even the 8 wrong labels by heart: 100% in "
    "training, near 68% on new points. At `p` = 0.3: near 82% and 78%. At 0.9 it only guesses. "
    "`λ` = 0.01 narrows it too: small weights make wrong labels hard to fit.",
)
def test_the_gap_narrows() -> None:
    for p, shares in ((0.0, (1.0, 0.68)), (0.3, (0.82, 0.78))):
        training = moons_learned(p, 0.0)
        ends = latest(training.accuracy), latest(training.accuracy_new)
        assert ends == pytest.approx(shares, abs=0.03)
    assert moons_learned(0.0, 0.0).accuracy[-1] == 1
    assert gap(0.3, 0.0) < gap(0.0, 0.0) / 2
    guesses = moons_learned(0.9, 0.0)
    assert abs(latest(guesses.accuracy_new) - 0.5) < 0.1


def test_small_weights_make_wrong_labels_hard_to_fit() -> None:
    free, held = (moons_learned(0.0, lam) for lam in (0.0, 0.01))
    assert gap(0.0, 0.01) < gap(0.0, 0.0) / 2
    sizes = [sum((W**2).sum() for W in training.network.weights) for training in (free, held)]
    assert sizes[1] < sizes[0] / 2
    X, Y, *_validation = moons.data(0)
    fitted = [
        int(((training.network.outputs(X) > 0.5) == (Y > 0.5))[wrong_labels()].sum())
        for training in (free, held)
    ]
    assert fitted[0] == 8
    assert fitted[1] < 4


@states(
    "Only the original's, together with its mean. The inverted recipe stays at 6 and spreads",
)
def test_the_spread_grows_with_p() -> None:
    kept = np.random.default_rng(1).random((20_000, 3))
    spreads = []
    for p in (0.1, 0.3, 0.5, 0.7):
        heard = recipes.listen(PARTS, kept >= p, p)
        for name in ("inverted", "original"):
            assert heard[name].mean == pytest.approx(heard[name].inference, abs=0.15)
        assert heard["inverted"].inference == heard["forgotten"].inference == 6
        assert heard["original"].inference == pytest.approx((1 - p) * 6)
        spreads.append(heard["inverted"].spread)
    assert spreads == sorted(spreads)
    assert spreads[-1] > 4 * spreads[0]


def coadaptation_learned(p: float) -> Network:
    """A network of the panel at its first seed."""
    training = coadaptation.untrained(0, p)
    training.step(coadaptation.EPOCHS)
    return training.network


@states(
    "Now two networks of eight hidden neurons learn a curve, one with dropout.",
    "And what does `p` = 0.8 cost?",
    "The one without dropout leans on neuron 7: lose it, and the error jumps from 0.01 to 0.47. "
    "With dropout, no loss brings it above 0.07. An exception is neuron 3: without dropout it is "
    "hardly used, and missed less. At `p` = 0.8 the error with everyone on is 0.10: too much noise "
    "for eight neurons.",
)
def test_the_network_without_dropout_breaks() -> None:
    assert coadaptation.HIDDEN == 8
    plain, dropped = (coadaptation_learned(p) for p in (0.0, 0.2))
    alone, shared = (
        coadaptation.error(coadaptation.without_one(network)) for network in (plain, dropped)
    )
    whole = [
        coadaptation.error(network.outputs(coadaptation.X)[:, 0])
        for network in (plain, coadaptation_learned(0.8))
    ]
    assert whole == pytest.approx([0.01, 0.10], abs=0.01)
    assert alone.argmax() == 7 - 1
    assert alone.max() == pytest.approx(0.47, abs=0.01)
    assert round(shared.max(), 2) <= 0.07
    assert alone[3 - 1] == alone.min() < shared[3 - 1]
    sent = np.ptp(coadaptation.sent(plain), axis=1)  # a constant would be no more than a bias
    assert sent[3 - 1] < sent.max() / 4


@states(
    "Where the whole network changes its mind. Far from the points they disagree hardly more than "
    "near them",
)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_crowd_disagrees_most_where_the_whole_network_changes_its_mind(seed: int) -> None:
    p = 0.3
    training = moons.untrained(seed, (12, 12), p, 0.0)
    training.step(moons.EPOCHS)
    network, X = training.network, grid_points()
    rng = np.random.default_rng(seed)
    spread = solutions.ensemble_predict(X, network.weights, network.biases, p, 60, rng)[1]
    distance = np.linalg.norm(X[:, None] - training.X, axis=2).min(axis=1)
    near, far = spread[distance < 0.15].mean(), spread[distance > 0.7].mean()
    undecided = abs(network.outputs(X) - 0.5) < 0.15
    assert far < near + 0.03
    assert spread[undecided].mean() > 1.05 * max(near, far)


@pytest.fixture
def short_training(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let panels train for a few epochs, to their end however slow the machine is."""
    monkeypatch.setattr(moons, "EPOCHS", 30)
    monkeypatch.setattr(own_dropout, "PATIENCE", np.inf)
    moons.unrestrained.cache_clear()
    yield
    moons.unrestrained.cache_clear()


@pytest.mark.usefixtures("short_training")
@states(
    "In `dropout_forward` and `feedforward_dropout`: the bar falls to $1 - p$. The curves stay, "
    "because `backprop_dropout` repeats the forward pass and divides on its own.",
)
def test_without_the_division_two_rows_come_apart_and_the_curves_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def undivided(
        A: np.ndarray, p: float, rng: np.random.Generator, training: bool = True
    ) -> tuple[np.ndarray, np.ndarray]:
        mask = solutions.dropout_mask(A.shape, p, rng) if training else np.ones_like(A)
        return A * mask, mask

    right = Closing(vars(solutions))
    monkeypatch.setattr(solutions, "dropout_forward", undivided)
    wrong = Closing(vars(solutions))
    for panel in (right, wrong):
        assert panel.training.epochs == moons.EPOCHS
    assert wrong.training.accuracy == right.training.accuracy
    assert wrong.training.accuracy_new == right.training.accuracy_new
    apart = [name for name, row in zip(Balance.names, wrong.readings, strict=True) if row.apart]
    assert apart == ["dropout_forward", "feedforward_dropout"]
    for row in (wrong.readings[0], wrong.readings[-1]):
        assert row.all_on == 1
        assert row.training == pytest.approx(1 - wrong.p.value, abs=0.03)
    assert not any(row.apart for row in right.readings)
