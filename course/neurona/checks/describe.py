"""Write values and calls so that a student can read them and run them again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neurona.checks.plain import Dataset, Named, Opaque, Plain, Rng
from neurona.checks.recipes import FORMULAS

MAX_ELEMENTS = 60
MAX_CHARACTERS = 1_200


def describe_value(value: Plain, name: str = "") -> str:
    """Write plain data as Python code, shortened where it is long.

    Parameters
    ----------
    value : Plain
        A number, text, array or container.
    name : str
        If there is one, the code gives the value this name.

    Returns
    -------
    str
        Code that makes an equal value, up to rounding to six digits.
    """
    start = f"{name} = " if name else ""
    if isinstance(value, np.ndarray):
        text = start + _write_array(value, start)
    elif name and isinstance(value, float):
        text = start + repr(value)  # an argument must be exact: the case may turn on its last digit
    elif name and isinstance(value, Named):
        text = f"{start}{_write(value)}  # {FORMULAS[value.name]}"
    else:
        text = start + _write(value)
    return text if len(text) <= MAX_CHARACTERS else text[:MAX_CHARACTERS] + " …"


def _write(value: Plain) -> str:
    if isinstance(value, np.ndarray):
        return _write_array(value)
    if isinstance(value, bool) or value is None:
        return repr(value)
    if isinstance(value, int):
        # Python refuses to print integers of thousands of digits.
        return repr(value) if value.bit_length() < 200 else f"<int of {value.bit_length()} bits>"
    if isinstance(value, float):
        return repr(value) if value.is_integer() and abs(value) < 1e7 else f"{value:.7g}"
    if isinstance(value, str):
        return repr(value[:MAX_CHARACTERS])
    if isinstance(value, tuple):
        inside = ", ".join(map(_write, value))
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, list):
        return "[" + ", ".join(map(_write, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_write(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Rng):
        return f"np.random.default_rng({value.seed})"
    if isinstance(value, Dataset):
        shuffled = f", {value.shuffle}" if value.shuffle else ""
        return f"neurona.checks.datasets.load(Dataset({value.name!r}{shuffled}))"
    if isinstance(value, Named):
        return f"neurona.checks.recipes.{value.name}"
    if isinstance(value, Opaque):
        return f"<{value.type_name}>"
    return repr(value)


def _write_array(array: np.ndarray[tuple[int, ...], np.dtype[np.generic]], start: str = "") -> str:
    if array.dtype.kind == "f":
        array = array + np.zeros((), array.dtype)  # −0 is judged as 0: its sign would only puzzle
    with np.printoptions(precision=6, suppress=False, threshold=MAX_ELEMENTS, linewidth=76):
        body = np.array2string(array, separator=", ", prefix=start + "np.array(")
    return f"np.array({body})"


def describe_call(name: str, parameters: Sequence[str], args: Sequence[Plain]) -> str:
    """Write the arguments of a call, one a line, and the call.

    Parameters
    ----------
    name : str
        The function.
    parameters : sequence of str
        The names of its parameters.
    args : sequence of Plain
        The arguments, by position.

    Returns
    -------
    str
        Lines that a student can paste into a cell.
    """
    names = list(parameters)[: len(args)]
    lines = [describe_value(arg, parameter) for parameter, arg in zip(names, args, strict=True)]
    return "\n".join([*lines, f"{name}({', '.join(names)})"])


def describe_type(value: Plain) -> str:
    """Name a value's type in the words of Python and NumPy."""
    if isinstance(value, Opaque):
        return value.type_name
    if isinstance(value, np.ndarray):
        return f"array {value.shape}" if value.ndim else "number"
    return type(value).__name__
