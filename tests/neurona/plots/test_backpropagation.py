"""The still pictures of chapter 05 show what they say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.patches import Circle, Rectangle

from neurona.data import digits
from neurona.panels.demon import Demon
from neurona.plots import backpropagation
from solutions import backpropagation as reference


def numbers(words: str) -> list[float]:
    return [float(found) for found in re.findall(r"-?\d+\.?\d*", words.replace("−", "-"))]


def test_the_network_of_the_names_has_every_link_and_one_thick_one() -> None:
    (axes,) = backpropagation.notation().figure.axes
    circles = [patch for patch in axes.patches if isinstance(patch, Circle)]
    assert len(circles) == 2 + 3 + 2
    widths = [line.get_linewidth() for line in axes.lines]
    assert sorted(widths) == [1.0] * (2 * 3 + 3 * 2) + [3]
    (thick,) = [line for line in axes.lines if line.get_linewidth() == 3]
    (x0, y0), (x1, y1) = thick.get_xydata()
    hidden = [circle.center for circle in circles if circle.center[0] == x0]
    outputs = [circle.center for circle in circles if circle.center[0] == x1]
    assert (x0, y0) == min(hidden, key=lambda place: place[1])
    assert (x1, y1) == max(outputs, key=lambda place: place[1])


def test_the_tangent_touches_the_curve_at_nothing() -> None:
    (axes,) = backpropagation.slope().figure.axes
    curve, tangent = (line.get_xydata() for line in axes.lines[:2])
    middle = len(curve) // 2
    assert curve[middle] == pytest.approx([0, 0], abs=1e-12)
    for line in (curve, tangent):
        rise = (line[middle + 1] - line[middle - 1])[1] / (line[middle + 1] - line[middle - 1])[0]
        assert rise == pytest.approx(backpropagation.error(), rel=1e-3)
    apart = abs(curve - tangent)[:, 1]
    assert apart[-1] > 10 * apart[middle + 10]


def test_the_curve_is_that_of_the_panel_as_it_opens() -> None:
    panel = Demon()
    curve = backpropagation.cost_change(np.array([panel.dz.value, 0.0]))
    assert curve == pytest.approx([panel.change, 0])
    assert backpropagation.error() == pytest.approx(panel.delta)
    assert panel.dz.value == backpropagation.NUDGE
    told = numbers(backpropagation.slope().alternative_text)
    assert told[-2:] == [round(panel.guess, 3), round(panel.change, 3)]


def test_the_bars_have_a_key_with_the_marks_of_the_points() -> None:
    points, bars = backpropagation.two_wrong_outputs().figure.axes
    key = bars.get_legend()
    assert [words.get_text() for words in key.get_texts()] == ["says 0.65", "says 0.98"]
    marks = [(line.get_marker(), line.get_color()) for line in key.get_lines()]
    assert marks == [
        (line.get_marker(), line.get_color())
        for line in points.lines
        if line.get_marker() not in ("None", None)
    ]


def test_the_bars_are_the_factors_of_the_error() -> None:
    picture = backpropagation.two_wrong_outputs()
    bars = [patch for patch in picture.figure.axes[1].patches if isinstance(patch, Rectangle)]
    heights = np.array([bar.get_height() for bar in bars]).reshape(2, 3)
    np.testing.assert_allclose(heights[:, 0] * heights[:, 1], heights[:, 2])
    z = np.array([backpropagation.UNDECIDED, backpropagation.STUBBORN])
    a = reference.sigmoid(z)
    np.testing.assert_allclose(heights[:, 2], reference.output_error(a, np.zeros(2), z))
    assert f"its δ {heights[0, 2]:.2f}" in picture.alternative_text


def test_what_comes_back_is_the_sum_of_weight_times_error() -> None:
    picture = backpropagation.blame_comes_back()
    words = [text.get_text() for text in picture.figure.axes[0].texts]
    (total,) = [text for text in words if "=" in text and "·" in text]
    *factors, result = numbers(total.replace("(", "").replace(")", ""))
    assert factors == [2, 0.1, -1, 0.3]
    assert result == pytest.approx(backpropagation.W_OUT @ backpropagation.DELTA_OUT)


def test_the_table_holds_every_product() -> None:
    (axes,) = backpropagation.every_pair().figure.axes
    cells = [number for text in axes.texts for number in numbers(text.get_text())]
    dW, db = reference.layer_gradients(backpropagation.DELTA_TABLE, backpropagation.A_TABLE)
    expected = [*backpropagation.A_TABLE]
    for delta, row, bias in zip(backpropagation.DELTA_TABLE, dW, db, strict=True):
        expected += [delta, *row, bias]
    assert cells == pytest.approx(expected)


def test_darkness_is_that_of_the_digits_to_learn_from() -> None:
    (axes,) = backpropagation.darkness().figure.axes
    marks = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "|"]
    data = digits()
    X, labels = data.X[data.train], data.labels[data.train]
    assert marks == pytest.approx([X[labels == digit].mean() for digit in range(10)])


def test_digits_stand_above_their_labels() -> None:
    (axes,) = backpropagation.some_digits().figure.axes
    data = digits()
    assert [int(text.get_text()) for text in axes.texts] == data.labels[:20].tolist()
    shown = np.asarray(axes.images[0].get_array())
    np.testing.assert_array_equal(shown[:8, 9:17].ravel(), data.X[1])
    np.testing.assert_array_equal(shown[11:19, :8].ravel(), data.X[10])
