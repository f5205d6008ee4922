import numpy as np
import pytest

from neurona.panels import costs_and_overfitting, memorizing
from neurona.panels.memorizing import SHOWN
from neurona.panels.scratched import task
from tests.neurona.panels.handling import cells, moved, press


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(memorizing, "EPOCHS", 20)


@pytest.fixture
def panel(short):
    panel = costs_and_overfitting.opening()
    yield panel
    assert panel.errors == []


def test_it_opens_on_the_trained_network_and_walks_there_again(panel):
    assert panel.training.epochs == 20
    assert panel.png == panel.still()
    panel.rewind_button.click()
    assert panel.training.epochs == 0
    press(panel.step_button, 10)
    assert panel.training.epochs == 20
    assert panel.png == panel.still()
    panel.step_button.click()
    assert panel.training.epochs == 2


def test_every_knob_trains_anew_from_the_same_start(panel):
    start = panel.training.accuracy_new[0]
    for control, value in (
        (panel.p, 0.5),
        (panel.lam, 1.0),
        (panel.n, 400.0),
        (panel.cost, "quadratic"),
    ):
        assert moved(panel, lambda control=control, value=value: setattr(control, "value", value))
        assert panel.training.epochs == 20
        assert panel.training.accuracy_new[0] == start


def test_patience_moves_the_stop_without_any_training(panel):
    training = panel.training
    stops = []
    for patience in (1, 2, 5, 60):
        panel.patience.value = patience
        assert panel.training is training
        stops.append(panel.stopped[1])
    assert stops == sorted(stops)
    assert stops[0] < stops[-1] == 20
    assert "Patience 60 has not ended yet" in panel.alternative_text


def test_another_seed_has_other_labels_and_another_network(panel):
    words = cells(panel.words)
    panel.seed_button.click()
    assert cells(panel.words) != words


def test_marks_tell_what_the_network_says_of_the_wrong_labels(panel):
    now = task(0, 100)
    said = panel.training.network.outputs(now.X[now.wrong]).argmax(axis=1)
    for words, i, answer in zip(cells(panel.words), now.wrong, said, strict=True):
        label, mark = words.split()
        assert label == f"{now.meant[i]}→{now.given[i]}"
        assert (mark == "✗") == (answer == now.given[i])
        assert (mark == "✓") == (answer == now.meant[i])
    assert panel.repeated == sum(words.endswith("✗") for words in cells(panel.words))
    assert panel.read == sum(words.endswith("✓") for words in cells(panel.words))


@pytest.mark.parametrize(("n", "shown"), [(50, 10), (200, 20)])
def test_as_many_wrong_labels_are_shown_as_there_are_or_fit(panel, n, shown):
    panel.n.value = float(n)
    assert sum(words != "" for words in cells(panel.words)) == shown <= SHOWN
    pixels = np.asarray(panel.digits.get_array())
    first = task(0, n).X[task(0, n).wrong][0]
    np.testing.assert_array_equal(pixels[:8, :8].ravel(), first)
    assert pixels[-12:].any() == (shown == SHOWN)


def test_the_whole_training_memorizes():
    panel = costs_and_overfitting.opening()
    assert panel.repeated == 20
    assert panel.training.accuracy[-1] == 1
