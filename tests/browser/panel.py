"""A live panel on a page, used with mouse and keyboard; alike in every front end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

WAIT_MS = 20_000
CAPTION_IS_QUIET_MS = 400
DRAG_STEPS = 12

# The bytes of the picture that is on the page, as a digest.
PICTURE = """async image => {
  const bytes = await (await fetch(image.src)).arrayBuffer();
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), byte => byte.toString(16)).join(" ");
}"""


class PagePanel:
    """A panel in the output of a cell."""

    def __init__(self, page: Page, output: Locator) -> None:
        self.page = page
        # The old ipywidgets names its classes alike, but for the handles of sliders.
        self.root = output.locator(".widget-vbox").first
        self.image = self.root.locator("img.widget-image")
        self.image.wait_for(state="visible", timeout=WAIT_MS)

    def picture(self) -> str:
        """Return a digest of the picture as it is now."""
        return self.image.evaluate(PICTURE)

    def settled_picture(self) -> str:
        """Return a digest of the picture once it is the same for a while."""
        seen = ""
        while seen != (now := self.picture()):
            seen = now
            self.page.wait_for_timeout(CAPTION_IS_QUIET_MS)
        return seen

    def wait_for_picture(self, same: str = "", other_than: str = "") -> None:
        """Wait until the picture is a given one, or is no more a given one."""
        self.page.wait_for_function(
            f"""async ([image, same, other]) => {{
              const now = await ({PICTURE})(image);
              return same ? now === same : now !== other;
            }}""",
            arg=[self.image.element_handle(), same, other_than],
            timeout=WAIT_MS,
        )

    @property
    def words(self) -> Locator:
        """What the picture shows, in words."""
        return self.root.locator("[role=status]")

    def slider(self, letter: str) -> PageSlider:
        """Return the slider whose label begins with a letter."""
        for slider in self.root.locator(".widget-slider").all():
            if slider.locator(".widget-label").inner_text().startswith(f"{letter}:"):
                return PageSlider(self.page, slider)
        raise LookupError(f"no slider for {letter}")

    def button(self, label: str) -> Locator:
        """Return a button by its label."""
        return self.root.locator("button", has_text=label)

    @contextmanager
    def everything_changes(self) -> Iterator[None]:
        """Expect that picture and words are other ones after what is done within."""
        picture, words = self.settled_picture(), self.words.inner_text()
        yield
        self.wait_for_picture(other_than=picture)
        expect(self.words).not_to_have_text(words, timeout=WAIT_MS)


class PageSlider:
    """A slider with its readout."""

    def __init__(self, page: Page, root: Locator) -> None:
        self.page = page
        self.readout = root.locator(".widget-readout")
        self._handle = root.locator(".noUi-handle, .ui-slider-handle")
        self._track = root.locator(".slider-container")

    def drag_to(self, fraction: float) -> None:
        """Drag the handle with the mouse to a place on its track, from 0 to 1."""
        self._handle.scroll_into_view_if_needed()
        handle, track = self._handle.bounding_box(), self._track.bounding_box()
        assert handle is not None
        assert track is not None
        mouse = self.page.mouse
        mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
        mouse.down()
        mouse.move(
            track["x"] + fraction * track["width"],
            track["y"] + track["height"] / 2,
            steps=DRAG_STEPS,
        )
        mouse.up()

    def press(self, key: str) -> None:
        """Press a key while the handle has the focus."""
        self._handle.focus()
        self.page.keyboard.press(key)
