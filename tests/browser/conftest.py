"""A browser, notebook servers and console logs for tests that use the course as students do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.browser import chromium
from tests.browser.pictures import Pictures
from tests.browser.servers import Server, classic_notebook, jupyter_lab
from tests.environments import COLAB
from tests.notebooks import StudentNotebook

WINDOW = {"width": 1280, "height": 960}


@dataclass
class Console:
    """What a page complains of."""

    errors: list[str] = field(default_factory=list)

    def listen_to(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")


NewPage = Callable[[], AbstractContextManager[tuple[Page, Console]]]


# The browser ends with this folder's tests: as long as it is there, an event loop seems to be
# running, and other tests want none.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    if chromium.find() is None:
        reason = "there is no Chromium on this machine (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """JupyterLab, as ``make lab`` serves it."""
    folder = tmp_path_factory.mktemp("lab-notebooks")
    with jupyter_lab(folder, tmp_path_factory.mktemp("lab")) as server:
        yield server


@pytest.fixture(scope="package")
def classic(
    tmp_path_factory: pytest.TempPathFactory, say: Callable[[str], None]
) -> Iterator[Server]:
    """The classic notebook, in Colab's versions."""
    folder = tmp_path_factory.mktemp("classic-notebooks")
    with classic_notebook(COLAB.make(say), folder, tmp_path_factory.mktemp("classic")) as server:
        yield server


@pytest.fixture(scope="package")
def new_page(browser: Browser) -> NewPage:
    """Make an empty page that nothing is known to, as in a private window."""

    @contextmanager
    def make() -> Iterator[tuple[Page, Console]]:
        context = browser.new_context(viewport=WINDOW, locale="en-US")
        page, console = context.new_page(), Console()
        console.listen_to(page)
        yield page, console
        context.close()

    return make


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Pictures:
    """Where pictures of pages go: for good only with ``--pictures``."""
    return Pictures(keep=request.config.getoption("--pictures"))


def copy_alone(notebook: StudentNotebook, folder: Path) -> str:
    """Copy a notebook into a folder of its own, and return its path within what is served."""
    alone = folder / str(notebook)
    alone.mkdir()
    shutil.copy(notebook.path, alone)
    return f"{alone.name}/{notebook.path.name}"
