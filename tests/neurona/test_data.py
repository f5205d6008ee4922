import subprocess
import sys

import numpy as np
import pytest

from neurona import data
from neurona.data import digits, two_moons


@pytest.fixture(scope="module")
def everything():
    return digits()


def test_digits_are_pixels_between_0_and_1(everything):
    assert everything.X.shape == (1797, 64)
    assert everything.X.dtype == np.float64
    assert (everything.X.min(), everything.X.max()) == (0.0, 1.0)


def test_labels_and_one_hot_rows_agree(everything):
    assert everything.Y.shape == (1797, 10)
    np.testing.assert_array_equal(everything.Y.argmax(axis=1), everything.labels)
    np.testing.assert_array_equal(everything.Y.sum(axis=1), 1.0)
    assert np.flatnonzero(everything.Y[everything.labels == 5][0]).tolist() == [5]


def test_the_split_is_a_partition(everything):
    parts = (everything.train, everything.validation, everything.test)
    assert [len(part) for part in parts] == [1200, 297, 300]
    assert sorted(np.concatenate(parts)) == list(range(1797))


def test_the_split_never_changes(everything):
    again = digits()
    np.testing.assert_array_equal(everything.train, again.train)
    # Numbers that students and texts may quote depend on it.
    assert everything.train[:5].tolist() == [360, 1773, 1482, 600, 850]
    assert everything.test[-1] == 607


def test_every_digit_is_in_every_part(everything):
    for part in (everything.train, everything.validation, everything.test):
        assert set(everything.labels[part]) == set(range(10))


def test_a_small_training_set_leaves_the_unseen_alone(everything):
    small = digits(train=100)
    np.testing.assert_array_equal(small.train, everything.train[:100])
    np.testing.assert_array_equal(small.validation, everything.validation)
    np.testing.assert_array_equal(small.test, everything.test)
    assert len(small.X) == 1797


@pytest.mark.parametrize("train", [0, -1, 1201])
def test_a_training_set_must_exist(train):
    with pytest.raises(ValueError, match=str(train)):
        digits(train=train)


def test_scikit_learn_is_not_imported_before_it_is_needed():
    code = "import sys, neurona.data; assert not {'sklearn', 'scipy'} & set(sys.modules)"
    folder = str(data.__file__).rsplit("/neurona/", 1)[0]
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)


def test_mnist_is_found_when_it_is_asked_for():
    code = (
        "import sys, neurona.data; assert 'neurona.mnist' not in sys.modules;"
        " from neurona.data import DataUnavailable, Mnist, mnist"
    )
    folder = str(data.__file__).rsplit("/neurona/", 1)[0]
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)


def test_where_mnist_is_not_carried_it_is_just_missing(monkeypatch):
    assert not hasattr(data, "nothing")
    monkeypatch.setitem(sys.modules, "neurona.mnist", None)
    with pytest.raises(ImportError, match="mnist"):
        from neurona.data import mnist  # noqa: F401


def test_moons_without_noise_lie_on_their_half_circles():
    X, Y = two_moons(60, np.random.default_rng(0), noise=0.0)
    assert X.shape == (60, 2)
    assert Y.shape == (60, 1)
    upper, lower = X[Y[:, 0] == 0], X[Y[:, 0] == 1]
    assert len(upper) == len(lower) == 30
    center = np.array([0.5, 0.25])
    np.testing.assert_allclose(np.linalg.norm(upper + center, axis=1), 1.0)
    np.testing.assert_allclose(np.linalg.norm(lower - center, axis=1), 1.0)
    assert np.all(upper[:, 1] >= -0.25)
    assert np.all(lower[:, 1] <= 0.25)


def test_noise_has_the_wanted_spread():
    quiet, _Y = two_moons(4000, np.random.default_rng(0), noise=0.0)
    noisy, _Y = two_moons(4000, np.random.default_rng(0), noise=0.3)
    assert abs((noisy - quiet).std() - 0.3) < 0.01


def test_mislabeled_points_are_as_many_as_wanted_and_stay_where_they_are():
    right_X, right_Y = two_moons(50, np.random.default_rng(0))
    X, Y = two_moons(50, np.random.default_rng(0), mislabeled=0.15)
    np.testing.assert_array_equal(X, right_X)
    assert np.sum(right_Y != Y) == round(0.15 * 50)
    assert set(Y.ravel()) == {0.0, 1.0}


def test_same_seed_same_moons():
    first, again = (two_moons(30, np.random.default_rng(4), mislabeled=0.1) for _ in range(2))
    other = two_moons(30, np.random.default_rng(5), mislabeled=0.1)
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])
