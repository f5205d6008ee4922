import asyncio

import numpy as np
import pytest

from neurona.panels.knob_map import best_of_cells
from neurona.panels.searches import every_cell, grid_points
from neurona.panels.seeking import Seeking
from neurona.panels.trials import Point, Trial
from tests.neurona.panels.handling import moved
from tests.neurona.panels.walk import until


@pytest.fixture
def panel():
    panel = Seeking()
    yield panel
    assert panel.errors == []


def shown(panel):
    """The scores in the cells, as the picture has them."""
    return panel.map._cells.get_array().filled(np.nan).reshape(10, 10)


def test_it_opens_on_a_whole_grid(panel):
    assert set(panel.trained) == set(grid_points())
    assert np.isfinite(shown(panel)).sum() == 16
    assert panel.trial.point == Point(0.0, 0.01)
    assert "16 of 16 trials" in panel.alternative_text


def test_cells_show_what_networks_really_score(panel):
    trial = Trial(panel.seed, Point(0.6, 0.1))
    trial.learn_all()
    assert shown(panel)[Point(0.6, 0.1).cell[::-1]] == pytest.approx(trial.score)
    numbers = [text.get_text() for text in panel.map._numbers]
    column, row = Point(0.6, 0.1).cell
    digits = int(trial.score == np.nanmax(shown(panel)))  # the best is told with one more
    assert numbers[10 * row + column] == f"{100 * trial.score:.{digits}f}"
    assert sum(number != "" for number in numbers) == 16


@pytest.mark.parametrize(("knob", "value"), [("p", 0.5), ("lam", 0.2)])
def test_a_knob_trains_the_cell_it_picks(panel, knob, value):
    assert moved(panel, lambda: setattr(getattr(panel, knob), "value", value))
    assert len(panel.trained) == 17
    assert panel.trial.point == panel.point
    assert panel.trial.finished
    column, row = panel.point.cell
    assert shown(panel)[row, column] == pytest.approx(panel.trial.score)


def test_a_cell_that_is_known_is_not_trained_again(panel):
    panel.p.value = 0.3
    assert len(panel.trained) == 16
    assert panel.trial is panel.trained[Point(0.3, 0.01)]


def test_step_chooses_and_then_trains_in_slices(panel):
    panel.rewind_button.click()
    assert panel.trained == {}
    assert np.isnan(shown(panel)).all()
    assert "No network" not in panel.alternative_text
    panel.step_button.click()
    assert panel.trial.training.epochs == 0
    for epochs in (15, 30, 45, 60):
        panel.step_button.click()
        assert panel.trial.training.epochs == epochs
    assert len(panel.search.tried) == 1


def test_play_spends_the_budget_and_from_the_end_begins_anew(panel):
    first = panel.png
    panel.play_button.click()
    assert len(panel.search.tried) == 16
    panel.p.value = 0.6
    panel.p.value = 0.0
    assert panel.png == first


@pytest.mark.parametrize(("kind", "trials"), [("random", 16), ("bayesian", 16), ("every", 100)])
def test_every_search_fills_the_map(panel, kind, trials):
    panel.kind.value = kind
    assert panel.search.finished
    assert len(panel.search.tried) == trials
    scores = best_of_cells({one.point: one.score for one in panel.search.tried})
    np.testing.assert_allclose(shown(panel), scores)
    if kind == "every":
        assert set(panel.trained) == set(every_cell())
    assert f"{trials} of {trials} trials" in panel.alternative_text


def test_a_pick_by_hand_is_no_trial_of_the_search(panel):
    panel.rewind_button.click()
    panel.lam.value = 2.0
    assert panel.search.tried == []
    assert list(panel.trained) == [Point(0.0, 2.0)]
    assert panel.best.point == Point(0.0, 2.0)
    panel.play_button.click()
    assert len(panel.search.tried) == 16
    assert len(panel.trained) == 17


def test_the_same_seed_has_the_same_map_and_another_one_another(panel):
    again = Seeking()
    assert again.png == panel.png
    panel.seed_button.click()
    assert panel.search.finished
    assert not np.array_equal(shown(panel), shown(again))


def test_a_drag_while_it_plays_is_trained_and_the_search_goes_on():
    async def drag():
        panel = Seeking()
        panel.rewind_button.click()
        panel.play_button.click()
        await until(lambda: len(panel.search.tried) >= 2)
        panel.p.value = 0.4
        await until(lambda: Point(0.4, 0.01) in panel.trained)
        await until(lambda: panel.search.finished and not panel.playing)
        assert len(panel.trained) == 17
        assert panel.errors == []

    asyncio.run(drag())


def test_a_pick_while_it_pauses_trains_that_one_alone():
    async def pick():
        panel = Seeking()
        panel.rewind_button.click()
        panel.p.value = 0.3
        panel.p.value = 0.4
        await until(lambda: not panel.playing)
        assert list(panel.trained) == [Point(0.4, 0.01)]
        assert panel.errors == []

    asyncio.run(pick())
