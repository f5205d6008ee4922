"""What every still picture of every chapter must be."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib as mpl
import pytest

from neurona.plots import (
    backpropagation,
    costs_and_overfitting,
    dropout,
    gradient_descent,
    hyperparameters,
    l1_l2,
    perceptron,
    sgd,
    sigmoid,
)
from neurona.plots.picture import Picture

PICTURES = [
    perceptron.evidence,
    perceptron.neuron,
    perceptron.gates,
    perceptron.two_ways,
    perceptron.xor,
    perceptron.nand_blocks,
    sigmoid.sharpening,
    sigmoid.slope,
    sigmoid.tanh_in_steps,
    sigmoid.layer,
    sigmoid.memory,
    gradient_descent.squares,
    gradient_descent.count_or_cost,
    gradient_descent.downhill,
    gradient_descent.two_curvatures,
    gradient_descent.neuron_learns,
    sgd.cut,
    sgd.needles,
    backpropagation.notation,
    backpropagation.slope,
    backpropagation.two_wrong_outputs,
    backpropagation.blame_comes_back,
    backpropagation.every_pair,
    backpropagation.some_digits,
    backpropagation.darkness,
    costs_and_overfitting.slopes,
    costs_and_overfitting.patience,
    costs_and_overfitting.gap,
    l1_l2.pulls,
    l1_l2.thresholds,
    l1_l2.digits,
    dropout.coins,
    dropout.thinned_networks,
    dropout.where_masks_sit,
    dropout.recipes,
    dropout.valley_and_bowl,
    hyperparameters.piles,
    hyperparameters.shadows,
    hyperparameters.rulers,
    hyperparameters.promise,
]


@pytest.mark.parametrize("draw", PICTURES)
def test_pictures_are_drawn_alike_each_time(draw: Callable[[], Picture]) -> None:
    png = draw().png()
    assert png.startswith(b"\x89PNG")
    assert png == draw().png()
    assert len(png) < 100_000  # every one is stored twice in a saved notebook


@pytest.mark.parametrize("draw", PICTURES)
def test_a_style_that_a_student_has_set_changes_no_picture(draw: Callable[[], Picture]) -> None:
    usual = draw().png()
    with mpl.rc_context({"font.family": "serif", "mathtext.fontset": "cm", "axes.linewidth": 5}):
        assert draw().png() == usual


@pytest.mark.parametrize("draw", PICTURES)
def test_digits_at_the_ticks_have_the_face_of_all_words_and_a_size_to_read(
    draw: Callable[[], Picture],
) -> None:
    figure = draw().figure
    figure.draw_without_rendering()
    for axes in figure.axes:
        for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
            if axes.axison and label.get_text():
                assert label.get_fontname() == "DejaVu Sans"
                assert label.get_fontsize() >= 10


@pytest.mark.parametrize("draw", PICTURES)
def test_pictures_are_told_in_full_sentences(draw: Callable[[], Picture]) -> None:
    words = draw().alternative_text
    assert len(words) > 80
    assert words.endswith(".")


@pytest.mark.parametrize("draw", PICTURES)
def test_all_words_are_inside_the_picture(draw: Callable[[], Picture]) -> None:
    figure = draw().figure
    figure.draw_without_rendering()
    page = figure.bbox
    for axes in figure.axes:
        for text in [*axes.texts, axes.title, axes.xaxis.label, axes.yaxis.label]:
            if not text.get_text():
                continue
            box = text.get_window_extent()
            assert page.x0 <= box.x0 <= box.x1 <= page.x1, text.get_text()
            assert page.y0 <= box.y0 <= box.y1 <= page.y1, text.get_text()
