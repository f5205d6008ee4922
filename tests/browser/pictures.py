"""Pictures of the course for the README, small enough to be committed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import ViewportSize

from tests.browser.lab import LabNotebook

FOLDER = Path(__file__).resolve().parents[2] / "docs/pictures"
MOST_BYTES = 150_000
WINDOW: ViewportSize = {"width": 1040, "height": 1120}
SIDEBAR = "application:toggle-left-area"
REDRAWN_MS = 1000
COLORS = (256, 128, 64)


@dataclass
class Pictures:
    """Takes pictures, or only pretends to."""

    keep: bool

    def take(self, opened: LabNotebook, index: int, name: str) -> None:
        """Write what the window shows from a cell on to ``docs/pictures/NAME.png``."""
        if not self.keep:
            return
        before = opened.page.viewport_size
        opened.page.set_viewport_size(WINDOW)
        opened.command(SIDEBAR)
        opened.cell(index)
        opened.page.wait_for_timeout(REDRAWN_MS)
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / f"{name}.png").write_bytes(small_png(opened.page.screenshot()))
        opened.command(SIDEBAR)
        if before:
            opened.page.set_viewport_size(before)


def small_png(png: bytes) -> bytes:
    """Return a picture in as many colors as it may have to be small."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colors in COLORS:
        buffer = io.BytesIO()
        picture.quantize(colors, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        if len(buffer.getvalue()) <= MOST_BYTES:
            return buffer.getvalue()
    raise ValueError(f"a picture takes {len(buffer.getvalue())} bytes in {COLORS[-1]} colors")
