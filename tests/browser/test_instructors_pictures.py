"""The pictures of docs/instructors.md: the report on its made-up class, as browsers show it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Console
from tests.browser.pictures import FOLDER, Pictures, small_png
from tests.docs.session import ROOT, Shell, read_commands

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REPORTS = {"en": "report.html", "es": "report.es.html"}
# The desktop's ends with the named mistakes.
WINDOWS = {"report": (1000, 1060, 1), "report_phone": (390, 844, 2)}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Go on with the page until the class is marked."""
    shell = Shell(tmp_path_factory.mktemp("day"))
    commands = read_commands((ROOT / "docs/instructors.md").read_text(encoding="utf-8"))
    for one in commands:
        shell.run(one.text)
        if one.text.startswith("autograde grade"):
            return shell.folder / "graded"
    raise AssertionError("the page marks nothing")


@pytest.mark.parametrize("name", WINDOWS)
@pytest.mark.parametrize("language", REPORTS)
def test_pictures_of_the_report(
    browser: Browser, graded: Path, pictures: Pictures, language: str, name: str
) -> None:
    width, height, scale = WINDOWS[name]
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale
    )
    page, console = context.new_page(), Console()
    console.listen_to(page)
    page.goto((graded / REPORTS[language]).as_uri())
    picture = small_png(page.screenshot())
    context.close()
    assert console.errors == []
    path = FOLDER / f"{name}.{language}.png"
    if pictures.keep:
        path.write_bytes(picture)
    assert path.is_file(), "make it with --pictures"
