import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.linear_model import Lasso

from neurona.panels import sweetness
from neurona.panels.sweetness import CROPS, LAMBDAS, N_NEW, harvest, lasso_corners, solutions

SEEDS = range(4)
PROBABILITIES = (0.0, 0.3, 0.9)


def problem(k, seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(3 * k, k)) @ rng.normal(size=(k, k))
    return X.T @ X / len(X), rng.normal(size=k)


def excess(H, c, pull, w):
    """How far w is from obeying what every lowest point of the penalized cost obeys."""
    left = c - H @ w
    on = w != 0
    apart = np.abs(left[on] - pull * np.sign(w[on]))
    return max(apart.max(initial=0), (np.abs(left[~on]) - pull).max(initial=0))


@pytest.mark.parametrize("k", [1, 2, 5, 8, 12])
@pytest.mark.parametrize("seed", range(6))
def test_corners_and_all_between_them_are_lowest_points(k, seed):
    H, c = problem(k, seed)
    pulls, corners = lasso_corners(H, c)
    assert pulls[0] == pytest.approx(np.abs(c).max())
    assert (corners[0] == 0).all()
    assert pulls[-1] == 0
    assert (np.diff(pulls) < 0).all()
    for i, (pull, w) in enumerate(zip(pulls, corners, strict=True)):
        assert excess(H, c, pull, w) < 1e-8
        if i:
            middle = (w + corners[i - 1]) / 2
            assert excess(H, c, (pull + pulls[i - 1]) / 2, middle) < 1e-8


def test_corners_where_two_weights_come_to_life_at_once():
    pulls, corners = lasso_corners(np.eye(3), np.array([1.0, -1.0, 0.5]))
    np.testing.assert_allclose(corners[-1], [1.0, -1.0, 0.5])
    for pull, w in zip(pulls, corners, strict=True):
        assert excess(np.eye(3), np.array([1.0, -1.0, 0.5]), pull, w) < 1e-12


@pytest.mark.parametrize("crop", CROPS)
@pytest.mark.parametrize("lam", [1.0, 7.0, 20.0])
def test_l1_is_what_scikit_learn_finds(crop, lam):
    mangoes = harvest(crop, 0)
    theirs = Lasso(alpha=lam / mangoes.n, fit_intercept=False, tol=1e-12, max_iter=100_000)
    theirs.fit(mangoes.X, mangoes.y)
    ours = solutions(crop, 0, 0.0, "l1").at(lam)
    np.testing.assert_allclose(ours, theirs.coef_, atol=1e-5)
    np.testing.assert_array_equal(ours == 0, np.abs(theirs.coef_) < 1e-9)


@pytest.mark.parametrize("crop", CROPS)
@pytest.mark.parametrize("p", PROBABILITIES)
def test_l2_is_where_the_slope_is_nothing(crop, p):
    mangoes = harvest(crop, 0)
    for lam in LAMBDAS:
        w = solutions(crop, 0, p, "l2").at(lam)
        slope = mangoes.bend(p) @ w - mangoes.slope + lam / mangoes.n * w
        np.testing.assert_allclose(slope, 0, atol=1e-10)
    assert np.all(w != 0)


@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_many_at_once_are_as_one_by_one(penalty):
    found = solutions("few", 1, 0.2, penalty)
    each = [found.at(lam) for lam in LAMBDAS]
    np.testing.assert_allclose(found.at(LAMBDAS), each, atol=1e-12)
    np.testing.assert_array_equal(found.at(LAMBDAS) == 0, np.array(each) == 0)


def test_dropping_inputs_costs_what_the_coins_cost_on_average():
    mangoes, p = harvest("few", 0), 0.4
    w = np.random.default_rng(1).normal(size=8)
    rng = np.random.default_rng(2)
    costs = [
        sweetness.cost(mangoes.X * (rng.random(mangoes.X.shape) >= p) / (1 - p), mangoes.y, w)
        for _draw in range(20_000)
    ]
    least = (mangoes.y**2).mean() / 2
    expected = least - mangoes.slope @ w + w @ mangoes.bend(p) @ w / 2
    assert np.mean(costs) == pytest.approx(expected, abs=4 * np.std(costs) / np.sqrt(20_000))


@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_no_other_weights_do_better(penalty):
    mangoes, lam, p = harvest("all", 2), 3.0, 0.2

    def total(w):
        size = np.abs(w).sum() if penalty == "l1" else (w**2).sum() / 2
        bare = w @ mangoes.bend(p) @ w / 2 - mangoes.slope @ w
        return bare + lam / mangoes.n * size

    ours = solutions("all", 2, p, penalty).at(lam)
    theirs = minimize(total, ours + 0.1, method="Nelder-Mead", options={"maxfev": 20_000})
    assert total(ours) <= theirs.fun + 1e-9


@pytest.mark.parametrize("crop", CROPS)
def test_mangoes_are_measured_from_the_average_one(crop):
    mangoes = harvest(crop, 3)
    kind = CROPS[crop]
    assert mangoes.X.shape == (kind.n, len(kind.true))
    assert mangoes.X_new.shape == (N_NEW, len(kind.true))
    np.testing.assert_allclose(mangoes.X.mean(axis=0), 0, atol=1e-12)
    assert mangoes.y.mean() == pytest.approx(0, abs=1e-12)
    assert harvest(crop, 3) is mangoes
    assert not np.array_equal(harvest(crop, 4).y, mangoes.y)


def test_the_slider_has_rising_values():
    assert LAMBDAS[:4] == (0.0, 1.0, 1.5, 2.0)
    assert LAMBDAS[-1] == 1000
    assert (np.diff(LAMBDAS) > 0).all()
