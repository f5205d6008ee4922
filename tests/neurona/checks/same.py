"""Whether plain data are the same to the last bit."""

from __future__ import annotations

import numpy as np


def same_bits(one, other):
    """Compare types, shapes, dtypes and bits; all NaN of one width count as one."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and _bits(one).tolist() == _bits(other).tolist()
        )
    if isinstance(one, (float, complex)):
        return same_bits(np.array(one), np.array(other))
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same_bits, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same_bits(one[key], other[key]) for key in one)
    return one == other


def _bits(array):
    flat = np.ascontiguousarray(array).ravel()
    if flat.dtype.kind == "c":
        flat = flat.view(f"f{flat.dtype.itemsize // 2}")
    if flat.dtype.kind == "f":
        flat = np.where(np.isnan(flat), np.nan, flat).astype(flat.dtype)
    return flat.view(f"u{flat.dtype.itemsize}") if flat.size else flat
