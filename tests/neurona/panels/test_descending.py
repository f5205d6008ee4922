"""The opening panel of chapter 03."""

import asyncio

import numpy as np
import pytest

from neurona.panels import gradient_descent as panels
from neurona.panels.descending import RATES, STEPS, STEPS_AT_ONCE, brief, pair
from neurona.panels.surfaces import VALLEY
from tests.neurona.panels.handling import moved, press
from tests.neurona.panels.walk import until


@pytest.fixture
def panel():
    panel = panels.opening()
    yield panel
    assert panel.errors == []


def run(panel, **settings):
    """Set controls, and walk to the end."""
    for name, value in settings.items():
        getattr(panel, name).value = value
    panel.rewind_button.click()
    panel.play_button.click()
    return panel.path[-1]


def test_it_opens_at_the_start_in_the_valley(panel):
    assert panel.headline.get_text() == "step 0: v = (2.5, −0.5), C(v) = 3.8"
    assert panel.story.get_text().startswith("next step: (−0.78, −0.42)")
    assert panel.png == panel.still()
    assert "Surface: valley" in panel.alternative_text
    assert "Minima in the window: (−1.5, 1.5)." in panel.alternative_text


def test_a_step_follows_the_rule(panel):
    v = panel.start_point
    for step in range(1, 4):
        panel.step_button.click()
        v = v - 0.3 * VALLEY.gradient(v)
        assert panel.path[-1] == pytest.approx(v)
        assert panel.headline.get_text().startswith(f"step {step}: ")
    assert len(panel.path) == 4


def test_the_dashed_line_is_the_next_step(panel):
    dashed = np.transpose(panel.next.get_data())
    panel.step_button.click()
    assert panel.path == pytest.approx(dashed)


def test_rewind_gives_the_very_start_and_the_same_steps(panel):
    press(panel.step_button, 5)
    fifth = panel.png
    panel.rewind_button.click()
    assert panel.png == panel.still()
    press(panel.step_button, 5)
    assert panel.png == fifth


def test_it_opens_with_a_walk_that_arrives_and_keeps_the_limit_to_itself(panel):
    for rate in (0.3, 1.0, 1.1, 0.3):
        panel.lr.value = rate
        assert "limit" not in panel.story.get_text() + panel.alternative_text
    end = run(panel)
    assert float(VALLEY.cost(end)) < 1e-4


def test_just_below_the_limit_it_arrives_and_just_above_it_flies_apart(panel):
    end = run(panel, lr=0.9)
    assert panel.walked.arrived
    assert end == pytest.approx([-1.5, 1.5], abs=0.01)
    assert "it has arrived" in panel.story.get_text()
    run(panel, lr=1.1)
    assert panel.walked.flown
    costs = VALLEY.cost(panel.path)
    assert (np.diff(costs)[4:] > 0).all()
    assert "It has flown apart." in panel.story.get_text()
    assert "flown apart" in panel.alternative_text


def test_at_the_limit_it_jumps_forever(panel):
    run(panel, lr=1.0)
    assert len(panel.path) == STEPS + 1
    assert not panel.walked.arrived
    assert f"{STEPS} steps are over." in panel.story.get_text()


def test_with_dropped_coordinates_the_path_jitters_but_arrives(panel):
    straight = run(panel, lr=0.6)
    cost = VALLEY.cost(panel.path)
    for _seed in range(5):
        end = run(panel, lr=0.6, p=0.5)
        assert end == pytest.approx(straight, abs=0.1)
        moves = np.diff(panel.path, axis=0)
        assert (moves == 0).any()
        assert len(panel.walked.dropped) >= len(panel.path) - 1
        assert VALLEY.cost(end) < 0.01 * cost[0]
        panel.seed_button.click()


def test_a_dropped_coordinate_is_told_and_does_not_move(panel):
    panel.p.value = 0.5
    panel.rewind_button.click()
    told = set()
    for _step in range(20):
        panel.step_button.click()
        move = panel.path[-1] - panel.path[-2]
        for i, name in enumerate(("v₁", "v₂")):
            dropped = f"dropped: {name}" in panel.story.get_text() or (
                "dropped: v₁, v₂" in panel.story.get_text()
            )
            assert dropped == (move[i] == 0)
            told.add((name, dropped))
    assert len(told) == 4


def test_lambda_moves_the_minimum_and_rounds_the_valley(panel):
    panel.lam.value = 0.2
    assert panel.low[0] == pytest.approx([-0.75, 0.75])
    assert run(panel) == pytest.approx([-0.75, 0.75], abs=0.01)


def test_from_the_right_it_ends_in_the_local_minimum_until_lambda_removes_it(panel):
    end = run(panel, kind="two", lr=0.5)
    assert panel.walked.arrived
    assert end == pytest.approx(panel.low[1], abs=0.01)
    assert panel.surface.cost(panel.low[0]) < panel.surface.cost(end)
    assert run(panel, v1=-1.0) == pytest.approx(panel.low[0], abs=0.01)
    end = run(panel, v1=2.5, lam=0.2)
    assert len(panel.low) == 1
    assert end == pytest.approx(panel.low[0], abs=0.01)


@pytest.mark.parametrize(
    ("name", "value"),
    [("p", 0.5), ("lam", 0.5), ("lr", 0.8), ("v1", -1.0), ("v2", 2.0)],
)
def test_a_control_that_moves_before_the_start_shows_a_walk_at_once(panel, name, value):
    assert moved(panel, lambda: setattr(getattr(panel, name), "value", value))
    assert 20 < panel.shown <= STEPS_AT_ONCE


def test_a_control_that_moves_later_tells_what_the_same_steps_would_have_done(panel):
    press(panel.step_button, 6)
    assert moved(panel, lambda: setattr(panel.lr, "value", 0.5))
    assert panel.shown == 6
    panel.lr.value = 0.3
    fresh = panels.opening()
    press(fresh.step_button, 6)
    assert panel.png == fresh.png


def test_another_surface_begins_at_the_start(panel):
    press(panel.step_button, 3)
    assert moved(panel, lambda: setattr(panel.kind, "value", "bowl"))
    assert panel.shown == 0


def test_while_playing_controls_act_at_once():
    async def play():
        panel = panels.opening()
        panel.pace = 0.01
        panel.play_button.click()
        await until(lambda: panel.shown > 2)
        panel.lr.value = 0.9
        await until(lambda: panel.walked.path[1][0] < 0.5)
        assert panel.playing
        await until(lambda: not panel.playing)
        assert panel.walked.arrived
        assert panel.errors == []

    asyncio.run(play())


def test_a_new_seed_begins_elsewhere_without_coins_and_tosses_others_with_them(panel):
    assert moved(panel, panel.seed_button.click)
    assert panel.start_point.tolist() != [2.5, -0.5]
    assert panel.shown == 0
    start = panel.start_point
    panel.p.value = 0.5
    before = panel.walked.path
    panel.seed_button.click()
    assert (panel.start_point == start).all()
    panel.play_button.click()
    assert not np.array_equal(panel.walked.path, before)


def test_the_cost_strip_falls_from_the_start_line(panel):
    run(panel, lr=0.6)
    _steps, heights = panel.strip._line.get_data()
    assert heights[0] == pytest.approx(1)
    assert (np.diff(heights) <= 1e-12).all()
    assert heights[-1] == pytest.approx(0, abs=1e-3)


def test_the_slider_of_rates_goes_through_the_limits():
    assert {0.9, 1.0, 1.1, 1.9, 2.0, 2.1} <= set(RATES)
    assert list(RATES) == sorted(RATES)


def test_numbers_are_brief():
    assert [brief(value) for value in (0.12345, 12639.4, -250.6, 0.0)] == [
        "0.123",
        "12,639",
        "−251",
        "0",
    ]
    assert pair(np.array([1.5, -0.25])) == "(1.5, −0.25)"
