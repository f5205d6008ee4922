"""Values that functions return, for Hypothesis."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

REAL_DTYPES = ["float16", "float32", "float64", "int8", "int32", "int64", "uint8", "uint64", "bool"]
DTYPES = [*REAL_DTYPES, "complex64", "complex128"]
SMALL = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)

floats = st.floats()  # NaN, infinities, −0.0 and subnormal numbers among them
moderate = st.floats(-1e6, 1e6)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**400, max_value=10**401),
    floats,
    st.complex_numbers(),
    st.text(max_size=5),
)


def arrays(dtypes=DTYPES, shapes=SMALL):
    """Draw arrays of these dtypes, 0-d and empty ones among them."""
    return st.sampled_from(dtypes).flatmap(lambda dtype: hnp.arrays(dtype, shapes))


def float_arrays(shapes=SMALL, elements=moderate):
    return hnp.arrays(np.float64, shapes, elements=elements)


plain = st.recursive(
    st.one_of(scalars, arrays()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    max_leaves=6,
)
"""Anything that counts as plain data."""


def as_written(value):
    """Draw another way to write a number or an array of float64: dtype, list, tuple, 0-d."""
    array = np.asarray(value)
    ways = [st.just(array), st.just(array.tolist())]
    if array.ndim == 0:
        ways += [st.just(float(array)), st.just(np.float64(array))]
    else:
        ways += [st.just(tuple(array.tolist())), st.just(list(array)), st.just(tuple(array))]
    if np.array_equal(array, array.astype(np.float32)):
        ways.append(st.just(array.astype(np.float32)))
    if np.array_equal(array, np.rint(array)) and (np.abs(array) < 2**31).all():
        ways += [st.just(array.astype(np.int64)), st.just(array.astype(int).tolist())]
        if np.isin(array, [0, 1]).all():
            ways += [st.just(array.astype(bool)), st.just(array.astype(bool).tolist())]
    return st.one_of(ways)
