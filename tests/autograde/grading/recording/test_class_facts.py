from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from autograde.grading.received import Received
from autograde.grading.recording import Recorder
from tests.autograde.grading.recording.made import ASSIGNMENT, OTHER, result, submission

NOON = datetime(2026, 3, 2, 12)
DUE = datetime(2026, 3, 1)


@pytest.fixture
def recorder(tmp_path, db_url):
    with Recorder(tmp_path, db_url, [ASSIGNMENT, OTHER]) as recorder:
        for student in ("ada", "bea", "cai"):
            recorder.record(result(student), "1")
        yield recorder


def row(id, **more):
    return {"id": id, "first_name": "", "last_name": "", "email": "", "lms_user_id": "", **more}


def test_a_roster_names_students_and_forgets_nothing(recorder, database):
    recorder.enter_students([])
    recorder.enter_students(
        [
            row("ada", first_name="Ada", last_name="Uno\u202e", lms_user_id="7", section="B"),
            row("eva", email="e" * 200),
        ]
    )
    recorder.enter_students([row("ada", last_name="Dos")])
    with Gradebook(database.nbgrader_url) as gradebook:
        ada, eva = map(gradebook.find_student, ("ada", "eva"))
        assert (ada.first_name, ada.last_name, ada.email) == ("Ada", "Dos", None)
        assert ada.lms_user_id == "7"
        assert eva.email == "e" * 128
        assert len(gradebook.students) == 4


def test_times_reach_the_gradebook_and_late_ones_count_as_late(recorder, database):
    known = {
        "ada": Received(NOON, False),
        "bea": Received(None, True),
        "cai": Received(None, False),
    }
    submissions = [submission(one, which) for one in known for which in (ASSIGNMENT, OTHER)]

    def enter():
        recorder.enter_times(submissions, lambda one: known[one.student])
        with Gradebook(database.nbgrader_url) as gradebook:
            found = gradebook.assignment_submissions(ASSIGNMENT)
            return {one.student.id: (one.timestamp, one.total_seconds_late) for one in found}

    assert enter() == {"ada": (NOON, 0), "bea": (None, 0), "cai": (None, 0)}
    with Gradebook(database.nbgrader_url) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=DUE)
    second = timedelta(seconds=1)
    assert enter() == {
        "ada": (NOON, 36 * 3600),
        "bea": (DUE + second, 1),
        "cai": (None, 0),
    }
    before = database.dump()
    enter()
    assert database.dump() == before
