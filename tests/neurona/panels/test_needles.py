import numpy as np
import pytest

from neurona.panels import mangoes
from neurona.panels.needles import DRAWS, Needles, draw_batches, needles, noise
from neurona.panels.walkers import BATCHES


@pytest.fixture
def panel():
    panel = Needles()
    yield panel
    assert panel.errors == []


def test_noise_is_that_of_draws_without_replacement():
    each = np.random.default_rng(0).normal(size=(200, 3))
    full = each.mean(axis=0)
    found = noise(needles(each, draw_batches(0)), full)
    m = np.array(BATCHES)
    expected = np.sqrt(each.var(axis=0).sum() / m * (200 - m) / 199)
    np.testing.assert_allclose(found, expected, rtol=0.1, atol=1e-12)


def test_a_mini_batch_has_each_mango_at_most_once():
    orders = draw_batches(3)
    assert orders.shape == (DRAWS, len(BATCHES), 200)
    assert (np.sort(orders, axis=2) == np.arange(200)).all()


def test_noise_is_the_root_of_the_mean_of_squares():
    tips = np.array([[[3.0, 4.0]], [[0.0, 0.0]]])
    assert noise(tips, np.zeros(2)) == pytest.approx([np.sqrt(25 / 2)])


def test_noise_falls_with_m_at_every_place(panel):
    for place in ("start", "half", "lowest"):
        panel.place.value = place
        assert (np.diff(panel.noises) < 0).all()
        line = panel.spread / np.sqrt(BATCHES[:6])
        np.testing.assert_allclose(panel.noises[:6], line, rtol=0.2)


def test_it_opens_with_all_draws_and_rewinds_to_none(panel):
    assert panel.drawn == DRAWS
    panel.rewind_button.click()
    assert panel.drawn == 0
    assert "Noise at" not in panel.alternative_text
    panel.step_button.click()
    assert panel.drawn == 1
    assert panel.alternative_text.startswith("1 mini-batch of each size was drawn")
    panel.play_button.click()
    assert panel.drawn == DRAWS
    assert panel.png == panel.still()


def test_the_dots_are_downhill_of_the_gradients(panel):
    x, y = panel._dots.get_data()
    tips = panel.tips[:, BATCHES.index(10)]
    np.testing.assert_array_equal(np.stack([x, y], axis=1), -tips)
    assert panel._tip.get_xdata()[0] == pytest.approx(-panel.full[0])
    assert np.dot(mangoes.lowest(0.0) - mangoes.START, -panel.full) > 0


def test_the_whole_batch_without_noise_is_marked_at_the_bottom(panel):
    panel.m.value = 200.0
    assert "Noise at m = 200: 0.000" in panel.alternative_text
    assert 200 not in panel._measured.get_xdata()


def test_a_new_seed_draws_other_mini_batches(panel):
    before = panel.noises
    panel.seed_button.click()
    assert panel.drawn == DRAWS
    assert not np.array_equal(before, panel.noises)
