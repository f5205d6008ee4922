"""The instructor's own nbgrader makes the very notebooks that the build makes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import GenerateAssignmentApp

from autograde.build.course import Course
from autograde.build.release import configure, environment_on_path
from tests.autograde.build.conftest import BuiltCourse
from tests.autograde.build.tiny import snapshot


@pytest.mark.parametrize("language", ["en", "es"])
def test_nbgrader_itself_makes_the_same_bytes(
    built: BuiltCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    course = Course(tmp_path / "tiny", built.course.suite)
    shutil.copytree(built.course.root, course.root)
    shutil.rmtree(course.root / "course" / language)
    monkeypatch.chdir(course.root / "autograde")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    app = GenerateAssignmentApp()
    configure(app.config, course, language)
    with environment_on_path():
        for chapter in ("01_adding", "02_doubling"):
            app.initialize([chapter])
            app.start()
    made = snapshot(course.root / "course" / language)
    assert made == snapshot(built.course.root / "course" / language)
    with Gradebook(f"sqlite:///{course.root}/autograde/gradebook.db") as gradebook:
        cells = gradebook.find_notebook("01_adding", "01_adding").grade_cells
        assert {cell.name: cell.max_score for cell in cells} == {
            "check_add": 1,
            "check_total": 2.5,
        }
