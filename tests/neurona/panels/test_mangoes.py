import numpy as np
import pytest
from scipy.special import expit

from neurona.panels import mangoes


def numerically(f, w, h=1e-6):
    return np.array([(f(w + h * e) - f(w - h * e)) / (2 * h) for e in np.eye(len(w))])


def test_mangoes_are_sorted_and_always_the_same():
    X, y = mangoes.mangoes()
    assert X.shape == (200, 2)
    assert list(y) == sorted(y)
    assert 80 < y.sum() < 120


@pytest.mark.parametrize("w", [(-1.0, 3.0), (0.0, 0.0), (2.5, 1.0)])
def test_the_gradient_is_that_of_the_cost(w):
    X, y = mangoes.mangoes()
    w = np.array(w)
    found = mangoes.gradient(X, y, w)
    np.testing.assert_allclose(
        found, numerically(lambda v: mangoes.cost(X, y, v), w), rtol=1e-6, atol=1e-9
    )
    np.testing.assert_allclose(mangoes.slopes(X, y, w).mean(axis=0), found)


def test_the_cost_of_a_grid_is_that_of_its_places():
    X, y = mangoes.mangoes()
    grid = np.random.default_rng(0).normal(size=(3, 4, 2))
    assert mangoes.cost(X, y, grid)[1, 2] == pytest.approx(
        np.mean((expit(X @ grid[1, 2]) - y) ** 2) / 2
    )


@pytest.mark.parametrize("lam", [0.0, 0.01, 1.0, 5.0])
def test_at_the_lowest_place_there_is_no_slope(lam):
    X, y = mangoes.mangoes()
    w = np.array(mangoes.lowest(lam))
    slope = mangoes.gradient(X, y, w) + lam / mangoes.N * w
    np.testing.assert_allclose(slope, 0, atol=1e-6)
    places = mangoes.START + np.random.default_rng(1).normal(0, 4, (500, 2))
    penalty = lam / (2 * mangoes.N)
    others = mangoes.cost(X, y, places) + penalty * (places**2).sum(axis=1)
    assert others.min() > mangoes.cost(X, y, w) + penalty * (w**2).sum()


def test_more_decay_is_nearer_to_the_origin():
    lengths = [np.linalg.norm(mangoes.lowest(lam)) for lam in (0.0, 0.1, 1.0, 5.0)]
    assert lengths == sorted(lengths, reverse=True)
