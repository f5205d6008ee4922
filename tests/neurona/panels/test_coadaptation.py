import numpy as np
import pytest

from neurona.panels.coadaptation import (
    EPOCHS,
    HIDDEN,
    MOST_MISSED,
    Coadaptation,
    X,
    error,
    sent,
    untrained,
    without_one,
)


@pytest.fixture(scope="module")
def trained():
    """Train both networks of the first seed."""
    pair = untrained(0, 0.0), untrained(0, 0.2)
    for training in pair:
        training.step(EPOCHS)
    return [training.network for training in pair]


def test_what_neurons_send_adds_up_to_the_output(trained):
    for network in trained:
        z = sent(network).sum(axis=0) + network.biases[1]
        np.testing.assert_allclose(1 / (1 + np.exp(-z)), network.outputs(X)[:, 0])


def test_a_missing_neuron_sends_nothing(trained):
    for network in trained:
        whole = sent(network)
        for j, outputs in enumerate(without_one(network)):
            z = whole.sum(axis=0) - whole[j] + network.biases[1]
            np.testing.assert_allclose(outputs, 1 / (1 + np.exp(-z)))


def test_both_networks_start_alike():
    alone, dropped = untrained(3, 0.0).network, untrained(3, 0.5).network
    np.testing.assert_array_equal(alone.weights[0], dropped.weights[0])
    np.testing.assert_array_equal(alone.weights[1], dropped.weights[1])


def test_without_dropout_neurons_shout_each_other_down(trained):
    alone, dropped = (np.abs(sent(network)).max() for network in trained)
    assert alone > 2 * dropped


def test_losing_a_neuron_breaks_the_network_without_dropout_only(trained):
    alone, dropped = (error(without_one(network)) for network in trained)
    assert alone.max() > 0.4
    assert dropped.max() < 0.1
    assert alone.argmax() + 1 == MOST_MISSED


@pytest.mark.parametrize("seed", range(1, 6))
def test_other_seeds_tell_the_same_story(seed):
    worst = []
    for p in (0.0, 0.2):
        training = untrained(seed, p)
        training.step(EPOCHS)
        worst.append(error(without_one(training.network)).max())
    assert worst[0] > 4 * worst[1]


def test_dropout_has_its_price(trained):
    alone, dropped = (error(network.outputs(X)[:, 0]) for network in trained)
    too_much = untrained(0, 0.8)
    too_much.step(EPOCHS)
    much = error(too_much.network.outputs(X)[:, 0])
    assert alone < dropped < much
    assert alone < 0.02


@pytest.fixture
def panel():
    panel = Coadaptation()
    yield panel
    assert panel.errors == []


def test_the_first_picture_is_of_trained_networks(panel):
    assert [training.epochs for training in panel.networks] == [EPOCHS] * 2
    assert panel.png == panel.still()
    assert f"Without neuron {MOST_MISSED} it is 0.4" in panel.alternative_text


def test_every_neuron_may_be_missing_or_none(panel):
    pictures = set()
    for j in range(HIDDEN + 1):
        panel.missing.value = j
        pictures.add(panel.png)
        assert (f"Without neuron {j} it is" in panel.alternative_text) == (j > 0)
    assert len(pictures) == HIDDEN + 1


def test_the_picture_holds_the_errors_with_all_on_and_without_each(panel):
    for dots, training in zip(panel.losses._dots, panel.networks, strict=True):
        shown = dots.get_xdata()
        assert shown[0] == error(training.network.outputs(X)[:, 0])
        np.testing.assert_array_equal(shown[1:], error(without_one(training.network)))
    names = [label.get_text() for label in panel.figure.axes[-1].get_yticklabels()]
    assert names == ["all on", *map(str, range(1, HIDDEN + 1))]


def test_the_chosen_row_is_marked(panel):
    for j in (0, 3, 8):
        panel.missing.value = j
        assert panel.losses._here.get_y() + panel.losses._here.get_height() / 2 == j


def test_the_neuron_that_only_dropout_uses_is_explained(panel):
    hardly = "The network without dropout hardly uses this neuron."
    panel.missing.value = 3
    assert hardly in panel.alternative_text
    panel.missing.value = MOST_MISSED
    assert hardly not in panel.alternative_text


def test_two_epochs_are_told_only_when_they_differ(panel):
    assert panel.describe().startswith("Epoch 600. ")
    panel.networks[1] = untrained(0, 0.4)
    panel.networks[1].step(50)
    assert panel.describe().startswith("Left epoch 600, right epoch 50. ")


def test_p_trains_the_right_network_anew_and_leaves_the_left_one(panel):
    left, right = panel.networks
    panel.p.value = 0.5
    assert panel.networks[0] is left
    assert panel.networks[1] is not right
    assert panel.networks[1].epochs == EPOCHS
    assert "with p = 0.50" in panel.alternative_text


def test_at_p_0_both_networks_are_the_same(panel):
    panel.p.value = 0.0
    for mine, other in zip(*(t.network.weights for t in panel.networks), strict=True):
        np.testing.assert_array_equal(mine, other)


def test_rewind_and_play_come_back_to_the_first_picture(panel):
    panel.rewind_button.click()
    assert [training.epochs for training in panel.networks] == [0, 0]
    start = panel.png
    panel.step_button.click()
    assert panel.png != start
    panel.rewind_button.click()
    assert panel.png == start
    panel.play_button.click()
    assert panel.png == panel.still()


def test_play_at_the_end_begins_anew(panel):
    panel.step_button.click()
    assert [training.epochs for training in panel.networks] == [5, 5]


def test_a_new_seed_is_trained_at_once(panel):
    panel.seed_button.click()
    assert [training.epochs for training in panel.networks] == [EPOCHS] * 2
    assert panel.png != panel.still()
