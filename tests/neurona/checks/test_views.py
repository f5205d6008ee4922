"""What is compared where returned values may differ and still be right."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurona.checks.views import VIEWS, ViewError, truth_table
from tests.neurona.checks.strategies import plain

quarters = st.integers(-20, 20).map(lambda number: number / 4)


@given(quarters, quarters, quarters)
def test_truth_table_lists_the_outputs(w1, w2, b):
    expected = [int(value > 0) for value in (b, w2 + b, w1 + b, w1 + w2 + b)]
    assert truth_table(([w1, w2], b)).tolist() == expected
    assert truth_table([np.array([w1, w2], np.float32), np.array(b)]).tolist() == expected


@given(plain)
def test_truth_table_shows_a_gate_or_says_what_is_missing(value):
    with contextlib.suppress(ViewError):
        assert set(truth_table(value).tolist()) <= {0, 1}


@pytest.mark.parametrize("huge", [1e308, np.finfo(float).max])
def test_weights_may_be_huge(huge):
    assert truth_table((np.array([-huge, -huge]), huge / 2)).tolist() == [1, 0, 0, 0]
    assert truth_table((np.array([huge, huge]), huge)).tolist() == [1, 1, 1, 1]


def test_a_view_is_found_by_its_name():
    assert all(name == view.__name__ for name, view in VIEWS.items())
