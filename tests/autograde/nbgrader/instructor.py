"""A course of an instructor's own, to call nbgrader's commands in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograde.examples.recipes import PERCEPTRON, example_class
from autograde.examples.write import answered
from autograde.grading.secret import VARIABLE

ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = Path(sys.executable).parent
CLONED = (".gitignore", "autograde", "course")


@dataclass(frozen=True)
class Instructor:
    """An instructor's course: a clone of what nbgrader needs of this repository."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where nbgrader's commands are called."""
        return self.root / "autograde"

    @property
    def environment(self) -> dict[str, str]:
        """A new home, and a PATH without this virtual environment."""
        return {
            "HOME": str(self.root / "home"),
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            VARIABLE: str(self.root / "secret"),
        }

    def nbgrader(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAMS / "nbgrader", *arguments],
            cwd=self.folder,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=False,
        )

    def git_status(self) -> list[str]:
        """List what git sees in the clone that was not there at first, or is not as it was."""
        return self._git("status", "--porcelain", "--untracked-files=all", *CLONED).splitlines()

    def commit(self) -> None:
        self._git("init", "--quiet")
        self._git("add", *CLONED)
        somebody = ("-c", "user.name=s001", "-c", "user.email=s001@example.org")
        self._git(*somebody, "commit", "--quiet", "--message", "Released")

    def _git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def submit(self, student_id: str, like: str = "", without: tuple[str, ...] = ()) -> None:
        """Hand in what a student of the example class does, without some cells."""
        student = next(one for one in example_class() if one.id == (like or student_id))
        notebook = answered(student, PERCEPTRON)
        notebook.cells = [cell for cell in notebook.cells if cell.id not in without]
        path = self.folder / "submitted" / student_id / PERCEPTRON / f"{PERCEPTRON}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)


def make_instructor(root: Path) -> Instructor:
    instructor = Instructor(root)
    (root / "home").mkdir()
    instructor.folder.mkdir()
    shutil.copy(ROOT / "autograde/nbgrader_config.py", instructor.folder)
    shutil.copy(ROOT / ".gitignore", root)
    shutil.copytree(ROOT / "course", root / "course", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "solutions").mkdir()
    os.symlink(ROOT / "solutions/notebooks", root / "solutions/notebooks")
    instructor.commit()
    return instructor
