"""Every mistake in a source is one clear line with its file and line, all of them at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from autograde.build.course import Course
from autograde.build.pipeline import build
from autograde.build.problems import Problem, Problems, SourcesError, shorten
from tests.autograde.build.tiny import FIXTURES


def _names(folder: str) -> list[str]:
    return sorted(path.name for path in (FIXTURES / folder).iterdir())


def _expect_problems(course: Course) -> None:
    with pytest.raises(SourcesError) as caught:
        build(course)
    expected = (course.root / "problems.txt").read_text().splitlines()
    found = list(map(str, caught.value.problems))
    assert len(found) == len(expected), found
    for line, pattern in zip(found, sorted(expected), strict=True):
        # … stands for words of libraries and for numbers that depend on them.
        assert re.fullmatch(re.escape(pattern).replace("…", ".+"), line), line


@pytest.mark.parametrize("defect", _names("defects"))
def test_defect_in_sources(tiny: Callable[..., Course], defect: str) -> None:
    course = tiny(f"defects/{defect}")
    if not (FIXTURES / "defects" / defect / "course" / "text" / "course.toml").exists():
        settings = course.settings_file.read_text()
        course.settings_file.write_text(settings.replace(', "es"', ""))
    _expect_problems(course)


@pytest.mark.parametrize("defect", _names("translation_defects"))
def test_defect_in_translations(tiny: Callable[..., Course], defect: str) -> None:
    _expect_problems(tiny(f"translation_defects/{defect}"))


def test_a_problem_is_one_line_told_from_the_root(tmp_path: Path) -> None:
    problems = Problems(tmp_path)
    problems.add(tmp_path / "text" / "a.md", 3, "two\n  lines")
    with pytest.raises(SourcesError, match=r"^text/a\.md:3: two lines$"):
        problems.stop_if_any()


def test_problems_come_in_order_and_once() -> None:
    first, second = Problem("a", 2, "x"), Problem("a", 10, "x")
    assert SourcesError([second, first, second]).problems == [first, second]


def test_shortens_long_quotes() -> None:
    assert shorten("a\nb") == "“a b”"
    assert shorten("word " * 30).endswith("…”")
    assert len(shorten("word " * 30)) <= 62
