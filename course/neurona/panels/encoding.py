"""Pictures as PNG bytes: at most 255 colors, which are quick to encode, to send and to show."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[Any]

COLORS = 255
ROOM = 111  # of them, left for colors that the sample misses
NONE_YET = 255  # stands for a color that the palette does not have
SAMPLE = 4  # of that many rows and columns, one is looked at to choose colors
MANY = 10_000  # pixels, enough to choose colors from
CELL_BITS = 2  # colors that differ in so many last bits only count as one
KIND_BITS = 4  # and those that do in so many are similar
CELLS = 1 << 3 * (8 - CELL_BITS)


def encode_png(pixels: Bytes) -> bytes:
    """Encode a picture as PNG with a palette.

    Encoders try five filters on each row. On pictures with large plain areas none of them
    gains anything, so rows are stored as they are (filter 0). Nor does a search for what
    is repeated gain anything over looking for a byte that goes on and on.

    Parameters
    ----------
    pixels : array of uint8, shape (height, width, 4)
        Red, green, blue, and a fourth channel that is left out.

    Returns
    -------
    bytes
        A PNG file (W3C, *Portable Network Graphics Specification*, third edition).
    """
    height, width = pixels.shape[:2]
    palette, numbers = paint_by_numbers(pixels.view("<u4")[..., 0])
    rows = np.zeros((height, 1 + width), dtype=np.uint8)  # each begins with its filter
    rows[:, 1:] = numbers
    squeeze = zlib.compressobj(level=1, strategy=zlib.Z_RLE)
    bits, with_palette = 8, 3
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, bits, with_palette, 0, 0, 0)),
        (b"PLTE", channels(palette).tobytes()),
        (b"IDAT", squeeze.compress(rows.data) + squeeze.flush()),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def paint_by_numbers(colors: Numbers) -> tuple[Numbers, Bytes]:
    """Choose a palette, and give each pixel the number of its color there.

    Parameters
    ----------
    colors : array of uint32, shape (height, width)
        Red in the last byte, then green, then blue.

    Returns
    -------
    palette : array of uint32, shape (k,)
        At most 255 colors.
    numbers : array of uint8, shape (height, width)
        For each pixel its own color or one of the same cell; where there is no room for either,
        a similar one.
    """
    palette = choose_colors(colors[::SAMPLE, ::SAMPLE])[: COLORS - ROOM]
    pixels = colors.ravel()
    begins = np.flatnonzero(np.append(True, pixels[1:] != pixels[:-1]))  # another color than before
    runs = pixels[begins]
    numbers = similar(palette, KIND_BITS)[cells(runs)]
    missed = np.flatnonzero(numbers == NONE_YET)
    if len(missed):
        late = runs[missed]
        palette = np.append(palette, choose_colors(late[:: 1 + len(late) // MANY]))[:COLORS]
        numbers[missed] = similar(palette, 8)[cells(late)]
    return palette, numbers.repeat(np.diff(begins, append=len(pixels))).reshape(colors.shape)


def similar(palette: Numbers, bits: int) -> Bytes:
    """Return for each cell the number of the palette's color in it, or of one close by.

    Parameters
    ----------
    palette : array of uint32, shape (k,)
        The first of two colors that are equally close counts.
    bits : int
        Colors that differ in more than so many last bits are not close; then it is `NONE_YET`.
    """
    number_of = np.full(CELLS, NONE_YET, dtype=np.uint8)
    for width in range(bits, CELL_BITS - 1, -1):  # ever smaller cubes of cells
        cubes = number_of.reshape(3 * (256 >> width, 1 << width - CELL_BITS))
        first = _first(palette, width)
        red, green, blue = channels(palette[first]).T >> width
        cubes[blue, :, green, :, red] = first[:, None, None, None]
    return number_of


def choose_colors(colors: Numbers) -> Numbers:
    """Rank the colors of pixels by how frequent they are, of those nearly the same only one.

    Areas keep their exact colors; what comes last are blends at the edges of lines.

    Parameters
    ----------
    colors : array of uint32
        A color of each pixel: red, green, blue and nothing, a byte each.

    Returns
    -------
    array of uint32, shape (k,)
        One color of each cell, beginning with the most frequent one.
    """
    image = Image.fromarray(np.atleast_2d(colors).astype(np.uint32).view(np.int32))
    counts, found = np.array(image.getcolors(colors.size), dtype=np.int32).T
    frequent = found[np.lexsort((found, -counts))].view(np.uint32)
    # First one of each kind, so that a rare color is at worst replaced by a similar one.
    ranked = np.append(frequent[_first(frequent, KIND_BITS)], frequent)
    chosen: Numbers = ranked[_first(ranked, CELL_BITS)]
    return chosen


def cells(colors: Numbers, bits: int = CELL_BITS) -> Numbers:
    """Return the numbers of the cells in which colors lie.

    Parameters
    ----------
    colors : array of uint32
        Colors, as for `choose_colors`.
    bits : int
        Cells are cubes of 2 ** `bits` on each side.
    """
    width = 8 - bits
    mask = (1 << width) - 1
    found = colors >> bits & mask
    for i in (1, 2):
        found |= colors >> bits * (i + 1) & mask << width * i
    return found


def channels(colors: Numbers) -> Bytes:
    """Return red, green and blue of colors, shape (k, 3)."""
    return colors.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3]


def _first(colors: Numbers, bits: int) -> Numbers:
    """Return where the first of those colors are that differ in their last bits only."""
    return np.sort(np.unique(cells(colors, bits), return_index=True)[1])
