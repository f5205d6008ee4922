"""What every panel of chapter 05 must be."""

import io
import re

import pytest
from PIL import Image

from neurona import language
from neurona.panels import backpropagation, own_digits
from neurona.panels.base import Panel
from neurona.panels.picture import PIXEL_RATIO
from solutions import backpropagation as reference
from tests.neurona.panels.handling import Marked, check_that_texts_are_inside, labels, unmarked

FACTORIES = {
    "opening": backpropagation.opening,
    "two_passes": backpropagation.two_passes,
    "closing": lambda: backpropagation.closing(vars(reference)),
    "closing_on_nothing": lambda: backpropagation.closing({}),
}
# Numbers, symbols and formulas, which are the same in every language.
UNTRANSLATED = re.compile(r"[\d\s.,%−+±()=?→·xyzawbpδσλΣΔ′¹\[\]-]*")


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Train for few epochs: what is tested here does not depend on how many."""
    monkeypatch.setattr(own_digits, "EPOCHS", 2)


@pytest.fixture(params=FACTORIES)
def make(request):
    return FACTORIES[request.param]


def test_each_panel_shows_a_picture_and_tells_it(make):
    panel = make()
    assert isinstance(panel, Panel)
    assert panel.errors == []
    size = Image.open(io.BytesIO(panel.png)).size
    assert size == tuple(PIXEL_RATIO * side for side in panel.size)
    assert re.search(r"\d|not written", panel.alternative_text)
    assert 1 <= panel.invitation().count(".") + panel.invitation().count("?") <= 6


def test_every_control_changes_what_is_told(make):
    panel = make()
    for control in panel._controls:
        before = panel.alternative_text
        options = getattr(control, "options", None)
        if options:
            control.value = options[-1 if control.index != len(options) - 1 else 0][1]
        else:
            control.value = control.max
        assert panel.errors == []
        if "not written" not in before:
            assert panel.alternative_text != before


@pytest.mark.parametrize("name", ["opening", "closing"])
def test_the_first_and_the_last_panel_have_both_knobs_in_words(name):
    found = labels(FACTORIES[name]())
    assert "p: probability that a neuron is dropped" in found
    assert "λ: weight decay" in found


def test_every_word_can_be_translated(make, monkeypatch):
    monkeypatch.setattr(language, "_catalog", Marked())
    assert unmarked(make(), UNTRANSLATED) == []


@pytest.mark.parametrize("code", ["en", "es"])
def test_texts_stay_inside_the_picture(make, code):
    language.use(code)
    try:
        panel = make()
        for _stage in range(6):
            check_that_texts_are_inside(panel)
            if panel._play_button is None:
                break
            panel.step_button.click()
    finally:
        language.use("en")
