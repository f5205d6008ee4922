import numpy as np
import pytest

from neurona.panels import trials
from neurona.panels.arena import Arena
from neurona.panels.searches import KINDS, grid_points, random_points
from neurona.panels.trials import Trial
from tests.neurona.panels.handling import moved


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Train for few epochs: what is tested here does not depend on how many."""
    monkeypatch.setattr(trials, "EPOCHS", trials.SLICE)


@pytest.fixture
def panel():
    panel = Arena()
    panel.play_button.click()
    yield panel
    assert panel.errors == []


def test_it_opens_before_anyone_can_tell_who_wins():
    panel = Arena()
    grid, random, bayesian = ([one.point for one in lane.search.tried] for lane in panel.lanes)
    assert len(grid) == 4
    assert bayesian == random == random_points(panel.seed)[:4]
    panel.rewind_button.click()
    assert not any(lane.search.tried for lane in panel.lanes)


def test_three_searches_of_the_same_budget(panel):
    assert [lane.kind for lane in panel.lanes] == list(KINDS)
    assert {len(lane.search.tried) for lane in panel.lanes} == {16}
    grid, random, bayesian = ([one.point for one in lane.search.tried] for lane in panel.lanes)
    assert grid == grid_points()
    assert random == random_points(panel.seed)
    assert bayesian[:4] == random[:4]
    assert bayesian[4:] != random[4:]


def test_scores_are_those_of_real_networks(panel):
    for lane in panel.lanes:
        trial = Trial(panel.seed, lane.best.point)
        trial.learn_all()
        assert lane.best.score == pytest.approx(trial.score)


def test_searches_take_turns(panel):
    panel.rewind_button.click()
    for _time in range(24):
        panel.step_button.click()
        counts = [len(lane.search.tried) for lane in panel.lanes]
        assert max(counts) - min(counts) <= 1
    assert sum(counts) == 12


def test_curves_are_the_best_so_far(panel):
    for curve, lane in zip(panel._curves, panel.lanes, strict=True):
        x, y = curve.get_data()
        scores = [one.score for one in lane.search.tried]
        assert list(x) == list(range(1, 17))
        assert list(y) == [max(scores[:n]) for n in x]


def test_dots_lie_where_networks_were_tried(panel):
    for drawn, lane in zip(panel.maps, panel.lanes, strict=True):
        x, y = drawn.map._dots.get_data()
        p = [one.point.p for one in lane.search.tried]
        lam = [one.point.lam for one in lane.search.tried]
        assert x == pytest.approx(10 * np.array(p))
        assert y == pytest.approx(9 * np.log10(np.array(lam) / 0.01) / 3)
        (star,) = drawn.map._star.get_xdata()
        assert star == pytest.approx(10 * lane.best.point.p)


def test_the_test_set_is_opened_when_asked_for_and_counted(panel):
    assert "opened 0 times" in panel.alternative_text
    assert "On the test set" not in panel.alternative_text
    assert moved(panel, panel.test_button.click)
    assert panel.times_opened == 1
    for lane in panel.lanes:
        assert lane.tested == lane.trained[lane.best.point].test()
    panel.test_button.click()
    assert panel.times_opened == 1  # nothing new was looked at
    panel.seed_button.click()
    assert panel.times_opened == 0


def test_looking_at_every_new_winner_is_looking_often(panel):
    panel.rewind_button.click()
    while not panel.lanes[0].search.finished:
        panel.step_button.click()
        panel.test_button.click()
    assert panel.times_opened > 3
    assert panel._advice.get_text() == "It was for once."


def test_play_from_the_end_begins_anew(panel):
    first = panel.png
    panel.play_button.click()
    assert panel.png == first


def test_a_new_seed_is_raced_on_at_once(panel):
    before = [lane.best for lane in panel.lanes]
    assert moved(panel, panel.seed_button.click)
    assert all(lane.search.finished for lane in panel.lanes)
    assert before != [lane.best for lane in panel.lanes]
