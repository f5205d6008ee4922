import numpy as np
import pytest

from neurona.panels.activations import gallery, logistic, logistic_slope, step

Z = np.linspace(-6, 6, 121)


@pytest.mark.parametrize("c", [0.5, 1, 20])
def test_the_slope_is_the_slope(c):
    h = 1e-6
    measured = (logistic(Z + h, c) - logistic(Z - h, c)) / (2 * h)
    np.testing.assert_allclose(logistic_slope(Z, c), measured, atol=1e-7)


def test_an_endless_sharpness_is_the_step():
    np.testing.assert_array_equal(logistic(Z, np.inf), step(Z))
    assert not logistic_slope(Z, np.inf).any()
    away = Z[np.abs(Z) > 0.01]
    np.testing.assert_allclose(logistic(away, 1e4), step(away), atol=1e-12)


def test_nothing_overflows():
    with np.errstate(all="raise"):
        assert logistic(np.array([-1e4, 1e4])).tolist() == [0, 1]


def test_the_step_is_the_perceptrons():
    assert step(np.array([-1.0, 0.0, 0.1])).tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("name", "at", "says"),
    [
        ("step", 0.5, 1.0),
        ("sigmoid", 2.0, 0.880797),
        ("linear", -1.5, -1.5),
        ("saturated linear", 0.25, 0.25),
        ("saturated linear", 3.0, 1.0),
        ("saturated linear", -3.0, 0.0),
        ("tanh", 1.0, 0.761594),
        ("Gaussian", 1.0, 0.367879),
    ],
)
def test_each_function_says_what_it_should(name, at, says):
    answer = {activation.name: activation.answer for activation in gallery()}[name]
    assert answer(np.array([at])) == pytest.approx([says], abs=1e-6)
