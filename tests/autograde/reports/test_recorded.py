"""What is read back is what was recorded, wherever the gradebook is."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from autograde.grading.recording import Recorder, read_csv, write_csv
from autograde.grading.submissions import Submission
from autograde.reports.page import write_reports
from autograde.reports.recorded import Gradebook, last_run
from tests.autograde.reports.made import FIRST, SECOND, nothing, record, result

ANSWERS = {"update": ("partial", "sign_reversed", 3.7), "xor": ("wrong",)}
RESULTS = [
    result("s1", FIRST, ANSWERS, notes=("A note.",), language="es"),
    nothing("s1", assignment=SECOND),
    nothing("s2", "unreadable", notes=("Another.",)),
    result("s2", SECOND),
    result("\udcff", SECOND),
]
STUDENTS = ("s1", "s2", "\udcff")


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request):
    return None if request.param == "sqlite" else request.getfixturevalue("postgres_url")


def test_what_is_read_is_what_the_table_of_grades_has(tmp_path, db_url):
    submissions = [Submission(Path(), one, each) for one in STUDENTS for each in (FIRST, SECOND)]
    with Recorder(tmp_path, db_url, (FIRST, SECOND)) as recorder:
        for one in RESULTS:
            recorder.record(one, "digest")
        write_csv(tmp_path, recorder, submissions)
    with Gradebook(tmp_path, db_url) as gradebook:
        found = list(gradebook.read(STUDENTS, (FIRST, SECOND)))
        assert gradebook.never_marked() == []
    assert [(one.student, one.assignment, one.failure) for one in found] == [
        (one.student, one.assignment, one.failure) for one in RESULTS
    ]
    grades = [grade for one in found for grade in one.grades]
    whole_seconds = [replace(one, seconds=float(int(one.seconds))) for one in grades]
    assert whole_seconds == list(read_csv(tmp_path / "grades.csv"))
    assert (found[0].notes, found[0].language) == (("A note.",), "es")
    assert found[0].grades[1].seconds == 3.7
    assert len(write_reports(tmp_path, db_url)) == 2


def test_the_run_is_what_its_tables_say(tmp_path):
    run = last_run(record(tmp_path, RESULTS))
    assert run.students == tuple(sorted(STUDENTS))
    assert (run.assignments, run.faults) == ((FIRST, SECOND), ())


def test_many_students_are_read_a_few_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr("autograde.reports.recorded._AT_A_TIME", 3)
    names = [f"s{number}" for number in range(8)]
    record(tmp_path, [result(name) for name in names])
    with Gradebook(tmp_path) as gradebook:
        assert [one.student for one in gradebook.read(reversed(names), (FIRST,))] == names[::-1]


def test_a_server_that_comes_back_costs_a_report_nothing(tmp_path, postgres_server, postgres_url):
    with Recorder(tmp_path, postgres_url, (FIRST, SECOND)) as recorder:
        for one in RESULTS:
            recorder.record(one, "digest")
    with Gradebook(tmp_path, postgres_url) as gradebook:
        before = list(gradebook.read(STUDENTS, (FIRST, SECOND)))
        postgres_server.kill()
        back = threading.Timer(1, postgres_server.start)
        back.start()
        try:
            assert list(gradebook.read(STUDENTS, (FIRST, SECOND))) == before
        finally:
            back.join()
