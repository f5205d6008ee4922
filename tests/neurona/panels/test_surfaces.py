import numpy as np
import pytest

from neurona.panels.surfaces import (
    BOWL,
    FAR,
    FLAT,
    HIGH,
    HOURS,
    LOW,
    TWO_MINIMA,
    VALLEY,
    Penalized,
    Slope,
    end,
    largest_rate,
    lowest_points,
)

SURFACES = {
    "bowl": BOWL,
    "valley": VALLEY,
    "two minima": TWO_MINIMA,
    "one neuron": HOURS,
    "penalized": Penalized(TWO_MINIMA, 0.3),
}
PLACES = np.array([(0.3, -0.7), (-2.0, 1.5), (2.9, 2.9)])
H = 1e-5


@pytest.fixture(params=SURFACES)
def surface(request):
    return SURFACES[request.param]


def test_gradients_are_the_slopes_of_the_cost(surface):
    nudges = H * np.eye(2)
    for v in PLACES:
        slopes = [(surface.cost(v + d) - surface.cost(v - d)) / (2 * H) for d in nudges]
        assert surface.gradient(v) == pytest.approx(slopes, abs=1e-8)


def test_hessians_are_the_slopes_of_the_gradient(surface):
    nudges = H * np.eye(2)
    for v in PLACES:
        rows = [(surface.gradient(v + d) - surface.gradient(v - d)) / (2 * H) for d in nudges]
        np.testing.assert_allclose(surface.hessian(v), rows, atol=1e-8)


def test_many_points_are_asked_for_at_once(surface):
    together = np.stack([PLACES, PLACES[::-1]])
    np.testing.assert_allclose(surface.cost(together)[1, 0], surface.cost(PLACES[2]))
    np.testing.assert_allclose(surface.gradient(together)[1, 0], surface.gradient(PLACES[2]))


def test_each_lowest_point_is_flat_and_lower_than_all_around(surface):
    found = lowest_points(surface)
    assert len(found) >= 1
    around = 0.1 * np.array([(np.cos(t), np.sin(t)) for t in np.linspace(0, 6, 12)])
    for v in found:
        assert np.abs(surface.gradient(v)).max() < 1e-9
        assert (surface.cost(v + around) > surface.cost(v)).all()
    costs = [float(surface.cost(v)) for v in found]
    assert costs == sorted(costs)


def test_where_the_way_down_leads_out_of_the_window_there_is_no_lowest_point():
    class Plane:
        def cost(self, v):
            return v[..., 0]

    assert lowest_points(Plane()).shape == (0, 2)


@pytest.mark.parametrize(("surface", "count"), [(BOWL, 1), (VALLEY, 1), (TWO_MINIMA, 2)])
def test_how_many_lowest_points_there_are(surface, count):
    found = lowest_points(surface)
    assert len(found) == count
    assert ((found > LOW) & (found < HIGH)).all()


def test_a_penalty_pulls_the_lowest_point_to_the_origin_and_rounds_the_valley():
    bare, tilted = VALLEY, Penalized(VALLEY, 0.2)
    assert lowest_points(tilted)[0] == pytest.approx(lowest_points(bare)[0] / 2)
    for surface, curvatures in ((bare, [0.2, 2.0]), (tilted, [0.4, 2.2])):
        H = surface.hessian(np.zeros(2))
        assert np.linalg.eigvalsh(H) == pytest.approx(curvatures)


def test_a_strong_penalty_leaves_one_minimum_of_two():
    assert len(lowest_points(Penalized(TWO_MINIMA, 0.1))) == 2
    assert len(lowest_points(Penalized(TWO_MINIMA, 0.2))) == 1


def test_the_largest_rate_is_that_of_the_steepest_direction():
    assert largest_rate(BOWL, BOWL.center) == pytest.approx(2)
    assert largest_rate(VALLEY, VALLEY.center) == pytest.approx(1)


def test_a_slope_without_coins_is_the_gradient():
    slope = Slope(VALLEY.gradient, 0.0, np.random.default_rng(0))
    assert (slope(PLACES[0]) == VALLEY.gradient(PLACES[0])).all()
    assert slope.dropped == [()]


def test_dropped_coordinates_are_zero_and_told():
    slope = Slope(VALLEY.gradient, 0.5, np.random.default_rng(0))
    whole = VALLEY.gradient(PLACES[0])
    for _time in range(400):
        thinned = slope(PLACES[0])
        off = slope.dropped[-1]
        expected = [0 if i in off else whole[i] for i in range(2)]
        assert (thinned == expected).all()
    share = np.mean([len(off) for off in slope.dropped]) / 2
    assert share == pytest.approx(0.5, abs=0.05)


def test_a_walk_ends_where_the_ground_is_flat():
    path = BOWL.center + np.array([[1, 0], [0.1, 0], [FLAT / 2, 0], [0, 0]])
    walk = end(BOWL, path, [(), (0,), ()])
    assert (walk.arrived, walk.flown) == (True, False)
    assert len(walk.path) == 3
    assert walk.dropped == [(), (0,)]


def test_a_walk_ends_where_it_flies_apart():
    path = np.array([[1.0, 1.0], [-60, 60], [2 * FAR, 0], [1e300, 1e300]])
    walk = end(TWO_MINIMA, path, [()] * 3)
    assert (walk.arrived, walk.flown) == (False, True)
    assert len(walk.path) == 3


def test_a_walk_that_does_neither_is_whole():
    path = np.array([[1.0, 1.0], [0.5, 0.5]])
    walk = end(VALLEY, path, [()])
    assert (walk.arrived, walk.flown, len(walk.path)) == (False, False, 2)


def test_the_neuron_says_what_sigma_says():
    v = np.array([1.2, -0.3])
    assert HOURS.say(v) == pytest.approx(1 / (1 + np.exp(-(1.2 * HOURS.x - 0.3))))
    assert np.isfinite(HOURS.cost(np.array([1e6, -1e6])))
