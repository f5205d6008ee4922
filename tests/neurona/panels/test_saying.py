import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurona.panels.saying import say, say_pair


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-0.5, "−0.5"),
        (0.30000000000000004, "0.3"),
        (1 / 3, "0.333"),
        (0.0004, "0.0004"),
        (-5.6e-17, "−6e−17"),
        (1234.5678, "1234.568"),
        (100.0, "100"),
    ],
)
def test_numbers_are_written_short_and_true(value, text):
    assert say(value) == text


@given(st.floats(-1e6, 1e6))
def test_what_is_written_is_the_number_and_0_only_when_it_is(value):
    written = float(say(value).replace("−", "-"))
    assert (written == 0) == (value == 0)
    assert written == pytest.approx(value, abs=0.0006)


def test_pairs_look_like_points():
    assert say_pair(np.array([0.9, -1.0])) == "(0.9, −1)"
