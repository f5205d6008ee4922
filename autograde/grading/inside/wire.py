"""Frames between the grader and a student's process: plain data, with a limit on everything.

A frame is two lengths, a msgpack header, and the bytes of all arrays one after the other. What
msgpack has no type for is a list that begins with a tag; so nothing is built from a frame but
plain data, and nothing that a frame holds is ever run.
"""

from __future__ import annotations

import math
import struct
from typing import Any

import msgpack
import numpy as np

from neurona.checks.plain import MAX_BITS, Named, Opaque, Plain, Rng

LENGTHS = struct.Struct("<II")
HEADER_LIMIT = 1 << 20
"""Bytes. A megabyte of empty lists takes some 64 MB once they are built."""
ARRAYS_LIMIT = 16 << 20
NAME_LIMIT = 200
"""Characters of a name; `TEXT_LIMIT` is for messages and lines of code."""
TEXT_LIMIT = 500
FUNCTIONS_LIMIT = 2_000

_MAX_DEPTH = 16
_MAX_DIMENSIONS = 32
_INT_BYTES = MAX_BITS // 8 + 2
_SMALLEST, _BIGGEST = -(2**63), 2**64 - 1
_DTYPES = {
    name: np.dtype(name)
    for name in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "complex64", "complex128"),
    )
}
_NAMES = {dtype: name for name, dtype in _DTYPES.items()}


class WireError(ValueError):
    """A frame breaks a rule."""


def write_frame(value: Plain) -> bytes:
    """Write plain data as a frame.

    Parameters
    ----------
    value : Plain
        What to send. `Drawn` goes as something opaque: it is for the judge alone.

    Raises
    ------
    WireError
        If it is not plain data.
    """
    arrays: list[bytes] = []
    try:
        header = msgpack.packb(_write(value, arrays, 0), unicode_errors="surrogatepass")
    except (TypeError, ValueError, OverflowError) as error:
        raise WireError(str(error)) from None
    blob = b"".join(arrays)
    return LENGTHS.pack(len(header), len(blob)) + header + blob


def read_lengths(start: bytes, header_limit: int, arrays_limit: int) -> tuple[int, int]:
    """Read a frame's two lengths.

    Parameters
    ----------
    start : bytes
        The first ``LENGTHS.size`` bytes of a frame.
    header_limit, arrays_limit : int
        How long the two may be.

    Raises
    ------
    WireError
        If one is longer.
    """
    header, arrays = LENGTHS.unpack(start)
    if header > header_limit or arrays > arrays_limit:
        raise WireError(f"a frame of {header} and {arrays} bytes")
    return header, arrays


def read_body(header: bytes, blob: bytes) -> Plain:
    """Read what follows a frame's lengths.

    Parameters
    ----------
    header : bytes
        The msgpack.
    blob : bytes
        The bytes of all arrays.

    Returns
    -------
    Plain
        Built anew; arrays share no memory with `blob`.

    Raises
    ------
    WireError
        If anything is wrong with it. Nothing else is raised, whatever the bytes.
    """
    try:
        data = msgpack.unpackb(header, unicode_errors="surrogatepass", max_map_len=0, max_ext_len=0)
    except Exception as error:  # msgpack raises half a dozen kinds
        raise WireError(f"no msgpack: {type(error).__name__}") from None
    reader = _Reader(blob)
    value = reader.read(data, 0)
    if reader.position != len(blob):
        raise WireError("bytes are left over")
    return value


def _write(value: Plain, arrays: list[bytes], depth: int) -> Any:
    kind = type(value)
    if value is None or kind is bool or kind is float or kind is str:
        return value
    if kind is int:
        return value if _SMALLEST <= value <= _BIGGEST else ["i", _int_bytes(value)]
    if depth >= _MAX_DEPTH:
        raise WireError("nested too deep")
    if kind is list or kind is tuple:
        return ["l" if kind is list else "t", *(_write(item, arrays, depth + 1) for item in value)]
    if kind is np.ndarray:
        return _write_array(value, arrays)
    if kind is dict:
        flat: list[Any] = ["d"]
        for key, item in value.items():
            if type(key) is not str:
                raise WireError("a key that is no text")
            flat += (key, _write(item, arrays, depth + 1))
        return flat
    if kind is complex:
        return ["c", value.real, value.imag]
    if kind is Rng and type(value.seed) is int and type(value.copy) is int:
        return ["r", value.seed, value.copy]
    if kind is Named and type(value.name) is str:
        return ["n", value.name]
    if kind is Opaque and type(value.type_name) is str:
        return ["o", value.type_name[:NAME_LIMIT]]
    return ["o", str.__str__(kind.__name__)[:NAME_LIMIT]]


def _int_bytes(value: int) -> bytes:
    return value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)


def _write_array(value: np.ndarray[Any, Any], arrays: list[bytes]) -> list[Any]:
    name = _NAMES.get(value.dtype)
    if name is None:
        name = value.dtype.name  # it takes long
        if name not in _DTYPES:
            return ["o", name]
        value = value.astype(name)  # of the usual byte order
    arrays.append(value.tobytes())
    return ["a", name, *value.shape]


class _Reader:
    """Reads one frame, and takes the bytes of its arrays in turn."""

    def __init__(self, blob: bytes) -> None:
        self.blob = blob
        self.position = 0

    def read(self, data: Any, depth: int) -> Plain:
        """Read one value."""
        if type(data) is not list:
            if data is None or type(data) in (bool, int, float, str):
                return data
            raise WireError("bytes without a tag")
        if not data or depth > _MAX_DEPTH:
            raise WireError("no tag, or nested too deep")
        tag = data[0]
        if tag == "l":
            return [self.read(item, depth + 1) for item in data[1:]]
        if tag == "t":
            return tuple([self.read(item, depth + 1) for item in data[1:]])
        if tag == "a":
            return self._read_array(data[1:])
        if tag == "d":
            return self._read_dict(data[1:], depth)
        return _read_scalar(tag, data[1:])

    def _read_dict(self, flat: list[Any], depth: int) -> dict[str, Plain]:
        keys, items = flat[::2], flat[1::2]
        if len(keys) != len(items) or any(type(key) is not str for key in keys):
            raise WireError("a bad dict")
        return {key: self.read(item, depth + 1) for key, item in zip(keys, items, strict=True)}

    def _read_array(self, fields: list[Any]) -> Plain:
        dtype = _DTYPES.get(fields[0]) if fields and type(fields[0]) is str else None
        shape = fields[1:]
        if dtype is None or len(shape) > _MAX_DIMENSIONS:
            raise WireError("an array of another type")
        if any(type(length) is not int or not 0 <= length <= ARRAYS_LIMIT for length in shape):
            raise WireError("a bad shape")
        size = math.prod(shape) * dtype.itemsize
        chunk = self.blob[self.position : self.position + size]
        if len(chunk) != size:
            raise WireError("an array of another length")
        self.position += size
        try:
            if dtype.kind == "b":  # any byte may have been sent
                return (np.frombuffer(chunk, np.uint8) != 0).reshape(shape)
            return np.frombuffer(chunk, dtype).reshape(shape).copy()
        except ValueError as error:  # an empty array whose other dimensions are too much
            raise WireError(str(error)) from None


def _read_scalar(tag: Any, fields: list[Any]) -> Plain:
    match tag, fields:
        case "i", [bytes(data)] if len(data) <= _INT_BYTES:
            return int.from_bytes(data, "little", signed=True)
        case "c", [float(real), float(imag)]:
            return complex(real, imag)
        case "r", [int(seed), int(copy)] if _are_counts(seed, copy):
            return Rng(seed, copy)
        case "o", [str(name)] if len(name) <= NAME_LIMIT:
            return Opaque(name)
        case "n", [str(name)] if len(name) <= NAME_LIMIT:
            return Named(name)
    raise WireError("an unknown tag")


def _are_counts(*values: Any) -> bool:
    return all(type(value) is int and value >= 0 for value in values)
