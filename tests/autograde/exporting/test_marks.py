import os

import pytest
from nbgrader.api import Gradebook

from autograde.exporting.columns import make_columns, number
from autograde.exporting.marks import read_marks
from autograde.grading.settings import find_own_programs
from tests.autograde.exporting.gradebooks import enroll
from tests.autograde.grading.recording.made import ASSIGNMENT, OTHER, POINTS


def scores(columns, title):
    return next(one.scores for one in columns if one.title == title)


def test_students_are_in_the_order_of_their_names(gradebook):
    marks = read_marks(gradebook)
    names = [one.sortable_name for one in marks.students]
    assert names == sorted(names, key=str.casefold)
    assert len(names) == 5


def test_exercises_are_in_the_order_of_teaching(gradebook):
    first, second = read_marks(gradebook).assignments
    assert list(first.exercises.items()) == list(POINTS.items())
    assert (first.name, second.name) == (ASSIGNMENT, OTHER)


def test_what_is_not_handed_in_is_empty_and_not_zero(gradebook):
    columns = make_columns(read_marks(gradebook))
    assert scores(columns, ASSIGNMENT) == {"s001": 10, "s002": 5, "s003": 2.5, "s004": 0}
    assert scores(columns, OTHER).keys() == {"s001"}
    assert columns[1].score("s002") == ""
    assert columns[0].score("s004") == "0"


def test_what_is_not_handed_in_counts_0_where_that_is_asked_for(gradebook):
    columns = make_columns(read_marks(gradebook), missing_as_zero=True)
    assert scores(columns, ASSIGNMENT)["nobody"] == 0
    assert scores(columns, OTHER) == {"s001": 17} | dict.fromkeys(("s002", "s003", "s004"), 0) | {
        "nobody": 0
    }


def test_marks_by_hand_and_extra_credit_count(gradebook):
    grade = gradebook.find_grade("check_update", ASSIGNMENT, ASSIGNMENT, "s002")
    grade.manual_score, grade.extra_credit = 2.0, 0.5
    gradebook.db.commit()
    marks = read_marks(gradebook)
    assert scores(make_columns(marks), ASSIGNMENT)["s002"] == 5 - 1 + 2.5
    each = make_columns(marks, "exercise")
    assert scores(each, f"{ASSIGNMENT}: update")["s002"] == 2.5
    assert scores(each, f"{ASSIGNMENT}: update")["s001"] == 2


def test_scores_are_those_of_nbgrader(gradebook):
    marks = read_marks(gradebook)
    for (student, assignment), work in marks.work.items():
        assert work.raw == gradebook.find_submission(assignment, student).score


@pytest.mark.parametrize(("penalty", "score"), [(2.0, 3.0), (5.0, 0.0), (9.0, 0.0), (None, 5.0)])
def test_lateness_is_taken_off(gradebook, penalty, score):
    notebook = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "s002")
    notebook.late_submission_penalty = penalty
    gradebook.db.commit()
    marks = read_marks(gradebook)
    assert scores(make_columns(marks), ASSIGNMENT)["s002"] == score
    each = make_columns(marks, "exercise")
    total = sum(one.scores["s002"] for one in each if one.assignment == ASSIGNMENT)
    assert total == pytest.approx(score)


def test_marks_can_be_out_of_something_else(gradebook):
    marks = read_marks(gradebook)
    columns = make_columns(marks, out_of=100)
    assert [one.points for one in columns] == [100, 100]
    assert scores(columns, ASSIGNMENT)["s003"] == 25
    each = [one for one in make_columns(marks, "exercise", out_of=100) if one.assignment == OTHER]
    assert sum(one.points for one in each) == pytest.approx(100)
    assert sum(one.scores["s001"] for one in each) == pytest.approx(100)


def test_only_what_is_asked_for_is_read(gradebook):
    marks = read_marks(gradebook, [OTHER], ["s001", "nobody"])
    assert [one.name for one in marks.assignments] == [OTHER]
    assert {one.id for one in marks.students} == {"s001", "nobody"}
    assert marks.work.keys() == {(one, OTHER) for one in ("s001",)}


def test_a_name_is_one_line_and_an_id_serves_where_there_is_none(gradebook, out):
    enroll(out, {"s001": ("Ada\r\n B.", None, None, None), "s002": (None, None, None, None)})
    gradebook.db.expire_all()
    known = {one.id: one for one in read_marks(gradebook).students}
    assert known["s001"].sortable_name == known["s001"].full_name == "Ada B."
    assert known["s002"].sortable_name == known["s002"].full_name == "s002"


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
def test_a_gradebook_of_another_course_is_read(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", os.environ["PATH"])
    find_own_programs()  # a new gradebook calls alembic
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        gradebook.add_assignment("ps1")
        for name in ("one", "two"):
            gradebook.add_notebook(name, "ps1")
            gradebook.add_grade_cell("q1", name, "ps1", max_score=3, cell_type="code")
        gradebook.add_student("s001")
        submission = gradebook.add_submission("ps1", "s001")
        submission.notebooks[0].grades[0].auto_score = 2
        gradebook.db.commit()
        columns = make_columns(read_marks(gradebook), "exercise")
    assert [one.title for one in columns] == ["ps1: one: q1", "ps1: two: q1"]
    assert sorted(one.scores["s001"] for one in columns) == [0, 2]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (2.0, "2"),
        (10.0, "10"),
        (1 / 3, "0.33333"),
        (1e-9, "0"),
        (-1e-9, "0"),
        (1234567.5, "1234567.5"),
    ],
)
def test_numbers_are_as_every_platform_reads_them(value, text):
    assert number(value) == text
