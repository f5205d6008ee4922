from pathlib import Path

import numpy as np
import pytest

from neurona.panels import own_digits, reading_digits
from neurona.panels.own_digits import BINARY
from neurona.panels.reading_digits import SHOWN, ReadingDigits
from solutions import backpropagation as reference

SOURCE = Path(reference.__file__).read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Train for few epochs: what is tested here does not depend on how many."""
    monkeypatch.setattr(own_digits, "EPOCHS", 3)
    monkeypatch.setattr(reading_digits, "PATIENCE", np.inf)


@pytest.fixture
def notebook():
    written = {"__name__": "notebook"}
    exec(SOURCE, written)
    return written


@pytest.fixture
def panel(notebook):
    return ReadingDigits(notebook)


def test_with_the_right_functions_it_opens_on_the_trained_network(panel):
    assert panel.errors == []
    assert panel.notice == ""
    assert panel.training.epochs == 3
    assert panel.png == panel.still()
    assert panel.training.accuracy_new[-1] > 0.5


def test_misread_digits_come_first_and_say_as_what(panel):
    training = panel.training
    answers = training.answers()
    unseen, labels = training.unseen, training.digits.labels
    wrong = [f"{labels[i]}→{answers[i]}" for i in unseen if labels[i] != answers[i]]
    assert panel.misread == len(wrong) > 0
    told = [text.get_text() for text in panel.answers]
    marked = min(len(wrong), SHOWN)
    assert told[:marked] == wrong[:marked]
    assert all("→" not in text for text in told[marked:])


def test_the_small_pictures_are_the_weights_of_the_hidden_neurons(panel):
    shown = np.asarray(panel.hidden.get_array())
    first = panel.training.network.weights[0][0]
    np.testing.assert_allclose(shown[:8, :8].ravel(), first / np.abs(first).max())


def test_both_knobs_and_the_outputs_train_anew(panel):
    seen = [panel.training.network.weights[0]]
    for control, value in ((panel.p, 0.5), (panel.lam, 1.0), (panel.coding, BINARY)):
        control.value = value
        assert panel.errors == []
        assert panel.training.epochs == 3
        assert not any(np.array_equal(panel.training.network.weights[0], one) for one in seen)
        seen.append(panel.training.network.weights[0])


def test_decay_takes_the_noise_out_of_the_pictures(panel):
    before = panel.noise()
    panel.lam.value = 2.0
    assert panel.noise() < before / 2


def test_walking_comes_back_to_the_first_picture(panel):
    panel.rewind_button.click()
    assert panel.training.epochs == 0
    start = panel.png
    for epoch in range(1, 4):
        panel.step_button.click()
        assert panel.training.epochs == epoch
    assert panel.png == panel.still() != start


def test_another_seed_is_another_network(panel):
    before = panel.training.network.weights[0]
    panel.seed_button.click()
    assert not np.array_equal(panel.training.network.weights[0], before)


def test_nothing_written_yet_is_told_in_a_sentence():
    panel = ReadingDigits({})
    assert panel.errors == []
    assert panel.notice == "`backprop_batch` is not written yet."
    assert panel.alternative_text == "backprop_batch is not written yet."
    assert [title.get_text() for title in panel.titles[1:]] == ["no answer", "read right, epoch 0"]
    panel.p.value = 0.5
    for button in (panel.step_button, panel.play_button, panel.rewind_button, panel.seed_button):
        button.click()
    assert panel.errors == []


def test_a_function_that_is_mended_works_at_the_next_press(notebook):
    right = notebook.pop("train_network")
    panel = ReadingDigits(notebook)
    assert "`train_network` is not written yet." in panel.notice
    notebook["train_network"] = right
    panel.play_button.click()
    assert panel.notice == ""
    assert panel.training.epochs == 3


def test_slow_functions_do_not_hold_the_first_picture_back(notebook, monkeypatch):
    monkeypatch.setattr(reading_digits, "PATIENCE", 0.0)
    started = []
    monkeypatch.setattr(ReadingDigits, "start", lambda self: started.append(self.training.epochs))
    panel = ReadingDigits(notebook)
    assert started == [1]
    assert panel.errors == []
