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
MAX_ITEMS = 1_000_000
MAX_BITS = 10_000  # of an int; Python reads and writes no more than 4300 digits

Plain = Any
"""None, bool, int, float, complex, str, list, tuple, dict, ndarray, or one of the classes below."""


@dataclass(frozen=True)
class Rng:
    """A recipe for a random generator.

    In one case equal recipes are one generator. Another copy is another generator of the same
    seed: whoever is given it must find the same.
    """

    seed: int
    copy: int = 0


@dataclass(frozen=True)
class Named:
    """A function of `neurona.checks.recipes`, given to a student's function by its name."""

    name: str


@dataclass(frozen=True)
class Dataset:
    """An array of `neurona.checks.datasets`, too large to be written into a notebook.

    Attributes
    ----------
    name : str
        The array.
    shuffle : int
        Unless it is 0, the seed by which the array's columns are put into another order.
    """

    name: str
    shuffle: int = 0


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
    totals : tuple of float
        The elements add up to one of these. Empty if they may add up to anything.
    """

    options: tuple[npt.NDArray[np.float64], ...] = ()
    totals: tuple[float, ...] = ()


def holds_drawn(value: Plain) -> bool:
    """Tell whether a value is `Drawn`, or one of its items is."""
    if isinstance(value, (list, tuple)):
        return any(map(holds_drawn, value))
    if isinstance(value, dict):
        return any(map(holds_drawn, value.values()))
    return isinstance(value, Drawn)


def to_plain(value: Any) -> Plain:
    """Reduce any object to plain data.

    Parameters
    ----------
    value : object
        What a function returned or holds.

    Returns
    -------
    Plain
        A copy that shares no memory with `value`; `Opaque` for what is not plain data, for what
        lies deeper than `MAX_DEPTH` containers, and for what comes after `MAX_ITEMS` items.
    """
    return _Reduction().reduce(value, depth=0)


_SCALARS = (bool, float, complex, Rng, Named, Dataset, Opaque, Drawn)


class _Reduction:
    """Reduces one value, and counts its items: a list may hold itself many times over."""

    def __init__(self) -> None:
        self.items_left = MAX_ITEMS

    def reduce(self, value: Any, depth: int) -> Plain:
        if value is None or type(value) in _SCALARS:
            return value
        if type(value) is int:
            return value if value.bit_length() <= MAX_BITS else _opaque(value)
        if type(value) is str:
            return value if self._has_room_for(len(value)) else _opaque(value)
        if isinstance(value, (np.ndarray, np.generic)):
            return self._reduce_array(value, depth)
        if depth >= MAX_DEPTH or not isinstance(value, (list, tuple, dict)):
            return _opaque(value)
        return self._reduce_container(value, depth + 1)

    def _reduce_container(
        self, value: list[Any] | tuple[Any, ...] | dict[Any, Any], depth: int
    ) -> Plain:
        """Reduce each item, without the methods of a subclass, such as an iterator without end."""
        if isinstance(value, dict):
            pairs = dict.copy(value).items()
            if self._has_room_for(len(pairs)):
                return {str(key): self.reduce(item, depth) for key, item in pairs}
        elif isinstance(value, list):
            if self._has_room_for(list.__len__(value)):
                return [self.reduce(item, depth) for item in list.__iter__(value)]
        elif self._has_room_for(tuple.__len__(value)):
            return tuple(self.reduce(item, depth) for item in tuple.__iter__(value))
        return _opaque(value)

    def _reduce_array(self, value: npt.NDArray[Any] | np.generic, depth: int) -> Plain:
        array = np.asarray(value)  # of the base class
        if not self._has_room_for(array.size):
            return _opaque(value)
        if array.dtype.kind == "O" and depth < MAX_DEPTH:
            # Numbers in an object array are numbers all the same.
            return self.reduce(array.tolist(), depth + 1)
        if array.dtype.kind not in "biufc":
            return _opaque(value)
        if array.dtype.char in "gG":  # Python and JSON have no long doubles
            with np.errstate(all="ignore"):
                array = array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)
        return array.item() if isinstance(value, np.generic) else array.copy()

    def _has_room_for(self, count: int) -> bool:
        self.items_left -= count
        return self.items_left >= 0


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
        return {"rng": value.seed, **({"copy": value.copy} if value.copy else {})}
    if isinstance(value, Named):
        return {"named": value.name}
    if isinstance(value, Dataset):
        return {"dataset": value.name, "shuffle": value.shuffle}
    if isinstance(value, Opaque):
        return {"opaque": value.type_name}
    if isinstance(value, Drawn):
        options = [encode(option) for option in value.options]
        return {"drawn": options, **({"totals": list(value.totals)} if value.totals else {})}
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
        return Rng(data["rng"], data.get("copy", 0))
    if "named" in data:
        return Named(data["named"])
    if "dataset" in data:
        return Dataset(data["dataset"], data["shuffle"])
    if "opaque" in data:
        return Opaque(data["opaque"])
    if "drawn" in data:
        options = tuple(decode(option) for option in data["drawn"])
        return Drawn(options, tuple(data.get("totals", ())))
    raise ValueError(f"not plain data: {sorted(data)}")
