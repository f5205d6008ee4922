import gettext
import io
import re

import pytest
from matplotlib.text import Text
from PIL import Image

from neurona import language
from neurona.panels import dropout, moons
from neurona.panels.base import Panel
from neurona.panels.picture import PIXEL_RATIO
from solutions import dropout as reference

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


def labels(panel):
    return [control.description for control in panel._controls]


def test_each_panel_shows_a_picture_and_tells_it(make):
    panel = make()
    assert isinstance(panel, Panel)
    assert panel.errors == []
    size = Image.open(io.BytesIO(panel.png)).size
    assert size == pytest.approx([PIXEL_RATIO * side for side in panel.size], abs=1)
    assert re.search(r"\d|not written", panel.alternative_text)
    assert 1 <= panel.invitation().count(".") + panel.invitation().count("?") <= 6


def test_every_control_changes_what_is_told(make):
    panel = make()
    for control in panel._controls:
        before = panel.alternative_text
        options = getattr(control, "options", None)
        control.value = options[-1][1] if options else control.max
        assert panel.errors == []
        if "not written" not in before:
            assert panel.alternative_text != before


@pytest.mark.parametrize("name", ["opening", "closing"])
def test_the_first_and_the_last_panel_have_both_knobs_in_words(name):
    found = labels(FACTORIES[name]())
    assert "p: probability that a neuron is dropped" in found
    assert "λ: weight decay" in found


class Marked(gettext.NullTranslations):
    """A language in which every translated message stands between marks."""

    def gettext(self, message):
        return f"«{message}»"

    def ngettext(self, singular, plural, n):
        return f"«{singular if n == 1 else plural}»"


def test_every_word_can_be_translated(make, monkeypatch):
    monkeypatch.setattr(language, "_catalog", Marked())
    panel = make()
    texts = [text.get_text() for text in panel.figure.findobj(Text)]
    shown = [*texts, *labels(panel), panel.invitation(), panel.alternative_text]
    shown += [button.description for button in panel._buttons]
    shown += [name for c in panel._controls for name in getattr(c, "_options_labels", ())]
    missed = [text for text in shown if "«" not in text and not UNTRANSLATED.fullmatch(text)]
    assert missed == []


def test_texts_stay_inside_the_picture(make):
    panel = make()
    panel.picture.figure.canvas.draw()
    box = panel.figure.bbox
    for text in panel.figure.findobj(Text):
        if not text.get_text() or not text.get_visible():
            continue
        extent = text.get_window_extent()
        if extent.width == 0:
            continue
        assert extent.x0 >= box.x0 - 1, text
        assert extent.x1 <= box.x1 + 1, text
        assert extent.y0 >= box.y0 - 1, text
        assert extent.y1 <= box.y1 + 1, text
