"""Every number that chapter 05 states of networks that read digits, measured anew."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest

from neurona.data import digits
from solutions import backpropagation as solutions
from tests.course import chapter_text
from tests.course.test_numbers_backpropagation import CHAPTER, SIZES, helpers, shown, states


@functools.cache
def unseen() -> np.ndarray:
    data = digits()
    return np.concatenate([data.validation, data.test])


@states(
    "These digits have 8×8 pixels. How many inputs must the network have",
    "64 and 10. There are 1,200 digits to learn from, and 597 to be tested on. A pixel goes from 0 "
    "(paper) to 1 (ink). $Y$ is **one-hot**: for the digit 5, the 1 is at index 5. The largest of "
    "ten outputs is the network's answer.",
    "*“A 1 at index 5 of the one-hot vector is a 6.”* Counting starts at 0: it is the digit 5.",
    "`sizes` is (64, 30, 10) here.",
)
def test_the_digits() -> None:
    assert shown()[1][1].startswith("(1200, 64) (597, 64)\n5 [0. 0. 0. 0. 0. 1. 0.")
    data = digits()
    assert (data.X.min(), data.X.max()) == (0, 1)
    assert data.X.shape[1] == 8 * 8 == SIZES[0]
    assert data.Y.shape[1] == SIZES[-1] == 10
    np.testing.assert_array_equal(data.Y.argmax(axis=1), data.labels)


@states(
    "`rng.normal(0, s, (n_out, n_in))` draws a matrix of numbers around 0, mostly between −`s` and "
    r"`s`; take $s = 1/\sqrt{n_{in}}$. `list(zip((64, 30, 10), (30, 10)))` is `[(64, 30), (30, "
    "10)]`: in and out, layer by layer.",
    "For the way back: `reversed(range(3))` gives 2, 1, 0, and `dWs.insert(0, dW)`",
)
def test_a_matrix_is_drawn_and_layers_are_paired() -> None:
    assert list(zip((64, 30, 10), (30, 10), strict=False)) == [(64, 30), (30, 10)]
    assert list(reversed(range(3))) == [2, 1, 0]
    drawn = np.random.default_rng(0).normal(0, 0.125, (300, 64))
    assert drawn.shape == (300, 64)
    assert drawn.mean() == pytest.approx(0, abs=0.005)
    assert 0.6 < (np.abs(drawn) < 0.125).mean() < 0.75
    assert 1 / np.sqrt(64) == 0.125


@states("Could all weights start at 0?")
def test_weights_of_zero_stay_alike() -> None:
    data = digits(200)
    X, Y = data.X[data.train], data.Y[data.train]
    weights = [np.zeros((30, 64)), np.zeros((10, 30))]
    biases = [np.zeros(30), np.zeros(10)]
    for _step in range(20):
        dWs, dbs = solutions.backprop_batch(X, Y, weights, biases)
        weights = [W - dW for W, dW in zip(weights, dWs, strict=True)]
        biases = [b - db for b, db in zip(biases, dbs, strict=True)]
    assert (weights[0] == weights[0][0]).all()
    assert np.abs(weights[0]).max() > 0


@functools.cache
def learned(seed: int) -> float:
    data = digits()
    X, Y = data.X[data.train], data.Y[data.train]
    rng = np.random.default_rng(seed)
    network = solutions.train_network(X, Y, SIZES, 3.0, 10, 10, rng)
    A = helpers().feedforward(data.X[unseen()], *network)[1][-1]
    return float((A.argmax(axis=1) == data.labels[unseen()]).mean())


@states(
    "Guessing is right one time in ten.",
    "a 1 needs less ink than an 8",
    "Try it with `lr` = 3, m = 10 and 10 epochs.",
    "On these digits 11%: hardly more than guessing. All ten are about equally dark. On MNIST, "
    "60,000 larger digits to learn from, the literature has 22.25%. Your network is above 93%.",
)
def test_darkness_and_the_network() -> None:
    data = digits()
    X, labels = data.X[data.train], data.labels[data.train]
    said = solutions.darkness_classifier(X, labels, data.X[unseen()])
    assert (said == data.labels[unseen()]).mean() == pytest.approx(0.11, abs=0.005)
    means = [X[labels == digit].mean() for digit in range(10)]
    assert means[1] < means[8] == max(means)
    assert max(means) < 1.1 * min(means)
    assert min(learned(seed) for seed in range(3)) > 0.93


@states(
    "## Ten outputs, or four?",
    "Four binary outputs can say $2^4 = 16$ things, more than enough for ten digits.",
    "the one with ten outputs, or the one with four? Each is trained three times here",
    "Ten outputs read about 97%, four only about 91%. “Is it a 5?” has to do with shape. “Is it "
    "odd?” has not: 1, 3, 5, 7 and 9 have no stroke in common. And four bits must all be right at "
    "once.",
)
def test_ten_outputs_against_four() -> None:
    assert 2**4 == 16 > 10
    rows = [line.replace("[", "").replace("]", "").split() for line in shown()[3][1].splitlines()]
    assert [int(row[0]) for row in rows] == [10, 4]
    ten, four = ([float(score) for score in row[1:]] for row in rows)
    assert len(ten) == len(four) == 3
    assert np.mean(ten) == pytest.approx(0.97, abs=0.006)
    assert np.mean(four) == pytest.approx(0.91, abs=0.006)
    assert min(ten) > max(four)
    odd = [digit for digit in range(10) if digit % 2]
    assert odd == [1, 3, 5, 7, 9]


@states(
    "An input pixel is 0 in every picture.",
    "Their gradient is δ times 0.",
)
def test_a_pixel_without_ink_leaves_its_weights() -> None:
    data = digits(100)
    X, Y = data.X[data.train].copy(), data.Y[data.train]
    X[:, 5] = 0
    rng = np.random.default_rng(0)
    start, _biases = solutions.train_network(X, Y, SIZES, 0.0, 10, 1, rng)
    rng = np.random.default_rng(0)
    end, _biases = solutions.train_network(X, Y, SIZES, 3.0, 10, 3, rng)
    np.testing.assert_array_equal(start[0][:, 5], end[0][:, 5])
    assert (start[0][:, 30] != end[0][:, 30]).all()


class _NoNetworkError(OSError):
    """Stands in for what is raised where there is no network."""


@pytest.mark.parametrize("online", [True, False])
def test_the_optional_cell_goes_on_with_the_small_digits(
    online: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fetch(train: int, test: int) -> Any:
        assert (train, test) == (20_000, 5_000)
        if not online:
            raise _NoNetworkError("no network here")
        return digits(600)

    monkeypatch.setattr("neurona.data.DataUnavailable", _NoNetworkError, raising=False)
    monkeypatch.setattr("neurona.data.mnist", fetch, raising=False)
    (cell,) = [cell for cell in chapter_text.order_of_cells(CHAPTER) if "large = False" in cell]
    names = {
        "np": np,
        "data": digits(),
        "train_network": solutions.train_network,
        "feedforward": helpers().feedforward,
    }
    exec(cell.replace("large = False", "large = True"), names)
    *told, share = capsys.readouterr().out.strip().splitlines()
    assert told == ([] if online else ["no network here"])
    assert len(names["X"]) == (600 if online else 1_200)
    assert 0.2 < float(share) <= 1
