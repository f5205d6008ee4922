"""The still pictures of chapter 02 show what they say."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from neurona.plots import sigmoid as pictures


def test_curves_sharpen_into_the_step() -> None:
    (axes,) = pictures.sharpening().figure.axes
    curves = {line.get_label(): line.get_xydata() for line in axes.lines}
    middle, steep = [], []
    for c in pictures.SHARPNESSES:
        z, said = curves[f"c = {c}"].T
        np.testing.assert_allclose(said, 1 / (1 + np.exp(-c * z)), atol=1e-9)
        middle.append(np.interp(0, z, said))
        steep.append(np.gradient(said, z).max())
    assert middle == pytest.approx([0.5] * 4)
    assert steep == sorted(steep)
    assert curves["c → ∞: the step"].tolist() == [[0, 1], [4, 1]]


def test_slopes_that_are_written_are_those_of_the_tangents() -> None:
    picture = pictures.slope()
    above, below = picture.figure.axes
    written = [float(text.get_text()) for text in below.texts]
    tangents = [line.get_xydata() for line in above.lines if line.get_linestyle() == "--"]
    drawn = [(ends[1, 1] - ends[0, 1]) / (ends[1, 0] - ends[0, 0]) for ends in tangents]
    assert drawn == pytest.approx(written, abs=0.0006)
    for number in written:
        assert f"{number:.3f}" in picture.alternative_text


def test_three_steps_lead_to_tanh() -> None:
    picture = pictures.tanh_in_steps()
    drawn = [[line.get_xydata() for line in axes.lines[1:3]] for axes in picture.figure.axes]
    for (_before, after), (before, _after) in pairwise(drawn):
        np.testing.assert_array_equal(after, before)
    z, last = drawn[-1][1].T
    np.testing.assert_allclose(last, np.tanh(z))
    written = [text.get_text() for axes in picture.figure.axes for text in axes.texts]
    numbers = [text for text in written if re.fullmatch(r"[\d.]+", text)]
    assert numbers == ["0.881", "1.762", "0.762"]
    for number in numbers:
        assert number in picture.alternative_text


def test_the_framed_weight_is_the_thick_link() -> None:
    (axes,) = pictures.layer().figure.axes
    thick = max(axes.lines, key=lambda line: line.get_linewidth()).get_xydata()
    others = [line.get_xydata() for line in axes.lines]
    assert len(others) == 6
    assert thick[0, 1] == max(ends[0, 1] for ends in others)  # from input 1, the upper one
    assert thick[1, 1] == min(ends[1, 1] for ends in others)  # to neuron 3, the lowest one
    cells = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    framed = max(cells, key=lambda cell: cell.get_linewidth())
    assert framed.get_x() == min(cell.get_x() for cell in cells)
    assert framed.get_y() == min(cell.get_y() for cell in cells)


def test_what_is_said_follows_from_the_pulse() -> None:
    for remembers in (0.0, pictures.REMEMBERS):
        said = pictures.feel(remembers)
        before = np.append(said[0], said[:-1])  # at rest it says the same again
        z = pictures.LISTENS * pictures.PULSE + remembers * before + pictures.BIAS
        np.testing.assert_allclose(said, 1 / (1 + np.exp(-z)))
    figure = pictures.memory().figure
    _left, _right, forward, recurrent = figure.axes
    for axes, remembers in ((forward, 0.0), (recurrent, pictures.REMEMBERS)):
        np.testing.assert_array_equal(axes.lines[0].get_ydata(), pictures.feel(remembers))
        assert [bar.get_height() for bar in axes.patches] == [1.0]
