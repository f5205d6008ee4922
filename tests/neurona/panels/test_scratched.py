import numpy as np
import pytest

from neurona.panels import scratched
from neurona.panels.saturation import sigmoid
from neurona.panels.scratched import N_TRAIN, Reader, task, untrained
from neurona.panels.shares import softmax


def error(A, Y):
    return A - Y


@pytest.mark.parametrize("n", [50, 100, 1200])
def test_a_fifth_of_the_training_labels_is_wrong_and_no_other(n):
    now = task(0, n)
    assert len(now.wrong) == n // 5
    different = np.flatnonzero(now.given != now.meant)
    np.testing.assert_array_equal(different, now.wrong)
    np.testing.assert_array_equal(now.Y.argmax(axis=1), now.given)
    assert len(now.X) == len(now.Y) == n
    assert len(now.X_new) == len(now.Y_new) == 297


def test_the_wrong_labels_depend_on_the_seed():
    assert not np.array_equal(task(0).given, task(1).given)
    np.testing.assert_array_equal(task(0).meant, task(1).meant)


def test_every_training_of_a_seed_has_the_same_start():
    one = untrained(0, 100, "cross_entropy", 0.0, 0.0).network
    other = untrained(0, 400, "quadratic", 0.5, 1.0).network
    for W, V in zip(one.weights, other.weights, strict=True):
        np.testing.assert_array_equal(W, V)
    assert (one.cost, other.cost) == ("cross_entropy", "quadratic")


@pytest.mark.parametrize(("p", "lam"), [(0.0, 0.0), (0.4, 0.0), (0.0, 0.5), (0.4, 0.5)])
def test_a_reader_learns_as_the_course_s_network_does(p, lam):
    reader = Reader(0, p, lam, sigmoid, error)
    training = untrained(0, N_TRAIN, "cross_entropy", p, lam)
    for _epoch in range(3):
        reader.learn()
        training.step()
    assert reader.epochs == training.epochs
    X = reader.task.X_new
    np.testing.assert_allclose(reader.outputs(X), training.network.outputs(X), rtol=1e-9)


def test_another_error_is_another_training():
    readers = [Reader(0, 0.0, 0.0, sigmoid, one) for one in (error, lambda A, Y: A * (A - Y))]
    for reader in readers:
        reader.learn()
    X = readers[0].task.X_new
    assert not np.allclose(readers[0].outputs(X), readers[1].outputs(X))


def test_the_last_layer_is_the_one_handed_in():
    reader = Reader(0, 0.0, 0.0, softmax, error)
    outputs = reader.outputs(reader.task.X_new)
    np.testing.assert_allclose(outputs.sum(axis=1), 1)
    np.testing.assert_allclose(outputs, softmax(reader.weighted_inputs(reader.task.X_new)))


def test_errors_of_any_size_do_no_harm_but_to_the_network():
    reader = Reader(0, 0.0, 0.0, sigmoid, lambda A, Y: np.full_like(A, 1e300))
    reader.learn()
    assert reader.epochs == 1


def test_purposes_do_not_share_random_numbers():
    drawn = [scratched.stream(0, name).random() for name in scratched.STREAMS]
    assert len(set(drawn)) == len(drawn)
