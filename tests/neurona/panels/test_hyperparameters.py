"""What every panel of chapter 09 must be."""

import re

import pytest

from neurona import language
from neurona.panels import hyperparameters, trials
from solutions import hyperparameters as reference
from tests.neurona.panels.handling import Marked, labels, unmarked

# Collected here too, for this module's panels.
from tests.neurona.panels.test_dropout import (  # noqa: F401
    test_each_panel_shows_a_picture_and_tells_it,
    test_every_control_changes_what_is_told,
    test_texts_stay_inside_the_picture,
)

FACTORIES = {
    "opening": hyperparameters.opening,
    "belief": hyperparameters.belief,
    "race": hyperparameters.race,
    "peeking": hyperparameters.peeking,
    "baselines": lambda: hyperparameters.baselines(vars(reference)),
    "closing": lambda: hyperparameters.closing(vars(reference)),
    "closing_on_nothing": lambda: hyperparameters.closing({}),
}
# Numbers, symbols and names of functions, which are the same in every language.
UNTRANSLATED = re.compile(r"[\d\s.,%?−±()=pλ]*|(split|grid|random_search|expected_improvement): .*")


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Train for few epochs: what is tested here does not depend on how many."""
    monkeypatch.setattr(trials, "EPOCHS", trials.SLICE)


@pytest.fixture(params=FACTORIES)
def make(request):
    return FACTORIES[request.param]


@pytest.mark.parametrize("name", ["opening", "closing"])
def test_the_first_and_the_last_panel_have_both_knobs_in_words(name):
    found = labels(FACTORIES[name]())
    assert "p: probability that a neuron is dropped" in found
    assert "λ: weight decay" in found


def test_every_word_can_be_translated(make, monkeypatch):
    monkeypatch.setattr(language, "_catalog", Marked())
    assert unmarked(make(), UNTRANSLATED) == []
