from __future__ import annotations

import json
import os
import sqlite3
import threading
from dataclasses import replace
from datetime import datetime

import pytest
from nbgrader.api import Gradebook

from autograde.grading.fingerprint import Basis
from autograde.grading.recording import GradebookError, Recorder
from autograde.grading.recording.tables import NAME_LENGTH
from tests.autograde.grading.recording.made import (
    ASSIGNMENT,
    OTHER,
    POINTS,
    result,
    submission,
    unreadable,
)

ODD_NAMES = [
    "=1+1",
    "-rf",
    "ana maría",
    "<script>alert(1)",
    "a\u202eb",
    "'; DROP TABLE student; --",
    "\\xff",
    os.fsdecode(b"jos\xe9"),
    "x" * 200,
    "字" * 85,
    "100%_",
]


@pytest.fixture
def recorder(tmp_path, db_url):
    with Recorder(tmp_path, db_url, [ASSIGNMENT, OTHER]) as recorder:
        yield recorder


@pytest.fixture
def by_hand(recorder, database):
    """An instructor's own marks and comments on what is recorded, as formgrader writes them."""
    recorder.record(result("s001", 0.5), "1")
    with Gradebook(database.nbgrader_url) as gradebook:
        grade = gradebook.find_grade("check_update", ASSIGNMENT, ASSIGNMENT, "s001")
        grade.manual_score, grade.extra_credit = 1.75, 0.5
        comment = gradebook.find_comment("update", ASSIGNMENT, ASSIGNMENT, "s001")
        comment.manual_comment = "Well argued."
        gradebook.db.commit()


def test_nbgrader_reads_what_is_recorded(recorder, database):
    handed_in = datetime(2026, 5, 1, 12, 30)
    recorder.record(result("s001"), "1", handed_in)
    with Gradebook(database.nbgrader_url) as gradebook:
        found = gradebook.find_submission(ASSIGNMENT, "s001")
        assert (found.score, found.max_score) == (5, 10)
        assert found.timestamp == handed_in
        assert not found.needs_manual_grade
        (notebook,) = found.notebooks
        assert notebook.failed_tests
        assert {grade.name: grade.auto_score for grade in notebook.grades} == {
            f"check_{name}": points / 2 for name, points in POINTS.items()
        }
        assert {comment.name: comment.comment for comment in notebook.comments} == {
            name: f"{name}: look again" for name in POINTS
        }


def test_a_later_result_takes_the_place_of_the_earlier(recorder, database):
    handed_in = datetime(2026, 5, 1, 12, 30)
    recorder.record(result("s001", 0.5), "1", handed_in)
    recorder.record(result("s001", 1), "2")
    assert recorder.recorded("s001", ASSIGNMENT) == "2"
    with Gradebook(database.nbgrader_url) as gradebook:
        found = gradebook.find_submission(ASSIGNMENT, "s001")
        assert (found.score, found.timestamp) == (10, handed_in)


def test_what_is_not_recorded_has_no_digest(recorder):
    recorder.record(result("s001"), "1")
    assert recorder.recorded("s001", OTHER) is None
    assert recorder.recorded("s002", ASSIGNMENT) is None


def test_what_someone_took_out_is_not_recorded(recorder, database):
    recorder.record(result("s001"), "1")
    with Gradebook(database.nbgrader_url) as gradebook:
        gradebook.remove_student("s001")
    assert recorder.recorded("s001", ASSIGNMENT) is None
    recorder.record(result("s001"), "1")
    assert recorder.recorded("s001", ASSIGNMENT) == "1"


@pytest.mark.usefixtures("by_hand")
def test_what_an_instructor_wrote_stays(recorder, database):
    recorder.record(result("s001", 1), "2")
    with Gradebook(database.nbgrader_url) as gradebook:
        grade = gradebook.find_grade("check_update", ASSIGNMENT, ASSIGNMENT, "s001")
        assert (grade.auto_score, grade.manual_score, grade.extra_credit) == (2, 1.75, 0.5)
        assert grade.score == 2.25
        comment = gradebook.find_comment("update", ASSIGNMENT, ASSIGNMENT, "s001")
        assert comment.comment == "Well argued."
        assert comment.auto_comment == "update: look again"
    (update,) = (one for one in recorder.grades([submission("s001")]) if one.exercise == "update")
    assert update.score == 2.25


@pytest.mark.usefixtures("by_hand")
def test_a_mark_by_hand_is_for_review_when_the_one_under_it_changed(recorder, database):
    def flagged():
        with Gradebook(database.nbgrader_url) as gradebook:
            grades = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "s001").grades
            return [grade.name for grade in grades if grade.needs_manual_grade]

    recorder.record(result("s001", 0.5), "again")
    assert flagged() == []
    recorder.record(result("s001", 1), "2")
    assert flagged() == ["check_update"]
    recorder.record(result("s001", 1), "2")
    assert flagged() == ["check_update"]


def test_grades_come_in_the_order_asked_for(recorder):
    for student in ("s002", "s001", "s003"):
        recorder.record(result(student), "1")
    recorder.record(result("s001", assignment=OTHER), "1")
    asked = [submission("s003"), submission("s001", OTHER), submission("s001"), submission("no")]
    grades = list(recorder.grades(asked))
    order = list(dict.fromkeys((one.student, one.assignment) for one in grades))
    assert order == [("s003", ASSIGNMENT), ("s001", OTHER), ("s001", ASSIGNMENT)]
    first = grades[0]
    assert (first.exercise, first.score, first.max_score) == ("perceptron", 1, 2)
    assert (first.status, first.mistake, first.seconds) == ("partial", "sign_reversed", 1.75)


def test_an_unreadable_submission_is_handed_in_and_earns_nothing(recorder, database):
    recorder.record(result("s001"), "1")
    recorder.record(unreadable("s001"), "2")
    with Gradebook(database.nbgrader_url) as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "s001").score == 0
    assert {one.status for one in recorder.grades([submission("s001")])} == {"unreadable"}


def test_a_missing_submission_is_a_student_without_one(recorder, database):
    recorder.record(unreadable("s001", "missing"), "")
    assert recorder.recorded("s001", ASSIGNMENT) == ""
    with Gradebook(database.nbgrader_url) as gradebook:
        assert [student.id for student in gradebook.students] == ["s001"]
        assert gradebook.student_submissions("s001") == []
    assert {one.status for one in recorder.grades([submission("s001")])} == {"missing"}


@pytest.mark.usefixtures("by_hand")
def test_a_submission_that_went_missing_keeps_marks_by_hand(recorder):
    recorder.record(unreadable("s001", "missing"), "")
    scores = {one.exercise: one.score for one in recorder.grades([submission("s001")])}
    assert scores == {name: 2.25 if name == "update" else 0 for name in POINTS}


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_any_name_is_recorded_and_read_exactly(recorder, name):
    recorder.record(result(name), "1")
    assert recorder.recorded(name, ASSIGNMENT) == "1"
    assert {one.student for one in recorder.grades([submission(name)])} == {name}
    assert len(list(recorder.grades([submission(name)]))) == len(POINTS)


def test_odd_names_stay_apart(recorder, database):
    for number, name in enumerate(ODD_NAMES):
        recorder.record(result(name), str(number))
    assert len(database.run("SELECT * FROM student")) == len(ODD_NAMES)
    digests = [recorder.recorded(name, ASSIGNMENT) for name in ODD_NAMES]
    assert digests == [str(number) for number in range(len(ODD_NAMES))]


def test_names_that_do_not_fit_are_told_once(tmp_path, postgres_url):
    said = []
    with Recorder(tmp_path, postgres_url, [ASSIGNMENT], say=said.append) as recorder:
        for name in ("s001", "x" * NAME_LENGTH):
            recorder.record(result(name), "1")
        assert said == []
        for name in ("x" * 129, "y" * 200):
            recorder.record(result(name), "1")
    assert len(said) == 1
    assert "too long" in said[0]


def test_texts_of_students_cannot_break_the_gradebook(recorder, database):
    given = result("s001")
    text = "\x00\x1b[2J\ud800\u202e<script>alert(1)</script> a<b 3 < 4"
    exercises = tuple(replace(one, comment=text) for one in given.exercises)
    recorder.record(replace(given, exercises=exercises, notes=(text,)), "1")
    ((comment,),) = database.run("SELECT DISTINCT auto_comment FROM comment")
    assert comment == ("[U+0000][U+001B][2J[U+D800][U+202E]< script>alert(1)< /script> a< b 3 < 4")


def test_two_runs_in_another_order_record_the_same(tmp_path, db_url, database, request):
    students = [*ODD_NAMES, "s001", "s002"]
    dumps = []
    for folder, names in (("one", students), ("two", students[::-1])):
        out = tmp_path / folder
        out.mkdir()
        url = db_url and request.getfixturevalue("postgres_server").new_database()
        with Recorder(out, url, [ASSIGNMENT, OTHER][:: 1 if folder == "one" else -1]) as recorder:
            for name in names:
                recorder.record(result(name, seconds=len(dumps)), "1")
                recorder.record(result(name, assignment=OTHER), "1")
        dumps.append(type(database)(out, url).dump())
    assert dumps[0] == dumps[1]
    assert len(dumps[0]["student"]) == len(students)


def test_an_exercise_that_the_notebook_has_not_is_refused(recorder):
    given = result("s001")
    odd = replace(given.exercises[0], exercise="fold")
    with pytest.raises(GradebookError, match="no fold"):
        recorder.record(replace(given, exercises=(odd,)), "1")
    assert recorder.recorded("s001", ASSIGNMENT) is None


def test_a_server_that_comes_back_costs_nothing(tmp_path, postgres_server, postgres_url):
    with Recorder(tmp_path, postgres_url, [ASSIGNMENT]) as recorder:
        recorder.record(result("s001"), "1")
        postgres_server.kill()
        back = threading.Timer(1, postgres_server.start)
        back.start()
        recorder.record(result("s002"), "1")
        back.join()
        assert recorder.recorded("s001", ASSIGNMENT) == "1"
        assert recorder.recorded("s002", ASSIGNMENT) == "1"


def test_a_server_that_stays_away_is_a_sentence(tmp_path, postgres_server, postgres_url):
    with Recorder(tmp_path, postgres_url, [ASSIGNMENT], patience=1) as recorder:
        postgres_server.kill()
        try:
            with pytest.raises(GradebookError, match="cannot be used"):
                recorder.record(result("s001"), "1")
        finally:
            postgres_server.start()


def test_it_tells_what_was_recorded_before(recorder):
    assert recorder.record(result("s001", 0.5), "1") is None
    before = recorder.record(result("s001", 1), "2")
    assert (before.failure, before.by_hand) == ("", frozenset())
    assert before.scores == {name: points / 2 for name, points in POINTS.items()}
    assert recorder.record(unreadable("s001", "missing"), "3").scores == POINTS
    assert recorder.record(result("s001", 1), "4").failure == "missing"


@pytest.mark.usefixtures("by_hand")
def test_it_tells_which_marks_by_hand_lie_over_a_mark_that_changed(recorder):
    assert recorder.record(result("s001", 0.5), "again").by_hand == frozenset()
    assert recorder.record(result("s001", 1), "2").by_hand == {"update"}


def test_what_a_mark_came_from_is_recorded_apart(recorder, database):
    basis = Basis({"secret": "5e", "limits": {"memory_mb": 512}})
    recorder.record_basis(basis, {"update": {"points": "1a"}})
    recorder.record_basis(basis, {"update": {"points": "other"}})  # what is there stays
    recorder.record(result("s001"), "1", submitted="file", basis=basis.digest)
    recorder.record(result("s002"), "1")
    ((digest, parts),) = database.run("SELECT digest, parts FROM neurona_bases")
    assert digest == basis.digest
    assert json.loads(parts) == basis.parts | {"exercises": {"update": {"points": "1a"}}}
    rows = database.run("SELECT result FROM neurona_results ORDER BY student")
    first, second = (json.loads(text) for (text,) in rows)
    assert (first["submitted"], first["basis"]) == ("file", basis.digest)
    assert "basis" not in second


def test_a_gradebook_of_before_is_read_and_written(tmp_path):
    with Recorder(tmp_path, None, [ASSIGNMENT]) as recorder:
        recorder.record(result("s001", 0.5), "1")
    connection = sqlite3.connect(tmp_path / "gradebook.db")
    with connection:
        connection.execute("DROP TABLE neurona_bases")
    connection.close()
    with Recorder(tmp_path, None, [ASSIGNMENT]) as recorder:
        assert recorder.recorded("s001", ASSIGNMENT) == "1"
        recorder.record_basis(Basis({}), {})
        assert recorder.record(result("s001", 1), "2", submitted="file", basis="b") is not None
