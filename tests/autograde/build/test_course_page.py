"""The page of the whole course tells what the sources say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograde.build.course import own_course
from autograde.build.course_page import page_file
from autograde.suite import load_chapter
from tests.autograde.build.conftest import BuiltCourse
from tests.course import chapter_text
from tests.notebooks import COURSE, ROOT

ROW = re.compile(r"^\| (.+?) \| \**([\d.]+)\** \| \**([\d.]+)\** \| \**([\d.]+)\** \|$", re.M)
LINK = re.compile(r"\]\(([^()]+)\)")


def page(built: BuiltCourse, name: str) -> str:
    return built.files[Path("course") / name].decode()


def test_each_language_has_a_page_that_leads_to_the_others(built: BuiltCourse) -> None:
    assert "[Español](README.es.md)" in page(built, "README.md")
    assert "[English](README.md)" in page(built, "README.es.md")
    assert page(built, "README.es.md").startswith("# The course, chapter by chapter (es)\n")


def test_rows_and_their_sum(built: BuiltCourse) -> None:
    rows = ROW.findall(page(built, "README.md"))
    links = [link for link, *_numbers in rows]
    assert [link.partition("](")[2] for link in links] == [
        "en/01_adding/01_adding.ipynb)",
        "en/02_doubling/02_doubling.ipynb)",
        "",
    ]
    numbers = [[float(number) for number in found] for _link, *found in rows]
    assert numbers[-1] == [sum(column) for column in zip(*numbers[:-1], strict=True)]
    assert numbers[-1][1] == 3


def test_a_chapter_shows_its_opening_panel_where_it_has_one(built: BuiltCourse) -> None:
    text = page(built, "README.es.md")
    shown = [link for link in LINK.findall(text) if link.endswith(".png")]
    made = {path.name for path in built.files if path.name.endswith("panel_opening.es.png")}
    assert {Path(link).name for link in shown} == made
    assert all((built.course.root / "course" / link).exists() for link in shown)


@pytest.mark.parametrize("language", COURSE["languages"])
def test_the_committed_page_holds_the_numbers_of_text_and_suite(language: str) -> None:
    rows = ROW.findall(page_file(own_course(), language).read_text())
    assert len(rows) == len(COURSE["chapters"]) + 1
    for (link, *found), chapter in zip(rows, COURSE["chapters"], strict=False):
        assert f"{language}/{chapter}/{chapter}.ipynb" in link
        exercises = load_chapter(chapter).exercises
        points = sum(exercise.points for exercise in exercises.values())
        expected = [chapter_text.minutes(chapter), len(exercises), points]
        assert [float(number) for number in found] == expected


@pytest.mark.parametrize("language", COURSE["languages"])
def test_links_of_the_committed_page_lead_somewhere(language: str) -> None:
    text = page_file(own_course(), language).read_text()
    found = LINK.findall(text)
    assert len(found) > 3 * len(COURSE["chapters"]) - 1
    assert [link for link in found if not (ROOT / "course" / link).exists()] == []


@pytest.mark.parametrize("language", COURSE["languages"])
def test_every_chapter_says_what_one_can_do_after_it(language: str) -> None:
    text = page_file(own_course(), language).read_text()
    for section in text.split("\n## ")[1:]:
        assert section.count("\n- ") >= 3
        assert section.count("![") == 1
