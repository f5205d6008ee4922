import numpy as np
import pytest

from neurona.panels.peeking import FIRST, NETWORKS, TEST_SIZES, TRUTH, Peeking
from tests.neurona.panels.handling import moved, press


@pytest.fixture
def panel():
    panel = Peeking()
    yield panel
    assert panel.errors == []


def test_every_network_is_equally_good(panel):
    assert panel.scores.mean() == pytest.approx(TRUTH, abs=0.005)
    assert panel.scores.std() == pytest.approx(np.sqrt(TRUTH * (1 - TRUTH) / 100), rel=0.1)


def test_the_best_so_far_never_falls(panel):
    panel.tested = 100
    panel.update()
    x, y = panel._best.get_data()
    assert list(x) == list(range(1, 101))
    assert (np.diff(y) >= 0).all()
    assert y[-1] == panel.scores[:100].max()


def test_a_larger_test_set_flatters_less(panel):
    bests = []
    for size in TEST_SIZES:
        panel.examples.value = float(size)
        bests.append(panel.scores[:100].max())
    assert (np.diff(bests) < 0).all()
    assert bests[-1] < TRUTH + 0.02


def test_one_by_one_and_on_to_the_end(panel):
    panel.rewind_button.click()
    assert "No network tested yet" in panel.alternative_text
    press(panel.step_button, 3)
    assert panel.tested == 3
    panel.play_button.click()
    assert panel.tested == NETWORKS
    panel.step_button.click()
    assert panel.tested == 1


def test_another_seed_other_scores(panel):
    assert moved(panel, panel.seed_button.click)
    assert panel.tested == FIRST


def test_bars_count_the_scores(panel):
    panel.tested = 100
    panel.update()
    heights = panel._bars.get_data().values
    assert heights.max() == 1
    counts = np.unique(np.round(panel.scores[:100], 4), return_counts=True)[1]
    assert heights.sum() == pytest.approx(100 / counts.max())
