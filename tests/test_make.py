"""What ``make`` installs, told by a pip that only writes down what it is asked for."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
IMPOSSIBLE = "numpy==0.0.1"
SAID = "these exact versions cannot be installed here"
PIP = f"""#!/bin/sh
# Fails as pip does where no such version can be had.
echo "$*" >> asked
case "$*" in
*--constraint*) if grep -q '{IMPOSSIBLE}' constraints.txt; then exit 1; fi ;;
esac
if [ -e offline ]; then exit 1; fi
"""

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder with the Makefile, and a virtual environment whose Python is no Python."""
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "constraints.txt").write_text("numpy==2.0.0\n")
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(PIP)
    python.chmod(0o755)
    (tmp_path / ".venv/.created").touch()
    return tmp_path


def make(course: Path, stamp: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Make a stamp; return what came of it, and the options of each call of pip."""
    done = subprocess.run(
        ["make", f".venv/.{stamp}"], cwd=course, capture_output=True, text=True, check=False
    )
    start = "-m pip install --disable-pip-version-check "
    asked = (course / "asked").read_text().splitlines()
    assert all(line.startswith(start) for line in asked)
    assert (course / f".venv/.{stamp}").exists() == (done.returncode == 0)
    return done, [line.removeprefix(start) for line in asked]


PINNED = "--constraint constraints.txt "
LAB, INSTRUCTOR = "--editable .[lab]", "--editable .[lab,instructor]"
TEST = "--editable .[lab,instructor,cluster,test]"


def test_exact_versions_are_installed_where_they_can_be(course: Path) -> None:
    done, asked = make(course, "test")
    assert done.returncode == 0, done.stderr
    assert asked == [PINNED + LAB, PINNED + INSTRUCTOR, PINNED + TEST]
    assert SAID not in done.stdout


def test_an_impossible_version_keeps_neither_students_nor_instructors_out(course: Path) -> None:
    (course / "constraints.txt").write_text(IMPOSSIBLE)
    done, asked = make(course, "instructor")
    assert done.returncode == 0, done.stderr
    assert asked == [PINNED + LAB, LAB, PINNED + INSTRUCTOR, INSTRUCTOR]
    assert [SAID in line for line in done.stdout.splitlines()].count(True) == 2


def test_tests_insist_on_exact_versions(course: Path) -> None:
    (course / "constraints.txt").write_text(IMPOSSIBLE)
    done, asked = make(course, "test")
    assert done.returncode != 0
    assert asked[-1] == PINNED + TEST


def test_what_cannot_be_installed_at_all_is_a_failure(course: Path) -> None:
    (course / "offline").touch()
    done, asked = make(course, "lab")
    assert done.returncode != 0
    assert asked == [PINNED + LAB, LAB]
