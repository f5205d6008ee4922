"""The still pictures of chapter 07 show what they say."""

from __future__ import annotations

import numpy as np
import pytest

from neurona.plots import l1_l2
from solutions import l1_l2 as solutions


def test_pulls_are_the_slopes_of_the_penalties() -> None:
    left, right = l1_l2.pulls().figure.axes
    bowl, line = (
        next(one for one in axes.lines if one.get_linestyle() == "--" and len(one.get_xdata()) > 2)
        for axes in (left, right)
    )
    w, penalty = bowl.get_data()
    np.testing.assert_allclose(np.gradient(penalty, w)[1:-1], line.get_ydata()[1:-1], atol=1e-9)
    edges = [one.get_ydata() for one in right.lines if len(one.get_xdata()) == 2][2:]
    assert sorted(float(edge[0]) for edge in edges) == [-1.0, 1.0]


def test_l2_is_the_higher_one_beyond_two() -> None:
    left, _right = l1_l2.pulls().figure.axes
    sharp, bowl = (one.get_ydata() for one in left.lines if len(one.get_xdata()) > 2)
    w = np.linspace(-3, 3, len(sharp))
    np.testing.assert_array_equal((bowl > sharp + 1e-9), np.abs(w) > 2 + 1e-9)


def test_soft_threshold_is_the_exercise_s() -> None:
    line = l1_l2.thresholds().figure.axes[0].lines[-1]
    w, after = (np.asarray(values, dtype=float) for values in line.get_data())
    np.testing.assert_allclose(after, solutions.soft_threshold(w, 0.5), atol=1e-15)


def test_no_graph_is_joined_where_it_jumps() -> None:
    for axes in l1_l2.thresholds().figure.axes:
        for line in axes.lines:
            y = np.asarray(line.get_ydata(), dtype=float)
            if len(y) > 2:
                assert np.abs(np.diff(y)).max() < 0.1


def test_a_plain_step_leaves_a_weight_of_0_where_it_is() -> None:
    dot = l1_l2.thresholds().figure.axes[-1].lines[-1]
    assert [list(values) for values in dot.get_data()] == [[0], [0]]
    assert solutions.l1_update(np.zeros(1), np.zeros(1), 0.5, 1.0, 1) == 0


def test_digits_are_told_as_they_were_measured() -> None:
    words = l1_l2.digits().alternative_text
    for weights, right in l1_l2.readers().values():
        assert f"{right:.0%} of new digits right" in words
        assert f"{np.mean(weights == 0):.0%} of the weights dead" in words
    titles = [axes.get_title(loc="left") for axes in l1_l2.digits().figure.axes]
    assert all(title in words for title in titles)


@pytest.mark.parametrize(("row", "dead"), [(0, False), (1, False), (2, True)])
def test_dead_weights_are_gray(row: int, dead: bool) -> None:
    (image,) = l1_l2.digits().figure.axes[row].images
    pixels = np.asarray(image.get_array()).reshape(-1, 3)
    gray = np.isclose(pixels, 0xD0 / 255).all(axis=1)
    assert gray.any() == dead
    if dead:
        weights, _right = l1_l2.readers()["l1"]
        assert gray.sum() == np.sum(weights == 0)
