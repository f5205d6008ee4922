import itertools

import numpy as np
import pytest

from neurona.panels.recipes import EDGES, MASKS, TEXTBOOK, Expectation, listen


def all_masks(n):
    return np.array(list(itertools.product([False, True], repeat=n)))


def test_over_all_fair_masks_the_expectation_is_exact():
    heard = listen(TEXTBOOK, all_masks(3), 0.5)
    assert sorted(heard["inverted"].training) == [0, 2, 4, 6, 6, 8, 10, 12]
    assert (heard["inverted"].mean, heard["inverted"].inference) == (6, 6)
    assert (heard["original"].mean, heard["original"].inference) == (3, 3)
    assert (heard["forgotten"].mean, heard["forgotten"].inference) == (3, 6)


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_at_any_p_both_recipes_agree_in_expectation(p):
    masks = all_masks(3)
    share = np.prod(np.where(masks, 1 - p, p), axis=1)
    heard = listen(TEXTBOOK, masks, p)
    for recipe in ("inverted", "original"):
        assert share @ heard[recipe].training == pytest.approx(heard[recipe].inference)
    gap = heard["forgotten"].inference - share @ heard["forgotten"].training
    assert gap == pytest.approx(6 * p)


@pytest.fixture
def panel():
    panel = Expectation()
    yield panel
    assert panel.errors == []


def words(panel, recipe):
    return [text.get_text() for text in panel.strips[recipe]._words]


def test_the_first_picture_has_all_masks(panel):
    assert panel.drawn == MASKS
    assert panel.png == panel.still()
    assert f"{MASKS:,} masks with p = 0.50" in panel.alternative_text
    assert "Original recipe: 3.01 on average in training" in panel.alternative_text


def test_only_the_forgotten_rescale_is_apart(panel):
    for p in (0.1, 0.5, 0.8):
        panel.p.value = p
        assert words(panel, "inverted")[2].endswith(": chance")
        assert words(panel, "original")[2].endswith(": chance")
        assert words(panel, "forgotten")[2] == f"apart by {6 - panel.heard['forgotten'].mean:.2f}"


def test_at_any_p_the_first_seed_is_no_unlucky_one(panel):
    for p in np.arange(0.05, 0.81, 0.05):
        panel.p.value = p
        heard = panel.heard["inverted"]
        assert abs(heard.mean - 6) < 1.2 * heard.spread / np.sqrt(MASKS)
        if p < 0.51:
            assert abs(heard.mean - 6) < 0.03


def test_strips_come_in_the_order_of_the_text(panel):
    assert list(panel.strips) == ["original", "inverted", "forgotten"]
    tops = [panel.strips[name]._words[0].get_position()[1] for name in panel.strips]
    assert tops == sorted(tops, reverse=True)


def test_one_mask_is_told_as_one(panel):
    panel.rewind_button.click()
    panel.step_button.click()
    assert panel.heading.get_text().startswith("1 mask, ")
    assert "under 1 mask with" in panel.alternative_text
    panel.step_button.click()
    assert panel.heading.get_text().startswith("2 masks, ")


def test_without_dropout_nothing_is_apart(panel):
    panel.p.value = 0.0
    assert words(panel, "forgotten") == ["training 6.00 ± 0.00", "inference 6.00", ""]


def test_as_p_grows_the_mean_stays_and_the_spread_grows(panel):
    spreads = []
    for p in (0.1, 0.3, 0.5, 0.7):
        panel.p.value = p
        spreads.append(panel.heard["inverted"].spread)
        assert panel.heard["inverted"].mean == pytest.approx(6, abs=0.1)
    assert spreads == sorted(spreads)


@pytest.mark.parametrize("n", [3, 10, 30])
def test_the_parts_always_add_up_to_6_and_fit_the_picture(panel, n):
    panel.n.value = n
    assert panel.parts.sum() == pytest.approx(6)
    for p in (0.0, 0.5, 0.8):
        panel.p.value = p
        heard = panel.heard["inverted"].training
        assert np.mean((heard < EDGES[0]) | (heard > EDGES[-1])) < 0.02


def test_step_draws_one_mask_at_a_time_after_rewind(panel):
    panel.rewind_button.click()
    assert panel.drawn == 0
    assert "No mask is drawn yet" in panel.alternative_text
    for count in range(1, 10):
        panel.step_button.click()
        assert panel.drawn == count
    assert len(panel.heard["inverted"].training) == 9


def test_play_ends_where_the_first_picture_began(panel):
    panel.rewind_button.click()
    panel.play_button.click()
    assert panel.drawn == MASKS
    assert panel.png == panel.still()


def test_step_at_the_end_begins_anew(panel):
    panel.step_button.click()
    assert panel.drawn == 1


def test_a_new_seed_tosses_other_coins(panel):
    before = panel.coins
    panel.seed_button.click()
    assert not np.array_equal(before, panel.coins)
    assert panel.drawn == MASKS
