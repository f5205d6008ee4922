"""A case is added after a class was marked: in a copied course, with the real commands."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograde.examples.recipes import example_class
from autograde.examples.write import answered
from autograde.grading.secret import VARIABLE

ROOT = Path(__file__).resolve().parents[3]
FIRST, SECOND = "01_perceptron", "02_sigmoid"
_PROGRAM = "from autograde.cli import app; app()"
_NO_COPY = ("__pycache__", ".course_secret", "gradebook.db*", "pictures")

# Right, but for learning rates that no case had.
_TIMID = """\
def update(x, d, w, b, lr):
    if lr > 10:
        return w, b
    error = d - perceptron(x, w, b)
    return w + lr * error * x, b + lr * error
"""
_ADDED = """\
    yield case(np.array([1.0, 2.0]), 1, np.array([-1.0, -1.0]), 0.0, 64.0)
"""
_AFTER = "                yield case(x, d, w, float(gap - w @ x), lr)\n"


class Instructor:
    """An instructor with a copy of the course, and a class of three."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("autograde", "solutions", "course"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(*_NO_COPY))
        (root / "secret").write_bytes(b"a secret for tests")
        right = example_class()[0]
        for student in ("right", "timid", "valued"):
            for assignment in (FIRST, SECOND):
                notebook = answered(right, assignment)
                for cell in notebook.cells:
                    if cell.id == "update" and student != "right":
                        cell.source = _TIMID
                path = root / "submitted" / student / assignment / f"{assignment}.ipynb"
                path.parent.mkdir(parents=True)
                nbformat.write(notebook, path)

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, *arguments],
            cwd=self.root,
            env=os.environ
            | {
                "PYTHONPATH": os.pathsep.join([str(self.root), str(self.root / "course")]),
                VARIABLE: str(self.root / "secret"),
                "COLUMNS": "250",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def grade(self) -> str:
        return self.run("grade", "submitted", "--to", "out", "--workers", "2")

    def add_a_hidden_case(self) -> None:
        path = self.root / "autograde" / "suite" / "perceptron" / "learning_rule.py"
        text = path.read_text(encoding="utf-8")
        assert text.count(_AFTER) == 1
        path.write_text(text.replace(_AFTER, _AFTER + _ADDED), encoding="utf-8")

    def digests(self) -> dict[tuple[str, str], str]:
        """Return under which digest each submission is recorded."""
        import sqlite3

        with sqlite3.connect(self.root / "out" / "gradebook.db") as connection:
            rows = connection.execute("SELECT student, assignment, digest FROM neurona_results")
            found = {(student, assignment): digest for student, assignment, digest in rows}
        connection.close()
        return found

    def gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.root / 'out' / 'gradebook.db'}")


@pytest.fixture(scope="module")
def instructor(tmp_path_factory):
    """A class that was marked, a mark by hand, and then a hidden case more."""
    instructor = Instructor(tmp_path_factory.mktemp("instructor"))
    assert "marked again" not in instructor.grade()
    with instructor.gradebook() as gradebook:
        grade = gradebook.find_grade("check_update", FIRST, FIRST, "valued")
        assert grade.auto_score == 2
        grade.manual_score = 1.5
        gradebook.db.commit()
    shutil.copytree(instructor.root / "out", instructor.root / "before")
    instructor.before = instructor.digests()
    instructor.add_a_hidden_case()
    instructor.said = instructor.grade()
    return instructor


def test_only_what_depends_on_it_is_marked_again(instructor):
    assert "3 of 6 were recorded already." in instructor.said
    now = instructor.digests()
    changed = {key for key, digest in instructor.before.items() if now[key] != digest}
    assert changed == {(student, FIRST) for student in ("right", "timid", "valued")}


def test_the_run_says_which_marks_changed(instructor):
    assert (
        "3 submissions were marked again: 2 marks of 2 students changed (0 up, 2 down): update 2."
    ) in instructor.said
    assert "1 of them lies under a mark by hand, which stays" in instructor.said


def test_the_mark_by_hand_stays_and_is_flagged(instructor):
    with instructor.gradebook() as gradebook:
        grade = gradebook.find_grade("check_update", FIRST, FIRST, "valued")
        assert (grade.auto_score, grade.manual_score, grade.score) == (0, 1.5, 1.5)
        assert grade.needs_manual_grade
        other = gradebook.find_grade("check_update", FIRST, FIRST, "timid")
        assert (other.auto_score, other.manual_score) == (0, None)
        assert not other.needs_manual_grade


def test_diff_names_what_changed_and_why(instructor):
    said = instructor.run("diff", "before", "out", "--csv", "changes.csv")
    assert "1 mark of 1 student changed: 0 up, 1 down." in said
    assert "1 mark by hand stayed, over a mark of the grader's that changed." in said
    with (instructor.root / "changes.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert rows.keys() == {"timid", "valued"}
    assert {row["exercise"] for row in rows.values()} == {"update"}
    assert rows["timid"]["because"] == "the exercise: hidden cases"
    assert (rows["timid"]["old_status"], rows["timid"]["new_status"]) == ("right", "wrong")
    assert (rows["valued"]["old_score"], rows["valued"]["new_score"]) == ("1.5", "1.5")
    assert rows["valued"]["because"] == (
        "the exercise: hidden cases; a mark by hand counts; the grader's under it: 2 → 0, "
        "flagged for review"
    )


def test_marking_once_more_changes_nothing(instructor):
    said = instructor.grade()
    assert "6 of 6 were recorded already." in said
    assert "marked again" not in said
    assert instructor.run("diff", "out", "out") == "No mark changed.\n"
