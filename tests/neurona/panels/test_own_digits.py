from pathlib import Path

import numpy as np
import pytest

from neurona.panels import own_digits
from neurona.panels.own_digits import BINARY, ONE_HOT, OwnDigits, code, read, rebound, with_knobs
from solutions import backpropagation as reference

SOURCE = Path(reference.__file__).read_text(encoding="utf-8")


@pytest.fixture
def notebook():
    """A notebook's globals with every function written."""
    written = {"__name__": "notebook"}
    exec(SOURCE, written)
    return written


@pytest.mark.parametrize("coding", [ONE_HOT, BINARY])
def test_a_code_can_be_read(coding):
    labels = np.arange(10)
    wanted = code(labels, coding)
    assert set(np.unique(wanted)) == {0, 1}
    np.testing.assert_array_equal(read(0.1 + 0.8 * wanted, coding), labels)


def test_five_is_one_zero_one_zero():
    np.testing.assert_array_equal(code(np.array([5]), BINARY), [[1, 0, 1, 0]])


def a_batch(rng):
    weights = [rng.normal(size=(6, 4)), rng.normal(size=(2, 6))]
    biases = [rng.normal(size=6), rng.normal(size=2)]
    return rng.random((5, 4)), rng.random((5, 2)), weights, biases


def test_knobs_at_nothing_change_nothing():
    X, Y, weights, biases = a_batch(np.random.default_rng(0))
    knobbed = with_knobs(reference.backprop_batch, 0.0, 0.0, np.random.default_rng(1))
    found, right = (f(X, Y, weights, biases) for f in (knobbed, reference.backprop_batch))
    for mine, other in zip(found[0] + found[1], right[0] + right[1], strict=True):
        np.testing.assert_allclose(mine, other)


def test_the_penalty_is_added_to_weights_and_not_to_biases():
    X, Y, weights, biases = a_batch(np.random.default_rng(0))
    plain, held = (
        with_knobs(reference.backprop_batch, 0.0, decay, np.random.default_rng(1))(
            X, Y, weights, biases
        )
        for decay in (0.0, 0.3)
    )
    for before, after, W in zip(plain[0], held[0], weights, strict=True):
        np.testing.assert_allclose(after - before, 0.3 * W)
    for before, after in zip(plain[1], held[1], strict=True):
        np.testing.assert_array_equal(before, after)


def test_dropout_is_the_gradient_of_the_thinned_network():
    X, Y, weights, biases = a_batch(np.random.default_rng(0))
    p, seed = 0.5, 3
    kept = np.random.default_rng(seed).random(6) >= p
    assert 0 < kept.sum() < 6

    def cost():
        hidden = reference.sigmoid(X @ weights[0].T + biases[0]) * kept / (1 - p)
        out = reference.sigmoid(hidden @ weights[1].T + biases[1])
        return np.sum((out - Y) ** 2) / (2 * len(X))

    knobbed = with_knobs(reference.backprop_batch, p, 0.0, np.random.default_rng(seed))
    dWs, dbs = knobbed(X, Y, weights, biases)
    for array, gradient in zip(weights + biases, dWs + dbs, strict=True):
        for index in np.ndindex(array.shape):
            before, costs = array[index], []
            for h in (1e-5, -1e-5):
                array[index] = before + h
                costs.append(cost())
            array[index] = before
            assert gradient[index] == pytest.approx((costs[0] - costs[1]) / 2e-5, abs=1e-9)


def test_someone_is_always_kept():
    X, Y, weights, biases = a_batch(np.random.default_rng(0))
    knobbed = with_knobs(reference.backprop_batch, 1 - 1e-9, 0.0, np.random.default_rng(0))
    dWs, _dbs = knobbed(X, Y, weights, biases)
    assert (dWs[0][1:] == 0).all()


def test_functions_of_a_copy_see_what_is_replaced_and_the_notebook_stays_as_it_is():
    notebook = {}
    source = (
        "def one(): return 1\ndef helper(): return one()\ndef two(k=1, *, n=2): return helper() + n"
    )
    exec(source, notebook)
    copied = rebound(notebook, one=lambda: 40)
    assert copied["two"]() == 42
    assert notebook["two"]() == 3
    assert notebook["one"]() == 1


def test_each_epoch_goes_on_from_the_one_before(notebook):
    training = OwnDigits(notebook, 0, 0.0, 0.0, ONE_HOT)
    training.step(2)
    data = training.digits
    rng = np.random.default_rng([own_digits.CHAPTER, 0])
    X, Y = data.X[data.train], data.Y[data.train]
    weights, _biases = reference.train_network(X, Y, training.sizes, 3.0, 10, 2, rng)
    np.testing.assert_allclose(training.network.weights[0], weights[0])
    assert training.epochs == 2
    assert len(training.accuracy) == len(training.accuracy_new) == 3


def test_at_the_start_it_only_guesses(notebook):
    training = OwnDigits(notebook, 0, 0.0, 0.0, ONE_HOT)
    assert training.epochs == 0
    assert training.accuracy_new[0] < 0.25


def test_both_knobs_and_the_code_change_the_network(notebook):
    trained = []
    for p, lam, coding in ((0, 0, ONE_HOT), (0.5, 0, ONE_HOT), (0, 1, ONE_HOT), (0, 0, BINARY)):
        training = OwnDigits(notebook, 0, p, lam, coding)
        training.step(1)
        trained.append(training.network.weights[0])
    for i in range(1, 4):
        assert not np.array_equal(trained[0], trained[i])


def test_a_helper_between_them_feels_the_knobs_too(notebook):
    exec("def gradient(*args): return backprop_batch(*args)", notebook)
    exec(
        SOURCE[SOURCE.index("def train_network") : SOURCE.index("def darkness")].replace(
            "backprop_batch(", "gradient("
        ),
        notebook,
    )
    free, held = (OwnDigits(notebook, 0, 0.0, lam, ONE_HOT) for lam in (0.0, 5.0))
    for training in (free, held):
        training.step(1)
    assert np.abs(held.network.weights[0]).mean() < np.abs(free.network.weights[0]).mean()


def raises(*_args):
    raise ZeroDivisionError("my mistake")


def unwritten(*_args):
    raise NotImplementedError


@pytest.mark.parametrize("name", ["backprop_batch", "train_network"])
@pytest.mark.parametrize(
    "nonsense",
    [raises, unwritten, lambda *_args: None, lambda *_args: (1, 2), lambda *_args: "no", 42],
    ids=["raises", "unwritten", "nothing", "pair", "text", "no_function"],
)
def test_what_stands_in_the_way_is_a_sentence_with_its_name(notebook, name, nonsense):
    notebook[name] = nonsense
    training = OwnDigits(notebook, 0, 0.3, 0.0, ONE_HOT)
    assert f"`{name}`" in str(training.problem)
    assert training.network is None
    training.step(3)
    assert training.epochs == 0


def test_a_problem_on_the_way_keeps_what_there_is(notebook):
    right = notebook["train_network"]

    def tires(X, Y, sizes, lr, m, epochs, rng):
        if epochs > 1:
            raise RuntimeError("tired")
        return right(X, Y, sizes, lr, m, epochs, rng)

    notebook["train_network"] = tires
    training = OwnDigits(notebook, 0, 0.0, 0.0, ONE_HOT)
    training.step(4)
    assert training.epochs == 1
    assert "tired" in str(training.problem)
    assert training.network is not None
