import numpy as np
import pytest

from neurona.panels import blame
from neurona.panels.blame_graph import STAGES
from neurona.panels.two_passes import MOST_STEPS, TwoPasses, factor
from tests.neurona.panels.handling import press


@pytest.fixture
def panel():
    return TwoPasses()


def filled(column):
    return [bool(text.get_text() not in ("", "?")) for text in column]


def test_the_stages_fill_the_graph_from_left_to_right_and_back(panel):
    graph, seen = panel.graph, []
    for _stage in STAGES:
        labels = [text for layer in graph._labels for text in layer]
        seen.append(
            (sum(filled(graph._activations)), sum(filled(graph._errors)), sum(filled(labels)))
        )
        panel.step_button.click()
    assert seen == [(2, 0, 0), (5, 0, 0), (7, 0, 0), (7, 2, 0), (7, 5, 0), (7, 5, 12)]
    assert panel.stage == 0
    assert panel.steps == 1


def test_after_the_last_stage_the_weights_go_down_the_gradient(panel):
    before, blamed = panel.network.weights[0].copy(), panel.blame
    press(panel.step_button, len(STAGES))
    np.testing.assert_allclose(
        panel.network.weights[0], before - panel.lr.value * blamed.gradients[0]
    )
    assert panel.example == 0
    assert len(panel.costs) == 2


def test_the_sums_that_are_written_out_are_right(panel):
    told = []
    for _stage in STAGES:
        told.append(" ".join(panel.told))
        panel.step_button.click()
    start = blame.assign(blame.X[3], blame.Y[3], blame.untrained(panel.seed), np.ones(3))
    assert f"= {start.z[0][2]:.2f}" in told[1]
    assert f"= {start.activations[2][0]:.2f}" in told[2]
    assert f"= {start.deltas[1][0]:+.3f}" in told[3]
    assert f"= {start.deltas[0][2]:+.3f}" in told[4]
    assert f"= {start.gradients[1][0, 2]:+.3f}" in told[5]


def test_it_learns_and_comes_to_an_end(panel):
    panel.lr.value = 5.0
    panel.steps_without_loop = 10_000
    panel.play_button.click()
    assert panel.steps == MOST_STEPS
    assert panel.costs[-1] < 0.6 * panel.costs[0]
    assert panel.errors == []


def test_rewind_is_always_the_same_start(panel):
    press(panel.step_button, 20)
    press(panel.rewind_button)
    assert panel.png == panel.still()


def test_factors_that_are_negative_stand_in_brackets():
    assert factor(-0.456, 2) == "(−0.46)"
    assert factor(0.456, 2) == "0.46"


def test_the_cost_is_told_from_the_start_with_the_one_before(panel: TwoPasses) -> None:
    assert panel.reading.get_text() == f"{panel.costs[0]:.4f}"
    assert panel.latest.get_xdata()[0] == 0
    while panel.steps < 2:
        panel.step_button.click()
    assert panel.reading.get_text() == f"{panel.costs[1]:.4f} → {panel.costs[2]:.4f}"
    assert list(panel.latest.get_xydata()[0]) == [2, panel.costs[2]]
