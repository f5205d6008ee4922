"""Functions as arguments, by name."""

from __future__ import annotations

import numpy as np
import pytest

import neurona.checks.recipes
from neurona.checks.describe import describe_value
from neurona.checks.exercise import Case, Outcome
from neurona.checks.observe import observe
from neurona.checks.plain import Named, decode, encode, to_plain
from neurona.checks.recipes import RECIPES


@pytest.mark.parametrize("name", [name for name in RECIPES if not name.endswith("_slope")])
def test_each_function_has_its_derivative(name):
    x, step = np.linspace(-2, 2, 9), 1e-6
    slope = (RECIPES[name](x + step) - RECIPES[name](x - step)) / (2 * step)
    np.testing.assert_allclose(RECIPES[f"{name}_slope"](x), slope, atol=1e-8)


def test_a_function_is_called_by_its_name_and_counts_as_unchanged():
    [outcome] = observe(lambda function, x: function(x), Case(((Named("square"), 3.0),)))
    assert outcome == Outcome(value=9.0)


def test_a_name_is_plain_data():
    assert to_plain([Named("sine")]) == [Named("sine")]
    assert decode(encode([Named("sine")])) == [Named("sine")]


def test_what_a_student_reads_can_be_run_again():
    namespace = {"neurona": neurona}
    exec(describe_value(Named("sine"), "function"), namespace)
    assert namespace["function"] is RECIPES["sine"]
