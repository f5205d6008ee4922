"""Panels on an event loop, as in a notebook."""

import asyncio
import threading

import pytest

from neurona.panels import base
from tests.neurona.panels.walk import Endless, Fragile, Short, Walk, caption, settle, until


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
