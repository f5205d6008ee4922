from __future__ import annotations

import os
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook

from autograde.build.course import own_course
from autograde.build.release import generate_assignments
from autograde.grading.recording import GradebookError, Recorder
from tests.autograde.grading.recording.made import (
    ASSIGNMENT,
    POINTS,
    repointed,
    result,
    solved_notebook,
    without,
    write_solved,
)


@pytest.fixture
def open_with(tmp_path, db_url):
    """Open the gradebook with this solved notebook."""

    def opened(notebook):
        solved = write_solved(tmp_path / "solved", notebook)
        return Recorder(tmp_path, db_url, [ASSIGNMENT], solved=solved)

    return opened


@pytest.fixture
def marked_by_hand(open_with, database):
    with open_with(solved_notebook()) as recorder:
        for student in ("s001", "s002"):
            recorder.record(result(student, 0.5), "1")
    with Gradebook(database.nbgrader_url) as gradebook:
        for exercise in ("xor", "train"):
            gradebook.find_grade(
                f"check_{exercise}", ASSIGNMENT, ASSIGNMENT, "s001"
            ).manual_score = 0.25
        gradebook.find_comment("xor", ASSIGNMENT, ASSIGNMENT, "s002").manual_comment = "Nice."
        gradebook.db.commit()


def only(full, exercises):
    exercises = tuple(one for one in full.exercises if one.exercise in exercises)
    return type(full)(full.student, full.assignment, exercises)


def scores(database, student):
    with Gradebook(database.nbgrader_url) as gradebook:
        notebook = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, student)
        return {grade.name.removeprefix("check_"): grade.score for grade in notebook.grades}


def test_it_enters_what_nbgrader_enters(tmp_path):
    """Held against `nbgrader generate_assignment` itself."""
    root = tmp_path / "course"
    (root / "solutions").mkdir(parents=True)
    (root / "solutions/notebooks").symlink_to(own_course().root / "solutions/notebooks")
    generate_assignments(own_course(), root, "en")
    with Recorder(tmp_path, None, [ASSIGNMENT]):
        pass

    def content(path):
        with Gradebook(f"sqlite:///{path}") as gradebook:
            notebook = gradebook.find_notebook(ASSIGNMENT, ASSIGNMENT)
            kinds = ("grade_cells", "solution_cells", "task_cells", "source_cells")
            cells = {
                kind: {
                    cell.name: {**cell.to_dict(), "id": None} for cell in getattr(notebook, kind)
                }
                for kind in kinds
            }
            return cells, notebook.kernelspec, notebook.max_score

    assert content(tmp_path / "gradebook.db") == content(root / "autograde/gradebook.db")


def test_nbgrader_finds_nothing_to_change_after_it(tmp_path):
    """nbgrader refuses to add or remove cells where there are submissions."""
    with Recorder(tmp_path, None, [ASSIGNMENT]) as recorder:
        recorder.record(result("s001"), "1")
    root = tmp_path / "course"
    (root / "solutions").mkdir(parents=True)
    (root / "solutions/notebooks").symlink_to(own_course().root / "solutions/notebooks")
    (root / "autograde").mkdir()
    os.link(tmp_path / "gradebook.db", root / "autograde/gradebook.db")
    generate_assignments(own_course(), root, "en")
    with Gradebook(f"sqlite:///{root / 'autograde/gradebook.db'}") as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "s001").score == 5


def test_entering_again_changes_nothing(open_with, database):
    with open_with(solved_notebook()) as recorder:
        recorder.record(result("s001"), "1")
    before = database.dump()
    open_with(solved_notebook()).close()
    open_with(solved_notebook() | {"nbformat_minor": 4}).close()
    after = database.dump()
    assert after.pop("neurona_assignments") != before.pop("neurona_assignments")
    assert after == before


@pytest.mark.usefixtures("marked_by_hand")
def test_an_exercise_that_is_new_is_unmarked_in_every_submission(open_with, database):
    open_with(without(solved_notebook(), "update")).close()
    open_with(solved_notebook()).close()
    assert scores(database, "s002")["update"] == 0
    with Gradebook(database.nbgrader_url) as gradebook:
        grade = gradebook.find_grade("check_update", ASSIGNMENT, ASSIGNMENT, "s002")
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)
        assert gradebook.find_comment("update", ASSIGNMENT, ASSIGNMENT, "s002").comment is None
    with open_with(solved_notebook()) as recorder:
        recorder.record(result("s002", 1), "2")
    assert scores(database, "s002") == POINTS


@pytest.mark.usefixtures("marked_by_hand")
def test_an_exercise_that_is_gone_counts_no_longer(open_with, database):
    left = POINTS.keys() - {"xor"}
    with open_with(without(solved_notebook(), "xor")) as recorder:
        assert scores(database, "s001").keys() == left
        recorder.record(only(result("s001", 1), left), "2")
    assert scores(database, "s001") == {name: POINTS[name] for name in left} | {"train": 0.25}
    with Gradebook(database.nbgrader_url) as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "s001").max_score == 8


@pytest.mark.usefixtures("marked_by_hand")
def test_what_was_written_by_hand_is_back_with_its_exercise(open_with, database):
    open_with(without(solved_notebook(), "xor")).close()
    with open_with(solved_notebook()) as recorder:
        assert scores(database, "s001")["xor"] == 0.25
        recorder.record(result("s001", 1), "2")
    assert scores(database, "s001") == POINTS | {"xor": 0.25, "train": 0.25}
    with Gradebook(database.nbgrader_url) as gradebook:
        assert gradebook.find_comment("xor", ASSIGNMENT, ASSIGNMENT, "s002").comment == "Nice."
    assert database.dump()["neurona_shelf"] == []


@pytest.mark.usefixtures("marked_by_hand")
def test_points_can_change(open_with, database):
    open_with(repointed(solved_notebook(), "xor", 7)).close()
    with Gradebook(database.nbgrader_url) as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "s001").max_score == 15
    assert scores(database, "s001")["xor"] == 0.25


def test_no_solved_notebook_is_a_sentence(tmp_path):
    with pytest.raises(GradebookError, match="`autograde build` makes it"):
        Recorder(tmp_path, None, [ASSIGNMENT], solved=tmp_path)


def test_a_gradebook_that_is_there_needs_no_nbgrader(tmp_path):
    """Importing nbgrader takes longer than marking several submissions."""
    Recorder(tmp_path, None, [ASSIGNMENT]).close()
    program = (
        "import sys; from pathlib import Path; from autograde.grading.recording import Recorder\n"
        f"Recorder(Path(sys.argv[1]), None, [{ASSIGNMENT!r}]).close()\n"
        "assert 'nbgrader' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path], check=True)
