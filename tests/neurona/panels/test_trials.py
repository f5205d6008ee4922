import numpy as np
import pytest

from neurona.panels import trials
from neurona.panels.trials import LAMBDAS, P_VALUES, Point, Trial, at, mangoes, parts_of


def test_a_place_is_found_again():
    for point in (Point(0.0, 0.01), Point(0.45, 0.3), Point(0.9, 10.0)):
        assert at(point.place) == pytest.approx(point)
    assert Point(0.0, 0.01).place == (0, 0)
    assert Point(0.9, 10.0).place == pytest.approx((1, 1))


def test_equal_factors_of_lambda_are_equal_ways():
    heights = [Point(0.0, lam).place[1] for lam in (0.01, 0.1, 1.0, 10.0)]
    assert np.diff(heights) == pytest.approx(1 / 3)


def test_each_cell_is_the_nearest_one():
    for column, p in enumerate(P_VALUES):
        for row, lam in enumerate(LAMBDAS):
            assert Point(p, lam).cell == (column, row)
    assert Point(0.34, 0.13).cell == (3, 3)
    assert Point(0.36, 0.16).cell == (4, 4)
    assert Point(0.0, 0.7).cell == (0, 6)  # where its dot is, though 0.5 is nearer


def test_only_two_measurements_count():
    data = mangoes(0)
    assert data.X.shape == (1000, 20)
    np.testing.assert_array_equal(data.Y[:, 0], data.X[:, 0] + data.X[:, 1] > 0)
    assert not np.array_equal(data.X, mangoes(1).X)


def test_the_parts_hold_every_mango_once():
    parts = parts_of(0)
    assert tuple(map(len, parts)) == trials.SIZES == (60, 440, 500)
    assert [int(trials.N * share) for share in trials.FRACTIONS[:2]] == [60, 440]
    assert sorted(np.concatenate(parts)) == list(range(trials.N))


def test_a_few_training_labels_are_wrong_and_no_others():
    trial = Trial(0, Point(0.0, 0.01))
    train, validation, _test = parts_of(0)
    data = mangoes(0)
    wrong = (data.Y[train] != trial.training.Y)[:, 0]
    assert list(np.flatnonzero(wrong)) == list(range(trials.WRONG))
    np.testing.assert_array_equal(trial.training.Y_new, data.Y[validation])


def test_the_same_trial_again_in_other_slices_scores_alike():
    one, other = (Trial(3, Point(0.3, 0.1)) for _time in range(2))
    one.learn_all()
    while not other.finished:
        other.learn(7)
    assert one.score == other.score
    assert one.training.epochs == other.training.epochs == trials.EPOCHS


def test_trials_of_a_seed_begin_with_the_same_weights():
    one, other = Trial(3, Point(0.3, 0.1)), Trial(3, Point(0.0, 5.0))
    np.testing.assert_array_equal(
        one.training.network.weights[0], other.training.network.weights[0]
    )


def test_the_test_set_is_another_one():
    trial = Trial(4, Point(0.5, 0.2))
    trial.learn_all()
    data, (_train, _validation, test) = mangoes(4), parts_of(4)
    right = (trial.training.network.outputs(data.X[test]) > 0.5) == data.Y[test]
    assert trial.test() == pytest.approx(right.mean())


def test_parts_of_ones_own_are_used():
    parts = (np.arange(50), np.arange(50, 150), np.arange(150, 160))
    trial = Trial(0, Point(0.0, 0.01), parts)
    np.testing.assert_array_equal(trial.training.X, mangoes(0).X[:50])
    assert len(trial.training.X_new) == 100
    assert 10 * trial.test() == pytest.approx(round(10 * trial.test()))
