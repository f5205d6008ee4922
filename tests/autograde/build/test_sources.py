from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograde.build.course import Course, OwnSuite, own_course
from autograde.build.problems import Problems, SourcesError
from autograde.build.sources import read_sources
from tests.autograde.build.tiny import TinySuite


class PackageSuite(TinySuite):
    """A suite whose chapters are packages that cannot be imported."""

    def file(self, chapter_id: str) -> Path:
        return self.root / "suite" / "package" / "__init__.py"

    def load_chapter(self, chapter_id: str) -> Any:
        path = self.file(chapter_id).with_name("part.py")
        spec = importlib.util.spec_from_file_location("part", path)
        assert spec is not None
        assert spec.loader is not None
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("x = 1\nraise ValueError('defines add twice')\n", "2: ValueError: defines add twice"),
        ("x = 1\n\nx = = 1\n", "3: SyntaxError: invalid syntax (part.py, line 3)"),
        ("import os\nos.path.join(1)\n", "2: TypeError"),
    ],
)
def test_tells_the_line_of_the_suite_that_fails(
    tiny: Callable[..., Course], code: str, problem: str
) -> None:
    course = tiny()
    package = course.root / "suite" / "package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "part.py").write_text(code)
    problems = Problems(course.root)
    read_sources(Course(course.root, PackageSuite(course.root)), problems)
    with pytest.raises(SourcesError) as caught:
        problems.stop_if_any()
    (found,) = caught.value.problems
    assert str(found).startswith(f"suite/package/part.py:{problem}")


def test_finds_the_files_of_the_own_suite() -> None:
    root = own_course().root
    assert OwnSuite().file("01_perceptron").is_relative_to(root / "autograde" / "suite")
    assert OwnSuite().file("02_nothing") == root / "autograde" / "suite" / "nothing.py"
