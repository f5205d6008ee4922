"""What every panel of chapter 06 must be."""

import re

import pytest

from neurona import language
from neurona.panels import costs_and_overfitting, memorizing, own_costs
from solutions import costs_and_overfitting as reference
from tests.neurona.panels.handling import Marked, labels, unmarked

# Collected here too, for this module's panels.
from tests.neurona.panels.test_dropout import (  # noqa: F401
    test_each_panel_shows_a_picture_and_tells_it,
    test_every_control_changes_what_is_told,
    test_texts_stay_inside_the_picture,
)

FACTORIES = {
    "opening": costs_and_overfitting.opening,
    "saturated": costs_and_overfitting.saturated,
    "shares": costs_and_overfitting.shares,
    "closing": lambda: costs_and_overfitting.closing(vars(reference)),
    "closing_on_nothing": lambda: costs_and_overfitting.closing({}),
}
# Numbers, formulas and marks, which are the same in every language.
UNTRANSLATED = re.compile(r"[\d\s.,%−±()=apδλ½·σ′z→✗✓?]*")


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Train for few epochs: what is tested here does not depend on how many."""
    for module in (memorizing, own_costs):
        monkeypatch.setattr(module, "EPOCHS", 12)


@pytest.fixture(params=FACTORIES)
def make(request):
    return FACTORIES[request.param]


@pytest.mark.parametrize("name", ["opening", "closing"])
def test_the_first_and_the_last_panel_have_both_knobs_in_words(name):
    found = labels(FACTORIES[name]())
    assert "p: probability that a neuron is dropped" in found
    assert "λ: weight decay" in found
    assert "patience: epochs without a better one" in found


def test_every_word_can_be_translated(make, monkeypatch):
    monkeypatch.setattr(language, "_catalog", Marked())
    assert unmarked(make(), UNTRANSLATED) == []
