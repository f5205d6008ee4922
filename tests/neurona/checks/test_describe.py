"""What students read of values."""

from __future__ import annotations

import numpy as np
import pytest

from neurona.checks.describe import describe_value


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
def test_zero_has_no_sign(dtype):
    """It is judged as 0, so that a minus would look like the mistake."""
    value = np.array([-0.0, -1.5], dtype)
    assert describe_value(value) == "np.array([ 0. , -1.5])"
    assert np.signbit(value[0])


def test_what_has_no_negative_zero_stays_as_it_is():
    assert describe_value(np.array([True, False])) == "np.array([ True, False])"
    assert describe_value(np.array([-1, 0])) == "np.array([-1,  0])"
