"""The page of look-alikes in a real browser: on a phone, on a desktop and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograde.grading.secret import VARIABLE
from autograde.likeness.command import Order, similar
from tests.autograde.likeness.small import write_small
from tests.browser.pages import (
    SIZES,
    assert_axe_finds_nothing,
    assert_it_asks_for_nothing_and_complains_of_nothing,
    is_open,
    on_paper,
    opened,
    turn_by_keyboard,
    unfold,
)

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
    with opened(browser, pages[name], width) as page:
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        lines = page.locator("pre.code .line")
        assert lines.count() > 10
        widest = "Math.max(...[...document.querySelectorAll('pre.code *')].map(one => "
        assert page.evaluate(widest + "one.getBoundingClientRect().right))") <= width


@pytest.mark.parametrize("width", [SIZES["phone"], SIZES["desktop"]])
@pytest.mark.parametrize("name", NAMES[:3])
def test_axe_finds_nothing(browser, pages, name, width):
    with opened(browser, pages[name], width) as page:
        unfold(page)
        assert_axe_finds_nothing(page, passes=15)


def test_the_two_answers_are_beside_each_other_where_there_is_room(browser, pages):
    for width, beside in ((SIZES["desktop"], True), (SIZES["phone"], False)):
        with opened(browser, pages["similar.html"], width) as page:
            one, other = (
                side.bounding_box() for side in page.locator(".sides").first.locator("> div").all()
            )
            assert (abs(one["y"] - other["y"]) < 2) == beside
            assert page.locator("pre.code mark").first.is_visible()


def test_it_asks_for_nothing_and_complains_of_nothing(browser, pages):
    assert_it_asks_for_nothing_and_complains_of_nothing(browser, pages["similar.html"])


def test_folds_open_by_keyboard_and_everything_is_on_paper(browser, pages):
    with opened(browser, pages["similar.html"], SIZES["desktop"]) as page:
        fold = page.locator("details").first
        assert is_open(fold)
        turn_by_keyboard(page, fold)
        assert not is_open(fold)
        with on_paper(page):
            assert fold.locator("mark").first.bounding_box()["height"] > 5
