"""The class of twelve, from the command line to the gradebook and the feedback."""

import re

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograde.examples.recipes import ASSIGNMENTS, example_class
from autograde.examples.write import answered
from autograde.suite import load_chapter
from neurona.checks.plain import Rng

STUDENTS = example_class()
each_student = pytest.mark.parametrize("student", STUDENTS, ids=lambda student: student.id)


def test_there_are_twelve():
    assert [student.id for student in STUDENTS] == [f"s{number:03}" for number in range(1, 13)]


@each_student
def test_marks_are_the_expected_ones(graded, student):
    found = {
        (row["assignment"], row["exercise"]): (
            float(row["score"]),
            float(row["max_score"]),
            row["status"],
            row["mistake"],
        )
        for row in graded.rows()
        if row["student"] == student.id
    }
    expected = {}
    for assignment in ASSIGNMENTS:
        for name, exercise in load_chapter(assignment).exercises.items():
            mark = student.must_score(assignment, name)
            expected[assignment, name] = (mark.score, exercise.points, mark.status, mark.mistake)
    assert found == expected


def test_submissions_are_never_changed(graded):
    assert graded.untouched


def test_the_gradebook_has_the_same_marks(graded):
    with Gradebook(f"sqlite:///{graded.out / 'gradebook.db'}") as gradebook:
        recorded = {
            (student.id, grade.assignment.name, grade.name.removeprefix("check_")): grade.score
            for student in gradebook.students
            for submission in student.submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
        waiting = [
            student.id
            for student in gradebook.students
            for submission in student.submissions
            if submission.needs_manual_grade
        ]
    assert waiting == []
    for row in graded.rows():
        key = row["student"], row["assignment"], row["exercise"]
        assert recorded.get(key, 0.0) == float(row["score"]), key


@each_student
def test_everyone_who_handed_in_gets_feedback(graded, student):
    for assignment in ASSIGNMENTS:
        handed = assignment in student.answers
        marked = handed and assignment not in student.truncated
        files = (("feedback", "html", handed), ("autograded", "ipynb", marked))
        for step, ending, written in files:
            page = graded.out / step / student.id / assignment / f"{assignment}.{ending}"
            assert page.exists() == written, page


def _hidden_seeds(secret):
    """Return the seeds of hidden generators: long numbers that stand nowhere else."""
    return {
        str(argument.seed)
        for assignment in ASSIGNMENTS
        for exercise in load_chapter(assignment).exercises.values()
        for case in exercise.with_hidden_cases(secret).cases[len(exercise.public) :]
        for arguments in case.calls
        for argument in arguments
        if isinstance(argument, Rng) and argument.seed > 10**6
    }


def test_feedback_shows_nothing_hidden(graded):
    secret = (graded.out.parent / "secret").read_bytes()
    seeds = _hidden_seeds(secret)
    assert len(seeds) > 20
    pages = list((graded.out / "feedback").rglob("*.html"))
    assert len(pages) == sum(len(student.answers) for student in STUDENTS)
    for page in pages:
        content = page.read_text(encoding="utf-8")
        assert "HIDDEN TESTS" not in content, page
        assert "autograde.grading" not in content, page
        assert secret.hex() not in content, page
        assert not seeds & set(re.findall(r"\d+", content)), page


def test_feedback_says_what_was_earned_and_why(graded):
    page = (graded.out / "feedback/s003/01_perceptron/01_perceptron.html").read_text("utf-8")
    assert "A tie counts as 1" in page
    assert "earns 1 of 2 points" in page


def test_feedback_is_in_the_notebook_s_language(graded):
    page = (graded.out / "feedback/s002/01_perceptron/01_perceptron.html").read_text("utf-8")
    assert "obtiene 2 de 2 puntos" in page


def test_feedback_says_what_was_wrong_with_the_file(graded):
    page = (graded.out / "feedback/s007/01_perceptron/01_perceptron.html").read_text("utf-8")
    assert "The file is not a notebook, or it is damaged" in page


def test_feedback_says_that_a_mistake_was_paid_for_once(graded):
    page = (graded.out / "feedback/s011/01_perceptron/01_perceptron.html").read_text("utf-8")
    assert "counts only once" in page


@each_student
def test_the_table_has_a_row_for_everyone(graded, student):
    (row,) = [line for line in graded.printed.splitlines() if line.startswith(f"│{student.id} ")]
    exercises = [
        (assignment, exercise)
        for assignment in ASSIGNMENTS
        for exercise in load_chapter(assignment).exercises.values()
    ]
    score = sum(student.must_score(chapter, one.name).score for chapter, one in exercises)
    assert f"{score:g} / {sum(one.points for _, one in exercises):g}" in row


@each_student
def test_notebooks_are_valid_but_for_their_defect(student):
    for assignment in student.answers:
        nbformat.validate(answered(student, assignment))


def test_differently_written_answers_are_different():
    right, otherwise = STUDENTS[0].answers, STUDENTS[1].answers
    for assignment in ASSIGNMENTS:
        assert right[assignment].keys() == otherwise[assignment].keys()
        for name, source in right[assignment].items():
            assert source != otherwise[assignment][name]
