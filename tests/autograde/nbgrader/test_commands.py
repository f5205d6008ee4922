"""nbgrader's own commands, as an instructor calls them from ``autograde/``."""

import csv
import re
import subprocess
from collections import Counter

import pytest
from nbgrader.api import Gradebook

from autograde.examples.recipes import DROPOUT, PERCEPTRON
from autograde.grading.recording import read_csv
from tests.autograde.nbgrader.instructor import PROGRAMS, ROOT
from tests.notebooks import ALL

RELEASED = [one for one in ALL if one.chapter in (PERCEPTRON, DROPOUT)]
SUBMITTED = ("s001", "s002", "s003", "s008", "s009")
SCORES = {"s001": 10, "s002": 10, "s003": 3, "s008": 8, "s009": 10, "no_check": 10, "no_cells": 6}


WEAK = """
from autograde.grading import preprocessors
from autograde.grading.running.isolation import choose

preprocessors.choose_isolation = lambda: choose("plain")
"""


def made_path(instructor, notebook):
    return instructor.root / notebook.path.relative_to(ROOT)


@pytest.fixture(scope="module")
def generated(instructor, succeeded):
    """Generate assignments where those of an earlier release lie, as they do in any clone."""
    for released in RELEASED:
        with made_path(instructor, released).open("ab") as file:
            file.write(b"\n")
    assert len(instructor.git_status()) == len(RELEASED)
    for assignment in (PERCEPTRON, DROPOUT):
        succeeded(instructor.nbgrader("generate_assignment", assignment))
        succeeded(instructor.nbgrader("generate_assignment", assignment, NEURONA_LANGUAGE="es"))
    return instructor


@pytest.fixture(scope="module")
def marked(generated, succeeded):
    for student in SUBMITTED:
        generated.submit(student)
    generated.submit("no_check", like="s001", without=("check_update",))
    generated.submit("no_cells", like="s001", without=("perceptron", "check_perceptron", "xor"))
    succeeded(generated.nbgrader("autograde", PERCEPTRON))
    succeeded(generated.nbgrader("generate_feedback", PERCEPTRON))
    return generated


@pytest.fixture(scope="module")
def ours(marked):
    """The marks that ``autograde grade`` gives the same submissions."""
    out = marked.root / "ours"
    done = subprocess.run(
        [PROGRAMS / "autograde", "grade", marked.folder / "submitted", "--to", out],
        env=marked.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [one for one in read_csv(out / "grades.csv") if one.assignment == PERCEPTRON]


def grades(instructor):
    with Gradebook(f"sqlite:///{instructor.folder / 'gradebook.db'}") as gradebook:
        return {
            (submission.student.id, grade.name): grade.score
            for submission in gradebook.assignment_submissions(PERCEPTRON)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


@pytest.mark.parametrize("notebook", RELEASED, ids=str)
def test_generate_assignment_makes_the_released_notebook(generated, notebook):
    assert made_path(generated, notebook).read_bytes() == notebook.path.read_bytes()


def test_autograde_marks_in_either_language(marked):
    scores = grades(marked)
    for student, total in SCORES.items():
        own = [score for (one, _), score in scores.items() if one == student]
        assert (len(own), sum(own)) == (5, total), student


def test_autograde_gives_partial_credit_for_each_exercise(marked):
    scores = grades(marked)
    assert scores["s003", "check_perceptron"] == 1
    assert scores["s003", "check_update"] == 0
    assert scores["s003", "check_xor"] == 2


@pytest.mark.parametrize("student", SUBMITTED)
def test_autograde_marks_as_our_own_command_does(marked, ours, student):
    found = {name: score for (one, name), score in grades(marked).items() if one == student}
    assert found == {f"check_{one.exercise}": one.score for one in ours if one.student == student}


def test_the_comment_and_the_feedback_name_the_mistake(marked):
    with Gradebook(f"sqlite:///{marked.folder / 'gradebook.db'}") as gradebook:
        wrong = "perceptron", PERCEPTRON, PERCEPTRON, "s003"
        assert "A tie counts as 1" in gradebook.find_comment(*wrong).comment
        right = "perceptron", PERCEPTRON, PERCEPTRON, "s001"
        assert "earns 2 of 2 points" in gradebook.find_comment(*right).comment
    page = marked.folder / "feedback/s003" / PERCEPTRON / f"{PERCEPTRON}.html"
    assert page.read_text(encoding="utf-8").count("A tie counts as 1") == 2  # card and comment


def test_autograde_restores_missing_checks(marked):
    scores = grades(marked)
    assert scores["no_check", "check_update"] == 2
    assert scores["no_cells", "check_perceptron"] == 0
    assert scores["no_cells", "check_update"] == 2
    assert scores["no_cells", "check_xor"] == 0


def test_autograde_pays_for_a_syntax_error_once(marked):
    scores = grades(marked)
    assert scores["s008", "check_update"] == 0
    assert scores["s008", "check_train"] == 3


@pytest.mark.parametrize("student", SUBMITTED)
def test_feedback_hides_the_grader(marked, student):
    page = marked.folder / "feedback" / student / PERCEPTRON / f"{PERCEPTRON}.html"
    text = re.sub("<[^>]+>", "", page.read_text(encoding="utf-8"))
    assert "HIDDEN TESTS" not in text
    assert "autograde.grading" not in text
    assert "from autograde" not in text
    assert str(marked.root) not in text
    assert text.count("check(perceptron)") == 1


def test_export_writes_what_canvas_takes(marked, succeeded):
    succeeded(marked.nbgrader("export", "--exporter=autograde.exporting.CanvasExporter"))
    assert "s003" in (marked.folder / "canvas.csv").read_text(encoding="utf-8")


def test_export_writes_the_marks(marked, succeeded):
    succeeded(marked.nbgrader("export"))
    with (marked.folder / "grades.csv").open(newline="") as file:
        rows = {
            row["student_id"]: (float(row["score"]), float(row["max_score"]))
            for row in csv.DictReader(file)
            if row["assignment"] == PERCEPTRON
        }
    assert rows == {student: (score, 10) for student, score in SCORES.items()}


def test_validate_tells_what_is_not_written_yet(generated, succeeded):
    said = succeeded(
        generated.nbgrader("validate", f"../course/en/{PERCEPTRON}/{PERCEPTRON}.ipynb")
    )
    assert "VALIDATION FAILED ON 5 CELL(S)" in said
    assert "perceptron is not written yet" in said
    assert "Traceback" not in said


def test_validate_says_that_a_right_notebook_passes(marked, succeeded):
    said = succeeded(marked.nbgrader("validate", f"submitted/s001/{PERCEPTRON}/{PERCEPTRON}.ipynb"))
    assert "Success! Your notebook passes all the tests." in said


def test_validate_names_the_mistake(marked, succeeded):
    said = succeeded(marked.nbgrader("validate", f"submitted/s003/{PERCEPTRON}/{PERCEPTRON}.ipynb"))
    assert "VALIDATION FAILED" in said
    assert "A tie counts as 1" in said
    assert "Traceback" not in said


def test_a_file_that_is_no_json_is_named_and_the_others_are_marked(marked):
    """As docs/instructors.md says: our own command records it as unreadable."""
    for student in ("a_good_one", "cut_off", "good_too"):
        marked.submit(student, like="s001")
    broken = marked.folder / "submitted/cut_off" / PERCEPTRON / f"{PERCEPTRON}.ipynb"
    broken.write_text(broken.read_text(encoding="utf-8")[:1000], encoding="utf-8")
    done = marked.nbgrader("autograde", PERCEPTRON)
    assert done.returncode == 1
    assert f"error processing assignment '{PERCEPTRON}' for student 'cut_off'" in done.stderr
    totals = Counter()
    for (student, _), score in grades(marked).items():
        totals[student] += score or 0
    assert totals["cut_off"] == 0
    assert totals["a_good_one"] == totals["good_too"] == 10


def test_a_weak_sandbox_is_told_and_refused_where_that_is_asked_for(generated):
    """Both are said by nbgrader's own log, which an instructor sees."""
    config = generated.folder / "nbgrader_config.py"
    before = config.read_text(encoding="utf-8")
    for student in ("weak_1", "weak_2"):
        generated.submit(student, like="s001")
    command = ("autograde", PERCEPTRON, "--student=weak_*", "--force")
    try:
        config.write_text(before + WEAK, encoding="utf-8")
        told = generated.nbgrader(*command)
        refused = generated.nbgrader(*command, "--JudgeOutside.require_sandbox=True")
    finally:
        config.write_text(before, encoding="utf-8")
    assert told.returncode == 0, told.stderr
    assert told.stderr.count("WARNING] Students' code is not kept from this user's files") == 1
    assert refused.returncode == 1
    assert "It was not marked. Students' code is not kept" in refused.stderr


def test_git_sees_nothing_of_all_this(marked):
    assert (marked.folder / "grades.csv").exists()
    assert marked.git_status() == []


def test_the_checkout_stays_as_it_is(marked):
    from autograde.build.course import own_course

    own = own_course().root / "autograde"
    assert not [name for name in ("submitted", "autograded", "feedback") if (own / name).exists()]
