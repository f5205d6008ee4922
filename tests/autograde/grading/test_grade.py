"""A batch whose submissions do what they should not."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograde.examples.recipes import PERCEPTRON, example_class
from autograde.examples.write import answered
from autograde.grading.grade import grade_class
from autograde.grading.limits import VARIABLE as TIMEOUT_VARIABLE

ODD_NAME = "María José *{x}"


@pytest.fixture
def submitted(tmp_path):
    def submit(student, notebook):
        path = tmp_path / "submitted" / student / PERCEPTRON / f"{PERCEPTRON}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)

    right = answered(example_class()[0], PERCEPTRON)
    submit(ODD_NAME, right)
    leaving = right.copy()
    leaving.cells = [*right.cells, new_code_cell("import os\nos._exit(1)", id="leaves")]
    submit("leaves", leaving)
    (tmp_path / "submitted" / "nothing").mkdir()
    folder = tmp_path / "submitted" / "folder" / PERCEPTRON / f"{PERCEPTRON}.ipynb"
    folder.mkdir(parents=True)
    return tmp_path / "submitted"


def test_no_submission_stops_the_batch(submitted, tmp_path, secret, monkeypatch):
    monkeypatch.setenv(TIMEOUT_VARIABLE, "")
    said, told = [], []
    grades = grade_class(
        submitted,
        tmp_path / "out",
        [PERCEPTRON],
        seconds=5,
        workers=2,
        progress=lambda done, total: told.append((done, total)),
        say=said.append,
    )
    found = {
        student: {grade.status for grade in grades if grade.student == student}
        for student in {grade.student for grade in grades}
    }
    assert found == {
        ODD_NAME: {"right"},
        "leaves": {"killed"},
        "nothing": {"missing"},
        "folder": {"missing"},
    }
    assert told == [(2, 4), (3, 4), (4, 4)]
    assert said == []
    page = tmp_path / "out" / "feedback" / ODD_NAME / PERCEPTRON / f"{PERCEPTRON}.html"
    assert page.exists()
    assert ODD_NAME in (tmp_path / "out" / "grades.csv").read_text(encoding="utf-8")
