"""Chapter 02, with a slip in each function."""
# ruff: noqa: D103

import numpy as np

from autograde.examples.slips.slip import slip


def upside_down(z):
    return 1 / (1 + np.exp(z))


def overflows(z):
    return 1 / (1 + np.exp(-z))


def is_sigma(z):
    return sigmoid(z)  # noqa: F821  the notebook's own


def slope_missing(x, w, b, dw, db):
    return dw @ x + db


def no_activation(a, W, b):
    return a @ W.T + b


NAMED = {
    "sigmoid_prime": slip(is_sigma, "sigma_itself"),
    "linear_response": slip(slope_missing, "slope_missing"),
    "layer": slip(no_activation, "no_activation"),
}
CALLED_LATER = {"sigmoid": slip(upside_down, "exp_of_plus_z")}
IN_PART = {"sigmoid": slip(overflows, "overflows", 1)}
