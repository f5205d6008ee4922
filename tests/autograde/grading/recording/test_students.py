from __future__ import annotations

import pytest
from nbgrader.api import Gradebook

from autograde.grading.recording import Recorder
from tests.autograde.grading.recording.made import ASSIGNMENT, OTHER, result


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
