"""What every panel of chapter 07 must be."""

import re

import pytest

from neurona import language
from neurona.panels import l1_l2
from solutions import l1_l2 as reference
from tests.neurona.panels.handling import (
    Marked,
    check_that_texts_are_inside,
    labels,
    moved,
    press,
    unmarked,
)

# Collected here too, for this module's panels.
from tests.neurona.panels.test_dropout import (  # noqa: F401
    test_each_panel_shows_a_picture_and_tells_it,
    test_every_control_changes_what_is_told,
    test_texts_stay_inside_the_picture,
)

FACTORIES = {
    "opening": l1_l2.opening,
    "hopping": l1_l2.hopping,
    "side_by_side": l1_l2.side_by_side,
    "closing": lambda: l1_l2.closing(vars(reference)),
    "closing_on_nothing": lambda: l1_l2.closing({}),
}
# Numbers, symbols, names of penalties and functions, which are the same in every language.
UNTRANSLATED = re.compile(r"[\d\s.,?%−±()=pλw₁₂✗]*|L[12]")


@pytest.fixture(params=FACTORIES)
def make(request):
    return FACTORIES[request.param]


@pytest.mark.parametrize("name", ["opening", "closing"])
def test_the_first_and_the_last_panel_have_both_knobs_in_words(name):
    found = labels(FACTORIES[name]())
    assert "p: probability that an input is dropped" in found
    assert "λ: strength of the penalty" in found


def test_every_word_can_be_translated(make, monkeypatch):
    monkeypatch.setattr(language, "_catalog", Marked())
    assert unmarked(make(), UNTRANSLATED) == []


def test_texts_stay_inside_the_picture_in_spanish(make):
    language.use("es")
    try:
        check_that_texts_are_inside(make())
    finally:
        language.use("en")


@pytest.mark.parametrize("name", ["opening", "side_by_side", "closing"])
@pytest.mark.parametrize("knob", ["p", "lam"])
def test_both_knobs_act_in_picture_and_words(name, knob):
    panel = FACTORIES[name]()
    if not panel.opened:
        press(panel.step_button, 6)
    slider = getattr(panel, knob)
    last = slider.options[-2][1] if knob == "lam" else slider.max
    assert moved(panel, lambda: setattr(slider, "value", last))


@pytest.mark.parametrize("name", ["opening", "hopping", "side_by_side", "closing"])
def test_it_opens_on_something_and_rewinds_to_the_same_start(name):
    panel = FACTORIES[name]()
    opened = panel.png
    panel.rewind_button.click()
    start = panel.png
    assert start != opened
    panel.step_button.click()
    one_step = panel.png
    assert one_step != start
    panel.play_button.click()
    panel.rewind_button.click()
    assert panel.png == start
    panel.step_button.click()
    assert panel.png == one_step
    assert panel.errors == []


@pytest.mark.parametrize("name", ["opening", "side_by_side", "closing"])
def test_a_new_seed_is_another_picture(name):
    panel = FACTORIES[name]()
    assert moved(panel, panel.seed_button.click)
