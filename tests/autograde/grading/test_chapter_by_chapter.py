"""A course is marked chapter by chapter into one folder, which tells of all of it."""

from __future__ import annotations

import shutil
import sqlite3

import nbformat
import pytest

from autograde.examples.recipes import PERCEPTRON, example_class
from autograde.examples.write import answered
from autograde.grading.grade import Order, grade_class
from autograde.grading.recording import read_csv
from autograde.grading.secret import VARIABLE
from autograde.grading.work import Limits

SIGMOID = "02_sigmoid"
LONG = "n\udcff" + "m" * 20
"""A name that the gradebook cannot hold as it is."""


def grade(folder, *assignments):
    order = Order(folder / "submitted", folder / "out", assignments, Limits(), workers=1)
    grade_class(order, lambda done, total: None, lambda sentence: None)


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """The first chapter was marked, of two students; then the second, which one handed in."""
    folder = tmp_path_factory.mktemp("course")
    right = example_class()[0]

    def submit(student, assignment):
        path = folder / "submitted" / student / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(answered(right, assignment), path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder / "secret"))
        for student in ("s001", LONG):
            submit(student, PERCEPTRON)
        grade(folder, PERCEPTRON)
        submit("s001", SIGMOID)
        grade(folder, SIGMOID)
        yield folder


@pytest.fixture
def course(marked, tmp_path):
    """The same, for a test to change; nothing has to be marked anew."""
    return shutil.copytree(marked, tmp_path / "course")


def pairs(out):
    return list(
        dict.fromkeys((one.student, one.assignment) for one in read_csv(out / "grades.csv"))
    )


ALL = [(LONG, PERCEPTRON), (LONG, SIGMOID), ("s001", PERCEPTRON), ("s001", SIGMOID)]


def test_what_was_marked_before_stays_in_the_tables(marked):
    assert pairs(marked / "out") == ALL
    lines = (marked / "out" / "timings.csv").read_text(encoding="utf-8").splitlines()
    assert any(PERCEPTRON in line for line in lines)
    assert any(SIGMOID in line for line in lines)


def test_the_table_is_that_of_one_run_for_both(course):
    before = (course / "out" / "grades.csv").read_bytes()
    grade(course, PERCEPTRON, SIGMOID)
    assert (course / "out" / "grades.csv").read_bytes() == before


def test_the_report_tells_of_both(marked):
    page = (marked / "out" / "report.html").read_text(encoding="utf-8")
    assert "perceptron" in page
    assert "sigmoid" in page


def test_who_is_gone_from_a_chapter_that_is_marked_is_gone_from_its_rows(course):
    [gone] = [path for path in (course / "submitted").iterdir() if path.name != "s001"]
    gone.rename(course / "gone")
    grade(course, SIGMOID)
    assert pairs(course / "out") == [ALL[0], *ALL[2:]]


def test_what_was_taken_out_of_the_gradebook_is_gone(course):
    with sqlite3.connect(course / "out" / "gradebook.db") as connection:
        connection.execute("DELETE FROM submitted_assignment WHERE student_id = 's001'")
    grade(course, SIGMOID)
    assert pairs(course / "out") == [*ALL[:2], ALL[3]]
