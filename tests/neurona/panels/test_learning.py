"""The opening panel of chapter 01."""

import asyncio

import numpy as np
import pytest

from neurona.panels import perceptron as panels
from neurona.panels.gates import GATES
from neurona.panels.learning import FIRST_SEED, LOOKS_AT_ONCE, wrapped
from tests.neurona.panels.handling import cells, moved, press


def test_it_opens_on_the_worked_example():
    panel = panels.opening()
    assert panel.errors == []
    assert panel.notice == ""
    assert panel.headline.get_text() == "w = (0.9, 0.9)    b = −0.5"
    assert cells(panel.table._sums) == ["−0.5", "0.4", "0.4", "1.3"]
    assert cells(panel.table._said) == ["0", "1", "1", "1"]
    assert panel.margin.get_text() == "2 of 4 wrong"
    assert "weights (0.9, 0.9), bias −0.5" in panel.alternative_text
    assert "says 0, 1, 1, 1; wanted 0, 0, 0, 1" in panel.alternative_text


def test_steps_tell_the_worked_example():
    panel = panels.opening()
    panel.step_button.click()
    assert panel.story.get_text().split("\n") == [
        "Epoch 1: it looks at (0, 0)",
        "and says 0: right.",
        "Nothing changes.",
    ]
    panel.step_button.click()
    assert panel.story.get_text().split("\n") == [
        "Epoch 1: it looks at (0, 1)",
        "and says 1: wrong, 0 was wanted.",
        "w (0.9, 0.9) → (0.9, 0.4)",
        "b −0.5 → −1",
    ]
    assert panel.headline.get_text() == "w = (0.9, 0.4)    b = −1"
    assert panel.margin.get_text() == "All 4 right, the narrowest by 0.1"
    press(panel.step_button, 6)
    assert panel.training.mistakes == [1, 0]
    assert panel.story.get_text().split("\n")[-2:] == [
        "Nothing changes.",
        "An epoch without mistakes: done.",
    ]
    assert "Mistakes in each epoch: 1, 0." in panel.alternative_text


def test_the_same_panel_gives_the_same_pictures():
    first, second = panels.opening(), panels.opening()
    assert first.still() == second.still()
    for panel in (first, second):
        panel.p.value = 0.5
        press(panel.step_button, 7)
    assert first.png == second.png


def test_rewind_gives_the_very_start():
    panel = panels.opening()
    press(panel.step_button, 5)
    assert panel.png != panel.still()
    panel.rewind_button.click()
    assert panel.png == panel.still()


def test_play_ends_when_the_gate_is_learned():
    panel = panels.opening()
    panel.play_button.click()
    assert panel.training.looks == 8
    assert panel.settled
    assert "done" in panel.story.get_text()


@pytest.mark.parametrize("knob", ["p", "lam"])
def test_an_epoch_without_mistakes_ends_nothing_with_a_knob_turned(knob):
    panel = panels.opening()
    getattr(panel, knob).value = 0.001
    panel.rewind_button.click()
    press(panel.step_button, 8)
    assert panel.training.learned
    assert "done" not in panel.story.get_text()


def test_from_its_first_seed_no_epoch_with_p_at_one_half_is_free_of_mistakes_by_luck():
    panel = panels.opening()
    panel.p.value = 0.5
    panel.rewind_button.click()
    press(panel.step_button, 80)
    assert len(panel.training.mistakes) == 20
    assert min(panel.training.mistakes) > 0


def test_the_table_tells_that_it_shows_the_neuron_after_the_step():
    panel = panels.opening()
    heads = [text.get_text() for text in panel.figure.texts]
    assert "now says" in heads
    press(panel.step_button, 2)
    assert "says 1: wrong" in panel.story.get_text()
    assert cells(panel.table._said)[1] == "0"


@pytest.mark.parametrize(("knob", "value"), [("p", 0.5), ("lam", 0.02)])
def test_play_never_ends_with_a_knob_turned(knob, value):
    panel = panels.opening()
    getattr(panel, knob).value = value
    panel.rewind_button.click()
    panel.play_button.click()
    assert panel.training.looks == panel.steps_without_loop
    assert sum(panel.training.mistakes[5:]) > 0


def test_xor_never_settles():
    panel = panels.opening()
    panel.gate.value = "XOR"
    panel.play_button.click()
    assert panel.training.looks == panel.steps_without_loop
    assert 0 not in panel.training.mistakes
    assert panel.errors == []


def test_turning_a_knob_before_the_start_trains_ten_epochs_at_once():
    panel = panels.opening()
    assert moved(panel, lambda: setattr(panel.p, "value", 0.5))
    assert panel.training.looks == LOOKS_AT_ONCE
    assert "Epoch 10" in panel.story.get_text()
    panel.p.value = 0.0
    assert panel.settled
    assert moved(panel, lambda: setattr(panel.lam, "value", 0.05))
    assert panel.training.looks == LOOKS_AT_ONCE


def test_turning_a_knob_tells_what_the_same_steps_would_have_done():
    panel = panels.opening()
    press(panel.step_button, 6)
    assert moved(panel, lambda: setattr(panel.lam, "value", 0.2))
    assert panel.training.looks == 6
    assert "(λ: w × 0.9)" in panel.story.get_text()
    assert moved(panel, lambda: setattr(panel.lr, "value", 0.1))
    assert panel.training.looks == 6
    panel.lam.value, panel.lr.value = 0.0, 0.5
    fresh = panels.opening()
    press(fresh.step_button, 6)
    assert panel.png == fresh.png


def test_while_playing_a_knob_acts_on_what_comes_next():
    async def play():
        panel = panels.opening()
        panel.gate.value = "XOR"
        panel.speed.value = 25
        await asyncio.sleep(0.05)
        panel.play_button.click()
        while panel.training.looks < 2:
            await asyncio.sleep(0.01)
        looks = panel.training.looks
        panel.lam.value = 0.5
        while panel.training.last.lam != 0.5:
            assert panel.training.looks >= looks
            await asyncio.sleep(0.01)
        assert panel.playing
        assert panel.errors == []
        panel.stop()

    asyncio.run(play())


def test_a_dropped_input_is_told():
    panel = panels.opening()
    panel.p.value = 0.6
    while not panel.training.last.dropped:
        panel.step_button.click()
    look = panel.training.last
    names = ", ".join(("x₁", "x₂")[j] for j in look.dropped)
    assert f"({names} dropped: it sees (" in panel.story.get_text()


@pytest.mark.parametrize("gate", list(GATES))
def test_choosing_a_gate_begins_anew(gate):
    panel = panels.opening()
    press(panel.step_button, 3)
    panel.gate.value = gate if gate != "AND" else "OR"
    panel.gate.value = gate
    assert panel.training.looks == 0
    assert panel.training.wanted == GATES[gate]
    assert f" {gate}: weights" in panel.alternative_text


def test_start_weights_can_be_chosen():
    panel = panels.opening()
    panel.first.value = "zero"
    assert panel.headline.get_text() == "w = (0, 0)    b = 0"
    panel.first.value = "random"
    assert panel.training.neuron.w.tolist() != [0, 0]
    panel.rewind_button.click()
    start = panel.training.neuron
    panel.rewind_button.click()
    assert np.array_equal(panel.training.neuron.w, start.w)


def test_a_new_seed_always_changes_something():
    panel = panels.opening()
    assert moved(panel, panel.seed_button.click)
    assert panel.first.value == "random"
    assert moved(panel, panel.seed_button.click)
    assert panel.seed == FIRST_SEED + 2


def test_a_new_seed_drops_other_inputs():
    panel = panels.opening()
    panel.p.value = 0.5
    press(panel.rewind_button)
    press(panel.step_button, 20)
    before = panel.training.mistakes
    panel.seed_button.click()
    assert panel.first.value == "worked"
    press(panel.step_button, 20)
    assert panel.training.mistakes != before


def test_speed_is_in_examples_per_second():
    panel = panels.opening()
    panel.speed.value = 20
    assert panel.pace == 0.05


def test_sentences_are_broken_into_lines():
    lines = wrapped(["one two three four", "five"], 9).split("\n")
    assert lines == ["one two", "three", "four", "five"]
