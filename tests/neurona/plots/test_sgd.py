"""The still pictures of chapter 04 show what they say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from neurona.panels import mangoes
from neurona.plots import sgd


def test_both_epochs_hold_every_example_once_in_an_order_of_their_own() -> None:
    picture = sgd.cut()
    (axes,) = picture.figure.axes
    cards = [text.get_text() for text in axes.texts if text.get_text().isdigit()]
    rows = np.array(cards, dtype=int).reshape(2, sgd.EXAMPLES)
    assert [sorted(row) for row in rows] == [list(range(sgd.EXAMPLES))] * 2
    assert (rows[0] != rows[1]).any()
    told = re.findall(r"(?:are|they are) ([\d,; ]+)\.", picture.alternative_text)
    assert [list(map(int, re.findall(r"\d", one))) for one in told] == rows.tolist()


def test_gaps_part_the_mini_batches() -> None:
    (axes,) = sgd.cut().figure.axes
    lefts = [patch.get_x() for patch in axes.patches if isinstance(patch, Rectangle)]
    steps = np.diff(lefts[: sgd.EXAMPLES])
    gaps = [place for place, step in enumerate(steps, start=1) if step > 1.3]
    assert gaps == [3, 6, 9]


@pytest.mark.parametrize("m", sgd.SIZES)
def test_needles_are_steps_of_mini_batches(m: int) -> None:
    X, y = mangoes.mangoes()
    each = mangoes.slopes(X, y, mangoes.START)
    tips = sgd.needles_of(m)
    assert tips.shape == (sgd.NEEDLES, 2)
    if m == 1:  # each is one mango's own slope, downhill
        assert all(np.isclose(-tip, each).all(axis=1).any() for tip in tips)
    expected = np.sqrt(each.var(axis=0).sum() * (200 - m) / 199 / m)
    spread = np.sqrt(np.mean(np.sum((tips + each.mean(axis=0)) ** 2, axis=1)))
    assert spread == pytest.approx(expected, rel=0.5)


def test_all_needles_are_inside_the_picture() -> None:
    for m in sgd.SIZES:
        tips = sgd.needles_of(m)
        assert (tips[:, 0] > sgd.WIDE[0]).all()
        assert (tips[:, 0] < sgd.WIDE[1]).all()
        assert (tips[:, 1] > sgd.HIGH[0]).all()
        assert (tips[:, 1] < sgd.HIGH[1]).all()


def test_thick_and_thin_needles_differ_by_more_than_color() -> None:
    for axes in sgd.needles().figure.axes:
        marks = {line.get_marker() for line in axes.lines}
        widths = {line.get_linewidth() for line in axes.lines if line.get_marker() == "None"}
        assert {"o", "s"} < marks
        assert widths == {1.0, 3.5}
