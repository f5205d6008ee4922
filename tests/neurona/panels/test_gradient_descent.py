"""What all panels of chapter 03 have in common."""

import io
import re

import pytest
from PIL import Image

from neurona import language
from neurona.panels import gradient_descent
from neurona.panels.base import Panel
from neurona.panels.picture import PIXEL_RATIO
from solutions import gradient_descent as reference
from tests.neurona.panels.handling import Marked, labels, unmarked

FACTORIES = {
    "opening": gradient_descent.opening,
    "nudge": gradient_descent.nudge,
    "step_size": gradient_descent.step_size,
    "closing": lambda: gradient_descent.closing(vars(reference)),
    "closing_on_nothing": lambda: gradient_descent.closing({}),
}
# Names of functions and symbols, which are the same in every language.
UNTRANSLATED = re.compile(
    r"[\d\s.,%−±()=hpvλ₁₂-]*|1e-\d+|\$\\mathdefault\{10\^\{-?\d+\}\}\$|quadratic_cost|numerical_gradient"
    r"|gradient_descent|neuron_gradient|max_learning_rate"
)


@pytest.fixture(params=FACTORIES)
def make(request):
    return FACTORIES[request.param]


def test_each_panel_shows_a_picture_and_tells_it(make):
    panel = make()
    assert isinstance(panel, Panel)
    assert panel.errors == []
    size = Image.open(io.BytesIO(panel.png)).size
    assert size == tuple(PIXEL_RATIO * side for side in panel.size)
    assert re.search(r"\d", panel.alternative_text)
    assert 1 <= len(re.findall(r"[.?](?:\s|$)", panel.invitation())) <= 4


def test_every_control_changes_what_is_told(make):
    panel = make()
    for control in panel._controls:
        before = panel.alternative_text
        options = getattr(control, "options", None)
        control.value = options[-1][1] if options else control.min
        if panel.alternative_text == before:  # it was there already
            control.value = control.max
        assert panel.errors == []
        assert panel.alternative_text != before


@pytest.mark.parametrize("name", ["opening", "closing"])
def test_the_first_and_the_last_panel_have_both_knobs_in_words(name):
    found = labels(FACTORIES[name]())
    assert "p: probability that a coordinate is dropped" in found
    assert "λ: strength of the penalty λ/2·‖v‖²" in found


def test_every_word_can_be_translated(make, monkeypatch):
    monkeypatch.setattr(language, "_catalog", Marked())
    assert unmarked(make(), UNTRANSLATED) == []


@pytest.mark.parametrize("code", ["en", "es"])
def test_texts_stay_inside_the_picture_and_off_each_other(make, code, monkeypatch):
    language.use(code)
    try:
        panel = make()
        if hasattr(panel, "play_button"):
            panel.lr.value = panel.lr.options[-1][1] if hasattr(panel.lr, "options") else 2.5
            panel.play_button.click()
    finally:
        language.use("en")
    panel.picture.figure.canvas.draw()
    box = panel.figure.bbox
    words = [text for text in panel.figure.texts if text.get_text()]
    for axes in panel.figure.axes:
        words += [*axes.texts, axes.xaxis.label, axes.yaxis.label]
    boxes = [(text.get_window_extent(), text) for text in words if text.get_text()]
    for extent, text in boxes:
        assert box.x0 - 1 <= extent.x0 <= extent.x1 <= box.x1 + 1, text
        assert box.y0 - 1 <= extent.y0 <= extent.y1 <= box.y1 + 1, text
    for i, (one, text) in enumerate(boxes):
        for other, others in boxes[:i]:
            assert not one.overlaps(other), (text, others)


def test_same_seed_same_picture(make):
    assert make().still() == make().still()
