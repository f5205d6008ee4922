import numpy as np
import pytest

from neurona.panels.hopping import STEPS, Hopping, paths, shrink
from solutions import l1_l2 as reference


@pytest.fixture
def panel():
    panel = Hopping()
    yield panel
    assert panel.errors == []


def test_steps_are_those_that_the_chapter_teaches():
    wanted, lr, lam, n = 0.3, 0.1, 5.0, 10
    found = paths(wanted, lr, lam / n, 30)
    for name, update in (("l2", reference.l2_update), ("l1", reference.l1_update)):
        w = np.array([1.0])
        for step in range(31):
            assert found[name][step] == pytest.approx(w[0], abs=1e-12)
            w = update(w, w - wanted, lr, lam, n)
    w = np.array([1.0])
    for step in range(31):
        assert found["soft"][step] == pytest.approx(w[0], abs=1e-12)
        w = reference.soft_threshold(w - lr * (w - wanted), lr * lam / n)


@pytest.mark.parametrize("w", [-2.0, -0.5, -0.1, 0.0, 0.3, 0.5, 4.0])
def test_shrinking_is_a_soft_threshold(w):
    assert shrink(w, 0.5) == pytest.approx(float(reference.soft_threshold(np.array(w), 0.5)))


@pytest.mark.parametrize("lr", [0.02, 0.1, 0.5])
def test_the_plain_step_hops_by_what_it_pulls_and_the_soft_one_stays(lr):
    found = paths(0.3, lr, 0.5, 400)
    late = found["l1"][-100:]
    assert late.min() < 0 < late.max()
    assert np.abs(late).max() <= 2 * lr * 0.5
    assert (found["soft"][-100:] == 0).all()
    assert found["l2"][-1] == pytest.approx(0.2, abs=1e-3)


def test_above_the_pull_the_weight_lives(panel):
    panel.wanted.value = 0.75
    assert panel.paths["soft"][-1] == pytest.approx(0.25, abs=1e-3)
    assert "cost + L1 is lowest at 0.25" in panel.alternative_text
    assert [len(cross.get_xdata()) for cross in panel._dead] == [0, 0]


def test_a_dead_weight_is_crossed_out(panel):
    assert [list(cross.get_ydata()) for cross in panel._dead] == [[0], [0]]
    assert "Soft threshold: now 0 ✗" in panel.alternative_text


def test_it_opens_on_all_steps_and_rewinds_to_none(panel):
    assert panel.taken == STEPS
    panel.rewind_button.click()
    assert panel.taken == 0
    assert {path[-1] for path in panel.paths.values()} == {1.0}
    panel.step_button.click()
    assert panel.taken == 1
    panel.play_button.click()
    assert panel.taken == STEPS
    assert panel.png == panel.still()
    panel.step_button.click()
    assert panel.taken == 0
