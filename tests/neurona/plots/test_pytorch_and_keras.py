"""The pictures of chapter 10 say what the libraries do."""

import numpy as np
import pytest

from neurona.plots import pytorch_and_keras as pictures


def test_table_has_a_row_for_each_part():
    words = pictures.dialects().alternative_text
    for name in ("nn.Linear(3, 5)", "Dense(5)", "weight_decay", "model.train()", "Dropout(rate)"):
        assert name in words


def test_only_linear_layers_hold_something():
    words = pictures.numbered().alternative_text
    assert "weight (5, 3), bias (5,); weight (2, 5), bias (2,)" in words


def test_one_number_weighs_differently():
    found = list(pictures.penalties().values())
    assert found == pytest.approx([0.025, 1.25, 2.5, 0.014, 0.7])
    words = pictures.one_number().alternative_text
    assert "PyTorch, weight_decay=0.1: 1.25; Keras, L2(0.1): 2.5" in words


def test_training_scatters_around_what_is_used():
    training, used = pictures.modes()
    logit = np.log(training / (1 - training))
    error = logit.std() / np.sqrt(len(logit))
    assert logit.mean() == pytest.approx(np.log(used / (1 - used)), abs=3 * error)
    assert f"all are {used:.2f}" in pictures.two_modes().alternative_text
