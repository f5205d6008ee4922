"""The IDX format, in which MNIST and data sets like it are handed out."""

from __future__ import annotations

import gzip
import io
import math
import struct
import zlib

import numpy as np
import numpy.typing as npt

UNSIGNED_BYTES = 0x08
LARGEST = 1 << 30


def read_idx(content: bytes, name: str, dimensions: int) -> npt.NDArray[np.uint8]:
    """Read an array of unsigned bytes.

    Parameters
    ----------
    content : bytes
        A whole file.
    name : str
        What to call it in errors.
    dimensions : int
        How many the array must have.

    Returns
    -------
    array of uint8
        It cannot be written to.

    Raises
    ------
    ValueError
        If it is anything else, breaks off, or goes on after its end.

    Notes
    -----
    Two zero bytes, the type, the number of dimensions, each as one byte; the length of every
    dimension in four bytes, most significant first; then the elements, last index fastest: Y.
    LeCun, C. Cortes and C. Burges, *The MNIST database of handwritten digits* (1998).
    """
    if len(content) < 4 or content[:2] != b"\0\0":
        begin = content[:4].hex(" ") or "nothing"
        raise ValueError(f"{name} is not in IDX format: it begins with {begin}, not with 00 00.")
    kind, found = content[2], content[3]
    if kind != UNSIGNED_BYTES:
        raise ValueError(
            f"{name} holds elements of type {kind:02x}; only unsigned bytes (08) are read."
        )
    if found != dimensions:
        raise ValueError(f"{name} has {found} dimensions where {dimensions} are wanted.")
    start = 4 + 4 * dimensions
    if len(content) < start:
        raise ValueError(f"{name} breaks off within its header.")
    shape = struct.unpack(f">{dimensions}I", content[4:start])
    promised, there = math.prod(shape), len(content) - start
    if there != promised:
        size = " × ".join(map(str, shape))
        what = "breaks off" if there < promised else "goes on after its end"
        raise ValueError(
            f"{name} {what}: its header promises {size} = {promised} bytes, and {there} follow."
        )
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def unpack(packed: bytes, name: str) -> bytes:
    """Undo gzip.

    Parameters
    ----------
    packed : bytes
        A whole file.
    name : str
        What to call it in errors.

    Raises
    ------
    ValueError
        If it is not packed by gzip, is damaged, breaks off, or would be larger than 1 GiB.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as unpacking:
            content = unpacking.read(LARGEST + 1)
    except EOFError:
        raise ValueError(f"{name} breaks off after {len(packed)} bytes.") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(f"{name} is not packed by gzip, or damaged: {error}.") from None
    if len(content) > LARGEST:
        raise ValueError(f"{name} is larger than {LARGEST} bytes once it is unpacked.")
    return content
