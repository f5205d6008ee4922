import io
import re

import pytest
from PIL import Image

from neurona import language
from neurona.panels import dropout, moons
from neurona.panels.base import Panel
from neurona.panels.picture import PIXEL_RATIO
from solutions import dropout as reference
from tests.neurona.panels.handling import Marked, check_that_texts_are_inside, labels, unmarked

FACTORIES = {
    "opening": dropout.opening,
    "expectation": dropout.expectation,
    "coadaptation": dropout.coadaptation,
    "closing": lambda: dropout.closing(vars(reference)),
    "closing_on_nothing": lambda: dropout.closing({}),
}
# Names of functions and symbols, which are the same in every language.
UNTRANSLATED = re.compile(r"[\d\s.,%−±()=xpλ]*|(dropout_|scaled_|feedforward_)[\w, ]+")


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Train for few epochs: what is tested here does not depend on how many."""
    monkeypatch.setattr(moons, "EPOCHS", 20)
    moons.unrestrained.cache_clear()
    yield
    moons.unrestrained.cache_clear()


@pytest.fixture(params=FACTORIES)
def make(request):
    return FACTORIES[request.param]


def test_each_panel_shows_a_picture_and_tells_it(make):
    panel = make()
    assert isinstance(panel, Panel)
    assert panel.errors == []
    size = Image.open(io.BytesIO(panel.png)).size
    assert size == tuple(int(PIXEL_RATIO * side) for side in panel.size)
    assert re.search(r"\d|not written", panel.alternative_text)
    assert 1 <= panel.invitation().count(".") + panel.invitation().count("?") <= 6


def test_every_control_changes_what_is_told(make):
    panel = make()
    for control in panel._controls:
        before = panel.alternative_text
        options = getattr(control, "options", None)
        if isinstance(control.value, bool):
            control.value = not control.value
        else:
            control.value = options[-1][1] if options else control.max
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


def test_texts_stay_inside_the_picture(make):
    check_that_texts_are_inside(make())
