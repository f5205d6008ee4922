"""The still pictures of chapter 01 show what they say."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest

from neurona import plots
from neurona.panels.gates import EXAMPLES, GATES, PerceptronRule
from neurona.plots import perceptron
from neurona.plots.picture import Picture


def test_bars_end_where_their_numbers_say() -> None:
    picture = perceptron.evidence()
    (axes,) = picture.figure.axes
    clouds, forecast = ([bar.get_height() for bar in bars] for bars in axes.containers)
    heights = [int(a + b) for a, b in zip(clouds, forecast, strict=True)]
    assert heights == [0, 2, 3, 5]
    assert [text.get_text() for text in axes.texts[:4]] == [str(height) for height in heights]
    assert re.findall(r"\d", picture.alternative_text) == ["4", "0", "2", "3", "5"]
    assert [height > 4 for height in heights] == [False, False, False, True]


@pytest.mark.parametrize("name", perceptron.LINES)
def test_lines_separate_the_dots(name: str) -> None:
    assert tuple(perceptron.LINES[name].outputs()) == GATES[name]


@pytest.mark.parametrize("draw", [perceptron.gates, perceptron.two_ways, perceptron.xor])
def test_dots_differ_in_shape_and_number_too(draw: Callable[[], Picture]) -> None:
    planes = [axes for axes in draw().figure.axes if axes.get_aspect() == 1]
    assert planes
    for axes in planes:
        marks = {
            tuple(line.get_xydata()[0]): line.get_marker()
            for line in axes.lines
            if line.get_marker() in ("o", "s")
        }
        numbers = {text.get_position(): text.get_text() for text in axes.texts}
        assert len(marks) == len(EXAMPLES)
        for place, mark in marks.items():
            assert numbers[place] == {"o": "1", "s": "0"}[mark]


def test_the_bias_left_alone_stays_alone() -> None:
    lines = perceptron.lines_of_first_epoch(perceptron.BiasLeftAlone())
    np.testing.assert_allclose([w for w, _b in lines], [(0.9, 0.9), (0.9, 0.4), (0.4, 0.4)])
    assert {b for _w, b in lines} == {-0.5}


def test_the_whole_rule_moves_the_bias() -> None:
    lines = perceptron.lines_of_first_epoch(PerceptronRule())
    np.testing.assert_allclose([w for w, _b in lines], [(0.9, 0.9), (0.9, 0.4)])
    assert [b for _w, b in lines] == [-0.5, -1.0]


def test_two_ways_draws_and_shades_what_it_tells() -> None:
    left, right = perceptron.two_ways().figure.axes
    for axes, rule in ((left, perceptron.BiasLeftAlone()), (right, PerceptronRule())):
        lines = perceptron.lines_of_first_epoch(rule)
        drawn = [line for line in axes.lines if len(line.get_xdata()) == 2]
        assert len(drawn) == len(lines)
        for line, (w, b) in zip(drawn, lines, strict=True):
            np.testing.assert_allclose(line.get_xydata() @ w + b, 0, atol=1e-12)
        (side,) = axes.collections
        inside = [any(path.contains_point(x) for path in side.get_paths()) for x in EXAMPLES]
        assert inside == [False, False, False, True]


def test_the_middle_of_xor_is_the_middle_of_both() -> None:
    plane, _curves = perceptron.xor().figure.axes
    joins = [line.get_xydata() for line in plane.lines if len(line.get_xdata()) == 2]
    assert len(joins) == 2
    for ends in joins:
        answers = {GATES["XOR"][EXAMPLES.tolist().index(list(end))] for end in ends}
        assert len(answers) == 1
        np.testing.assert_array_equal(ends.mean(axis=0), [0.5, 0.5])


def test_curves_are_the_mistakes_that_the_words_tell() -> None:
    picture = perceptron.xor()
    curves = {line.get_label(): list(line.get_ydata()) for line in picture.figure.axes[1].lines}
    assert curves == {"AND": [1, 3, 3, 2, 1, 0], "XOR": [2, 3, 4, 4, 4, 4, 4, 4]}
    assert "AND: 1, 3, 3, 2, 1, 0. XOR: 2, 3, and from then on 4." in picture.alternative_text


def test_a_learned_gate_is_learned_no_further() -> None:
    assert perceptron.mistakes_from_nothing("AND", 50) == [1, 3, 3, 2, 1, 0]
    assert perceptron.mistakes_from_nothing("AND", 2) == [1, 3]


def test_chapters_are_found_by_name() -> None:
    assert plots.perceptron is perceptron
    with pytest.raises(AttributeError, match="has nothing for 'nonsense'"):
        plots.nonsense  # noqa: B018


def test_plots_are_imported_without_matplotlib() -> None:
    code = "import sys; from neurona import plots; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
