"""What every panel of chapter 10 must be."""

import re

import pytest

from neurona import language
from neurona.panels import pytorch_and_keras, translating
from solutions import pytorch_and_keras as reference
from tests.neurona.panels.handling import Marked, labels, unmarked

# Collected here too, for this module's panels.
from tests.neurona.panels.test_dropout import (  # noqa: F401
    test_each_panel_shows_a_picture_and_tells_it,
    test_every_control_changes_what_is_told,
    test_texts_stay_inside_the_picture,
)

FACTORIES = {
    "opening": pytorch_and_keras.opening,
    "silence": pytorch_and_keras.silence,
    "closing": lambda: pytorch_and_keras.closing(vars(reference)),
    "closing_on_nothing": lambda: pytorch_and_keras.closing({}),
}
# Code, numbers, symbols and names of functions, which are the same in every language.
UNTRANSLATED = re.compile(
    r"[\d\s.,%()=pλ?]*|NumPy|PyTorch|Keras|L[12]: .*Σ.*|"
    r"(to_state_dict|weight_decay|keras_l[12]|drop_rate)\(.*\)|"
    r'.*(nn\.|dense\(|Dropout\(|Dense\(|params|"weight_decay"|SGD\(|regularizer|Input\(|model|'
    r"groups|x\.weight|Sequential\().*|[\])]+"
)


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Train for few epochs: what is tested here does not depend on how many."""
    monkeypatch.setattr(translating, "EPOCHS", 20)


@pytest.fixture(params=FACTORIES)
def make(request):
    return FACTORIES[request.param]


@pytest.mark.parametrize("name", ["opening", "closing"])
def test_the_first_and_the_last_panel_have_both_knobs_and_a_choice_of_framework(name):
    found = labels(FACTORIES[name]())
    assert "p: probability that a neuron is dropped" in found
    assert "λ: weight decay" in found
    assert "Framework" in found


def test_every_word_can_be_translated(make, monkeypatch):
    monkeypatch.setattr(language, "_catalog", Marked())
    assert unmarked(make(), UNTRANSLATED) == []
