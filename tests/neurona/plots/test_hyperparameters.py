"""The still pictures of chapter 09 show what they say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scipy.stats import norm

from neurona.panels.searches import GRID, random_points
from neurona.plots import hyperparameters as pictures


def test_each_example_lies_on_one_pile() -> None:
    picture = pictures.piles()
    (axes,) = picture.figure.axes
    cards = [int(text.get_text()) for text in axes.texts if text.get_text().isdigit()]
    assert sorted(cards) == list(range(pictures.EXAMPLES))
    assert cards != sorted(cards)
    told = [list(map(int, one.split(", "))) for one in re.findall(r": ([\d, ]+)\.", str(picture))]
    assert [card for pile in told for card in pile] == cards
    assert tuple(map(len, told)) == pictures.SIZES


def test_shadows_are_the_values_that_were_tried() -> None:
    left, right = pictures.shadows().figure.axes
    for axes, points, different in (
        (left, [(p, lam) for p in GRID["p"] for lam in GRID["lam"]], 4),
        (right, random_points(pictures.POINTS_SEED), 16),
    ):
        dots, below, beside = axes.lines
        p, lam = np.array(points).T
        assert dots.get_xdata() == pytest.approx(p)
        assert dots.get_ydata() == pytest.approx(lam)
        assert below.get_xdata() == pytest.approx(p)
        assert beside.get_ydata() == pytest.approx(lam)
        assert len(set(p)) == len(set(lam)) == different


def test_rulers_count_what_they_show() -> None:
    evenly, by_logarithm = pictures.ruler_draws()
    for draws in (evenly, by_logarithm):
        assert draws.min() >= 0.01
        assert draws.max() <= 10
    words = str(pictures.rulers())
    for draws, name in ((evenly, "Drawn evenly"), (by_logarithm, "Drawn by the logarithm")):
        counts = [np.sum((draws >= low) & (draws < 10 * low)) for low in (0.01, 0.1, 1)]
        assert f"{name}: {', '.join(map(str, counts))}" in words


def test_the_bell_is_normal_and_filled_above_the_best() -> None:
    (axes,) = pictures.promise().figure.axes
    scores, bell = axes.lines[0].get_data()
    true = norm(pictures.MEAN, pictures.STD).pdf(scores)
    assert bell / bell.max() == pytest.approx(true / true.max(), abs=1e-3)
    (filled,) = axes.collections
    assert filled.get_paths()[0].vertices[:, 0].min() >= pictures.BEST - 1e-9
