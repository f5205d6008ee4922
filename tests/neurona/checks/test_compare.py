"""Comparing by value, never by how it is written."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from neurona.checks.compare import Difference, Tolerance, find_difference
from neurona.checks.plain import Drawn, Opaque, to_plain
from tests.neurona.checks.strategies import (
    REAL_DTYPES,
    SMALL,
    arrays,
    as_written,
    float_arrays,
    floats,
    moderate,
    plain,
    scalars,
)

USUAL = Tolerance()
EXACT = Tolerance(0, 0)
SOME = hnp.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=4)
real_plain = st.recursive(
    st.one_of(floats, st.booleans(), st.integers(), arrays(REAL_DTYPES)),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple),
    max_leaves=5,
)


def differ(expected, actual, tolerance=USUAL):
    """Compare, and return the kind of difference or an empty string."""
    found = find_difference(to_plain(expected), to_plain(actual), tolerance)
    return found.kind if found else ""


class TestReflexive:
    @given(real_plain)
    def test_every_real_value_equals_itself(self, value):
        assert differ(value, value) == ""
        assert differ(value, value, EXACT) == ""

    @given(scalars.filter(lambda value: value == value))
    def test_every_scalar_equals_itself(self, value):
        assert differ(value, value, EXACT) == ""

    @given(st.dictionaries(st.text(max_size=3), real_plain))
    def test_dicts_equal_themselves_in_any_order(self, value):
        assert differ(value, dict(reversed(value.items()))) == ""

    def test_opaque_values_never_equal_anything(self):
        assert differ({1}, {1}) == "type"


class TestTotal:
    @given(plain, plain)
    def test_any_two_values_can_be_compared(self, one, other):
        """No pair raises, and no pair warns: a warning fails this test."""
        found = find_difference(one, other, USUAL)
        assert found is None or isinstance(found, Difference)

    @given(real_plain, real_plain)
    def test_symmetric_without_tolerance(self, one, other):
        assume(_without_empty(one) and _without_empty(other))
        assert (differ(one, other, EXACT) == "") == (differ(other, one, EXACT) == "")


def _without_empty(value):
    """Empty lists and arrays stand for empty arrays of any dimensions."""
    if isinstance(value, np.ndarray):
        return value.size > 0
    if isinstance(value, (list, tuple)):
        return len(value) > 0 and all(map(_without_empty, value))
    return True


class TestNumbers:
    @given(st.data(), st.one_of(moderate, st.integers(-3, 3), st.booleans()))
    def test_a_scalar_may_be_written_in_any_way(self, data, number):
        assert differ(float(number), data.draw(as_written(float(number)))) == ""
        assert differ(number, np.array(number)) == ""

    @given(st.data(), float_arrays(SOME))
    def test_an_array_may_be_written_in_any_way(self, data, array):
        assert differ(array, data.draw(as_written(array))) == ""

    @given(st.data(), hnp.arrays(np.float64, SOME, elements=st.sampled_from([0.0, 1.0])))
    def test_a_mask_may_be_written_in_any_way(self, data, mask):
        assert differ(mask, data.draw(as_written(mask))) == ""

    @given(float_arrays(SOME, st.floats(1e-3, 1e3) | st.floats(-1e3, -1e-3)))
    def test_float32_is_close_enough(self, array):
        assert differ(array, array.astype(np.float32)) == ""

    def test_float16_is_not(self):
        assert differ(np.array([1 / 3]), np.array([1 / 3], np.float16)) == "value"

    @pytest.mark.parametrize("dtype", REAL_DTYPES)
    def test_any_real_dtype_may_be_expected_and_given(self, dtype):
        ones = np.ones((2, 2), dtype)
        assert differ(ones, np.ones((2, 2))) == ""
        assert differ(np.ones((2, 2)), ones) == ""
        assert differ(np.zeros((2, 2)), ones) == "value"

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            (math.nan, math.nan, True),
            (math.nan, 0.0, False),
            (0.0, math.nan, False),
            (math.inf, math.inf, True),
            (math.inf, -math.inf, False),
            (math.inf, 1e308, False),
            (1e308, math.inf, False),
            (math.inf, math.nan, False),
            (0.0, -0.0, True),
            (1e308, -1e308, False),
            (1e-320, 0.0, True),
            (1, True, True),
            (0, None, False),
            (1, "1", False),
            (10**400, 10**400, True),
            (10**400, 10**400 + 1, False),
            (10**400, math.inf, False),
            (math.inf, 10**400, False),
            (1.0, 10**400, False),
            (2.0**70, 2**70, True),
            (2**70, 2.0**70, True),
            (1 + 2j, 1 + 2j, True),
            (1.0, 1 + 0j, False),
        ],
        ids=repr,
    )
    def test_special_numbers(self, one, other, same):
        assert (differ(one, other) == "") is same
        if not isinstance(one, complex) and not isinstance(other, (complex, type(None), str)):
            assert (differ([one], [other]) == "") is same
            if max(abs(one), abs(other)) != 10**400 and abs(other) < 10**399:
                assert (differ(np.array([float(one)]), [other]) == "") is same

    @given(floats, float_arrays(SOME))
    def test_one_odd_number_is_found_in_an_array(self, odd, array):
        changed = array.copy()
        changed.flat[-1] = odd
        assert differ(array, changed) == differ(array.flat[-1], odd)

    def test_huge_ints_inside_lists(self):
        assert differ(np.array([1.0, 2.0**70]), [1, 2**70]) == ""
        assert differ(np.array([1.0, 2.0]), [1, 10**400]) == "type"

    def test_complex_numbers_are_not_real(self):
        assert differ(np.ones(2), np.ones(2, complex)) == "type"
        assert differ(np.zeros(0), np.zeros(0, complex)) == "type"


class TestTolerance:
    @given(
        st.floats(1e-300, 1e300) | st.floats(-1e300, -1e-300),
        st.floats(1e-12, 1e-2),
        st.sampled_from([-1, 1]),
    )
    def test_relative(self, expected, relative, side):
        tolerance = Tolerance(relative, 0)
        assert differ(expected, expected * (1 + side * relative * 0.9), tolerance) == ""
        assert differ(expected, expected * (1 + side * relative * 1.1), tolerance) == "value"

    @given(st.floats(1e-12, 1e3), st.sampled_from([-1, 1]))
    def test_absolute(self, absolute, side):
        tolerance = Tolerance(0, absolute)
        assert differ(0.0, side * absolute, tolerance) == ""
        assert differ(0.0, side * math.nextafter(absolute, math.inf), tolerance) == "value"

    def test_both_add_up(self):
        assert differ(100.0, 101.5, Tolerance(0.01, 0.5)) == ""
        assert differ(100.0, 101.6, Tolerance(0.01, 0.5)) == "value"

    def test_it_is_relative_to_what_is_expected(self):
        """A student does not get more room by being further off."""
        assert differ(10.0, 20.0, Tolerance(0.5, 0)) == "value"
        assert differ(20.0, 10.0, Tolerance(0.5, 0)) == ""

    @given(st.floats(1e-30, 1e-10), st.floats(1.001, 2))
    def test_purely_relative_where_values_are_tiny(self, value, factor):
        assert differ(value, value * factor, Tolerance(1e-5, 0)) == "value"
        assert differ(value, value * factor) == ""

    @given(float_arrays(SOME), st.integers(0, 63), st.floats(1e-4, 10))
    def test_each_number_counts(self, array, where, amount):
        changed = array.copy()
        index = where % changed.size
        changed.flat[index] += amount * (1 + abs(changed.flat[index]))
        assert differ(array, changed) == "value"


class TestShapes:
    @given(float_arrays(SMALL), float_arrays(SMALL))
    def test_arrays_of_other_shapes_differ(self, one, other):
        assume(one.shape != other.shape and (one.size or other.size))
        assert differ(one, other) == "shape"

    @given(float_arrays(SOME))
    def test_nothing_is_broadcast(self, array):
        assert differ(array, array[np.newaxis]) == "shape"
        assert differ(array, array.ravel()[0]) == "shape"
        assert differ(array.ravel()[0], array) == "shape"

    def test_a_column_is_not_a_row(self):
        assert differ(np.ones(3), np.ones((3, 1))) == "shape"
        assert differ(np.ones(3), [[1.0], [1.0], [1.0]]) == "shape"

    def test_one_number_in_a_list_is_no_scalar(self):
        assert differ(1.0, [1.0]) == "type"
        assert differ(1.0, np.ones(1)) == "shape"

    @pytest.mark.parametrize("shape", [(0,), (0, 3), (2, 0)])
    def test_empty_arrays_are_alike(self, shape):
        assert differ(np.zeros(shape), []) == ""
        assert differ(np.zeros(shape), np.zeros(0)) == ""
        assert differ(np.zeros(shape), [1.0]) == "shape"

    def test_ragged_lists_are_no_array(self):
        assert differ(np.ones((2, 2)), [[1.0, 1.0], [1.0]]) == "type"
        assert differ(np.ones((2, 2)), [[1.0, 1.0], 1.0]) == "type"

    @pytest.mark.parametrize("wrong", [None, "ones", ["a", "b"], {}, {"a": 1}, [None, 1], {1, 2}])
    def test_what_is_no_array_is_the_wrong_type(self, wrong):
        assert differ(np.ones(2), wrong) == "type"

    @pytest.mark.parametrize("wrong", [None, "1", [], [1, 2], (1,), {}, {1}])
    def test_what_is_no_number_is_the_wrong_type(self, wrong):
        assert differ(1.0, wrong) == "type"


class TestContainers:
    @given(st.lists(float_arrays(st.just((2, 3))), min_size=1, max_size=3))
    def test_list_tuple_and_array_serve_for_one_another(self, layers):
        for expected in (layers, tuple(layers), np.array(layers)):
            for actual in (layers, tuple(layers), np.array(layers), np.array(layers).tolist()):
                assert differ(expected, actual) == ""

    @given(st.lists(st.integers(-5, 5), min_size=1))
    def test_a_list_of_numbers_may_be_an_array_of_any_real_dtype(self, numbers):
        for dtype in ("int8", "int64", "float32", "float64", "complex128"):
            same = differ(numbers, np.array(numbers, dtype)) == ""
            assert same == (dtype != "complex128")

    def test_pairs(self):
        expected = (np.array([1.0, 2.0]), 3.0)
        assert differ(expected, [[1, 2], 3]) == ""
        assert differ(expected, [np.float32([1, 2]), np.array(3)]) == ""
        assert differ(expected, np.array([np.array([1.0, 2.0]), 3.0], dtype=object)) == ""
        assert differ(expected, np.ones((2, 2))) == "value"
        assert differ(expected, (np.array([1.0, 2.0]), np.array([3.0]))) == "shape"
        assert differ(expected, np.array([1.0, 2.0])) == "shape"
        assert differ(expected, 3.0) == "type"
        assert differ(expected, expected[:1]) == "length"
        assert differ(expected, None) == "type"

    def test_the_path_leads_to_the_first_difference(self):
        expected = ([np.zeros(2), np.zeros(3)], {"a": 1, "b": (2, 3)})
        actual = ([np.zeros(2), np.zeros(3)], {"a": 1, "b": (2, 4)})
        assert find_difference(expected, actual, USUAL) == Difference("value", (1, "b", 1), 3, 4)
        actual = ([np.zeros(2), np.ones(3)], {})
        found = find_difference(expected, actual, USUAL)
        assert (found.kind, found.path) == ("value", (0, 1))
        np.testing.assert_array_equal(found.actual, np.ones(3))

    def test_dicts_need_the_same_keys(self):
        assert differ({"a": 1}, {"b": 1}) == "keys"
        assert differ({"a": 1}, {"a": 1, "b": 1}) == "keys"
        assert differ({"a": 1}, [("a", 1)]) == "type"
        assert differ({"a": np.zeros(2)}, {"a": [0, 0]}) == ""
        assert differ({"a": 1}, {"a": 2}) == "value"

    @pytest.mark.parametrize(
        ("one", "other", "kind"),
        [
            ("a", "a", ""),
            ("a", "b", "value"),
            ("a", 1, "type"),
            (None, None, ""),
            (None, 0, "type"),
        ],
    )
    def test_text_and_none(self, one, other, kind):
        assert differ(one, other) == kind


def test_several_things_where_one_array_should_be_are_of_another_type():
    one = np.ones((2, 3))
    found = find_difference(one, (one, one), Tolerance())
    assert found is not None
    assert (found.kind, type(found.actual)) == ("type", tuple)
    assert differ(one, [one, one]) == "shape"
    assert differ(one, tuple(map(tuple, one))) == ""
    assert differ(one, tuple(map(tuple, 2 * one))) == "value"


class TestDrawn:
    options = Drawn((np.zeros((2, 3)), np.arange(6.0).reshape(2, 3)))

    @given(hnp.arrays(bool, (2, 3)))
    def test_each_element_comes_from_one_of_the_options(self, mask):
        assert differ(self.options, mask * self.options.options[1]) == ""

    @given(st.integers(0, 5), floats.filter(lambda x: not abs(x) < 1e-3))
    def test_one_other_element_is_enough_to_differ(self, where, odd):
        array = self.options.options[1].copy()
        assume(not abs(odd - array.flat[where]) < 1e-3)
        array.flat[where] = odd
        assert differ(self.options, array) == "value"

    @pytest.mark.parametrize("wrong", [np.zeros(6), 0.0, None, [[0, 0], [0, 0]], np.zeros((3, 2))])
    def test_its_shape_is_known(self, wrong):
        assert differ(self.options, wrong) == "shape"

    def test_its_elements_may_have_to_add_up(self):
        coins = Drawn((np.zeros((2, 3)), np.ones((2, 3))), totals=(1.0, 4.0))
        assert differ(coins, [[1, 0, 0], [0, 0, 0]]) == ""
        assert differ(coins, [[True, True, False], [True, True, False]]) == ""
        assert differ(coins, [[1, 1, 0], [0, 0, 0]]) == "value"
        assert differ(coins, [[2, 0, 2], [0, 0, 0]]) == "value"

    def test_it_may_be_one_of_several_values(self):
        assert differ((self.options, 1.0), (np.zeros((2, 3)), 1)) == ""
        assert differ((self.options, 1.0), (np.zeros((2, 3)), 2)) == "value"
        assert differ(([self.options], 1.0), ([np.ones((2, 3))], 1)) == "value"

    @given(plain)
    def test_without_options_it_may_be_anything(self, value):
        assert differ(Drawn(), value) == ""

    def test_a_student_cannot_return_it(self):
        """It fits nothing but itself, though it can be imported."""
        for expected in (np.zeros(2), 0.0, (0.0, 1.0), {}, None, "a", Opaque("Drawn")):
            assert differ(expected, Drawn()) == "type"
