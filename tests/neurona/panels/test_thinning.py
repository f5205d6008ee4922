import asyncio

import numpy as np
import pytest

from neurona.panels import moons
from neurona.panels.curves import latest
from neurona.panels.thinning import Thinning


def outcome(seed=0, p=0.0, lam=0.0, hidden=(12, 12)):
    """Train from a seed's start, and return where both curves end."""
    training = moons.untrained(seed, hidden, p, lam)
    training.step(moons.EPOCHS)
    return latest(training.accuracy), latest(training.accuracy_new)


# The story that the panel tells.


def test_left_alone_it_learns_all_points_by_heart_wrong_labels_included():
    training, validation = outcome()
    assert training == 1
    assert validation < 0.7
    curve = moons.unrestrained(0, (12, 12))
    assert max(curve) > validation + 0.04  # it was better before


@pytest.mark.parametrize("knobs", [{"p": 0.3}, {"p": 0.5}, {"lam": 0.01}])
def test_either_knob_closes_the_gap_and_helps_validation(knobs):
    free, held = outcome(), outcome(**knobs)
    assert held[0] - held[1] < 0.2 * (free[0] - free[1])
    assert held[1] > free[1] + 0.08


@pytest.mark.parametrize("seed", range(10))
def test_every_seed_tells_the_same_story(seed):
    free = outcome(seed)
    for knobs in ({"p": 0.3}, {"lam": 0.01}):
        held = outcome(seed, **knobs)
        assert held[1] > free[1] + 0.02
        assert held[0] - held[1] < 0.7 * (free[0] - free[1])


@pytest.mark.parametrize("knobs", [{"p": 0.9}, {"lam": 1.0}])
def test_too_much_of_either_destroys_learning(knobs):
    training, validation = outcome(**knobs)
    assert training < 0.65
    assert validation < 0.6


def test_the_start_is_the_same_whatever_the_knobs():
    one, other = moons.untrained(2, (8, 8), 0.0, 0.0), moons.untrained(2, (8, 8), 0.6, 0.1)
    np.testing.assert_array_equal(one.X, other.X)
    for W, same in zip(one.network.weights, other.network.weights, strict=True):
        np.testing.assert_array_equal(W, same)
    assert one.rng.random() == other.rng.random()
    np.testing.assert_array_equal(one.Y.mean() > 0.3, True)


# The panel.


@pytest.fixture
def panel():
    panel = Thinning()
    yield panel
    assert panel.errors == []


def titles(panel):
    return [title.get_text() for title in panel.titles]


def test_the_first_picture_is_of_the_trained_network_without_either_knob(panel):
    assert panel.training.epochs == moons.EPOCHS
    assert panel.png == panel.still()
    assert titles(panel) == [
        "0 of 24 hidden neurons off",
        "thinned networks differ by ±0.00",
        "accuracy, epoch 600",
    ]
    assert panel.alternative_text.startswith("Epoch 600, p = 0.00, λ = 0. The curves")
    assert "validation was at" not in panel.alternative_text
    assert not panel.curves._reference.get_visible()


def test_p_really_acts_on_mask_spread_and_training(panel):
    before = panel.training.network.weights[0].copy()
    panel.p.value = 0.5
    assert panel.training.epochs == moons.EPOCHS
    assert panel.training.p == 0.5
    assert not np.allclose(before, panel.training.network.weights[0])
    assert 4 <= panel.off <= 20
    assert panel.spread > 0.05
    assert "p = 0.50" in panel.alternative_text
    assert "With p = λ = 0, validation was at 68% in this epoch." in panel.alternative_text
    assert panel.curves._reference.get_visible()


def test_lambda_really_shrinks_the_weights(panel):
    before = np.abs(panel.training.network.weights[1]).mean()
    panel.lam.value = 0.05
    assert np.abs(panel.training.network.weights[1]).mean() < 0.5 * before
    assert "λ = 0.05" in panel.alternative_text


def test_a_knob_that_comes_back_brings_the_picture_back(panel):
    panel.p.value = 0.4
    panel.p.value = 0.0
    assert panel.png == panel.still()


def test_more_neurons_go_off_as_p_grows_and_none_comes_back(panel):
    gone = set()
    for p in (0.2, 0.4, 0.6, 0.8):
        panel.p.value = p
        off = {tuple(place) for place in panel.graph._crosses.get_xydata()}
        assert gone <= off
        gone = off
    assert len(gone) > 12


def test_a_new_mask_changes_who_is_off_and_nothing_else(panel):
    panel.p.value = 0.5
    weights = panel.training.network.weights[0].copy()
    counts = set()
    for _press in range(8):
        before = panel.png
        panel.mask_button.click()
        assert panel.png != before
        counts.add(panel.off)
    assert len(counts) > 2
    np.testing.assert_array_equal(weights, panel.training.network.weights[0])


def test_the_words_compare_with_the_same_epoch(panel):
    panel.p.value = 0.3
    panel.rewind_button.click()
    assert panel.alternative_text.startswith("Epoch 0,")
    assert "p = λ = 0" not in panel.alternative_text
    panel.step_button.click()
    then = latest(moons.unrestrained(0, (12, 12))[:6])
    assert f"was at {then:.0%} in this epoch" in panel.alternative_text


def test_one_neuron_is_off_and_two_are(panel):
    for off, words in ((1, "1 of 24 hidden neurons is off"), (2, "2 of 24 hidden neurons are")):
        panel.off = off
        assert words in panel.describe()


def test_layers_may_be_chosen(panel):
    for hidden, n in (((4, 4), 8), ((8, 8), 16), ((16,), 16)):
        panel.hidden.value = hidden
        assert panel.training.network.sizes == (2, *hidden, 1)
        assert panel.training.epochs == moons.EPOCHS
        assert titles(panel)[0] == f"0 of {n} hidden neurons off"


def test_rewind_is_always_the_same_start(panel):
    panel.p.value = 0.3
    panel.rewind_button.click()
    assert panel.training.epochs == 0
    start = panel.png
    for _press in range(3):
        panel.step_button.click()
    panel.mask_button.click()
    assert panel.training.epochs == 15
    assert panel.png != start
    panel.rewind_button.click()
    assert panel.png == start


def test_play_walks_to_the_last_epoch_and_begins_anew_there(panel):
    panel.rewind_button.click()
    panel.play_button.click()
    assert panel.training.epochs == moons.EPOCHS
    assert panel.png == panel.still()
    panel.step_button.click()
    assert panel.training.epochs == 5


def test_masks_change_while_it_walks(panel):
    panel.p.value = 0.5
    panel.rewind_button.click()
    coins = [layer[0].copy() for layer in panel.crowd]
    for _press in range(10):
        panel.step_button.click()
    assert panel.training.epochs == 50
    assert not np.array_equal(coins[0], panel.crowd[0][0])


def test_a_new_seed_brings_new_data_and_is_trained_at_once(panel):
    X = panel.training.X
    panel.seed_button.click()
    assert panel.seed == 1
    assert panel.training.epochs == moons.EPOCHS
    assert not np.array_equal(X, panel.training.X)


def test_a_drag_during_training_drops_stale_work():
    async def drag():
        panel = Thinning()
        runs = []
        for p in (0.1, 0.2, 0.3):
            panel.p.value = p
            await asyncio.sleep(0.05)
            runs.append(panel.training)
        for _turn in range(2000):
            if not panel.playing:
                break
            await asyncio.sleep(0.01)
        return panel, runs

    panel, runs = asyncio.run(drag())
    assert panel.errors == []
    assert not panel.playing
    assert [run.p for run in runs] == [0.1, 0.2, 0.3]
    assert runs[-1] is panel.training
    assert panel.training.epochs == moons.EPOCHS
    alone = moons.untrained(0, (12, 12), 0.3, 0.0)
    alone.step(moons.EPOCHS)
    assert panel.training.accuracy_new == alone.accuracy_new
