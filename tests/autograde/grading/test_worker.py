"""One process of the class's marking."""

import nbformat
import pytest

from autograde.examples.recipes import PERCEPTRON, example_class
from autograde.examples.write import answered
from autograde.grading import mark as marking
from autograde.grading import worker
from autograde.grading.submissions import Submission
from autograde.grading.work import Limits
from autograde.grading.worker import Setup, give_up, mark, prepare


@pytest.fixture
def course(tmp_path):
    """This process is a worker for the length of a test."""
    prepare(Setup(tmp_path / "out", Limits(2.0), b"a secret for tests", {PERCEPTRON: "basis"}))


@pytest.fixture
def sandbox(monkeypatch):
    """The worker's marker, and its end with the test."""
    left = []
    monkeypatch.setattr(marking.atexit, "register", lambda function, *args: left.append(function))
    monkeypatch.setattr(worker, "_marker", None)
    yield
    for leave in left:
        leave(None, None, None)


@pytest.fixture
def handed(tmp_path):
    submission = Submission(tmp_path / "submitted", "s003", PERCEPTRON)
    submission.place.mkdir(parents=True)
    student = next(one for one in example_class() if one.id == "s003")
    nbformat.write(answered(student, PERCEPTRON), submission.place / f"{PERCEPTRON}.ipynb")
    return submission


def page(tmp_path, student="s003"):
    return tmp_path / "out" / "feedback" / student / PERCEPTRON / f"{PERCEPTRON}.html"


def test_a_submission_is_marked_and_its_files_are_written(course, sandbox, handed, tmp_path):
    marked = mark(handed)
    assert marked.fault == ""
    assert marked.result.score == 3
    assert marked.digest
    assert "A tie counts as 1" in page(tmp_path).read_text("utf-8")


def test_what_is_not_there_is_missing(course, tmp_path):
    marked = mark(Submission(tmp_path, "s009", PERCEPTRON))
    assert marked.result.failure == "missing"
    assert marked.digest
    assert not page(tmp_path, "s009").exists()


def test_what_cannot_be_read_is_told_on_a_page(course, handed, tmp_path):
    (handed.place / f"{PERCEPTRON}.ipynb").write_text("not a notebook")
    marked = mark(handed)
    assert marked.result.failure == "unreadable"
    (note,) = marked.result.notes
    assert note in page(tmp_path).read_text("utf-8")


def test_a_fault_of_the_grader_costs_one_submission(course, handed, monkeypatch):
    def fail(*arguments):
        raise ZeroDivisionError("the grader's own")

    monkeypatch.setattr(worker, "read_content", fail)
    marked = mark(handed)
    assert marked.result is None
    assert "ZeroDivisionError: the grader's own" in marked.fault


def test_a_submission_that_kills_the_grader_is_given_up(handed):
    marked = give_up(handed)
    assert (marked.submission, marked.result) == (handed, None)
    assert "killed" in marked.fault
