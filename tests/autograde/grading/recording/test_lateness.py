from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from autograde.grading.recording import LateWork, Recorder
from tests.autograde.grading.recording.made import ASSIGNMENT, OTHER, result, submission

DUE = datetime(2026, 3, 1, 12)
HOUR = timedelta(hours=1)


@pytest.fixture
def recorder(tmp_path, db_url):
    with Recorder(tmp_path, db_url, [ASSIGNMENT, OTHER]) as recorder:
        for student, part in (("s001", 1.0), ("s002", 0.5), ("s003", 0.5)):
            recorder.record(result(student, part), "1")
        recorder.record(result("s001", 1.0, assignment=OTHER), "1")
        yield recorder


def lateness(recorder):
    return {one.student: (one.score, one.seconds) for one in recorder.late_work()}


def test_nothing_is_late_without_a_due_date(recorder):
    recorder.record_times({("s001", ASSIGNMENT): DUE}, {})
    assert recorder.due() == {}
    assert recorder.late_work() == []


def test_what_came_after_the_due_date_is_late(recorder):
    times = {("s001", ASSIGNMENT): DUE + HOUR, ("s002", ASSIGNMENT): DUE, ("x", ASSIGNMENT): DUE}
    recorder.record_times({**times, ("s003", ASSIGNMENT): DUE - HOUR}, {ASSIGNMENT: DUE})
    assert recorder.due() == {ASSIGNMENT: DUE}
    assert lateness(recorder) == {"s001": (10, 3600)}
    recorder.record_times({}, {})  # all of it is remembered
    assert lateness(recorder) == {"s001": (10, 3600)}
    recorder.record(result("s001", 0.5), "2")  # and stays when a submission is marked again
    assert lateness(recorder) == {"s001": (5, 3600)}


def test_nbgrader_has_the_same_times_and_penalties(recorder, database):
    recorder.record_times({("s001", ASSIGNMENT): DUE + HOUR}, {ASSIGNMENT: DUE})
    (late,) = recorder.late_work()
    assert late == LateWork(late.notebook, "s001", 10, 3600)
    recorder.record_penalties({late.notebook: 2.5})
    with Gradebook(database.nbgrader_url) as gradebook:
        found = gradebook.find_submission(ASSIGNMENT, "s001")
        assert found.total_seconds_late == 3600
        assert (found.score, found.late_submission_penalty) == (10, 2.5)
        assert gradebook.find_submission(ASSIGNMENT, "s002").late_submission_penalty == 0
    scores = [one.score for one in recorder.grades([submission("s001")])]
    assert sum(scores) == 10  # exercises stay as they were marked


def test_an_extension_that_nbgrader_grants_counts(recorder, database):
    times = {(one, ASSIGNMENT): DUE + 2 * HOUR for one in ("s001", "s002")}
    recorder.record_times(times, {ASSIGNMENT: DUE})
    with Gradebook(database.nbgrader_url) as gradebook:
        gradebook.grant_extension(ASSIGNMENT, "s001", hours=2)
        gradebook.grant_extension(ASSIGNMENT, "s002", hours=1)
    assert lateness(recorder) == {"s002": (5, 3600)}


def test_marks_by_hand_count(recorder, database):
    recorder.record_times({("s002", ASSIGNMENT): DUE + HOUR}, {ASSIGNMENT: DUE})
    with Gradebook(database.nbgrader_url) as gradebook:
        grade = gradebook.find_grade("check_update", ASSIGNMENT, ASSIGNMENT, "s002")
        grade.manual_score, grade.extra_credit = 2, 1
        gradebook.db.commit()
    assert lateness(recorder) == {"s002": (7, 3600)}


def test_a_penalty_goes_when_its_reason_does(recorder, database):
    recorder.record_times({("s001", ASSIGNMENT): DUE + HOUR}, {ASSIGNMENT: DUE})
    recorder.record_penalties({recorder.late_work()[0].notebook: 2.5})
    recorder.record_times({}, {ASSIGNMENT: DUE + HOUR})
    assert recorder.late_work() == []
    recorder.record_penalties({})
    with Gradebook(database.nbgrader_url) as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "s001").late_submission_penalty == 0


def test_assignments_that_are_not_marked_keep_their_penalties(tmp_path, recorder, db_url, database):
    recorder.record_times({("s001", ASSIGNMENT): DUE + HOUR}, {ASSIGNMENT: DUE})
    recorder.record_penalties({recorder.late_work()[0].notebook: 2.5})
    with Recorder(tmp_path, db_url, [OTHER]) as other:
        assert other.due() == {}
        other.record_penalties({})
    with Gradebook(database.nbgrader_url) as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "s001").late_submission_penalty == 2.5


def test_what_is_as_it_was_is_not_written_again(recorder, database):
    times = {("s001", ASSIGNMENT): DUE + HOUR}
    recorder.record_times(times, {ASSIGNMENT: DUE})
    recorder.record_penalties({recorder.late_work()[0].notebook: 2.5})
    before = database.dump()
    recorder.record_times(times, {ASSIGNMENT: DUE})
    recorder.record_penalties({recorder.late_work()[0].notebook: 2.5})
    assert database.dump() == before
