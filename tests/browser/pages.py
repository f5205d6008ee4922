"""The pages that instructors get in a browser, and what must hold for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from tests.browser.conftest import Console

SIZES = {"small phone": 320, "phone": 360, "desktop": 1280}


@contextmanager
def opened(browser: Browser, path: Path, width: int) -> Iterator[Page]:
    """Open a page in a window of some width."""
    context = browser.new_context(viewport={"width": width, "height": 740}, bypass_csp=True)
    try:
        page = context.new_page()
        page.goto(path.as_uri())
        yield page
    finally:
        context.close()


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def assert_axe_finds_nothing(page: Page, passes: int) -> None:
    """Assert that nothing is wrong for who cannot see it, in more rules than `passes`."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert len(found.response["passes"]) > passes


def assert_it_asks_for_nothing_and_complains_of_nothing(browser: Browser, path: Path) -> None:
    """Assert that a page is all that it needs, scripts among what it does not."""
    console = Console()
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        console.listen_to(page)
        page.goto(path.as_uri())
        assert asked == [path.as_uri()]
        assert console.errors == []
    finally:
        context.close()


def turn_by_keyboard(page: Page, fold: Locator) -> None:
    """Open a fold that is closed, or close one that is open, without a mouse."""
    was_open = is_open(fold)
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert is_open(fold) != was_open


def is_open(fold: Locator) -> bool:
    return fold.get_attribute("open") is not None


@contextmanager
def on_paper(page: Page) -> Iterator[None]:
    """Show a page as it will be printed, and print it."""
    page.emulate_media(media="print")
    yield
    assert page.pdf().startswith(b"%PDF")
