"""The panels of chapter 01 in which weights are set by hand, and the student's functions run."""

import itertools

import numpy as np
import pytest

from neurona.panels import perceptron as panels
from neurona.panels.gates import GATES
from neurona.panels.perceptron import judged
from tests.neurona.panels.handling import EXAMPLES, cells, moved, press

# Weights and bias by hand.


def set_neuron(panel, w1, w2, b):
    panel.w1.value, panel.w2.value, panel.b.value = w1, w2, b


@pytest.mark.parametrize(
    ("gate", "neuron"),
    [("AND", (1, 1, -1.5)), ("OR", (1, 1, -0.5)), ("NAND", (-1, -1, 1.5))],
)
def test_a_neuron_set_by_hand_is_recognized(gate, neuron):
    panel = panels.boundary()
    set_neuron(panel, *neuron)
    assert panel.computes.get_text() == f"This neuron is {gate}."
    counts = dict(zip(GATES, cells(panel.counts), strict=True))
    assert counts[gate] == "4/4"
    assert gate in panel.alternative_text
    assert panel.errors == []


def test_it_opens_on_no_gate_at_all():
    panel = panels.boundary()
    assert panel.computes.get_text() == "This neuron is none of the four gates."
    assert panel.gate.value == "AND"
    assert "4/4" not in cells(panel.counts)


def test_no_place_of_the_sliders_is_xor():
    panel = panels.boundary()
    best = 0
    steps = np.arange(panel.w1.min, panel.w1.max + 0.01, 0.5)
    for w1, w2, b in itertools.product(steps, repeat=3):
        said = np.array(EXAMPLES) @ (w1, w2) + b > 0
        best = max(best, int(np.sum(said == GATES["XOR"])))
    assert best == 3
    set_neuron(panel, 1, 1, -0.5)
    assert dict(zip(GATES, cells(panel.counts), strict=True))["XOR"] == "3/4"


def test_each_slider_and_the_gate_move_the_picture():
    panel = panels.boundary()
    for slider in (panel.w1, panel.w2, panel.b):
        assert moved(panel, lambda slider=slider: setattr(slider, "value", -1.5))
    png = panel.png
    panel.gate.value = "NAND"
    assert panel.png != png


def test_the_sliders_hold_numbers_that_make_true_ties():
    panel = panels.boundary()
    assert float(panel.w1.step) == panel.w2.step == panel.b.step == 0.125
    set_neuron(panel, 0.375, 0.375, -0.75)
    assert cells(panel.table._sums)[3] == "0"
    assert cells(panel.table._said)[3] == "0"


# The student's own functions.


def right():
    """A notebook in which everything is solved."""

    def perceptron(x, w, b):
        return 1 if np.dot(w, x) + b > 0 else 0

    def update(x, d, w, b, lr):
        error = d - perceptron(x, w, b)
        return w + lr * error * np.array(x), b + lr * error

    def train(X, d, w, b, lr, max_epochs):
        errors = []
        for _epoch in range(max_epochs):
            wrong = 0
            for x, wanted in zip(X, d, strict=True):
                wrong += perceptron(x, w, b) != wanted
                w, b = update(x, wanted, w, b, lr)
            errors.append(wrong)
            if not wrong:
                break
        return w, b, errors

    def nand(x1, x2):
        return perceptron([x1, x2], [-2, -2], 3)

    def xor(x1, x2):
        middle = nand(x1, x2)
        return nand(nand(x1, middle), nand(x2, middle))

    return {
        "perceptron": perceptron,
        "update": update,
        "train": train,
        "nand_weights": lambda: ([-2, -2], 3),
        "xor": xor,
    }


def reports(panel):
    return [text.get_text().replace("\n", " ") for text in panel.reports]


def test_right_functions_give_what_the_opening_panel_gives():
    own, ours = panels.closing(right()), panels.opening()
    assert own.notice == ""
    assert own.errors == []
    for panel in (own, ours):
        press(panel.step_button, 2)
    assert own.story.get_text() == ours.story.get_text()
    assert own.headline.get_text() == ours.headline.get_text()
    assert reports(own) == [
        "w = (0.9, 0.4), b = −1 mistakes: 1, 0 says 0 0 0 1: right",
        "w = (−2, −2), b = 3 says 1 1 1 0: right",
        "says 0 1 1 0: right",
    ]
    assert "train: w = (0.9, 0.4), b = −1; mistakes: 1, 0; says 0 0 0 1: right." in (
        own.alternative_text
    )


def test_nothing_written_yet_is_told_and_nothing_falls_over():
    panel = panels.closing({})
    assert panel.notice == "`perceptron` is not written yet."
    assert cells(panel.table._said) == ["?"] * 4
    assert reports(panel) == [
        "train is not written yet.",
        "nand_weights is not written yet.",
        "xor is not written yet.",
    ]
    assert "<code>perceptron</code> is not written yet." in panel._alert.value
    assert "`" not in panel.alternative_text
    assert panel.still()
    for button in (panel.step_button, panel.play_button, panel.rewind_button, panel.seed_button):
        button.click()
        assert panel.notice == "`perceptron` is not written yet."
    panel.p.value = 0.5
    assert panel.notice == "`perceptron` is not written yet."
    assert "says ?, ?, ?, ?" in panel.alternative_text


def test_functions_are_looked_up_at_every_use():
    namespace = {}
    panel = panels.closing(namespace)
    namespace.update(right())
    panel.rewind_button.click()
    assert panel.notice == ""
    assert reports(panel)[2] == "says 0 1 1 0: right"
    namespace["xor"] = lambda x1, x2: int(x1 or x2)
    panel.step_button.click()
    assert reports(panel)[2] == "says 0 1 1 1, not 0 1 1 0"


def test_steps_do_not_call_the_other_functions_again():
    namespace, calls = right(), []
    solved = namespace["xor"]
    namespace["xor"] = lambda x1, x2: calls.append(1) or solved(x1, x2)
    panel = panels.closing(namespace)
    made = len(calls)
    press(panel.step_button, 3)
    assert len(calls) == made
    panel.rewind_button.click()
    assert len(calls) == made + 4


def test_a_bias_that_never_moves_is_set_against_the_rule():
    namespace = right()
    update = namespace["update"]
    namespace["update"] = lambda x, d, w, b, lr: (update(x, d, w, b, lr)[0], b)
    panel = panels.closing(namespace)
    press(panel.step_button)
    assert "✗" not in panel.story.get_text()
    press(panel.step_button)
    assert "✗ The rule gives w (0.9, 0.4), b −1." in panel.story.get_text()
    assert "b −0.5 →" not in panel.story.get_text()


def test_a_tie_that_fires_is_seen_in_the_table():
    namespace = right()
    namespace["perceptron"] = lambda x, w, b: int(np.dot(w, x) + b >= 0)
    panel = panels.closing(namespace)
    panel.first.value = "zero"
    assert cells(panel.table._sums) == ["0"] * 4
    assert cells(panel.table._said) == ["1"] * 4
    assert panel.margin.get_text() == "3 of 4 wrong"


@pytest.mark.parametrize(
    ("name", "broken", "says"),
    [
        ("perceptron", lambda x, w, b: np.dot(w, x) + b, "0 or 1 was expected"),
        ("perceptron", lambda x, w, b: w, "an array of shape (2,)"),
        ("perceptron", lambda x, w, b: 1 / 0, "raised ZeroDivisionError"),
        ("update", lambda x, d, w, b, lr: w, "2 values were expected"),
        ("update", lambda x, d, w, b, lr: (w + np.nan, b), "not a finite number"),
        ("update", lambda x, d, w, b, lr: (w[0], b), "(2,) was expected"),
        ("update", lambda x: x, "raised TypeError"),
        ("update", 3, "is not a function"),
    ],
)
def test_what_the_learning_neuron_does_wrong_becomes_a_sentence(name, broken, says, capsys):
    panel = panels.closing(right() | {name: broken})
    press(panel.step_button, 2)
    assert f"`{name}`" in panel.notice
    assert says in panel.notice
    panel.play_button.click()
    assert not panel.playing
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("name", "broken", "says"),
    [
        ("train", lambda X, d, w, b, lr, max_epochs: (w, b), "3 values were expected"),
        ("train", lambda X, d, w, b, lr, max_epochs: (w, b, None), "not a finite number"),
        ("nand_weights", lambda: (1, 1, 1), "2 values were expected"),
        ("nand_weights", lambda: ([1, 1], -1.5), "says 0 0 0 1, not 1 1 1 0"),
        ("xor", lambda x1, x2: "yes", "numbers were expected"),
        ("xor", lambda x1, x2: None, "Is its return missing?"),
    ],
)
def test_what_the_other_functions_do_wrong_stands_below(name, broken, says):
    panel = panels.closing(right() | {name: broken})
    assert panel.notice == ""
    assert says in " ".join(reports(panel))
    assert says in panel.alternative_text


def test_a_function_that_changes_its_arguments_spoils_nothing():
    def update(x, d, w, b, lr):
        w += 1
        return w, b

    panel = panels.closing(right() | {"update": update})
    start = panel.training.start
    press(panel.step_button)
    assert start.w.tolist() == [0.9, 0.9]
    panel.rewind_button.click()
    assert panel.png == panel.still()


def test_the_knobs_act_around_the_students_update():
    seen = []
    namespace = right()
    update = namespace["update"]

    def spy(x, d, w, b, lr):
        seen.append((list(x), w.tolist()))
        return update(x, d, w, b, lr)

    namespace["update"] = spy
    panel = panels.closing(namespace)
    panel.p.value, panel.lam.value = 0.5, 0.5
    panel.rewind_button.click()
    seen.clear()
    press(panel.step_button, 40)
    dropped = sum(given[0] != list(place) for given, place in zip(seen, EXAMPLES * 10, strict=True))
    assert dropped > 5
    first = panels.closing(right())
    first.lam.value = 0.5
    first.rewind_button.click()
    press(first.step_button)
    assert np.allclose(first.training.neuron.w, 0.75 * 0.9)
    assert first.training.neuron.b == -0.5


def test_a_train_that_never_stops_shows_its_first_counts():
    panel = panels.closing(right())
    panel.gate.value = "XOR"
    told = reports(panel)[0]
    assert "mistakes: 1, 3, 2, 3, 2, 2, 3, 4, …" in told
    assert "not 0 1 1 0" in told


# Words.


def test_outputs_are_judged_in_words():
    assert judged([0, 1, 1, 0], (0, 1, 1, 0)) == "says 0 1 1 0: right"
    assert judged([1, 1, 1, 0], (0, 1, 1, 0)) == "says 1 1 1 0, not 0 1 1 0"
