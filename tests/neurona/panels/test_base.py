import asyncio
import gettext
import io
import subprocess
import sys
import threading

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from neurona import language
from neurona.language import _
from neurona.panels import base, controls, showing
from neurona.panels.base import Panel
from neurona.panels.student import StudentProblem


class Walk(Panel):
    """A dot that takes random steps to the right, ever more slowly with the slider."""

    size = (200, 100)
    goal = 10_000

    def __init__(self):
        self.updates = 0
        self.rewinds = 0
        super().__init__()

    def invitation(self):
        return "Try <this> & that."

    def controls(self):
        self.height = self.slider(_("Height"), 0.5, 0.0, 1.0, 0.1)
        self.lam = self.log_slider("λ", 0.0, 0.001, 1.0)
        self.many = self.int_slider("Many", 3, 1, 9)
        self.kind = self.dropdown("Kind", "o", [("round", "o"), ("square", "s")], then=self.rewind)
        self.big = self.toggle("Big")
        self.jump_button = self.add_button("Jump", self.jump)
        self.add_play()
        self.add_new_seed()

    def build(self):
        axes = self.picture.axes(0, 0, 200, 100)
        axes.set(xlim=(0, 100), ylim=(0, 1))
        self.dot = self.moving(axes.plot([0], [0], "ko", markersize=5)[0])

    def rewind(self):
        self.rewinds += 1
        self.rng = np.random.default_rng(self.seed)
        self.place, self.steps = self.rng.random(), 0

    def jump(self):
        self.place = 90.0

    def step(self):
        self.steps += 1
        self.place += self.rng.random() / 100
        return self.steps < self.goal

    def update(self):
        self.updates += 1
        self.dot.set_data([self.place], [self.height.value])
        self.dot.set_marker(self.kind.value)
        self.dot.set_markersize(10 if self.big.value else 5)

    def describe(self):
        return f"<The dot> is at {self.place:.4f}, {self.height.value:.1f}."


class Short(Walk):
    goal = 5


class Endless(Walk):
    goal = float("inf")


async def until(condition):
    """Let the loop run until something has come about."""
    for _turn in range(2000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came about")


async def settle():
    """Let everything that is due run."""
    for _turn in range(5):
        await asyncio.sleep(0.002)


def caption(panel):
    return panel._caption.value


# What a panel shows.


def test_a_new_panel_shows_its_start():
    panel = Walk()
    assert panel.errors == []
    assert panel.png == panel.still() == bytes(panel.image.value)
    assert Image.open(io.BytesIO(panel.png)).size == (300, 150)
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


# Running on an event loop.


def test_events_that_come_together_make_one_picture():
    async def drag():
        panel = Walk()
        updates, rewinds = panel.updates, panel.rewinds
        for value in (0.1, 0.2, 0.3, 0.9):
            panel.height.value = value
        panel.kind.value = "s"
        panel.kind.value = "o"
        assert panel.updates == updates
        await until(lambda: panel.updates > updates)
        await settle()
        return panel, panel.updates - updates, panel.rewinds - rewinds

    panel, updates, rewinds = asyncio.run(drag())
    assert updates == 1
    assert rewinds == 1
    assert panel.dot.get_ydata() == [0.9]
    assert "0.9" in panel.alternative_text


def test_play_goes_on_until_it_is_paused():
    async def play():
        panel = Endless()
        panel.play_button.click()
        assert panel.play_button.description == "Pause"
        assert panel.steps == 0
        await until(lambda: panel.steps > 0)
        assert panel.playing
        panel.play_button.click()
        assert panel.png != panel.still()
        steps = panel.steps
        await settle()
        assert panel.steps == steps
        assert panel.play_button.description == "Play"
        assert panel.errors == []

    asyncio.run(play())


def test_play_ends_by_itself():
    async def play():
        panel = Short()
        panel.play_button.click()
        await until(lambda: not panel.playing)
        assert panel.steps == 5
        assert panel.play_button.description == "Play"
        assert panel.alternative_text == panel.describe()

    asyncio.run(play())


def test_pace_is_one_step_at_a_time():
    async def play():
        panel = Endless()
        panel.pace = 10.0
        panel.play_button.click()
        await until(lambda: panel.steps)
        await settle()
        assert panel.steps == 1
        panel.play_button.click()

    asyncio.run(play())


def test_a_drag_is_heard_while_playing_and_play_goes_on():
    async def drag():
        panel = Endless()
        panel.play_button.click()
        await until(lambda: panel.steps)
        panel.height.value = 0.9
        await until(lambda: panel.dot.get_ydata() == [0.9])
        assert panel.playing
        steps = panel.steps
        await until(lambda: panel.steps > steps)
        panel.stop()

    asyncio.run(drag())


@pytest.mark.parametrize("button", ["rewind_button", "seed_button", "step_button"])
def test_other_buttons_end_the_run(button):
    async def press():
        panel = Endless()
        panel.play_button.click()
        await until(lambda: panel.steps)
        getattr(panel, button).click()
        assert not panel.playing
        steps = panel.steps
        await settle()
        assert panel.steps == steps
        return panel

    panel = asyncio.run(press())
    if button == "rewind_button":
        assert panel.png == panel.still()


def test_start_twice_is_one_run():
    async def start():
        panel = Endless()
        panel.pace = 10.0
        panel.start()
        panel.start()
        await until(lambda: panel.steps)
        await settle()
        assert panel.steps == 1
        panel.stop()

    asyncio.run(start())


def test_pausing_and_playing_at_once_is_one_run():
    async def hurry():
        panel = Endless()
        panel.pace = 10.0
        for _click in range(3):
            panel.play_button.click()
        await until(lambda: panel.steps)
        await settle()
        assert panel.steps == 1
        panel.stop()

    asyncio.run(hurry())


def test_the_caption_is_silent_while_playing_and_speaks_when_it_rests(monkeypatch):
    monkeypatch.setattr(base, "CAPTION_QUIET_SECONDS", 0.01)

    async def play():
        panel = Endless()
        panel.play_button.click()
        panel.height.value = 0.9
        await until(lambda: panel.steps)
        said = []
        panel._caption.observe(lambda change: said.append(change.new), names="value")
        steps = panel.steps
        await until(lambda: panel.steps > steps)
        assert said == []
        panel.play_button.click()
        await until(lambda: said)
        assert panel.describe()[1:8] in caption(panel)

    asyncio.run(play())


def test_one_panel_runs_at_a_time():
    async def both():
        first, second = Endless(), Walk()
        first.play_button.click()
        second.play_button.click()
        assert not first.playing
        assert second.playing
        third = Walk()
        assert not second.playing  # its cell was run again
        assert not third.playing

    asyncio.run(both())


def test_events_may_arrive_in_another_thread():
    panel = Endless()

    def front_end():
        async def use():
            panel.play_button.click()
            await until(lambda: panel.steps)
            panel.height.value = 0.9
            await until(lambda: panel.dot.get_ydata() == [0.9])
            panel.play_button.click()

        asyncio.run(use())

    thread = threading.Thread(target=front_end)
    thread.start()
    thread.join()
    assert panel.errors == []
    assert panel.steps > 0
    assert panel.dot.get_ydata() == [0.9]
    panel.rewind_button.click()
    panel.height.value = 0.5
    assert panel.png == panel.still()


# When something goes wrong.


class Fragile(Endless):
    failing = ""
    problem = ValueError("a <b>wrong</b> turn")

    def step(self):
        return self.fail("step") or super().step()

    def rewind(self):
        self.fail("rewind")
        super().rewind()

    def update(self):
        self.fail("update")
        super().update()

    def describe(self):
        self.fail("describe")
        return super().describe()

    def fail(self, where):
        if where == self.failing:
            raise self.problem


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


def test_an_error_ends_a_run():
    async def play():
        panel = Fragile()
        panel.play_button.click()
        await until(lambda: panel.steps)
        panel.failing = "step"
        await until(lambda: not panel.playing)
        assert "wrong" in panel.notice
        assert len(panel.errors) == 1

    asyncio.run(play())


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


def test_a_problem_of_the_student_is_told_in_its_own_words():
    class Own(Fragile):
        problem = StudentProblem("`update` is not written yet.")

    panel = Own()
    panel.failing = "step"
    panel.step_button.click()
    assert panel.notice == "`update` is not written yet."


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
