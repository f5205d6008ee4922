"""What git never takes: students' work, marks and the secret, where nbgrader is called."""

from __future__ import annotations

import subprocess

import pytest
from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.coursedir import CourseDirectory

from autograde.exporting.canvas import CanvasExporter
from autograde.exporting.exporter import Exporter
from autograde.exporting.moodle import MoodleExporter, MoodleWorksheetExporter
from autograde.exporting.plain import PlainExporter
from autograde.grading.recording.database import FILE
from autograde.grading.secret import VARIABLE, secret_file
from tests.autograde.nbgrader.instructor import ROOT

EXPORTERS = (CanvasExporter, MoodleExporter, MoodleWorksheetExporter, PlainExporter)
FOLDERS = [
    ZipCollectApp.downloaded_directory.default_value,
    CourseDirectory.submitted_directory.default_value,
    CourseDirectory.autograded_directory.default_value,
    CourseDirectory.feedback_directory.default_value,
]


def is_ignored(name: str) -> bool:
    command = ["git", "check-ignore", "--quiet", "--no-index", f"autograde/{name}"]
    done = subprocess.run(command, cwd=ROOT, check=False)
    assert done.returncode in (0, 1)
    return done.returncode == 0


@pytest.mark.parametrize(
    "name",
    [
        *(f"{folder}/01_perceptron/s001.ipynb" for folder in FOLDERS),
        *(one.default_file for one in EXPORTERS),
        "grades.csv",
        FILE,
        f"{FILE}-wal",
    ],
)
def test_git_leaves_it_alone(name: str) -> None:
    assert is_ignored(name)


def test_git_leaves_the_secret_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert secret_file().parent == ROOT / "autograde"
    assert is_ignored(secret_file().name)


def test_all_exporters_are_looked_at() -> None:
    assert set(EXPORTERS) == set(Exporter.__subclasses__())


@pytest.mark.parametrize("name", ["cli.py", "nbgrader_config.py", "grading/recording/grades.py"])
def test_git_takes_what_is_the_course_s(name: str) -> None:
    assert not is_ignored(name)
