import math

import numpy as np
import pytest

from neurona.panels.own_sigmoid import EVERY, NAMES, Closing
from neurona.panels.s_curve import SCurve
from solutions import sigmoid as reference


def right():
    """A notebook in which everything is solved."""
    return {name: getattr(reference, name) for name in EVERY}


def told(panel):
    return dict(zip(NAMES, panel.told, strict=True))


def test_right_functions_give_what_the_opening_panel_gives():
    own, ours = Closing(right()), SCurve()
    assert own.notice == ""
    assert own.errors == []
    for panel in (own, ours):
        panel.p.value, panel.lam.value = 0.5, 1.0
    assert own.mean_there == pytest.approx(ours.mean_there)
    assert own.scaled_there == pytest.approx(ours.scaled_there)
    np.testing.assert_allclose(own.mean.get_ydata(), ours.mean.get_ydata())
    for panel in (own, ours):
        panel.rewind_button.click()
        for _press in range(5):
            panel.step_button.click()
    assert own.neuron == pytest.approx(ours.neuron)


def test_right_functions_are_told_to_be_right():
    assert told(Closing(right())) == {
        "sigmoid_prime": "lies on the slope of your sigmoid, as measured",
        "tanh_from_sigmoid": "lies on np.tanh",
        "linear_response": "nudges of b: touches the true change (gray) where the nudge is small",
        "feedforward": "two S (dashed) make a hill",
    }


def test_nothing_written_yet_is_told_and_nothing_falls_over():
    panel = Closing({})
    assert panel.errors == []
    assert panel.notice == (
        "`layer` is not written yet. `sigmoid` is not written yet. "
        "`tanh_from_sigmoid` is not written yet. `feedforward` is not written yet."
    )
    assert "`" not in panel.alternative_text
    assert panel.still()
    for button in (panel.step_button, panel.play_button, panel.rewind_button, panel.seed_button):
        button.click()
        assert panel.errors == []
        assert "`sigmoid` is not written yet." in panel.notice
    panel.p.value, panel.lam.value = 0.5, 1.0
    assert panel.words[0].get_text() == "no answer from layer"


def test_functions_are_looked_up_at_every_use():
    namespace = {}
    panel = Closing(namespace)
    namespace.update(right())
    panel.rewind_button.click()
    assert panel.notice == ""
    assert told(panel)["feedforward"] == "two S (dashed) make a hill"
    namespace["tanh_from_sigmoid"] = lambda z: 2 * reference.sigmoid(z) - 1
    panel.p.value = 0.3
    assert told(panel)["tanh_from_sigmoid"] == "leaves np.tanh (gray) by up to 0.30"


@pytest.mark.parametrize(
    ("name", "wrong", "says"),
    [
        ("sigmoid_prime", reference.sigmoid, "leaves the slope of your sigmoid"),
        ("sigmoid_prime", lambda z: z * (1 - z), "leaves the slope of your sigmoid"),
        ("tanh_from_sigmoid", reference.sigmoid, "leaves np.tanh"),
        (
            "linear_response",
            lambda x, w, b, dw, db: dw @ x + db,
            "nudges of b: does not touch",
        ),
        (
            "linear_response",
            lambda x, w, b, dw, db: -reference.linear_response(x, w, b, dw, db),
            "nudges of b: does not touch",
        ),
        (
            "feedforward",
            lambda x, weights, biases: reference.feedforward(x, weights, biases)[1:],
            "feedforward returned something else than it should: 3 values",
        ),
        (
            "feedforward",
            lambda x, weights, biases: [0 * x, *reference.feedforward(x, weights, biases)[1:]],
            "the first of its list is not x",
        ),
    ],
)
def test_a_mistake_is_seen_in_its_picture(name, wrong, says):
    panel = Closing(right() | {name: wrong})
    assert panel.errors == []
    assert told(panel)[name].startswith(says)
    assert f"{name}: {says}" in panel.alternative_text


def test_a_sigmoid_of_single_numbers_is_told_so():
    panel = Closing(right() | {"sigmoid": lambda z: 1 / (1 + math.exp(-z))})
    assert panel.errors == []
    assert "`sigmoid` raised TypeError" in panel.notice


def test_a_sigmoid_that_overflows_is_told_at_the_last_sharpness():
    namespace = right()
    namespace["sigmoid"] = lambda z: np.exp(z) / (1 + np.exp(z))
    namespace["layer"] = lambda a, W, b: namespace["sigmoid"](a @ W.T + b)
    panel = Closing(namespace)
    assert panel.notice == ""
    panel.c.value = 1000
    assert panel.errors == []
    assert "`layer` returned something else than it should" in panel.notice
    panel.c.value = 1
    assert panel.notice == ""


def test_a_layer_that_forgets_the_bias_moves_the_curves():
    own = Closing(right() | {"layer": lambda a, W, b: reference.sigmoid(a @ W.T)})
    assert own.at_dark[-1] != pytest.approx(SCurve().at_dark[-1], abs=0.01)
    middle = len(own.mean.get_ydata()) // 2
    assert own.mean.get_ydata()[middle] == pytest.approx(0.5, abs=0.01)


def test_functions_are_not_called_again_for_what_cannot_change():
    namespace, calls = right(), []
    solved = namespace["feedforward"]
    namespace["feedforward"] = lambda *arguments: calls.append(1) or solved(*arguments)
    panel = Closing(namespace)
    made = len(calls)
    panel.p.value = 0.5
    assert len(calls) == made
    panel.rewind_button.click()
    assert len(calls) == made + 1


def test_a_problem_stays_told_while_another_control_moves():
    namespace = right()
    del namespace["tanh_from_sigmoid"]
    panel = Closing(namespace)
    for p in (0.3, 0.5):
        panel.p.value = p
        assert panel.notice == "`tanh_from_sigmoid` is not written yet."
