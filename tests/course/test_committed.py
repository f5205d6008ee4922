"""The committed notebooks, data and pictures are what the sources build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

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


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_instructors_nbgrader_makes_the_committed_notebooks(
    course: Course, tmp_path: Path, language: str
) -> None:
    (tmp_path / "autograde").mkdir()
    shutil.copy(course.root / "autograde" / "nbgrader_config.py", tmp_path / "autograde")
    shutil.copytree(course.root / "solutions" / "notebooks", tmp_path / "solutions" / "notebooks")
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", "*"],
        cwd=tmp_path / "autograde",
        env=os.environ
        | {"NEURONA_LANGUAGE": language, "NEURONA_COURSE_SECRET": str(tmp_path / "secret")},
        check=True,
        capture_output=True,
    )
    made = sorted((tmp_path / "course" / language).rglob("*.ipynb"))
    assert len(made) == len(list((course.root / "course" / language).rglob("*_*.ipynb")))
    for path in made:
        committed = course.root / path.relative_to(tmp_path)
        assert path.read_bytes() == committed.read_bytes()
