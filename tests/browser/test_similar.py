"""The page of look-alikes in a real browser: on a phone, on a desktop and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from autograde.grading.secret import VARIABLE
from autograde.likeness.command import Order, similar
from tests.autograde.likeness.small import write_small
from tests.browser.conftest import Console
from tests.browser.test_report import SIZES, open_page, unfold

pytestmark = pytest.mark.browser

NAMES = ["similar.html", "similar.es.html", "similar.anonymous.html", "similar.anonymous.es.html"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("similar")
    out = write_small(folder / "out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder / "secret"))
        for anonymous in (False, True):
            similar(Order(out, anonymous=anonymous))
    return {name: out / name for name in NAMES}


@pytest.mark.parametrize("width", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wider_than_the_window(browser, pages, name, width):
    page = open_page(browser, pages[name], width)
    try:
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        lines = page.locator("pre.code .line")
        assert lines.count() > 10
        widest = "Math.max(...[...document.querySelectorAll('pre.code *')].map(one => "
        assert page.evaluate(widest + "one.getBoundingClientRect().right))") <= width
    finally:
        page.context.close()


@pytest.mark.parametrize("width", [SIZES["phone"], SIZES["desktop"]])
@pytest.mark.parametrize("name", NAMES[:3])
def test_axe_finds_nothing(browser, pages, name, width):
    page = open_page(browser, pages[name], width)
    try:
        unfold(page)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert len(found.response["passes"]) > 15
    finally:
        page.context.close()


def test_the_two_answers_are_beside_each_other_where_there_is_room(browser, pages):
    for width, beside in ((SIZES["desktop"], True), (SIZES["phone"], False)):
        page = open_page(browser, pages["similar.html"], width)
        try:
            one, other = (
                side.bounding_box() for side in page.locator(".sides").first.locator("> div").all()
            )
            assert (abs(one["y"] - other["y"]) < 2) == beside
            assert page.locator("pre.code mark").first.is_visible()
        finally:
            page.context.close()


def test_it_asks_for_nothing_and_complains_of_nothing(browser, pages):
    console = Console()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    console.listen_to(page)
    page.goto(pages["similar.html"].as_uri())
    assert asked == [pages["similar.html"].as_uri()]
    assert console.errors == []
    context.close()


def test_folds_open_by_keyboard_and_everything_is_on_paper(browser, pages):
    page = open_page(browser, pages["similar.html"], SIZES["desktop"])
    try:
        fold = page.locator("details").first
        assert fold.get_attribute("open") is not None
        fold.locator("summary").focus()
        page.keyboard.press("Enter")
        assert fold.get_attribute("open") is None
        page.emulate_media(media="print")
        assert fold.locator("mark").first.bounding_box()["height"] > 5
        assert page.pdf().startswith(b"%PDF")
    finally:
        page.context.close()
