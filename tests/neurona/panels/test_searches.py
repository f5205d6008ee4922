import numpy as np
import pytest

from neurona.panels import searches
from neurona.panels.searches import PLACES, Bayesian, believe, improvement, random_points, search
from neurona.panels.trials import Point
from solutions import hyperparameters as reference


def run(one, score):
    """Let a search run on a given landscape, and return where it went."""
    while not one.finished:
        point = one.propose()
        assert one.propose() == point  # until its score is heard
        one.hear(point, score(point))
    return [tried.point for tried in one.tried]


def hill(point):
    x, y = point.place
    return 0.8 - 0.5 * ((x - 0.7) ** 2 + (y - 0.2) ** 2)


def test_improvement_is_the_mean_gain():
    rng = np.random.default_rng(0)
    for mean, std, best in ((0.7, 0.1, 0.75), (0.8, 0.02, 0.7), (0.5, 0.3, 0.9)):
        scores = rng.normal(mean, std, 400_000)
        gain = improvement(np.array([mean]), np.array([std]), best)
        assert gain == pytest.approx(np.maximum(scores - best, 0).mean(), rel=0.02)


def test_improvement_is_the_exercise_s():
    rng = np.random.default_rng(1)
    mean, std = rng.random(50), rng.uniform(0.01, 0.3, 50)
    ours, wanted = (f(mean, std, 0.6) for f in (improvement, reference.expected_improvement))
    np.testing.assert_allclose(ours, wanted, rtol=1e-9, atol=1e-15)


def test_belief_is_sure_near_trials_and_returns_to_the_mean_far_off():
    places, scores = np.array([[0.0], [0.1]]), np.array([0.7, 0.6])
    mean, std = believe(places, scores, np.array([[0.0], [0.1], [0.3], [50.0]]))
    assert mean[:2] == pytest.approx(scores, abs=searches.NOISE)
    assert mean[3] == pytest.approx(0.65)
    assert std[0] < std[2] < std[3]
    assert std[3] == pytest.approx(searches.SPREAD)


def test_belief_is_the_textbook_s():
    rng = np.random.default_rng(2)
    places, scores, where = rng.random((6, 2)), rng.random(6), rng.random((5, 2))

    def alike(a, b):  # Matérn with ν = 5/2
        d = np.sqrt(5) * np.linalg.norm(a[:, None] - b, axis=2) / searches.ALIKE
        return searches.SPREAD**2 * (1 + d + d**2 / 3) * np.exp(-d)

    seen = alike(places, places) + searches.NOISE**2 * np.eye(6)
    across = alike(where, places)
    mean, std = believe(places, scores, where)
    middle = scores.mean()
    np.testing.assert_allclose(mean, middle + across @ np.linalg.solve(seen, scores - middle))
    left = searches.SPREAD**2 - np.sum(across * np.linalg.solve(seen, across.T).T, axis=1)
    np.testing.assert_allclose(std, np.sqrt(left))


def test_nothing_tried_nothing_known():
    mean, std = believe(np.zeros((0, 2)), np.zeros(0), PLACES)
    assert set(mean) == {0.5}
    assert set(std) == {searches.SPREAD}


def test_grid_and_every_cell():
    assert len(run(search("grid", 0), hill)) == len(set(searches.grid_points())) == 16
    assert len(set(searches.every_cell())) == 100
    assert set(searches.grid_points()) <= set(searches.every_cell())


def test_random_points_are_a_seed_s_and_lie_on_the_map():
    points = random_points(0, 4000)
    assert random_points(0) == points[:16]
    assert random_points(1) != random_points(0)
    p, lam = np.array(points).T
    for values, low, high in ((p, 0, 0.9), (lam, 0.01, 10)):
        assert low <= values.min() < values.max() <= high
    shares = np.histogram(lam, [0.01, 0.1, 1, 10])[0] / len(lam)
    assert shares == pytest.approx(np.full(3, 1 / 3), abs=0.03)
    assert np.mean(p < 0.45) == pytest.approx(0.5, abs=0.03)


def test_a_bayesian_search_begins_at_random_and_then_climbs():
    one = search("bayesian", 0)
    went = run(one, hill)
    assert went[: searches.FIRST] == random_points(0)[: searches.FIRST]
    assert len(went) == searches.BUDGET
    assert len(set(went)) == len(went)
    assert one.best.score > 0.795
    assert (
        np.mean([hill(p) for p in went[8:]]) > np.mean([hill(p) for p in random_points(0)]) + 0.05
    )


def test_it_tries_what_the_student_s_function_finds_most_promising():
    def to_the_right(mean, std, best):
        return PLACES[:, 0] + 0.001 * PLACES[:, 1]

    one = Bayesian(random_points(0)[:2], 5, to_the_right)
    went = run(one, hill)
    assert went[2].place == pytest.approx((1, 1))
    assert all(point.p == pytest.approx(0.9) for point in went[2:])
    assert len(set(went)) == 5


def test_best_so_far_never_falls_and_the_first_of_equals_counts():
    one = search("random", 0)
    scores = iter([0.5, 0.7, 0.6, 0.7] * 4)
    run(one, lambda _point: next(scores))
    assert list(one.best_so_far[:4]) == [0.5, 0.7, 0.7, 0.7]
    assert one.best.point == one.tried[1].point
    assert isinstance(one.best.point, Point)
