"""Functions as arguments, by name."""

from __future__ import annotations

import numpy as np
import pytest

import neurona.checks.recipes
from neurona.checks.describe import describe_value
from neurona.checks.exercise import Case, Outcome
from neurona.checks.observe import observe
from neurona.checks.plain import Named, decode, encode, to_plain
from neurona.checks.recipes import FORMULAS, RECIPES

X = np.linspace(-2, 2, 9)
WITH_SLOPE = [name for name in RECIPES if not name.endswith("_slope")]
OF_ARRAYS = [name for name in WITH_SLOPE if np.ndim(RECIPES[name](X)) == 0]


@pytest.mark.parametrize("name", sorted(set(WITH_SLOPE) - set(OF_ARRAYS)))
def test_each_function_of_a_number_has_its_derivative(name):
    step = 1e-6
    slope = (RECIPES[name](X + step) - RECIPES[name](X - step)) / (2 * step)
    np.testing.assert_allclose(RECIPES[f"{name}_slope"](X), slope, atol=1e-8)


@pytest.mark.parametrize("v", [X, X[:6].reshape(2, 3), X[:4].reshape(2, 1, 2), X[:1]])
@pytest.mark.parametrize("name", OF_ARRAYS)
def test_each_function_of_an_array_has_its_gradient(name, v):
    step = 1e-6
    gradient = RECIPES[f"{name}_slope"](v)
    assert gradient.shape == v.shape
    for index in np.ndindex(v.shape):
        nudge = np.zeros(v.shape)
        nudge[index] = step
        partial = (RECIPES[name](v + nudge) - RECIPES[name](v - nudge)) / (2 * step)
        assert gradient[index] == pytest.approx(partial, abs=1e-8)


@pytest.mark.parametrize("name", [*OF_ARRAYS, *(f"{name}_slope" for name in OF_ARRAYS)])
def test_a_list_serves_for_an_array(name):
    v = [[0.5, -1.0], [0.25, 2.0]]
    np.testing.assert_array_equal(RECIPES[name](v), RECIPES[name](np.array(v)))


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


SPELLINGS = {"½": "0.5", "¼": "0.25", "·": "*", "−": "-", "²": "**2", "³": "**3"} | {
    " + …": "",
    ", …": "",
    "(1, 2, 3)": "array([1, 2, 3])",
    **{digit: f"[{place}]" for place, digit in enumerate("₁₂₃")},
}


@pytest.mark.parametrize("name", RECIPES)
def test_its_formula_is_what_it_computes(name):
    variable, formula = FORMULAS[name].split(" ↦ ")
    terms = max((place for place, digit in enumerate("₁₂₃", 1) if digit in formula), default=0)
    given = np.array([0.5, -1.25, 2.0])[:terms] if terms else 0.75
    for sign, code in SPELLINGS.items():
        formula = formula.replace(sign, code)
    value = eval(formula, {variable: given, "sin": np.sin, "cos": np.cos, "array": np.array})
    np.testing.assert_allclose(RECIPES[name](given), value)


def test_a_student_reads_what_it_computes():
    assert describe_value(Named("square"), "f") == "f = neurona.checks.recipes.square  # x ↦ x²"
    # Within a list, a comment would hide what follows.
    assert describe_value([Named("square")], "f") == "f = [neurona.checks.recipes.square]"
