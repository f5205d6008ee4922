"""Panels on an event loop, as in a notebook."""

import asyncio
import threading

import pytest

from neurona.panels import base
from tests.neurona.panels.walk import Endless, Fragile, Short, Walk, caption, settle, until


def test_the_new_picture_is_the_first_thing_that_is_told():
    async def change():
        panel, told = Walk(), []
        traits = {panel.image: "value", panel._caption: "value", panel.play_button: "description"}
        for widget, trait in traits.items():
            widget.observe(lambda change: told.append(change.owner), names=trait)
        panel.height.value = 0.9
        assert told == [panel.image]
        panel.add_button("Elsewhere", lambda: (panel.jump(), panel.start())).click()
        assert told[1:] == [panel.image, panel._caption, panel.play_button]
        panel.stop()

    asyncio.run(change())


def test_a_control_that_an_action_sets_makes_no_picture_of_its_own():
    class Turning(Walk):
        def jump(self):
            self.kind.value = "s"
            self.place, self.big.value = 50.0, True

    panel = Turning()
    updates, rewinds = panel.updates, panel.rewinds
    panel.jump_button.click()
    assert panel.updates == updates + 1
    assert panel.rewinds == rewinds + 1  # what follows from the kind, after the jump
    assert panel.place == pytest.approx(Walk().place)
    assert panel.png == bytes(panel.image.value)


def test_the_front_end_may_change_a_control_at_any_time_of_a_run():
    async def change():
        panel = Endless()
        panel.start()
        panel.height.value = 0.9  # before the first step
        assert panel.dot.get_ydata() == [0.9]
        assert panel.steps == 0
        panel.stop()
        return panel

    assert asyncio.run(change()).errors == []


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
        assert "Playing." in caption(panel)
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
