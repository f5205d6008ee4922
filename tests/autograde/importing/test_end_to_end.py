"""From the archives that two platforms make to the right students' marks."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograde.examples.recipes import PERCEPTRON, example_class
from autograde.examples.write import answered
from autograde.grading.recording import read_csv
from autograde.grading.secret import VARIABLE
from autograde.importing.command import import_all
from tests.autograde.importing.samples import make_zip
from tests.autograde.nbgrader.instructor import PROGRAMS

pytestmark = pytest.mark.slow

SCORES = {"s001": 10, "s003": 3, "s008": 8, "s009": 10}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Import a class and mark it; return where its submissions and its results are."""
    root = tmp_path_factory.mktemp("class")
    (root / "secret").write_bytes(b"a secret for tests")
    canvas = make_zip(
        root / "canvas.zip",
        {
            "unoada_101_2001_01_perceptron.ipynb": notebook("s003"),  # and she tries again
            "unoada_101_2005_01_perceptron-1.ipynb": notebook("s001"),
            "dosbea_LATE_102_2006_Copia de 01_perceptron (1).ipynb": notebook("s003"),
            "trescai_103_text.html": b"<p>I forgot",
        },
    )
    moodle = make_zip(
        root / "moodle.zip",
        {
            "Eva Cuatro_55_assignsubmission_file_/tarea.ipynb": notebook("s008"),
            "Ivo Cinco_56_assignsubmission_file_/01_perceptron.ipynb": b"<!DOCTYPE html>",
            "../../01_perceptron.ipynb": b"{}",
        },
    )
    roster = root / "class.csv"
    roster.write_text(
        "id,first_name,last_name,email,lms_user_id\n"
        "ada,Ada,Uno,ada@example.org,101\n"
        "cai,Cai,Tres,cai@example.org,103\n"
    )
    outcome = import_all([canvas, moodle], root / "submitted", roster=roster)
    assert {reason for _source, reason in outcome.rejected} == {
        "text typed into Canvas, and no file",
        "its name leads out of the archive",
    }
    grade(root)
    return root


def notebook(student: str) -> bytes:
    one = next(one for one in example_class() if one.id == student)
    return nbformat.writes(answered(one, PERCEPTRON)).encode()


def grade(root, *options: str) -> str:
    done = subprocess.run(
        [PROGRAMS / "autograde", "grade", root / "submitted", "--to", root / "out", *options],
        env={**os.environ, VARIABLE: str(root / "secret")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def gradebook(root) -> Gradebook:
    return Gradebook(f"sqlite:///{root / 'out/gradebook.db'}")


def test_each_student_gets_the_marks_of_the_own_notebook(folders) -> None:
    scores: dict[str, float] = {}
    statuses: dict[str, set[str]] = {}
    for one in read_csv(folders / "out/grades.csv"):
        scores[one.student] = scores.get(one.student, 0) + one.score
        statuses.setdefault(one.student, set()).add(one.status)
    assert scores == {
        "ada": SCORES["s001"],  # the newest of two
        "dosbea-102": SCORES["s003"],
        "eva-cuatro-55": SCORES["s008"],
        "ivo-cinco-56": 0,
        "cai": 0,
    }
    assert statuses["ivo-cinco-56"] == {"unreadable"}
    assert statuses["cai"] == {"missing"}  # on the roster, and without a folder


def test_the_gradebook_has_their_names(folders) -> None:
    with gradebook(folders) as book:
        students = {one.id: one for one in book.students}
    assert (students["ada"].first_name, students["ada"].email) == ("Ada", "ada@example.org")
    assert students["dosbea-102"].lms_user_id == "102"
    assert students["eva-cuatro-55"].last_name == "Cuatro"


def test_late_without_a_time_is_told_and_no_time_is_made_up(folders) -> None:
    said = " ".join(grade(folders, "--due", f"{PERCEPTRON}=2026-03-01").split())
    assert "1 late as the download says, but not by how much" in said
    assert f"dosbea-102, {PERCEPTRON}" in said
    time = folders / "submitted" / "dosbea-102" / PERCEPTRON / "timestamp.txt"
    time.write_text("2026-03-01 12:00:00 UTC")
    assert "late as the download" not in grade(folders)
    with gradebook(folders) as book:
        found = book.assignment_submissions(PERCEPTRON)
        late = {one.student.id: one.total_seconds_late for one in found if one.total_seconds_late}
        assert book.find_assignment(PERCEPTRON).duedate == datetime(2026, 3, 1)
    assert late == {"dosbea-102": 12 * 3600}
