"""Plain data: what goes into a student's function and what comes out of it.

Values are reduced to numbers, strings, lists, tuples, dicts and base NumPy arrays before anything
is compared, so that no object of the student's takes part in judging itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

MAX_DEPTH = 8
MAX_ITEMS = 100_000

Plain = Any
"""None, bool, int, float, complex, str, list, tuple, dict, ndarray, Rng, Opaque or Drawn."""


@dataclass(frozen=True)
class Rng:
    """A recipe for a random generator; equal seeds in one case are one generator."""

    seed: int


@dataclass(frozen=True)
class Opaque:
    """Something that is not plain data, kept by the name of its type alone."""

    type_name: str


@dataclass(frozen=True, eq=False)
class Drawn:
    """What a named mistake returns when it draws numbers from nowhere it was told to.

    Its values cannot be known, but what each element may be can.

    Attributes
    ----------
    options : tuple of ndarray
        Arrays of one shape; each element comes from one of them. Empty if it may be anything.
    """

    options: tuple[npt.NDArray[np.float64], ...] = ()


def to_plain(value: Any, depth: int = 0) -> Plain:
    """Reduce any object to plain data.

    Parameters
    ----------
    value : object
        What a function returned or holds.
    depth : int
        How deep inside a container the value is.

    Returns
    -------
    Plain
        A copy that shares no memory with `value`; `Opaque` for what is not plain data.
    """
    if value is None or type(value) in (bool, int, float, complex, str, Rng, Opaque, Drawn):
        return value
    if isinstance(value, np.generic):
        return to_plain(value.item()) if value.dtype.kind in "biufc" else _opaque(value)
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "biufc":
            return _opaque(value)
        return np.array(value, copy=True, subok=False)
    if depth >= MAX_DEPTH or not isinstance(value, (list, tuple, dict)) or len(value) > MAX_ITEMS:
        return _opaque(value)
    if isinstance(value, dict):
        return {str(key): to_plain(item, depth + 1) for key, item in value.items()}
    items = [to_plain(item, depth + 1) for item in value]
    return tuple(items) if isinstance(value, tuple) else items


def _opaque(value: Any) -> Opaque:
    return Opaque(type(value).__name__)


def encode(value: Plain) -> Any:
    """Write plain data as what JSON can hold.

    Numbers keep every bit; ``decode`` is the inverse.
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, complex):
        return {"complex": [encode(value.real), encode(value.imag)]}
    if isinstance(value, np.ndarray):
        items = [encode(item) for item in value.ravel().tolist()]
        return {"array": items, "shape": list(value.shape), "dtype": value.dtype.name}
    if isinstance(value, tuple):
        return {"tuple": [encode(item) for item in value]}
    if isinstance(value, list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {"dict": [[key, encode(item)] for key, item in value.items()]}
    if isinstance(value, Rng):
        return {"rng": value.seed}
    if isinstance(value, Opaque):
        return {"opaque": value.type_name}
    if isinstance(value, Drawn):
        return {"drawn": [encode(option) for option in value.options]}
    raise TypeError(f"{type(value).__name__} is not plain data")


def decode(data: Any) -> Plain:
    """Read plain data back from what ``encode`` wrote."""
    if isinstance(data, list):
        return [decode(item) for item in data]
    if not isinstance(data, dict):
        return data
    if "array" in data:
        items = [decode(item) for item in data["array"]]
        return np.array(items, dtype=data["dtype"]).reshape(data["shape"])
    if "tuple" in data:
        return tuple(decode(item) for item in data["tuple"])
    if "dict" in data:
        return {key: decode(item) for key, item in data["dict"]}
    if "float" in data:
        return float(data["float"])
    if "complex" in data:
        return complex(*(decode(item) for item in data["complex"]))
    if "rng" in data:
        return Rng(data["rng"])
    if "opaque" in data:
        return Opaque(data["opaque"])
    if "drawn" in data:
        return Drawn(tuple(decode(option) for option in data["drawn"]))
    raise ValueError(f"not plain data: {sorted(data)}")
