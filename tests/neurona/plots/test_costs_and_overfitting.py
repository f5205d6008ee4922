"""The still pictures of chapter 06 show what they say."""

from __future__ import annotations

import numpy as np
import pytest

from neurona.panels import saturation
from neurona.panels.curves import VALIDATION
from neurona.plots import costs_and_overfitting as pictures
from neurona.plots import style


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Train for few epochs: what is tested here does not depend on how many."""
    monkeypatch.setattr(pictures.scratched, "EPOCHS", 20)
    pictures.ends.cache_clear()


def test_errors_are_those_of_the_neurons() -> None:
    _costs, errors = pictures.slopes().figure.axes
    for line, cost in zip(errors.lines, ("quadratic", "cross_entropy"), strict=False):
        z, delta = np.asarray(line.get_xdata()), np.asarray(line.get_ydata())
        expected = [saturation.error(float(one), cost) for one in z]
        np.testing.assert_allclose(delta, expected)


def test_errors_are_slopes_of_the_costs() -> None:
    costs, errors = pictures.slopes().figure.axes
    for drawn, heard in zip(costs.lines, errors.lines, strict=False):
        a = np.linspace(0.2, 0.9, 15)
        curve = np.interp([a - 0.01, a + 0.01], drawn.get_xdata(), drawn.get_ydata())
        slopes = (curve[1] - curve[0]) / 0.02
        z = np.log(a / (1 - a))
        delta = np.interp(z, heard.get_xdata(), heard.get_ydata())
        np.testing.assert_allclose(slopes * a * (1 - a), delta, atol=0.02)


def test_both_costs_differ_by_more_than_color() -> None:
    for axes in pictures.slopes().figure.axes:
        quadratic, cross_entropy = axes.lines[:2]
        assert quadratic.get_linestyle() != cross_entropy.get_linestyle()


def test_the_stop_stands_where_patience_ends() -> None:
    picture = pictures.patience()
    (axes,) = picture.figure.axes
    (stop,) = [line for line in axes.lines if line.get_linestyle() == "--"]
    assert list(stop.get_xdata()) == [8, 8]
    (best,) = [line for line in axes.lines if line.get_marker() == "D"]
    assert list(best.get_xdata()) == [5]
    assert "the best is epoch 5, and training stops at epoch 8" in picture.alternative_text


def test_scores_after_the_stop_are_hollow() -> None:
    (axes,) = pictures.patience().figure.axes
    hollow = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    assert [list(line.get_xdata()) for line in hollow] == [[8, 9]]
    (solid,) = [line for line in axes.lines if line.get_markerfacecolor() == VALIDATION]
    assert list(solid.get_xdata()) == list(range(9))


def test_bars_lead_from_training_to_validation() -> None:
    picture = pictures.gap()
    (axes,) = picture.figure.axes
    bars = [list(line.get_xdata()) for line in axes.lines if line.get_color() == style.GRAY]
    assert bars == [
        list(pictures.ends()[name]) for name in ("plain", "stopped", "decay", "dropout", "data")
    ]
    assert {line.get_marker() for line in axes.lines} == {"None", "s", "o"}
    assert f"{pictures.ends()['plain'][0]:.0%}" in picture.alternative_text
