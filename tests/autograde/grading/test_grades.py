import csv

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograde.grading.grades import Grade, grades_of, grades_without_run, write_csv
from autograde.grading.stock import RESULT_TYPE
from autograde.grading.submissions import Submission, find_submissions
from autograde.grading.table import make_table

SUBMISSION = Submission(None, "s001", "01_perceptron")


def check_cell(*outputs):
    about = {"grade_id": "check_update", "grade": True}
    return new_code_cell("check(update)", metadata={"nbgrader": about}, outputs=list(outputs))


def told(**result):
    return new_output("execute_result", data={"text/plain": "0.0", RESULT_TYPE: result})


def raised(name):
    return new_output("error", ename=name, evalue="", traceback=[])


def grade_of_update(tmp_path, score, *cells):
    path = tmp_path / "ran.ipynb"
    nbformat.write(new_notebook(cells=list(cells)), path)
    grades = grades_of(SUBMISSION, path, {"check_update": score})
    return next(grade for grade in grades if grade.exercise == "update")


@pytest.mark.parametrize("status", ["not_attempted", "wrong", "error", "timeout"])
def test_the_check_says_why_nothing_was_earned(tmp_path, status):
    assert grade_of_update(tmp_path, 0, check_cell(told(status=status))).status == status


@pytest.mark.parametrize("status", ["right", "partial", "splendid", None, 3])
def test_points_decide_before_what_the_check_says(tmp_path, status):
    cell = check_cell(told(status=status))
    assert grade_of_update(tmp_path, 0, cell).status == "wrong"
    assert grade_of_update(tmp_path, 0.5, cell).status == "partial"
    assert grade_of_update(tmp_path, 2, cell).status == "right"


def test_a_known_mistake_is_named_and_nothing_else(tmp_path):
    known = check_cell(told(status="wrong", mistake="sign_reversed", seconds=0.25))
    assert grade_of_update(tmp_path, 0, known).mistake == "sign_reversed"
    assert grade_of_update(tmp_path, 0, known).seconds == 0.25
    unknown = check_cell(told(status="wrong", mistake="=HYPERLINK()"))
    assert grade_of_update(tmp_path, 0, unknown).mistake == ""


def test_a_check_that_nbgrader_stopped_is_a_timeout(tmp_path):
    assert grade_of_update(tmp_path, 0, check_cell(raised("CellTimeoutError"))).status == "timeout"


def test_without_a_function_it_depends_on_the_cell(tmp_path):
    failed = check_cell(raised("NameError"))
    solution = {"grade_id": "update", "solution": True}
    broken = new_code_cell("def update(", metadata={"nbgrader": solution})
    renamed = new_code_cell("def update(x):\n    pass")
    other = [new_markdown_cell("def update(x)"), new_code_cell("def train("), new_code_cell("\0")]
    assert grade_of_update(tmp_path, 0, broken, failed).status == "error"
    assert grade_of_update(tmp_path, 0, renamed, failed).status == "error"
    assert grade_of_update(tmp_path, 0, *other, failed).status == "missing"


def test_a_check_that_is_not_there_earns_nothing(tmp_path):
    assert grade_of_update(tmp_path, 0).status == "missing"


def test_a_submission_without_a_run_has_all_its_exercises():
    grades = grades_without_run(SUBMISSION, "unreadable")
    assert [grade.exercise for grade in grades][:2] == ["perceptron", "update"]
    assert {(grade.score, grade.status) for grade in grades} == {(0, "unreadable")}
    assert sum(grade.max_score for grade in grades) == 10


def test_csv_has_one_row_for_each_grade(tmp_path):
    path = tmp_path / "grades.csv"
    write_csv(path, [Grade("ana, maría", "01", "update", 1.5, 2.0, "partial", "", 0.25)])
    with path.open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row == {
        "student": "ana, maría",
        "assignment": "01",
        "exercise": "update",
        "score": "1.5",
        "max_score": "2",
        "status": "partial",
        "mistake": "",
        "seconds": "0.25",
    }


def test_every_student_should_have_handed_in_everything(tmp_path):
    (tmp_path / "s002" / "a").mkdir(parents=True)
    (tmp_path / "s001").mkdir()
    (tmp_path / "readme.txt").touch()
    found = [(one.student, one.assignment) for one in find_submissions(tmp_path, ["a", "b"])]
    assert found == [("s001", "a"), ("s001", "b"), ("s002", "a"), ("s002", "b")]


def cells_of(table):
    return [[str(cell) for cell in column.cells] for column in table.columns]


def test_the_table_sums_up():
    grades = [
        Grade("s001", "a", "f", 1, 1, "right"),
        Grade("s001", "b", "g", 0.5, 2, "partial", "sign_reversed"),
        Grade("s002", "a", "f", 0, 1, "unreadable"),
        Grade("s002", "b", "g", 0, 2, "timeout"),
    ]
    students, first, second, total, reasons = cells_of(make_table(grades, ["a", "b"]))
    assert students == ["s001", "s002"]
    assert first == ["1 / 1", "0 / 1"]
    assert second == ["0.5 / 2", "0 / 2"]
    assert total == ["1.5 / 3", "0 / 3"]
    assert reasons == ["g: sign reversed", "a: unreadable; g: timeout"]


def test_the_table_shows_ids_as_they_are():
    table = make_table([Grade("[red]x[/red]", "a", "f", 0, 1, "missing")], ["a"])
    assert cells_of(table)[0] == ["[red]x[/red]"]
