"""All panels of chapter 02, and what must be so of each."""

import re

import pytest

from neurona import language
from neurona.panels import sigmoid
from solutions import sigmoid as reference
from tests.neurona.panels.handling import Marked, labels, unmarked
from tests.neurona.panels.test_dropout import (  # noqa: F401  what holds there holds here
    test_each_panel_shows_a_picture_and_tells_it,
    test_every_control_changes_what_is_told,
    test_texts_stay_inside_the_picture,
)

FACTORIES = {
    "opening": sigmoid.opening,
    "nudge": sigmoid.nudge,
    "activations": sigmoid.activations,
    "topology": sigmoid.topology,
    "closing": lambda: sigmoid.closing(vars(reference)),
    "closing_on_nothing": lambda: sigmoid.closing({}),
}
# Numbers, names of functions and symbols are the same in every language.
UNTRANSLATED = re.compile(
    r"[\d\s.,·%+−–±()=xwbczpλσΔ∞⋮→]*|tanh|sigmoid_prime|tanh_from_sigmoid|linear_response|feedforward"
    r"|\$.*\$|\$\\mathdefault.*"
)


@pytest.fixture(params=FACTORIES)
def make(request):
    return FACTORIES[request.param]


@pytest.mark.parametrize("name", ["opening", "closing"])
def test_the_first_and_the_last_panel_have_both_knobs_in_words(name):
    found = labels(FACTORIES[name]())
    assert "p: probability that a sensor is dropped" in found
    assert "λ: weight decay while it is fitted" in found


def test_every_word_can_be_translated(make, monkeypatch):
    monkeypatch.setattr(language, "_catalog", Marked())
    assert unmarked(make(), UNTRANSLATED) == []


def test_all_states_of_all_panels_stay_inside_the_picture(make):
    panel = make()
    for control in panel._controls:
        options = getattr(control, "options", None)
        control.value = options[-1][1] if options else control.max
    assert panel.errors == []
    test_texts_stay_inside_the_picture(lambda: panel)
