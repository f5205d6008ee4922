from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from nbgrader import dbutil
from nbgrader.api import Base, Gradebook

from autograde.grading.recording import GradebookError, Recorder
from autograde.grading.recording import tables as our
from autograde.grading.settings import find_own_programs
from tests.autograde.grading.recording.made import ASSIGNMENT, result


def test_our_tables_are_nbgraders():
    theirs = Base.metadata.tables
    for name, table in our.nbgrader.tables.items():
        for column in table.columns:
            wanted = theirs[name].columns[column.name]
            assert column.primary_key == wanted.primary_key
            kind = type(wanted.type)
            assert issubclass(kind, type(column.type)), f"{name}.{column.name}"
            if kind.__name__ == "String":
                assert column.type.length == wanted.type.length
            if kind.__name__ == "Enum":
                assert (column.type.name, column.type.enums) == (
                    wanted.type.name,
                    wanted.type.enums,
                )


def test_columns_that_must_not_be_empty_are_ones_we_fill():
    for table in our.nbgrader.tables.values():
        for column in Base.metadata.tables[table.name].columns:
            if not column.nullable:
                assert column.name in table.columns, f"{table.name}.{column.name}"


def test_a_new_gradebook_has_the_layout_that_nbgrader_wants(tmp_path, db_url, database):
    find_own_programs()
    Recorder(tmp_path, db_url, [ASSIGNMENT]).close()
    ((version,),) = database.run("SELECT version_num FROM alembic_version")
    dbutil.upgrade(database.nbgrader_url)
    assert database.run("SELECT version_num FROM alembic_version") == [(version,)]
    with Recorder(tmp_path, db_url, [ASSIGNMENT]) as recorder:
        recorder.record(result("s001"), "1")


def test_a_gradebook_that_nbgrader_made_is_used(tmp_path, db_url, database):
    find_own_programs()
    with Gradebook(database.nbgrader_url) as gradebook:
        gradebook.add_assignment(ASSIGNMENT, duedate="2026-05-01")
        gradebook.add_student("s001", first_name="Ana")
    with Recorder(tmp_path, db_url, [ASSIGNMENT]) as recorder:
        recorder.record(result("s001"), "1")
    with Gradebook(database.nbgrader_url) as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, "s001")
        assert (submission.score, submission.duedate.year) == (5, 2026)
        assert submission.student.first_name == "Ana"


def test_sqlite_writes_ahead(tmp_path):
    Recorder(tmp_path, None, []).close()
    connection = sqlite3.connect(tmp_path / "gradebook.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "no address"),
        ("mysql://root@localhost/grades", "neither a file of SQLite's nor PostgreSQL"),
        ("sqlite://", "neither a file of SQLite's nor PostgreSQL"),
        ("postgresql://teacher:pass@127.0.0.1:1/grades", "127.0.0.1"),
    ],
)
def test_a_bad_address_is_a_sentence(tmp_path, url, says):
    with pytest.raises(GradebookError, match=says) as raised:
        Recorder(tmp_path, url, [])
    assert "\n" not in str(raised.value)
    assert ":pass" not in str(raised.value)


def test_a_name_for_postgresql_as_others_write_it_works(tmp_path, postgres_url):
    for name in ("postgres:", "postgresql+psycopg:"):
        Recorder(tmp_path, postgres_url.replace("postgresql:", name, 1), []).close()


def test_a_database_of_another_program_is_left_alone(tmp_path, db_url, database):
    Path(tmp_path).joinpath("gradebook.db").touch()
    database.run("CREATE TABLE student (id INTEGER)")
    with pytest.raises(GradebookError, match="something else than a gradebook"):
        Recorder(tmp_path, db_url, [])
    assert database.dump() == {"student": []}


def test_another_version_of_the_layout_is_a_sentence(tmp_path, db_url, database):
    Recorder(tmp_path, db_url, []).close()
    database.run("UPDATE alembic_version SET version_num = '724cde206c17'")
    with pytest.raises(GradebookError, match="nbgrader db upgrade"):
        Recorder(tmp_path, db_url, [])


def test_a_file_that_is_no_database_is_a_sentence(tmp_path):
    (tmp_path / "gradebook.db").write_text("student,points\n" * 1000)
    with pytest.raises(GradebookError, match="not a database"):
        Recorder(tmp_path, None, [])


def test_a_locked_database_is_waited_for_and_then_a_sentence(tmp_path):
    with Recorder(tmp_path, None, [ASSIGNMENT], patience=0.5) as recorder:
        other = sqlite3.connect(tmp_path / "gradebook.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        with pytest.raises(GradebookError, match="another program keeps it locked"):
            recorder.record(result("s001"), "1")
        assert time.monotonic() - begun > 0.4
        assert recorder.recorded("s001", ASSIGNMENT) is None
        other.execute("ROLLBACK")
        other.close()
        recorder.record(result("s001"), "1")
        assert recorder.recorded("s001", ASSIGNMENT) == "1"


def test_a_locked_table_is_waited_for_and_then_a_sentence(tmp_path, postgres_url):
    with Recorder(tmp_path, postgres_url, [ASSIGNMENT], patience=0.5) as recorder:
        with psycopg.connect(postgres_url) as other:
            other.execute("LOCK TABLE student IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(GradebookError, match="another program keeps it locked"):
                recorder.record(result("s001"), "1")
        recorder.record(result("s001"), "1")
        assert recorder.recorded("s001", ASSIGNMENT) == "1"


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_a_full_disk_is_a_sentence_and_the_gradebook_sound(tmp_path, database):
    """SQLite says of a file that may not grow what it says of a disk without room."""
    with Recorder(tmp_path, None, [ASSIGNMENT]) as recorder:
        recorder.record(result("before"), "1")
        with recorder._database.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")

        def record_many():
            for number in range(100):
                recorder.record(result(f"s{number:03}"), "1")

        with pytest.raises(GradebookError, match="disk is full"):
            record_many()
    assert database.run("PRAGMA integrity_check") == [("ok",)]
    assert 1 < complete(database) < 100
    with Recorder(tmp_path, None, [ASSIGNMENT]) as recorder:
        recorder.record(result("after"), "1")
        assert recorder.recorded("before", ASSIGNMENT) == "1"


KILLED = """
import sys
from pathlib import Path
import nbgrader.preprocessors
from autograde.grading.recording import Recorder
from tests.autograde.grading.recording.made import ASSIGNMENT, result
print("begin", flush=True)
with Recorder(Path(sys.argv[1]), sys.argv[2] or None, [ASSIGNMENT]) as recorder:
    print("open", flush=True)
    for number in range(100_000):
        recorder.record(result(f"s{number:05}", number % 3 / 2), "1")
        print(number, flush=True)
"""


def complete(database):
    """Count the submissions, and check that each is there whole or not at all."""
    counts = {
        table: database.run(f"SELECT count(*) FROM {table}")[0][0]
        for table in (
            "neurona_results",
            "neurona_timings",
            "student",
            "submitted_assignment",
            "submitted_notebook",
            "grade",
            "comment",
        )
    }
    submissions = counts["neurona_results"]
    assert counts["grade"] == counts["comment"] == 5 * submissions, counts
    assert set(counts.values()) == {submissions, 5 * submissions}, counts
    return submissions


@pytest.mark.parametrize("milliseconds", [0, 3, 7, 20, 55, 90])
def test_a_kill_leaves_whole_submissions(tmp_path, db_url, database, milliseconds):
    Recorder(tmp_path, db_url, [ASSIGNMENT]).close()
    command = [sys.executable, "-c", KILLED, tmp_path, db_url or ""]
    root = Path(__file__).parents[4]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert [process.stdout.readline() for _ in "12"] == ["begin\n", "open\n"]
        time.sleep(milliseconds / 1000)
        process.kill()
        told = process.stdout.read().split("\n")[:-1]
    if db_url is None:
        assert database.run("PRAGMA integrity_check") == [("ok",)]
    submissions = complete(database)
    assert len(told) <= submissions <= len(told) + 1
    with Recorder(tmp_path, db_url, [ASSIGNMENT]) as recorder:
        for number in range(submissions + 1):
            recorder.record(result(f"s{number:05}", number % 3 / 2), "1")
    assert complete(database) == submissions + 1


@pytest.mark.parametrize("milliseconds", [10, 50, 100, 200, 400])
def test_a_kill_while_the_gradebook_is_made_leaves_one_that_can_be_made(
    tmp_path, database, db_url, milliseconds
):
    command = [sys.executable, "-c", KILLED, tmp_path, db_url or ""]
    root = Path(__file__).parents[4]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout.readline() == "begin\n"
        time.sleep(milliseconds / 1000)
        process.kill()
    with Recorder(tmp_path, db_url, [ASSIGNMENT]) as recorder:
        recorder.record(result("s00000"), "1")
    assert complete(database) >= 1
