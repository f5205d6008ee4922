import numpy as np
import pytest

from neurona.panels import stopwatch
from neurona.panels.stopwatch import Runner, Stopwatch, many_mangoes


@pytest.fixture
def panel():
    panel = Stopwatch()
    yield panel
    assert panel.errors == []


def cells(panel):
    return [[cell.get_text() for cell in row] for row in panel._cells]


def measure(panel):
    panel.measure_button.click()
    while not panel.measured:
        panel.step()
    panel._do(panel.update)


def test_before_it_measures_it_knows_the_updates_alone(panel):
    assert cells(panel) == [["1", "6,000"], ["?", "?"], ["?", "?"], ["?", "6,000"], ["?", "?"]]
    assert "The seconds are not measured yet." in panel.alternative_text
    panel.m.value = 100.0
    assert cells(panel)[0] == ["1", "600"]


@pytest.mark.parametrize("m", [100, 10_000, 60_000])
def test_one_epoch_against_as_many_seconds(panel, m):
    panel.m.value = float(m)
    measure(panel)
    full, mini = panel.full, panel.mini
    assert mini.updates == panel.epoch == 60_000 // m
    assert full.updates >= 1
    assert full.seconds >= mini.seconds > 0
    assert "?" not in str(cells(panel))
    assert panel.alternative_text.count("seconds") >= 3


def test_with_the_full_batch_as_mini_batch_an_epoch_reaches_the_same(panel):
    panel.m.value = 60_000.0
    measure(panel)
    assert panel.mini.costs[-1] == pytest.approx(panel.full.costs[1])
    assert "1 times the updates" in panel.alternative_text


def test_the_costs_are_the_same_each_time_and_the_seconds_its_own(panel):
    panel.m.value = 1_000.0
    measure(panel)
    first = panel.mini.costs
    measure(panel)
    assert panel.mini.costs == first


def test_moving_a_knob_forgets_what_was_measured(panel):
    panel.m.value = 10_000.0
    measure(panel)
    panel.lr.value = 3.0
    assert not panel.measured
    assert cells(panel)[1] == ["?", "?"]


def test_every_example_is_read_once_an_epoch(panel):
    panel.step()
    assert sorted(np.concatenate(panel.batches)) == list(range(stopwatch.N))


def test_the_first_cost_is_that_of_no_weights():
    _X, y = many_mangoes()
    assert Runner(1.0).costs == [np.mean((0.5 - y) ** 2) / 2]


def test_a_step_is_the_gradient_s_of_the_neuron_with_its_bias():
    X, y = many_mangoes()
    runner = Runner(2.0)
    runner.learn([slice(0, 50)])
    runner.note()
    delta = (0.5 - y[:50]) * 0.25
    np.testing.assert_allclose(runner.w, -2.0 * delta @ X[:50] / 50)
    assert runner.b == pytest.approx(-2.0 * delta.mean())
    assert runner.updates == 1
    assert len(runner.times) == len(runner.costs) == 2
