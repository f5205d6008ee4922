"""The committed notebooks, data and pictures are what the sources build."""

from __future__ import annotations

import pytest

from autograde.build.course import Course, own_course
from autograde.build.pipeline import Files, build, surplus


@pytest.fixture(scope="module")
def course() -> Course:
    return own_course()


@pytest.fixture(scope="module")
def files(course: Course) -> Files:
    return build(course)


def test_everything_committed_is_what_the_sources_build(course: Course, files: Files) -> None:
    differing = [
        path.as_posix()
        for path, content in files.items()
        if not (course.root / path).exists() or (course.root / path).read_bytes() != content
    ]
    assert differing == [], "run: make build"


def test_nothing_is_committed_that_the_sources_do_not_build(course: Course, files: Files) -> None:
    assert surplus(course, files) == [], "run: make build"
