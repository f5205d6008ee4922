import itertools

import numpy as np
import pytest

from neurona.panels import rain
from neurona.panels.activations import logistic, logistic_slope
from neurona.panels.rain import Neuron
from neurona.panels.s_curve import SCurve

SIGMA = (logistic, logistic_slope)


def cost(x, y, neuron, lam):
    said = logistic(neuron.w * x + neuron.b, neuron.c)
    return ((said - y) ** 2).sum() / (2 * len(x)) + lam / (2 * len(x)) * neuron.w**2


@pytest.mark.parametrize(("c", "lam"), [(1.0, 0.0), (1.0, 2.0), (5.0, 0.5)])
def test_slopes_are_those_of_the_cost(c, lam):
    x, y = rain.days(1)
    w, b, h = 0.7, -0.3, 1e-6
    dw, db = rain.slopes(x, y, Neuron(w, b, c), lam, *SIGMA)
    for slope, (one, other) in (
        (dw, (Neuron(w + h, b, c), Neuron(w - h, b, c))),
        (db, (Neuron(w, b + h, c), Neuron(w, b - h, c))),
    ):
        rise = cost(x, y, one, lam) - cost(x, y, other, lam)
        assert slope == pytest.approx(rise / (2 * h), abs=1e-8)


def test_a_step_has_no_slope_but_the_penalty():
    x, y = rain.days(1)
    assert rain.slopes(x, y, Neuron(0.7, -0.3, np.inf), 2.0, *SIGMA) == (2.0 * 0.7 / 20, 0.0)


@pytest.mark.parametrize("seed", [SCurve.first_seed, *range(12)])
@pytest.mark.parametrize("lam", [0.0, 0.1, 2.0, 20.0])
def test_no_other_neuron_costs_less_than_the_fitted_one(seed, lam):
    x, y = rain.days(seed)
    fitted = rain.fit(x, y, lam, 1.0, *SIGMA)
    least = cost(x, y, fitted, lam)
    near = itertools.product(np.linspace(-0.2, 0.2, 9), repeat=2)
    grid = itertools.product(np.linspace(-6, 6, 25), repeat=2)
    around = [Neuron(fitted.w + dw, fitted.b + db) for dw, db in near]
    for other in [*around, *(Neuron(w, b) for w, b in grid)]:
        assert cost(x, y, other, lam) >= least - 1e-9


def test_a_larger_penalty_flattens_and_sharpness_is_undone_by_small_weights():
    x, y = rain.days(1)
    weights = [rain.fit(x, y, lam, 1.0, *SIGMA).w for lam in (0, 0.1, 1, 2, 5, 20)]
    assert weights == sorted(weights, reverse=True)
    sharp = rain.fit(x, y, 0.0, 5.0, *SIGMA)
    assert 5 * sharp.w == pytest.approx(weights[0], rel=0.01)


@pytest.mark.parametrize("seed", range(12))
def test_days_of_a_seed_are_the_same_and_can_be_fitted(seed):
    x, y = rain.days(seed)
    np.testing.assert_array_equal(x, rain.days(seed)[0])
    assert set(y) == {0, 1}
    assert rain.LEAST < rain.fit(x, y, 0.0, 1.0, *SIGMA).w < rain.MOST
    assert y[x > 0].mean() > y[x < 0].mean()


@pytest.mark.parametrize("seed", [SCurve.first_seed, *range(6)])
@pytest.mark.parametrize(("c", "lam"), [(1.0, 0.0), (1.0, 0.5), (1.0, 20.0), (2.0, 1.0)])
def test_descent_from_the_bad_start_arrives_at_the_fit(seed, c, lam):
    x, y = rain.days(seed)
    neuron = Neuron(*rain.START, c)
    for _step in range(400):
        neuron = rain.descend(x, y, neuron, lam, *SIGMA)
    assert neuron == pytest.approx(rain.fit(x, y, lam, c, *SIGMA), abs=0.01)


@pytest.mark.parametrize("p", [0.0, 0.3, 0.9])
def test_shares_count_masks_by_their_probability(p):
    masks = np.array(list(itertools.product((0, 1), repeat=rain.SENSORS)))
    each = np.prod(np.where(masks == 1, 1 - p, p), axis=1)
    counted = [each[masks.sum(axis=1) == k].sum() for k in range(rain.SENSORS + 1)]
    np.testing.assert_allclose(rain.shares(p), counted, atol=1e-15)
