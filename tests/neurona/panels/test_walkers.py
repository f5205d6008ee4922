import numpy as np
import pytest

from neurona.panels import mangoes, sgd
from neurona.panels.walkers import EPOCHS, Knobs, Walk
from tests.neurona.panels.handling import moved, press


def walked(epochs, seed=0, **knobs):
    walk = Walk(seed, Knobs(**({"m": 10, "lr": 8.0, "p": 0.0, "lam": 0.0} | knobs)))
    walk.go_to(epochs)
    return walk


def test_with_all_mangoes_in_a_batch_both_walk_together():
    walk = walked(5, m=200)
    np.testing.assert_allclose(walk.mini, walk.full)


def test_an_epoch_reads_every_mango_once():
    walk = walked(0, m=30)
    batches = walk.cut()
    assert [len(batch) for batch in batches] == [30] * 6 + [20]
    assert sorted(np.concatenate(batches)) == list(range(200))
    assert not np.array_equal(np.concatenate(batches), np.concatenate(walk.cut()))


def test_epochs_are_told_along_the_path():
    walk = walked(2, m=50)
    assert walk.epochs == [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]
    assert len(walk.full) == 3


def test_a_step_is_against_the_mini_batch_s_gradient_with_decay():
    walk = walked(0, m=20, lam=1.0, lr=2.0)
    walk.cut = lambda: [np.arange(20)]
    walk.update()
    X, y = mangoes.mangoes()
    w = mangoes.START
    slope = mangoes.gradient(X[:20], y[:20], w) + 1.0 / 200 * w
    np.testing.assert_allclose(walk.mini[1], w - 2.0 * slope)
    full = mangoes.gradient(X, y, w) + 1.0 / 200 * w
    np.testing.assert_allclose(walk.full[1], w - 2.0 * full)


def test_p_drops_coordinates_and_keeps_the_mean():
    plain, slopes = walked(0, m=200), []
    for seed in range(2000):
        walk = walked(1, seed, m=200, p=0.5)
        slopes.append(walk.mini[1] - walk.mini[0])
    plain.update()
    step = plain.mini[1] - plain.mini[0]
    np.testing.assert_allclose(np.mean(slopes, axis=0), step, atol=0.1 * np.abs(step).max())
    shares = np.round(np.array(slopes) / step, 9)
    assert set(shares.ravel()) == {0.0, 2.0}


def test_p_leaves_the_full_batch_alone():
    np.testing.assert_array_equal(walked(3, p=0.8).full, walked(3).full)


@pytest.fixture
def panel():
    panel = sgd.opening()
    yield panel
    assert panel.errors == []


def test_it_opens_after_one_epoch_and_rewinds_to_none(panel):
    assert panel.walk.epochs[-1] == 1
    panel.rewind_button.click()
    assert panel.walk.epochs == [0.0]
    assert "Full batch: steps 0" in panel.alternative_text


def test_every_knob_moves_the_picture_and_the_words(panel):
    for control, value in ((panel.p, 0.5), (panel.lam, 1.0), (panel.m, 50.0), (panel.lr, 20.0)):
        reached = panel.walk.epochs[-1]
        assert moved(panel, lambda control=control, value=value: setattr(control, "value", value))
        assert panel.walk.epochs[-1] == reached


def test_step_and_play_go_to_the_end_and_begin_anew(panel):
    panel.rewind_button.click()
    press(panel.step_button, 3)
    assert len(panel.walk.mini) == 4
    panel.play_button.click()
    assert panel.walk.epochs[-1] == EPOCHS
    panel.step_button.click()
    assert len(panel.walk.mini) == 2


def test_a_look_at_small_batches_is_of_several_steps(panel):
    panel.m.value = 1.0
    panel.rewind_button.click()
    panel.step_button.click()
    assert len(panel.walk.mini) == 11


def test_a_new_seed_takes_another_way_as_far(panel):
    before = panel.walk.mini[-1]
    panel.seed_button.click()
    assert panel.walk.epochs[-1] == 1
    assert not np.array_equal(panel.walk.mini[-1], before)


def test_the_same_seed_takes_the_same_way(panel):
    png = panel.png
    panel.m.value = 1.0
    panel.m.value = 10.0
    assert panel.png == png


def test_the_wildest_knobs_break_nothing(panel):
    for control in (panel.p, panel.lr):
        control.value = control.max
    panel.lam.value, panel.m.value = 5.0, 1.0
    panel.play_button.click()
    assert np.isfinite(panel.walk.mini).all()
