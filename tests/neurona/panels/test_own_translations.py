"""The closing panel of chapter 10 runs the student's conversions, right, wrong or missing."""

import numpy as np
import pytest

from neurona.panels import pytorch_and_keras, translating
from solutions import pytorch_and_keras as reference


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(translating, "EPOCHS", 40)


@pytest.fixture
def namespace():
    return dict(vars(reference))


def again(panel):
    panel.rewind_button.click()
    panel.play_button.click()
    assert panel.errors == []


def meanings(panel):
    return [reading.meaning for reading in panel.readings]


@pytest.mark.parametrize("penalty", ["l1", "l2"])
@pytest.mark.parametrize("framework", ["ours", "torch", "keras"])
def test_right_functions_make_the_network_that_was_meant(namespace, framework, penalty):
    panel = pytorch_and_keras.closing(namespace)
    panel.framework.value, panel.penalty.value = framework, penalty
    assert panel.rightly is None
    assert panel.training.epochs == 40
    twin = translating.untrained(0, 0.2, 0.05, penalty)
    twin.step(40)
    for one, other in zip(panel.training.network.weights, twin.network.weights, strict=True):
        np.testing.assert_array_equal(one, other)
    assert meanings(panel) == [
        "PyTorch takes all of them",
        *["means λ = 0.05"] * 3,
        "keeps 80%",
    ]
    assert panel.notice == ""


@pytest.mark.parametrize(
    ("name", "wrong", "framework", "penalty", "means"),
    [
        ("weight_decay", lambda lam, n: lam, "torch", "l2", "means λ = 2.5, not 0.05"),
        ("weight_decay", lambda lam, n: 2 * lam / n, "torch", "l2", "means λ = 0.1, not 0.05"),
        ("keras_l2", lambda lam, n: lam / n, "keras", "l2", "means λ = 0.1, not 0.05"),
        ("keras_l1", lambda lam, n: lam / (2 * n), "keras", "l1", "means λ = 0.025, not 0.05"),
        ("drop_rate", lambda keep: keep, "keras", "l2", "keeps 20%, not 80%"),
    ],
)
def test_a_wrong_number_is_told_and_trains_another_network(
    namespace, name, wrong, framework, penalty, means
):
    namespace[name] = wrong
    panel = pytorch_and_keras.closing(namespace)
    panel.framework.value, panel.penalty.value = framework, penalty
    assert means in meanings(panel)
    assert means in panel.alternative_text
    assert panel.rightly is not None
    assert not np.allclose(
        panel.training.network.weights[0], panel.rightly.network.weights[0], rtol=1e-3
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda W, b: {}, "PyTorch misses 0.weight, 0.bias, 2.weight, 2.bias …"),
        (
            lambda W, b: (
                {f"{2 * i}.weight": w.T for i, w in enumerate(W)}
                | {f"{2 * i}.bias": w for i, w in enumerate(b)}
            ),
            "PyTorch wants 0.weight of shape (12, 2), not (2, 12)",
        ),
        (lambda W, b: [1, 2], "to_state_dict returned something else than it should"),
        (lambda W, b: {"0.weight": "x"}, "the dict holds something that is not an array"),
    ],
)
def test_what_pytorch_would_say_to_a_state_dict(namespace, wrong, said):
    namespace["to_state_dict"] = wrong
    panel = pytorch_and_keras.closing(namespace)
    assert said in meanings(panel)[0]
    assert panel.errors == []


def test_numbers_that_explode_are_told(namespace):
    namespace["weight_decay"] = lambda lam, n: lam * n
    panel = pytorch_and_keras.closing(namespace)
    assert "Weights have grown beyond all bounds." in panel.alternative_text
    assert panel.finished
    assert panel.errors == []


@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [
        ("drop_rate", lambda keep: 1.0, "A rate of 1.0 would drop every neuron."),
        ("drop_rate", lambda keep: -keep, "A rate or a penalty below 0 makes no sense."),
        ("weight_decay", lambda lam, n: -lam, "A rate or a penalty below 0 makes no sense."),
        ("weight_decay", lambda lam, n: 1 / 0, "`weight_decay` raised ZeroDivisionError"),
        ("weight_decay", lambda lam, n: "a", "`weight_decay` returned something else"),
    ],
)
def test_a_number_that_cannot_be_is_a_sentence(namespace, name, wrong, said):
    namespace[name] = wrong
    panel = pytorch_and_keras.closing(namespace)
    assert said in panel.notice
    assert panel.training.epochs == 0
    assert "Nothing was trained." in panel.alternative_text
    namespace[name] = getattr(reference, name)
    again(panel)
    assert panel.notice == ""
    assert panel.training.epochs == 40


def test_functions_that_are_missing_are_told_and_our_network_trains_anyway():
    namespace = {}
    panel = pytorch_and_keras.closing(namespace)
    assert panel.notice == "`drop_rate` is not written yet."
    assert meanings(panel)[0] == "to_state_dict is not written yet"
    assert "?" in panel.listing._rows[2][1].get_text()
    panel.framework.value = "ours"
    assert panel.notice == ""
    assert panel.training.epochs == 40
    assert panel.errors == []


def test_p_at_0_keeps_everything(namespace):
    panel = pytorch_and_keras.closing(namespace)
    panel.p.value = 0.0
    assert meanings(panel)[-1] == "keeps 100%"
    assert panel.rightly is None
    assert panel.notice == ""


def test_every_p_of_the_slider_survives_the_way_there_and_back(namespace):
    panel = pytorch_and_keras.closing(namespace)
    panel.stop()
    for step in range(19):
        panel.p.value = round(0.05 * step, 2)
        assert panel.rightly is None
        assert panel.training.p == panel.p.value
