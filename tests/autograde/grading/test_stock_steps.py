import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.utils import determine_grade

from autograde.grading.limits import VARIABLE, case_seconds, cell_seconds
from autograde.grading.stock_steps import KeepOnlyResults, UntagChecks
from tests.autograde.suite.every import EXERCISES


def check_cell(*outputs, tags=()):
    about = {"grade": True, "solution": False, "locked": True, "points": 2, "grade_id": "check"}
    metadata = {"nbgrader": about, "tags": list(tags)}
    return new_code_cell("check(update)", metadata=metadata, outputs=list(outputs))


def result(points):
    return new_output("execute_result", data={"text/plain": str(points)})


def stream(name, text="a warning"):
    return new_output("stream", name=name, text=text)


def error():
    return new_output("error", ename="NameError", evalue="name 'update' is not defined")


def processed(step, cell):
    notebook, _ = step().preprocess(new_notebook(cells=[cell]), {})
    return notebook.cells[0]


def test_a_warning_does_not_cost_the_mark():
    picture = new_output("display_data", data={"image/png": ""})
    noisy = check_cell(stream("stderr"), picture, result(2.0), stream("stdout"))
    assert determine_grade(noisy) == (0, 2)  # this is what nbgrader alone would do
    kept = processed(KeepOnlyResults, noisy)
    assert kept.outputs == [result(2.0)]
    assert determine_grade(kept) == (2, 2)


def test_no_result_is_no_full_mark():
    silent = check_cell(stream("stdout"))
    assert determine_grade(silent) == (2, 2)  # this is what nbgrader alone would do
    assert determine_grade(processed(KeepOnlyResults, silent)) == (0, 2)


def test_an_error_stays_an_error():
    assert determine_grade(processed(KeepOnlyResults, check_cell(error()))) == (0, 2)


def test_students_cells_keep_their_outputs():
    cell = new_code_cell("print(1)", outputs=[stream("stdout"), stream("stderr")])
    assert len(processed(KeepOnlyResults, cell).outputs) == 2


@pytest.mark.parametrize("tags", [["panel"], ["skip-execution"]])
def test_no_tag_keeps_a_check_from_running(tags):
    assert "tags" not in processed(UntagChecks, check_cell(tags=tags)).metadata


def test_students_own_cells_keep_their_tags():
    own = new_code_cell("1", metadata={"tags": ["mine"]})
    assert processed(UntagChecks, own).metadata.tags == ["mine"]


def test_nbgrader_waits_longer_for_a_check_than_the_check_may_take(monkeypatch):
    monkeypatch.setenv(VARIABLE, "40")
    about = {"grade": True, "solution": False}
    check = new_code_cell("check(f)", metadata={"nbgrader": about})
    assert case_seconds() == 40
    assert cell_seconds(check) > 8 * 40
    about["grade_id"] = "check_train_network"
    patient = new_code_cell("check(train_network)", metadata={"nbgrader": about})
    assert EXERCISES["train_network"].patience == 4
    assert cell_seconds(patient) > 4 * 8 * 40
    assert cell_seconds(new_code_cell("f()")) < 60
