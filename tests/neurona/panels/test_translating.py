"""The panel that hands p and λ to a framework, translated or pasted."""

import numpy as np
import pytest

from neurona.panels import dialects, translating
from tests.neurona.panels.handling import moved


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(translating, "EPOCHS", 40)


@pytest.fixture
def panel():
    return translating.Opening()


def code(panel):
    return "\n".join(words.get_text() for _mark, words in panel.listing._rows)


def weights(panel):
    return np.concatenate([W.ravel() for W in panel.training.network.weights])


def test_translated_it_is_one_network_in_every_framework(panel):
    first = weights(panel)
    for framework in dialects.Framework.__args__:
        panel.framework.value = framework
        np.testing.assert_array_equal(weights(panel), first)
        assert panel.rightly is None
        assert "Means the same here and there." in panel.alternative_text


@pytest.mark.parametrize(
    ("framework", "line"),
    [
        ("ours", "dW = dW + 0.05 / 50 * W"),
        ("torch", '"weight_decay": 0.001},'),
        ("keras", "kernel_regularizer=L2(0.0005))"),
    ],
)
def test_the_line_holds_the_translated_number(panel, framework, line):
    panel.framework.value = framework
    assert line in code(panel)
    panel.p.value = 0.35
    assert ("0.35" in code(panel)) is True


@pytest.mark.parametrize(("framework", "times"), [("ours", 1), ("torch", 50), ("keras", 100)])
def test_pasted_it_is_another_strength(panel, framework, times):
    panel.paste.value = True
    panel.framework.value = framework
    assert panel.lam_meant == pytest.approx(0.05 * times)
    assert (panel.rightly is None) == (times == 1)
    twin = translating.untrained(0, 0.0, panel.lam_meant)
    twin.step(40)
    for one, other in zip(panel.training.network.weights, twin.network.weights, strict=True):
        np.testing.assert_array_equal(one, other)


def test_rightly_translated_is_trained_beside_it(panel):
    right = weights(panel)
    panel.paste.value = True
    assert panel.rightly.epochs == 40
    found = np.concatenate([W.ravel() for W in panel.rightly.network.weights])
    np.testing.assert_array_equal(found, right)


@pytest.mark.parametrize("framework", ["ours", "torch", "keras"])
@pytest.mark.parametrize("paste", [False, True])
def test_no_lambda_of_the_slider_makes_weights_explode(panel, framework, paste):
    panel.framework.value, panel.paste.value = framework, paste
    panel.lam.value = panel.lam.options[-1][1]
    assert not translating.went_astray(panel.training)
    assert panel.errors == []


def test_sliders_change_picture_and_words(panel):
    assert moved(panel, lambda: setattr(panel.p, "value", 0.5))
    assert moved(panel, lambda: setattr(panel.lam, "value", 0.1))


def test_step_rewind_and_new_seed(panel):
    end = panel.png
    panel.rewind_button.click()
    assert panel.training.epochs == 0
    start = panel.png
    panel.step_button.click()
    assert 0 < panel.training.epochs < 40
    panel.play_button.click()
    assert panel.training.epochs == 40
    assert panel.png == end
    panel.rewind_button.click()
    assert panel.png == start
    panel.seed_button.click()
    assert panel.training.epochs == 40
    assert panel.png != end
    assert panel.errors == []


def test_p_at_0_and_lambda_at_0(panel):
    panel.p.value, panel.lam.value, panel.paste.value = 0.0, 0.0, True
    assert panel.rightly is None
    assert "λ = 0 is written as 0.0." in panel.alternative_text
    assert panel.errors == []
