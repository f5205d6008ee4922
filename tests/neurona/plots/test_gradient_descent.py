"""The still pictures of chapter 03 show what they say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from neurona.panels.surfaces import HOURS, VALLEY
from neurona.plots import gradient_descent


def test_squares_have_the_areas_that_are_written_beside_them() -> None:
    picture = gradient_descent.squares()
    (axes,) = picture.figure.axes
    shapes = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    sides = [(shape.get_width(), shape.get_height()) for shape in shapes]
    for width, height in sides:
        assert width == height
    errors = gradient_descent.WANTED - gradient_descent.SAID
    assert [width for width, _height in sides] == pytest.approx(np.abs(errors))
    written = [float(text.get_text().replace("−", "-")) for text in axes.texts]
    assert written[::2] == pytest.approx(errors)
    assert written[1::2] == pytest.approx(errors**2)
    for number in ("0.2, −0.4 and 0.5", "0.04, 0.16 and 0.25"):
        assert number in picture.alternative_text


def test_the_count_is_a_staircase_and_the_cost_is_smooth() -> None:
    picture = gradient_descent.count_or_cost()
    left, right = picture.figure.axes
    for piece in left.lines:
        assert np.ptp(piece.get_ydata()) == 0
    assert f"{len(left.lines)} flat pieces" in picture.alternative_text
    b, cost = right.lines[0].get_data()
    steps = np.diff(cost)
    assert np.abs(np.diff(steps)).max() < 1e-4
    assert np.sum(np.diff(np.sign(steps)) != 0) == 1  # down, then up
    drawn = np.concatenate([piece.get_xydata() for piece in left.lines])
    assert drawn[:, 0] == pytest.approx(b)
    z = gradient_descent.WEIGHT * HOURS.x + drawn[:, :1]
    assert (drawn[:, 1] == ((z > 0) != HOURS.y).sum(axis=1)).all()


def test_arrows_point_downhill_at_right_angles_to_contour_lines() -> None:
    (axes,) = gradient_descent.downhill().figure.axes
    arrows = [text for text in axes.texts if getattr(text, "arrow_patch", None)]
    assert len(arrows) > 20
    straight = 0
    for arrow in arrows:
        foot, tip = np.array(arrow.xyann), np.array(arrow.xy)
        way, slope = tip - foot, VALLEY.gradient(foot)
        assert way @ slope == pytest.approx(-np.hypot(*way) * np.hypot(*slope))
        home = VALLEY.center - foot
        straight += way @ home > 0.99 * np.hypot(*way) * np.hypot(*home)
    assert straight < len(arrows) / 3


def test_the_cuts_are_parabolas_of_the_curvatures_that_they_are_called() -> None:
    picture = gradient_descent.two_curvatures()
    right = picture.figure.axes[1]
    for line in right.lines:
        t, cost = line.get_data()
        curvature = float(re.search(r"[\d.]+$", line.get_label())[0])
        assert cost == pytest.approx(curvature * t**2 / 2)
    assert {line.get_linestyle() for line in right.lines} == {"-", "--"}
    assert gradient_descent.STEEP @ gradient_descent.GENTLE == 0


def test_the_neuron_walks_downhill_and_ends_rising() -> None:
    path = gradient_descent.neuron_walk()
    assert (path[0] == gradient_descent.OPPOSITE).all()
    assert len(path) == 31
    assert (np.diff(HOURS.cost(path)) < 0).all()
    picture = gradient_descent.neuron_learns()
    curves = [
        line.get_ydata() for line in picture.figure.axes[1].lines if len(line.get_xdata()) > 20
    ]
    assert (np.diff(curves[0]) < 0).all()
    assert (np.diff(curves[-1]) > 0).all()
    marked = {line.get_marker(): line for line in picture.figure.axes[1].lines}
    for mark, wanted in (("s", 0), ("o", 1)):
        assert marked[mark].get_xdata().tolist() == HOURS.x[HOURS.y == wanted].tolist()
        assert set(marked[mark].get_ydata()) == {wanted}
    assert "cost 0.33, to (1.49, 0.93), cost 0.05" in picture.alternative_text
