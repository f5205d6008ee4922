"""Every number that chapter 10 states of what its panels show, measured anew."""

from __future__ import annotations

import re

import numpy as np
import pytest

from neurona.panels import dialects, moons, pytorch_and_keras
from neurona.panels.curves import latest
from solutions import pytorch_and_keras as solutions
from tests.course.test_numbers_pytorch_and_keras import states


@states(
    "Your network was best with λ = 0.05. You write 0.05 into another library.",
    "## One network, three dialects",
    "two crescents, 50 training points, some of them mislabeled. The network has two hidden "
    "layers of 12 sigmoid neurons",
    "Translated, λ = 0.05 gives 81% in training and 79% in validation, in all three dialects. "
    "Pasted, it is 50 times as strong in PyTorch and 100 times in Keras.",
    "it guesses, near 50%",
)
def test_translated_and_pasted() -> None:
    panel = pytorch_and_keras.opening()
    assert panel.lam.value == 0.05
    assert dialects.N == moons.N_TRAIN == 50
    assert panel.training.network.sizes == (2, 12, 12, 1)
    for framework in ("ours", "torch", "keras"):
        panel.framework.value = framework
        panel.play_button.click()
        assert round(latest(panel.training.accuracy), 2) == 0.81
        assert round(latest(panel.training.accuracy_new), 2) == 0.79
        assert panel.rightly is None
    panel.paste.value = True
    for framework, times in (("torch", 50), ("keras", 100)):
        panel.framework.value = framework
        assert f"{times} times as strong" in panel.alternative_text
        assert latest(panel.training.accuracy_new) == pytest.approx(0.5, abs=0.05)
        assert max(np.abs(W).max() for W in panel.training.network.weights) < 0.05
        outputs = panel.training.network.outputs(panel.grid)
        assert outputs.max() - outputs.min() < 0.01
    assert panel.errors == []


def test_the_silent_layer_opens_on_the_model_of_the_text() -> None:
    panel = pytorch_and_keras.silence()
    assert (panel.n.value, panel.rate.value) == (4, 0.8)
    assert "40.96%" not in panel.alternative_text
    panel.passes = 399
    panel.step_button.click()
    assert "40.96% are expected" in panel.alternative_text
    found = re.search(r"In (\d+) of 400 passes", panel.alternative_text)
    assert found is not None
    assert int(found[1]) / 400 == pytest.approx(0.41, abs=0.05)
    panel.reading.value = "keeping"
    assert "0.16% are expected" in panel.alternative_text


@states(
    "With p = 0.2, what share of the neurons is dropped now?",
    "80%. The network hardly learns",
)
def test_keep_for_drop() -> None:
    namespace = dict(vars(solutions))
    panel = pytorch_and_keras.closing(namespace)
    assert panel.p.value == 0.2
    assert panel.rightly is None
    well = latest(panel.training.accuracy_new)
    namespace["drop_rate"] = lambda keep: keep
    panel.rewind_button.click()
    panel.play_button.click()
    assert panel.given.rate == 0.8
    assert panel.training.epochs == 300
    assert latest(panel.training.accuracy_new) < well - 0.1
    assert panel.errors == []
