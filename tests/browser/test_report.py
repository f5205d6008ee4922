"""The report in a real browser: on a phone, on a desktop and on paper."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from autograde.reports.page import write_reports
from neurona.checks.frozen import load_all
from tests.autograde.reports.made import FIRST, SECOND, nothing, record, result
from tests.browser.pages import (
    SIZES,
    assert_axe_finds_nothing,
    assert_it_asks_for_nothing_and_complains_of_nothing,
    on_paper,
    opened,
    turn_by_keyboard,
    unfold,
)

pytestmark = pytest.mark.browser

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff" * 2
STATUSES = ("right", "right", "right", "partial", "wrong", "not_attempted", "error")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A class in which there is something of everything."""
    rng = np.random.default_rng(5)
    results = []
    for number in range(12):
        student = f"s{number:03}" if number else LONG_NAME
        for assignment in (FIRST, SECOND):
            if rng.random() < 0.15:
                failure = "missing" if rng.random() < 0.5 else "unreadable"
                notes = () if failure == "missing" else ("The file is empty. Please save …",)
                results.append(nothing(student, failure, assignment, notes=notes))
                continue
            answers = {
                name: _draw_answer(exercise, rng)
                for name, exercise in load_all().items()
                if exercise.chapter == assignment
            }
            notes = ("Cell 7 is not a code cell, but it holds code. It was run.", "x" * 400)
            results.append(result(student, assignment, answers, notes=notes))
    out = record(tmp_path_factory.mktemp("reports"), results, [("s001", "Ada", LONG_NAME)])
    paths = write_reports(out) + write_reports(out, secret=b"secret")
    return {path.name: path for path in paths}


def _draw_answer(exercise, rng) -> tuple[str, str, float]:
    status = str(rng.choice(STATUSES))
    mistakes = [one.id for one in exercise.mistakes]
    mistake = str(rng.choice(mistakes)) if mistakes and status in ("partial", "wrong") else ""
    return status, mistake, float(rng.exponential(1.5))


NAMES = ["report.html", "report.es.html", "report.anonymous.html", "report.anonymous.es.html"]


@pytest.mark.parametrize("width", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wider_than_the_window(browser, reports, name, width):
    with opened(browser, reports[name], width) as page:
        for _ in ("folded", "unfolded"):
            assert page.evaluate("document.documentElement.scrollWidth") == width
            assert page.evaluate(_CUT_OFF) == []
            unfold(page)


# What sticks out of the window, or of what it stands in, though nothing can be scrolled.
_CUT_OFF = """
[...document.querySelectorAll('main *:not(svg *)')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width && (box.right > window.innerWidth + 0.5 || box.left < -0.5);
}).map(one => one.outerHTML.slice(0, 100))
"""


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("report.html", SIZES["phone"]),
        ("report.html", SIZES["desktop"]),
        ("report.es.html", SIZES["phone"]),
        ("report.anonymous.html", SIZES["desktop"]),
    ],
)
def test_axe_finds_nothing(browser, reports, name, width):
    with opened(browser, reports[name], width) as page:
        unfold(page)
        assert_axe_finds_nothing(page, passes=20)


def test_axe_finds_what_is_wrong(browser, reports, tmp_path):
    broken = reports["report.html"].read_text(encoding="utf-8")
    broken = broken.replace('<html lang="en">', "<html>").replace("--soft: #505050", "--soft: #aaa")
    path = tmp_path / "broken.html"
    path.write_text(broken.replace('role="img" aria-label=', 'role="img" data-label='))
    with opened(browser, path, SIZES["phone"]) as page:
        found = {one["id"] for one in Axe().run(page).response["violations"]}
        assert {"html-has-lang", "color-contrast", "svg-img-alt"} <= found


def test_it_asks_for_nothing_and_complains_of_nothing(browser, reports):
    assert_it_asks_for_nothing_and_complains_of_nothing(browser, reports["report.html"])


def test_folds_open_by_keyboard_and_links_lead_to_sections(browser, reports):
    with opened(browser, reports["report.html"], SIZES["phone"]) as page:
        student = page.locator("details.student").first
        turn_by_keyboard(page, student)
        assert student.locator(".chapters").is_visible()
        page.locator('nav a[href="#students"]').click()
        assert abs(page.locator("#students").bounding_box()["y"]) < 5


def test_on_paper_all_but_students_chapters_is_unfolded(browser, reports):
    with opened(browser, reports["report.html"], SIZES["desktop"]) as page:
        who = page.locator("ol.mistakes .who").first
        chapters = page.locator("details.student .chapters").first
        assert not who.is_visible()
        with on_paper(page):
            assert who.evaluate("one => one.checkVisibility({contentVisibilityAuto: true})")
            assert who.bounding_box()["height"] > 5
            assert not chapters.is_visible()
