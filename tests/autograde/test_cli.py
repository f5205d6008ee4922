from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograde.build import course as courses
from autograde.cli import app
from tests.autograde.build.tiny import make_tiny, snapshot


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command on a tiny course with other fixtures laid over it."""

    def run_command(*arguments: str, overlay: str = "") -> tuple[int, str, courses.Course]:
        course = make_tiny(tmp_path / "tiny", *filter(None, [overlay]))
        monkeypatch.setattr(courses, "own_course", lambda: course)
        result = CliRunner().invoke(app, arguments)
        return result.exit_code, result.output, course

    return run_command


def test_build_writes_and_says_what_changed(run) -> None:
    code, said, course = run("build")
    assert code == 0
    assert "course/es/02_doubling/02_doubling.ipynb\n" in said
    assert (course.root / "course" / "es" / "02_doubling" / "02_doubling.ipynb").exists()


def test_build_prints_every_problem_and_writes_nothing(run, tmp_path: Path) -> None:
    code, said, course = run("build", overlay="translation_defects/missing")
    assert code == 1
    assert "solutions/doubling.py:5: 02_doubling.es.po does not have" in said
    assert "1 problem; nothing was built." in said
    assert not list(course.root.rglob("*.ipynb"))


def test_translate_says_what_is_left(run) -> None:
    code, said, _ = run("translate", overlay="translation_defects/missing")
    assert code == 0
    assert "course/text/02_doubling.es.po: 1 to translate" in said
    assert "course/text/01_adding.es.po: complete" in said


def test_translate_begins_a_language(run) -> None:
    code, _, course = run("translate", "--language", "pt")
    assert code == 0
    assert (course.text / "01_adding.pt.po").exists()


def test_translate_refuses_what_is_no_language(run) -> None:
    code, said, course = run("translate", "-l", "xx")
    assert code == 2
    assert "'xx' is not a language code" in said
    assert not [path for path in snapshot(course.text) if "xx" in path]


def test_help_is_shown_without_what_is_slow_to_import() -> None:
    code = "import sys, autograde.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert "autograde.exporting.cli" in imported
    assert not {"babel", "jinja2", "nbformat", "nbgrader", "numpy", "sqlalchemy"} & imported
