"""Pictures as PNG bytes: at most 256 colors, which are quick to encode, to send and to show."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np
from PIL import Image

COLORS = 256
SAMPLE = 3  # of that many rows and columns, one is looked at to choose colors
CELL_BITS = 2  # colors that differ in so many last bits only count as one
KIND_BITS = 4  # and those that do in so many are similar


def encode_png(image: Image.Image) -> bytes:
    """Encode a picture as PNG with a palette.

    Pillow tries five filters on each row. On pictures with large plain areas none of them
    gains anything, so rows are stored as they are (filter 0).

    Parameters
    ----------
    image : Image
        The picture, in mode RGB.

    Returns
    -------
    bytes
        A PNG file (W3C, *Portable Network Graphics Specification*, third edition).
    """
    palette = choose_colors(image)
    numbers = np.asarray(_nearest(image, palette))
    height, width = numbers.shape
    rows = np.zeros((height, 1 + width), dtype=np.uint8)  # each begins with its filter
    rows[:, 1:] = numbers
    bits, with_palette = 8, 3
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, bits, with_palette, 0, 0, 0)),
        (b"PLTE", bytes(part for color in palette for part in color)),
        (b"IDAT", zlib.compress(rows.data, level=1)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def choose_colors(image: Image.Image) -> list[tuple[int, int, int]]:
    """Choose the most frequent colors of a picture, of those that are nearly the same only one.

    Areas keep their exact colors; what is left out are blends at the edges of lines.

    Parameters
    ----------
    image : Image
        The picture, in mode RGB.

    Returns
    -------
    list of (int, int, int)
        At most 256 colors, beginning with the most frequent one.
    """
    width, height = image.size
    size = (-(-width // SAMPLE), -(-height // SAMPLE))
    sample = image.resize(size, Image.Resampling.NEAREST)
    counted: Any = sample.getcolors(size[0] * size[1])
    frequent = [color for _count, color in sorted(counted, reverse=True)]
    # First one of each kind, so that a rare color is at worst replaced by a similar one.
    kinds = _distinct(frequent, KIND_BITS)
    return _distinct(kinds + frequent, CELL_BITS)[:COLORS]


def _distinct(colors: list[tuple[int, int, int]], bits: int) -> list[tuple[int, int, int]]:
    """Return the first of those colors that differ in their last bits only."""
    chosen: dict[tuple[int, int, int], tuple[int, int, int]] = {}
    for color in colors:
        red, green, blue = color
        chosen.setdefault((red >> bits, green >> bits, blue >> bits), color)
    return list(chosen.values())


def _nearest(image: Image.Image, palette: list[tuple[int, int, int]]) -> Image.Image:
    # Pillow compares the first six bits of each pixel. Of the palette it gets no more than
    # those, else a pixel's own color could lose against a neighbor.
    mask = 0xFF & ~((1 << CELL_BITS) - 1)
    cells = Image.new("P", (1, 1))
    cells.putpalette(bytes(part & mask for color in palette for part in color))
    return image.quantize(palette=cells, dither=Image.Dither.NONE)
