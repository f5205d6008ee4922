"""A class whose submissions do what they should not."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograde.examples.recipes import PERCEPTRON, example_class
from autograde.examples.write import answered
from autograde.grading import grade as grading
from autograde.grading.grade import Order, WeakSandboxError, grade_class
from autograde.grading.recording import read_csv
from autograde.grading.running.isolation import Isolation
from autograde.grading.secret import VARIABLE
from autograde.grading.selftest import GraderNotReadyError
from autograde.grading.work import Limits
from autograde.grading.worker import Marked

ODD_NAME = "María José *{x}"
LIMITS = Limits(case_seconds=2.0)


def write_class(folder):
    def submit(student, notebook):
        path = folder / student / PERCEPTRON / f"{PERCEPTRON}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)

    right = answered(example_class()[0], PERCEPTRON)
    submit(ODD_NAME, right)
    leaving = right.copy()
    leaving.cells = [*right.cells, new_code_cell("import os\nos._exit(1)", id="leaves")]
    submit("leaves", leaving)
    (folder / "nothing").mkdir()
    broken = folder / "broken" / PERCEPTRON
    broken.mkdir(parents=True)
    (broken / f"{PERCEPTRON}.ipynb").write_text("<!DOCTYPE html>", encoding="utf-8")


def grade(folder, out="out", **more):
    """Mark the class; return the summary, what was said, and what progress was told."""
    options = {"workers": 2, "limits": LIMITS, **more}
    order = Order(folder / "submitted", folder / out, (PERCEPTRON,), **options)
    said, told = [], []
    summary = grade_class(order, lambda done, total: told.append((done, total)), said.append)
    return summary, said, told


@pytest.fixture
def submitted(tmp_path, secret):
    write_class(tmp_path / "submitted")
    return tmp_path / "submitted"


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A class that was marked once; tests go on in copies."""
    folder = tmp_path_factory.mktemp("class")
    write_class(folder / "submitted")
    before = files(folder / "submitted")
    (folder / "secret").write_bytes(b"a secret for tests")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder / "secret"))
        done = grade(folder)
    assert files(folder / "submitted") == before
    return folder, done


@pytest.fixture
def marked(first, tmp_path, secret):
    """A folder with the class and its results."""
    shutil.copytree(first[0], tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def run(submitted):
    """Mark the class for the first time."""
    return lambda **more: grade(submitted.parent, **more)


def statuses(out):
    found = {}
    for grade in read_csv(out / "grades.csv"):
        found.setdefault(grade.student, set()).add(grade.status)
    return found


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def results(out):
    """All that must be the same whenever and however a class is marked."""
    return {
        name: content
        for name, content in files(out).items()
        if name.startswith(("autograded/", "feedback/", "report")) or name == "grades.csv"
    }


def test_no_submission_stops_the_class(first):
    folder, (summary, said, told) = first
    assert (summary.submissions, summary.unchanged, summary.faults) == (4, 0, ())
    assert statuses(folder / "out") == {
        ODD_NAME: {"right"},
        "leaves": {"right"},
        "nothing": {"missing"},
        "broken": {"unreadable"},
    }
    assert told == [*((done, 4) for done in range(5)), (4, 4)]
    assert said == []
    page = folder / "out" / "feedback" / ODD_NAME / PERCEPTRON / f"{PERCEPTRON}.html"
    assert page.exists()


def test_the_same_command_marks_nothing_twice(marked):
    before = files(marked / "out")
    summary, _, told = grade(marked)
    assert (summary.submissions, summary.unchanged) == (4, 4)
    assert told[-1] == (4, 4)
    after = files(marked / "out")
    assert {name for name in before if before[name] != after[name]} <= {"gradebook.db"}


def test_one_process_gives_what_two_give(first, run, tmp_path):
    run(out="one", workers=1)
    assert results(tmp_path / "one") == results(first[0] / "out")
    assert len(results(tmp_path / "one")) == 8


def test_another_limit_marks_again(marked):
    summary, _, _ = grade(marked, limits=Limits(3.0), workers=1)
    assert summary.unchanged == 0


@pytest.fixture
def weak(monkeypatch):
    isolation = Isolation("plain", 0, False, False, "Nothing protects this machine.")
    monkeypatch.setattr(grading, "choose_isolation", lambda: isolation)


def test_a_weak_sandbox_is_said_once(run, weak):
    _, said, _ = run()
    assert said == ["Nothing protects this machine."]


def test_a_weak_sandbox_is_refused_where_a_strong_one_is_required(run, weak, tmp_path):
    with pytest.raises(WeakSandboxError, match=r"^Nothing was marked\. Nothing protects"):
        run(require_sandbox=True)
    assert not (tmp_path / "out").exists()


def test_nothing_is_marked_where_the_references_fail(run, monkeypatch, tmp_path):
    def fail(assignments, seconds):
        raise GraderNotReadyError(f"{assignments} is broken")

    monkeypatch.setattr(grading, "mark_references", fail)
    with pytest.raises(GraderNotReadyError):
        run()
    assert not (tmp_path / "out" / "grades.csv").exists()


def test_a_fault_of_the_grader_s_own_is_no_mark(run, monkeypatch, tmp_path):
    class Failing:
        def __init__(self, *arguments):
            pass

        def map(self, tasks):
            for submission in tasks:
                yield Marked(submission, fault="Traceback …\nValueError: no\n")

    monkeypatch.setattr(grading, "Pool", Failing)
    summary, _, _ = run()
    assert f"{ODD_NAME}, {PERCEPTRON}: ValueError: no" in summary.faults
    assert len(summary.faults) == 4
    assert statuses(tmp_path / "out") == {}
