"""What all panels share, without an event loop."""

import gc
import gettext
import io
import subprocess
import sys
import weakref

import matplotlib as mpl
import pytest
from PIL import Image

from neurona import language
from neurona.panels import controls, showing
from neurona.panels.others import MOST_OF_A_KIND
from neurona.panels.picture import PIXEL_RATIO
from neurona.panels.student import StudentProblem
from tests.neurona.panels.walk import Endless, Fragile, Short, Walk, caption

# What a panel shows.


def test_of_many_panels_of_a_kind_the_oldest_are_let_go():
    made = [weakref.ref(Walk()) for _ in range(MOST_OF_A_KIND + 3)]
    gc.collect()
    assert [one() is not None for one in made] == [False] * 3 + [True] * MOST_OF_A_KIND
    made[-1]().height.value = 0.7
    assert made[-1]().errors == []


def test_a_closed_panel_s_buttons_and_sliders_are_gone_from_the_page():
    panel = Walk()
    inside = (panel.widget, *panel.widget.children, panel.height, panel.play_button)
    assert all(each.comm is not None for each in inside)
    panel.close()
    assert all(each.comm is None for each in inside)


def test_a_new_panel_shows_its_start():
    panel = Walk()
    assert panel.errors == []
    assert panel.png == panel.still() == bytes(panel.image.value)
    assert Image.open(io.BytesIO(panel.png)).size == (200 * PIXEL_RATIO, 100 * PIXEL_RATIO)
    assert panel.alternative_text == panel.describe()
    assert not panel.playing


def test_every_control_moves_the_picture_and_its_words():
    panel = Walk()
    seen = {panel.png}
    words = panel.alternative_text
    panel.height.value = 0.7
    assert panel.alternative_text != words
    for control, value in ((panel.kind, "s"), (panel.big, True)):
        before = panel.png
        control.value = value
        assert panel.png != before
        assert bytes(panel.image.value) == panel.png
        seen.add(panel.png)
    assert len(seen) == 3


def test_texts_are_escaped_and_announced():
    panel = Walk()
    assert "Try &lt;this&gt; &amp; that." in panel.widget.children[0].value
    assert 'role="status"' in caption(panel)
    assert "&lt;The dot&gt; is at" in caption(panel)
    panel.height.value = 0.9
    assert "0.9" in caption(panel)


def test_controls_have_words_and_all_are_shown():
    panel = Walk()
    rows = panel.widget.children
    assert [c.description for c in rows[1].children] == ["Height", "λ", "Many", "Kind", "Big"]
    words = [b.description for b in rows[2].children]
    assert words == ["Jump", "Play", "Step", "Rewind", "New seed (now 0)"]
    assert panel.image in rows


def test_words_are_in_the_language_of_the_moment(monkeypatch):
    class Loud(gettext.NullTranslations):
        def gettext(self, message):
            return f"¡{message}!"

    monkeypatch.setattr(language, "_catalog", Loud())
    panel = Walk()
    assert panel.height.description == "¡Height!"
    assert panel.play_button.description == "¡Play!"


def test_a_notebook_gets_the_live_panel_its_picture_and_its_words(monkeypatch):
    published = []
    monkeypatch.setattr(showing, "display", lambda data, **more: published.append((data, more)))
    panel = Walk()
    panel._ipython_display_()
    data, more = published[0]
    view = data["application/vnd.jupyter.widget-view+json"]
    assert view["model_id"] == panel.widget.model_id
    assert data["image/png"] == panel.png
    assert data["text/plain"] == panel.alternative_text
    assert more["metadata"]["image/png"]["alt"] == panel.alternative_text
    assert more["metadata"]["image/png"]["width"] == 200


def test_a_style_of_the_student_changes_nothing():
    plain = Walk().png
    with mpl.rc_context({"axes.facecolor": "red", "font.size": 30, "lines.markeredgewidth": 9}):
        assert Walk().png == plain


def test_panels_leave_pyplot_alone():
    code = (
        "import sys; from neurona import panels; panel = panels.perceptron.opening();"
        "panel.step_button.click(); assert panel.errors == [];"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# Running without an event loop.


def test_step_takes_one_step_and_rewind_goes_back_to_the_very_picture():
    panel = Walk()
    panel.step_button.click()
    assert panel.steps == 1
    assert panel.alternative_text == panel.describe()
    panel.jump_button.click()
    assert panel.png != panel.still()
    panel.rewind_button.click()
    assert panel.png == panel.still()


def test_without_a_loop_play_takes_a_bounded_number_of_steps():
    panel = Endless()
    panel.play_button.click()
    assert panel.steps == panel.steps_without_loop
    assert not panel.playing
    assert panel.play_button.description == "Play"


def test_without_a_loop_play_ends_when_nothing_is_left():
    panel = Short()
    panel.play_button.click()
    assert panel.steps == 5


def test_a_new_seed_is_another_start_and_the_same_seed_the_same():
    first, second = Walk(), Walk()
    first.seed_button.click()
    assert first.seed_button.description == "New seed (now 1)"
    place = first.place
    assert place != second.place
    first.step_button.click()
    first.rewind_button.click()
    assert first.place == place
    second.seed_button.click()
    assert second.place == place
    assert second.png == first.png


# When something goes wrong.


@pytest.mark.parametrize("where", ["step", "rewind", "update", "describe"])
def test_an_error_is_told_in_the_panel_and_gone_with_the_next_action(where, capsys):
    panel = Fragile()
    panel.failing = where
    panel.step_button.click()
    panel.rewind_button.click()
    assert set(panel.errors) == {Fragile.problem}
    if where != "step":
        assert "a <b>wrong</b> turn" in panel.notice
        assert "a &lt;b&gt;wrong&lt;/b&gt; turn" in panel._alert.value
        assert 'role="alert"' in panel._alert.value
    panel.failing = ""
    panel.rewind_button.click()
    assert panel.notice == ""
    assert panel._alert.value == ""
    assert panel.png == panel.still()
    assert capsys.readouterr() == ("", "")


def test_an_error_of_a_control_is_told_too():
    panel = Fragile()
    panel.failing = "rewind"
    panel.kind.value = "s"
    assert "ValueError" in panel.notice


def test_a_panel_that_fails_from_the_start_is_still_shown():
    class Broken(Fragile):
        failing = "update"

    panel = Broken()
    assert "wrong" in panel.notice
    assert panel.still()


def test_an_interrupted_action_leaves_a_panel_that_can_be_used():
    panel = Walk()

    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        panel._do(interrupted)
    panel.height.value = 0.9
    assert panel.dot.get_ydata() == [0.9]


def test_a_problem_of_the_student_is_told_in_its_own_words():
    class Own(Fragile):
        problem = StudentProblem("`update` is not written yet.")

    panel = Own()
    panel.failing = "step"
    panel.step_button.click()
    assert panel.notice == "`update` is not written yet."


def test_names_in_backticks_are_shown_as_code_and_nothing_else_is_html():
    told = controls.alert("`train` raised NameError: <b> & `x`.")
    assert "<code>train</code> raised NameError: &lt;b&gt; &amp; <code>x</code>." in told


# Controls.


def test_log_values_are_0_and_then_1_2_5_in_each_decade():
    values = controls.log_values(0.001, 1.0)
    assert values == [0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0]
    assert controls.log_values(0.02, 0.3) == [0, 0.02, 0.05, 0.1, 0.2]


def test_a_log_slider_reads_as_a_number():
    slider = controls.choice_slider("λ", 0.0, controls.log_values(0.001, 1.0))
    slider.index = 4
    assert slider.value == 0.01
    assert slider.label == "0.01"


def test_sliders_are_alike_and_are_not_sent_back_what_they_say():
    sliders = (
        (controls.slider("p", 0.5, 0.0, 0.9, 0.05, 2), "value"),
        (controls.int_slider("n", 3, 1, 9, 1), "value"),
        (controls.choice_slider("λ", 0.0, [0.0, 0.1]), "index"),
    )
    for slider, trait in sliders:
        assert slider.trait_metadata(trait, "sync")
        assert slider.trait_metadata(trait, "echo_update") is False
        assert slider.continuous_update
        assert slider.style.description_width == controls.LABEL_WIDTH
        slider.set_state({trait: 1})
        assert getattr(slider, trait) == (0.9 if slider is sliders[0][0] else 1)


# The caption.


def test_the_caption_has_room_for_the_longest_words_so_far():
    def lines(html):
        return float(html.split("min-height:")[1].split("em")[0]) / 1.4

    assert lines(controls.status("short")) == pytest.approx(2)
    assert lines(controls.status("word " * 80)) == pytest.approx(4)
    assert lines(controls.status("short", 400)) == pytest.approx(4)
    panel = Walk()
    words = panel.describe
    panel.describe = lambda: words() * 20
    panel.jump_button.click()
    room = lines(caption(panel))
    assert room > 4
    panel.describe = words
    panel.rewind_button.click()
    assert lines(caption(panel)) == room
