"""Compare plain data by value, never by how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from neurona.checks.plain import Drawn, Opaque, Plain

Kind = Literal["type", "shape", "length", "keys", "value"]


@dataclass(frozen=True)
class Tolerance:
    """How far a number may be off and still be right.

    Attributes
    ----------
    relative : float
        As a fraction of the expected value; the default lets float32 pass.
    absolute : float
        A floor for values near 0; 0 where the exercise's values are tiny themselves.
    """

    relative: float = 1e-5
    absolute: float = 1e-6


@dataclass(frozen=True)
class Difference:
    """The first place where two values differ.

    Attributes
    ----------
    kind : str
        ``"type"``, ``"shape"``, ``"length"``, ``"keys"`` or ``"value"``.
    path : tuple of int or str
        Which item of which item; empty for the whole value.
    expected, actual : Plain
        What stands at that place.
    """

    kind: Kind
    path: tuple[int | str, ...]
    expected: Plain
    actual: Plain


def find_difference(
    expected: Plain, actual: Plain, tolerance: Tolerance, path: tuple[int | str, ...] = ()
) -> Difference | None:
    """Find the first difference between an expected value and a student's.

    A bool, int, float or 0-d array serves for a scalar; a list for an array; a list, a tuple and
    an array's rows for one another. NaN equals NaN, an infinity equals itself, −0.0 equals 0.0.

    Parameters
    ----------
    expected, actual : Plain
        The reference's value and the student's.
    tolerance : Tolerance
        How far numbers may be off.
    path : tuple of int or str
        Where in the whole value this is.

    Returns
    -------
    Difference or None
        None when they agree.
    """
    if isinstance(expected, Drawn):
        return _drawn_difference(expected, actual, tolerance, path)
    if isinstance(expected, np.ndarray) and expected.ndim > 0:
        return _array_difference(expected, actual, tolerance, path)
    if _is_number(expected):
        return _scalar_difference(expected, actual, tolerance, path)
    if isinstance(expected, (list, tuple)):
        return _sequence_difference(expected, actual, tolerance, path)
    if isinstance(expected, dict):
        return _dict_difference(expected, actual, tolerance, path)
    if type(expected) is not type(actual) or isinstance(expected, Opaque):
        return Difference("type", path, expected, actual)
    return None if expected == actual else Difference("value", path, expected, actual)


def _drawn_difference(
    expected: Drawn, actual: Plain, tolerance: Tolerance, path: tuple[int | str, ...]
) -> Difference | None:
    """Accept an array whose every element agrees with one of the options there, and its total."""
    if not expected.options:
        return None
    numbers = _as_numbers(actual)
    if numbers is None or numbers.shape != expected.options[0].shape:
        return Difference("shape", path, expected, actual)
    fits = np.zeros(numbers.shape, dtype=bool)
    with np.errstate(all="ignore"):
        for option in expected.options:
            fits |= np.isclose(numbers, option, tolerance.relative, tolerance.absolute)
        total = numbers.astype(np.float64).sum()
        adds_up = not expected.totals or np.isclose(total, expected.totals).any()
    return None if fits.all() and adds_up else Difference("value", path, expected, actual)


def _is_number(value: Plain) -> bool:
    if isinstance(value, np.ndarray):
        return value.ndim == 0
    return isinstance(value, (bool, int, float, complex))


def _scalar_difference(
    expected: Plain, actual: Plain, tolerance: Tolerance, path: tuple[int | str, ...]
) -> Difference | None:
    if isinstance(actual, np.ndarray) and actual.ndim > 0:
        return Difference("shape", path, expected, actual)
    if not _is_number(actual):
        return Difference("type", path, expected, actual)
    wanted, numbers = _as_numbers(expected), _as_numbers(actual)
    if wanted is None:  # complex, or beyond all floats: no exercise expects it
        same = _is_same_number(expected, actual)
    else:
        same = numbers is not None and _all_close(wanted, numbers, tolerance)
    return None if same else Difference("value", path, expected, actual)


def _is_same_number(one: Plain, other: Plain) -> bool:
    try:
        return bool(one == other)
    except OverflowError:  # complex against an int beyond all floats
        return False


def _array_difference(
    expected: npt.NDArray[np.float64],
    actual: Plain,
    tolerance: Tolerance,
    path: tuple[int | str, ...],
) -> Difference | None:
    if not isinstance(actual, (list, tuple, np.ndarray)) and not _is_number(actual):
        return Difference("type", path, expected, actual)
    numbers = _as_numbers(actual)
    if numbers is None or expected.dtype.kind == "c":  # no exercise expects that
        return Difference("type", path, expected, actual)
    if numbers.size == expected.size == 0:  # an empty list has no second dimension to be wrong
        return None
    if numbers.shape != expected.shape:
        if isinstance(actual, tuple):  # several things where there should be one
            return Difference("type", path, expected, actual)
        return Difference("shape", path, expected, numbers)
    if _all_close(expected, numbers, tolerance):
        return None
    return Difference("value", path, expected, numbers)


def _sequence_difference(
    expected: list[Plain] | tuple[Plain, ...],
    actual: Plain,
    tolerance: Tolerance,
    path: tuple[int | str, ...],
) -> Difference | None:
    if isinstance(actual, np.ndarray) and actual.ndim > 0:
        # Items of a list of NumPy scalars would not be plain data.
        actual = actual.tolist() if actual.ndim == 1 else list(actual)
    if not isinstance(actual, (list, tuple)):
        return Difference("type", path, expected, actual)
    if len(actual) != len(expected):
        return Difference("length", path, expected, actual)
    for index, (wanted, given) in enumerate(zip(expected, actual, strict=True)):
        found = find_difference(wanted, given, tolerance, (*path, index))
        if found:
            return found
    return None


def _dict_difference(
    expected: dict[str, Plain], actual: Plain, tolerance: Tolerance, path: tuple[int | str, ...]
) -> Difference | None:
    if not isinstance(actual, dict):
        return Difference("type", path, expected, actual)
    if set(expected) != set(actual):
        return Difference("keys", path, expected, actual)
    for key, wanted in expected.items():
        found = find_difference(wanted, actual[key], tolerance, (*path, key))
        if found:
            return found
    return None


def _as_numbers(value: Plain) -> npt.NDArray[np.generic] | None:
    """Read a number, an array or nested lists of numbers as one array of real numbers."""
    if _holds_only_numbers(value):
        try:
            numbers = np.asarray(value)
            if numbers.dtype.kind == "O":  # ints beyond 64 bits
                if any(np.iscomplexobj(item) for item in numbers.flat):
                    return None
                numbers = numbers.astype(np.float64)
        except (ValueError, OverflowError):  # ragged lists, or ints beyond all floats
            return None
        if numbers.dtype.kind in "biuf":
            return numbers
    return None


def _holds_only_numbers(value: Plain) -> bool:
    if isinstance(value, (list, tuple)):
        return all(_holds_only_numbers(item) for item in value)
    return _is_number(value) or isinstance(value, np.ndarray)


def _all_close(
    expected: npt.NDArray[np.generic], actual: npt.NDArray[np.generic], tolerance: Tolerance
) -> bool:
    """Compare arrays of one shape in float64, without NumPy's warnings.

    As `numpy.allclose` does, NaN being equal to itself, in a tenth of the time: a class has
    millions of small arrays.
    """
    wanted = np.asarray(expected, dtype=np.float64)
    given = np.asarray(actual, dtype=np.float64)
    with np.errstate(all="ignore"):
        fits = given == wanted
        if fits.all():
            return True
        near = np.abs(given - wanted) <= tolerance.absolute + tolerance.relative * np.abs(wanted)
    fits |= near & np.isfinite(wanted) & np.isfinite(given)
    fits |= np.isnan(given) & np.isnan(wanted)
    return bool(fits.all())
