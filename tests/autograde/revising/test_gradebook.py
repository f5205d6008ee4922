"""Folders of results are read as they are, and stay as they are."""

import os
import sqlite3

import pytest

from autograde.grading.recording import GradebookError
from autograde.revising.changes import compare
from autograde.revising.gradebook import open_results
from autograde.revising.state import UnusableError
from tests.autograde.grading.recording.made import ASSIGNMENT, result, unreadable
from tests.autograde.revising.made import record


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_reading_changes_no_byte(out, keep, old):
    record(out, [result("s001"), result("s002")])
    keep()
    before = content(old), content(out)
    assert list(compare(open_results(old), open_results(out))) == []
    assert (content(old), content(out)) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_nobody_may_write_is_read(out):
    record(out, [result("s001")])
    out.chmod(0o500)
    assert open_results(out).students() == {"s001"}


def test_what_is_still_in_the_database_s_log_is_read(out):
    record(out, [result("s001", 0.5)])
    writer = sqlite3.connect(out / "gradebook.db")
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    with writer:
        writer.execute("UPDATE grade SET manual_score = 9")
    entry = open_results(out).entries(["s001"])["s001", ASSIGNMENT]
    assert {mark.score for mark in entry.marks.values()} == {9}
    writer.close()


def test_a_postgresql_gradebook_is_read(out, old, keep, postgres_url):
    record(out, [result("s001", 0.5)], db_url=postgres_url)
    keep()
    record(out, [result("s001", 1)], db_url=postgres_url)
    before, after = open_results(old), open_results(out, postgres_url)
    assert before.remark.startswith("There is no gradebook")
    changes = list(compare(before, after))
    assert len(changes) == 5
    assert {change.direction for change in changes} == {1}
    assert not list(compare(open_results(out), after))


def test_odd_names_are_those_of_the_table(out):
    names = {os.fsdecode(b"jos\xe9"), "x" * 200, "ana~" + "0" * 24}
    record(out, [result(name) for name in sorted(names)])
    assert open_results(out).students() == names
    entries = open_results(out).entries(sorted(names))
    assert {student for student, _ in entries} == names
    assert all(entry.submitted == "file" for entry in entries.values())


def test_without_a_gradebook_the_table_of_grades_counts(out, keep, old):
    record(out, [result("s001"), unreadable("s002", "missing")])
    keep()
    for folder in (old, out):
        (folder / "gradebook.db").unlink()
    assert list(compare(open_results(old), open_results(out))) == []
    entries = open_results(old).entries(["s001", "s002"])
    assert entries["s001", ASSIGNMENT].marks["update"].score == 1
    assert not entries["s002", ASSIGNMENT].is_handed_in


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda out: None, "There is no grades.csv"),
        (lambda out: (out / "grades.csv").write_text("a,b\n1,2\n"), "cannot be read"),
        (lambda out: (out / "grades.csv").write_bytes(b"\xff\xfe"), "cannot be read"),
        (lambda out: sqlite3.connect(out / "gradebook.db").close(), "holds no results"),
    ],
)
def test_a_folder_without_results_is_refused(out, make, says):
    out.mkdir()
    make(out)
    with pytest.raises(UnusableError, match=says):
        open_results(out).students()


def test_a_file_that_is_no_database_is_refused(out):
    out.mkdir()
    (out / "gradebook.db").write_text("no database, but long enough to be taken for one" * 9)
    with pytest.raises(GradebookError, match="not a database"):
        open_results(out)


def test_an_odd_name_that_only_the_other_folder_has(out, old):
    odd = os.fsdecode(b"jos\xe9")
    record(old, [result(odd), result("s001")])
    record(out, [result("s001")])
    changes = list(compare(open_results(old), open_results(out)))
    assert {(change.student, change.kind) for change in changes} == {(odd, "gone")}
