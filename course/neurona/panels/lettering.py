"""Quick lettering: matplotlib's Text artists, drawn by Pillow.

Agg lays out and renders every glyph anew each time, which for a table of numbers takes longer
than all the rest of a picture. Pillow writes the same words ten times as fast, and what it has
written before it need only put in its place.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.text import Annotation, Text
from PIL import Image, ImageDraw, ImageFont

SANS, MONO = "DejaVu Sans", "DejaVu Sans Mono"
ASCENT, DESCENT = 0.76, 0.24  # of DejaVu Sans, in units of the font size
LINE_PITCH = 1.35  # from one baseline to the next, in units of the font size
POINTS_PER_INCH = 72
ANCHORS = {"left": "ls", "center": "ms", "right": "rs"}
ABOVE_BASELINE = {
    "top": ASCENT,
    "center": (ASCENT - DESCENT) / 2,
    "center_baseline": ASCENT / 2,
    "baseline": 0.0,
    "bottom": -DESCENT,
}
"""How far the point that is placed lies above the baseline, in units of the font size."""


@cache
def _font(family: str, bold: bool, pixels: int) -> ImageFont.FreeTypeFont:
    path = findfont(FontProperties(family=family, weight="bold" if bold else "normal"))
    return ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)


def is_plain(text: Text) -> bool:
    """Return whether a text is upright, opaque words, which is all that `write` can do."""
    return not (
        isinstance(text, Annotation)
        or text.get_rotation()
        or text.get_alpha() is not None
        or text.get_bbox_patch() is not None
        or text.get_path_effects()
        or "$" in text.get_text()
    )


def write(renderer: Any, text: Text) -> None:
    """Write a plain text into a picture.

    Parameters
    ----------
    renderer : matplotlib.backends.backend_agg.RendererAgg
        What draws that picture.
    text : Text
        What to write, and where and how.
    """
    if not text.get_text() or not text.get_visible():
        return
    size = float(text.get_fontsize()) * renderer.dpi / POINTS_PER_INCH
    lines = text.get_text().split("\n")
    pitch = size * LINE_PITCH
    x, y = text.get_transform().transform(text.get_position())
    place = text.get_verticalalignment()
    baseline = y - size * ABOVE_BASELINE[place]
    rest = pitch * (len(lines) - 1)
    baseline += {"top": 0.0, "bottom": rest, "baseline": rest}.get(place, rest / 2)
    look = (
        MONO if MONO in text.get_fontfamily() else SANS,
        to_rgb(text.get_color()),
        text.get_fontweight() in ("bold", 700),
        round(size),
        ANCHORS[text.get_horizontalalignment()],
    )
    context = renderer.new_gc()
    for number, line in enumerate(lines):
        left, bottom, ink = _ink(line, *look)
        corner = (round(x) + left, round(baseline - number * pitch) + bottom)
        renderer.draw_image(context, *corner, ink)
    context.restore()


@lru_cache(maxsize=2000)
def _ink(
    words: str,
    family: str,
    color: tuple[float, float, float],
    bold: bool,
    pixels: int,
    anchor: str,
) -> tuple[int, int, npt.NDArray[np.uint8]]:
    """Return where a line's ink begins, seen from its anchor, and its pixels, bottom row first."""
    font = _font(family, bold, pixels)
    left, top, right, bottom = map(round, font.getbbox(words, anchor=anchor))
    ink = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(ink).text((-left, -top), words, fill=255, font=font, anchor=anchor)
    dyed = Image.new("RGB", ink.size, tuple(round(255 * part) for part in color))
    dyed.putalpha(ink)
    return left, -bottom, np.array(dyed)[::-1].copy()
