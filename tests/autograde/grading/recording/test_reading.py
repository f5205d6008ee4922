"""Many submissions are read with few queries, in the order given."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import event

from autograde.grading.recording import Recorder
from autograde.grading.recording.database import address_of, open_database
from autograde.grading.recording.reading import Reader
from autograde.grading.recording.tables import results, timings
from tests.autograde.grading.recording.made import ASSIGNMENT, OTHER, POINTS, result, submission

STUDENTS = ("s3", "s1", "s2")
PAIRS = list(itertools.product(STUDENTS, (OTHER, ASSIGNMENT)))


@pytest.fixture
def recorder(tmp_path, db_url):
    with Recorder(tmp_path, db_url, [ASSIGNMENT, OTHER]) as recorder:
        for student, assignment in PAIRS[1:]:
            recorder.record(result(student, assignment=assignment), "1")
        yield recorder


@pytest.fixture
def reader(tmp_path, db_url, recorder):
    database = open_database(address_of(tmp_path, db_url))
    yield Reader(database)
    database.close()


@pytest.mark.parametrize("at_a_time", [1, 4, 6, 100])
def test_batches_do_not_show(reader, at_a_time):
    found = list(reader.read(PAIRS, at_a_time))
    assert [(one.student, one.assignment) for one in found] == PAIRS[1:]
    assert found == list(reader.read(PAIRS))
    assert {one.score for one in found[0].grades} == {points / 2 for points in POINTS.values()}


def test_a_batch_costs_a_query_for_each_assignment_and_two_more(recorder):
    asked = []

    def note(_connection, _cursor, statement, *_more):
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(recorder._database.engine, "before_cursor_execute", note)
    submissions = [submission(*pair) for pair in PAIRS]
    assert len(list(recorder.grades(submissions))) > len(PAIRS)
    assert len(asked) == 2 + 2
    asked.clear()
    assert len(list(recorder.timings(submissions))) > len(PAIRS)
    assert len(asked) == 1


def test_marks_of_an_assignment_that_nbgrader_does_not_know_are_the_graders(reader, database):
    database.run("UPDATE assignment SET name = 'another' WHERE name = '" + ASSIGNMENT + "'")
    database.run("UPDATE grade SET manual_score = 9")
    for one in reader.read(PAIRS):
        assert (9 in {grade.score for grade in one.grades}) == (one.assignment == OTHER)


def test_a_column_of_json_is_read_of_some_assignments_or_of_all(reader):
    found = reader.stored(results.c.result, ["s1", "s3"])
    assert set(found) == {("s1", ASSIGNMENT), ("s1", OTHER), ("s3", ASSIGNMENT)}
    assert found["s1", OTHER]["failure"] == ""
    found = reader.stored(timings.c.seconds, ["s1", "s3"], [OTHER])
    assert {key: value["all"] for key, value in found.items()} == {("s1", OTHER): 9.5}
