"""Pictures of the course for the README, small enough to be committed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parents[2] / "docs/pictures"
MOST_BYTES = 150_000
COLORS = (256, 128, 64)


@dataclass
class Pictures:
    """Takes pictures, or only pretends to."""

    keep: bool

    def take(self, page: Page, name: str) -> None:
        """Write what the window shows to ``docs/pictures/NAME.png``."""
        if self.keep:
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"{name}.png").write_bytes(small_png(page.screenshot()))


def small_png(png: bytes) -> bytes:
    """Return a picture in as many colors as it may have to be small."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colors in COLORS:
        buffer = io.BytesIO()
        picture.quantize(colors, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        if len(buffer.getvalue()) <= MOST_BYTES:
            return buffer.getvalue()
    raise ValueError(f"a picture takes {len(buffer.getvalue())} bytes in {COLORS[-1]} colors")
