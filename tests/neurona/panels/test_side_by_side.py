import numpy as np
import pytest

from neurona.panels import sweetness
from neurona.panels.side_by_side import SideBySide
from neurona.panels.sweeping import GRID, place
from neurona.panels.sweetness import LAMBDAS


@pytest.fixture
def panel():
    panel = SideBySide()
    yield panel
    assert panel.errors == []


def crosses(column):
    return list(column._bars._dead.get_xdata())


def test_both_columns_show_the_same_mangoes(panel):
    ends = [outcome.at(0.0) for outcome in panel.outcomes.values()]
    np.testing.assert_allclose(*ends)
    assert panel.outcomes["l1"].learned[0] == pytest.approx(panel.outcomes["l2"].learned[0])


def test_dead_weights_are_crossed_out_and_counted(panel):
    w = panel.weights["l1"]
    assert crosses(panel.columns["l1"]) == [j + 1 for j in range(8) if w[j] == 0]
    assert crosses(panel.columns["l2"]) == []
    assert panel.columns["l1"]._title.get_text() == f"L1: {np.sum(w == 0)} of 8 weights dead"
    assert "L2: 0 of 8" in panel.columns["l2"]._title.get_text()


def test_curves_are_those_of_the_weights(panel):
    mangoes = panel.mangoes
    for kind, outcome in panel.outcomes.items():
        x, y = panel.columns[kind]._unseen.get_data()
        np.testing.assert_allclose(x[3:], place(GRID[1:]))
        at = 40
        w = outcome.at(GRID[at - 2])
        assert y[at] == pytest.approx(sweetness.cost(mangoes.X_new, mangoes.y_new, w))
        for j, line in enumerate(panel.columns[kind]._lines):
            assert line.get_ydata()[at] == pytest.approx(w[j])


def test_curves_are_broken_where_the_axis_jumps_from_0_to_1(panel):
    for kind, outcome in panel.outcomes.items():
        for line in (panel.columns[kind]._unseen, *panel.columns[kind]._lines):
            x, y = line.get_data()
            assert x[0] < place(0.0) < x[1] < x[2] < place(1.0) == x[3]
            assert y[0] == y[1]
            assert np.flatnonzero(np.isnan(y)).tolist() == [2]
        assert panel.columns[kind]._unseen.get_ydata()[0] == outcome.unseen[0]


def test_the_mark_is_on_the_slider_s_best_lambda(panel):
    for kind, outcome in panel.outcomes.items():
        costs = [outcome.costs(outcome.at(lam))[1] for lam in LAMBDAS]
        assert outcome.lowest == pytest.approx(min(costs))
        assert outcome.best_lam == LAMBDAS[int(np.argmin(costs))]
        assert panel.columns[kind]._lowest.get_xdata()[0] == pytest.approx(
            float(place(outcome.best_lam))
        )


def test_what_is_learned_by_heart_costs_least_without_a_penalty(panel):
    for outcome in panel.outcomes.values():
        assert outcome.learned[0] == outcome.learned.min()
        assert outcome.unseen[0] > outcome.unseen.min() + 0.5


def test_lines_are_drawn_anew_for_p_and_mangoes_but_not_for_lambda(panel):
    drawn = panel.outcomes
    panel.lam.value = 30.0
    assert panel.outcomes is drawn
    panel.p.value = 0.3
    assert panel.outcomes is not drawn
    drawn = panel.outcomes
    panel.crop.value = "all"
    assert panel.outcomes is not drawn


def test_useless_weights_look_other_than_useful_ones(panel):
    styles = [line.get_linestyle() for line in panel.columns["l1"]._lines]
    assert [j for j in range(8) if styles[j] == "-"] == [0, 3, 6]
    panel.crop.value = "all"
    assert {line.get_linestyle() for line in panel.columns["l1"]._lines} == {"-"}


@pytest.mark.parametrize(("crop", "better"), [("few", "l1"), ("all", "l2")])
def test_which_penalty_is_better_is_no_luck_of_one_seed(crop, better):
    wins = 0
    for seed in range(20):
        mangoes = sweetness.harvest(crop, seed)
        costs = {
            kind: sweetness.cost(
                mangoes.X_new,
                mangoes.y_new,
                sweetness.solutions(crop, seed, 0.0, kind).at(LAMBDAS),
            ).min()
            for kind in ("l1", "l2")
        }
        wins += min(costs, key=costs.get) == better
    assert wins >= 14
