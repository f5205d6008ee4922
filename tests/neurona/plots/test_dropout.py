"""The still pictures of chapter 08 show what they say."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from neurona.plots import dropout, style
from neurona.plots.picture import Picture


def cells(axes: Axes) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of a drawn table, and which of its cells are hatched."""
    numbers = np.array([float(text.get_text()) for text in axes.texts])
    hatched = [patch.get_hatch() for patch in axes.patches if isinstance(patch, Rectangle)]
    return numbers, np.array([hatch is not None for hatch in hatched])


def test_coins_below_p_make_the_zeros_of_the_mask() -> None:
    numbers, first, second = (cells(axes) for axes in dropout.coins().figure.axes)
    below = numbers[0] < dropout.COINS_P
    np.testing.assert_array_equal(numbers[1], below)
    np.testing.assert_array_equal(first[0], ~below)
    for mask, hatched in (first, second):
        np.testing.assert_array_equal(mask == 0, hatched)
    assert (first[0] != second[0]).any()


def test_coins_that_are_shown_rounded_lie_on_the_side_of_p_that_they_show() -> None:
    rng = np.random.default_rng(dropout.COINS_SEED)
    exact = rng.random(dropout.COINS_SHAPE)
    assert ((exact < dropout.COINS_P) == (exact.round(2) < dropout.COINS_P)).all()
    assert not np.isin(exact.round(2), (0, 1, dropout.COINS_P)).any()


def crosses(axes: Axes) -> list[tuple[float, float]]:
    return [tuple(line.get_xydata()[0]) for line in axes.lines if line.get_marker() == "x"]


def links(axes: Axes) -> list[np.ndarray]:
    return [line.get_xydata() for line in axes.lines if len(line.get_xydata()) == 2]


def test_thinned_networks_are_all_different_and_whole() -> None:
    picture = dropout.thinned_networks()
    figure = picture.figure
    assert "three keep two, three keep one" in picture.alternative_text
    dropped = [frozenset(crosses(axes)) for axes in figure.axes]
    assert len(set(dropped)) == len(dropped) == 2 ** len(dropout.PARTS)
    assert [len(gone) for gone in dropped] == [0, 1, 1, 1, 2, 2, 2, 3]
    for axes, gone in zip(figure.axes, dropped, strict=True):
        kept = len(dropout.PARTS) - len(gone)
        assert axes.get_title(loc="left").startswith(f"{kept} ")
        assert len(links(axes)) == kept * (2 + 1)


@pytest.mark.parametrize("draw", [dropout.thinned_networks, dropout.where_masks_sit])
def test_only_hidden_neurons_are_dropped_and_lose_their_links(draw: Callable[[], Picture]) -> None:
    for axes in draw().figure.axes:
        columns = sorted({circle.center[0] for circle in axes.patches if hasattr(circle, "center")})
        gone = crosses(axes)
        assert {x for x, _y in gone} <= set(columns[1:-1])
        ends = {tuple(end) for link in links(axes) for end in link}
        assert not ends & set(gone)


def test_dropped_neurons_differ_by_more_than_color() -> None:
    (axes,) = dropout.where_masks_sit().figure.axes
    gone = set(crosses(axes))
    assert len(gone) == 4
    for circle in axes.patches:
        if hasattr(circle, "center"):
            assert (circle.get_linestyle() == "--") == (tuple(circle.center) in gone)


def test_recipes_show_eight_masks_their_mean_and_inference() -> None:
    picture = dropout.recipes()
    (axes,) = picture.figure.axes
    drawn = [line for line in axes.lines if len(line.get_xdata())]
    sums = [kept @ dropout.PARTS for kept in np.array(list(product((0, 1), repeat=3)))]
    expected = {0: (sums, 3, 6), 1: (np.multiply(2, sums), 6, 6), 2: (sums, 3, 3)}
    for row, (training, mean, inference) in expected.items():
        here = [line for line in drawn if row - 0.4 < line.get_ydata()[0] < row + 0.6]
        dots = [line.get_xdata()[0] for line in here if line.get_marker() == "o"]
        np.testing.assert_array_equal(sorted(dots), sorted(training))
        assert [line.get_xdata()[0] for line in here if line.get_marker() == "D"] == [inference]
        bars = [
            list(line.get_xdata())
            for line in here
            if to_hex(line.get_color()).upper() == style.BLACK and line.get_marker() == "None"
        ]
        assert bars == [[mean, mean]]


@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.9])
def test_error_of_copies_is_the_mean_over_their_masks(p: float) -> None:
    rng = np.random.default_rng(1)
    for w in rng.normal(0, 2, (5, 2)):
        mean = sum(
            (p if a == 0 else 1 - p)
            * (p if b == 0 else 1 - p)
            * ((a * w[0] + b * w[1]) / (1 - p) - 1) ** 2
            for a, b in product((0, 1), repeat=2)
        )
        assert dropout.copies_error(w[0], w[1], p) == pytest.approx(mean)


def test_descent_goes_downhill_to_equal_shares() -> None:
    path = dropout.copies_descent(dropout.LEANING, dropout.FAIR)
    errors = dropout.copies_error(path[:, 0], path[:, 1], dropout.FAIR)
    assert (np.diff(errors) <= 1e-12).all()
    np.testing.assert_array_equal(path[0], dropout.LEANING)
    np.testing.assert_allclose(path[-1], [1 / 3, 1 / 3])


def test_the_valley_has_no_lowest_point() -> None:
    floor = np.linspace(-3, 3, 7)
    assert (dropout.copies_error(floor, 1 - floor, 0.0) == 0).all()
    stays = dropout.copies_descent(dropout.LEANING, 0.0)
    np.testing.assert_array_equal(stays[-1], dropout.LEANING)
