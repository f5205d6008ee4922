"""The panels in the classic notebook with ipywidgets 7, the front end nearest to Colab's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.classic import ClassicNotebook
from tests.browser.conftest import Console, NewPage, copy_alone
from tests.browser.panel import PagePanel
from tests.browser.servers import Server
from tests.browser.words import Words
from tests.notebooks import ALL, StudentNotebook

pytestmark = [pytest.mark.browser, pytest.mark.environment]

STEPS = 6
# The classic notebook's own MathJax looks for fonts that are not there.
MATHJAX = ("Access to font at 'about:blank'", "net::ERR_FAILED (about:blank)", "/MathJax/fonts/")


@pytest.fixture(scope="module", params=ALL, ids=str)
def sitting(
    request: pytest.FixtureRequest, new_page: NewPage, classic: Server
) -> Iterator[tuple[ClassicNotebook, StudentNotebook, Console]]:
    notebook = request.param
    with new_page() as (page, console):
        opened = ClassicNotebook(page, classic, copy_alone(notebook, classic.folder))
        opened.run_all()
        yield opened, notebook, console


@pytest.fixture
def opened(
    sitting: tuple[ClassicNotebook, StudentNotebook, Console],
) -> Iterator[ClassicNotebook]:
    """Hand out the notebook after Run All, and want no complaints afterwards."""
    opened, _, console = sitting
    yield opened
    assert [error for error in console.errors if not any(part in error for part in MATHJAX)] == []


def test_runs_to_the_end(opened: ClassicNotebook) -> None:
    assert None not in opened.execution_counts()


@pytest.mark.parametrize("letter", ["p", "λ"])
def test_one_picture_follows_slider(
    opened: ClassicNotebook,
    sitting: tuple[ClassicNotebook, StudentNotebook, Console],
    letter: str,
) -> None:
    words = Words(sitting[1].language)
    output = opened.output(opened.index_with(".opening("))
    panel = PagePanel(opened.page, output)
    for _ in range(STEPS):
        panel.button(words("Step")).click()
    slider = panel.slider(letter)
    readout = slider.readout.inner_text()
    with panel.everything_changes():
        slider.drag_to(0.6)
    expect(slider.readout).not_to_have_text(readout)
    with panel.everything_changes():
        slider.press("ArrowRight")
    slider.drag_to(0)
    expect(output.locator("img:visible")).to_have_count(1)
