from __future__ import annotations

import csv
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.grading.recording import Grade, Timing, read_csv, write_csv
from autograde.grading.recording.grades import _FORMULA, exact, safe
from tests.autograde.grading.recording.made import submission

NAMES = st.one_of(
    st.binary(min_size=1, max_size=255).map(os.fsdecode),
    st.text("'\\=+-@\t\r\n\",;x0\udcff＝", min_size=1, max_size=8),
)


class Recorded:
    """What a recorder would tell."""

    def __init__(self, *students, fails=False):
        self.students, self.fails = students, fails

    def grades(self, submissions):
        for student in self.students:
            yield Grade(student, "01", "update", 1.5, 2.0, "partial", "sign_reversed", 3.96)
        if self.fails:
            raise RuntimeError

    def timings(self, submissions):
        for student in self.students:
            yield Timing(student, "01", "", 3.9604)


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_there_is_one_row_for_each_grade(tmp_path):
    write_csv(tmp_path, Recorded("ana, maría"), [submission("ana, maría")])
    assert rows(tmp_path / "grades.csv") == [
        {
            "student": "ana, maría",
            "assignment": "01",
            "exercise": "update",
            "score": "1.5",
            "max_score": "2",
            "status": "partial",
            "mistake": "sign_reversed",
            "seconds": "3",
        }
    ]
    assert rows(tmp_path / "timings.csv") == [
        {"student": "ana, maría", "assignment": "01", "exercise": "", "seconds": "3.960"}
    ]


def test_reading_gives_what_was_written(tmp_path):
    write_csv(tmp_path, Recorded("=1", "'=1", os.fsdecode(b"\xff")), [])
    grades = list(read_csv(tmp_path / "grades.csv"))
    assert [grade.student for grade in grades] == ["=1", "'=1", os.fsdecode(b"\xff")]
    assert (grades[0].score, grades[0].status) == (1.5, "partial")


@given(NAMES)
def test_a_name_comes_back_through_csv_exactly(name):
    from autograde.grading.recording.grades import _quoted

    line = f"{_quoted(safe(name))},x\n"
    (row,) = csv.reader(io.StringIO(line.encode().decode(), newline=""), strict=True)
    assert [exact(row[0]), row[1]] == [name, "x"]


@given(NAMES)
def test_no_name_is_a_formula(name):
    assert not safe(name).startswith(_FORMULA)


@pytest.mark.parametrize("name", ["s001", "ana maría", "DOMAIN\\ana", "o'neill", "x" * 200])
def test_an_honest_name_stands_as_it_is(name):
    assert safe(name) == name


def test_a_name_cannot_begin_another_field(tmp_path):
    """Some spreadsheets divide at semicolons or tabs."""
    write_csv(tmp_path, Recorded("a;=1+1"), [])
    assert '"a;=1+1"' in (tmp_path / "grades.csv").read_text()


def test_a_table_is_written_whole_or_not_at_all(tmp_path):
    write_csv(tmp_path, Recorded("s001"), [])
    with pytest.raises(RuntimeError):
        write_csv(tmp_path, Recorded("s002", fails=True), [])
    assert [row["student"] for row in rows(tmp_path / "grades.csv")] == ["s001"]
    write_csv(tmp_path, Recorded("s003"), [])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["grades.csv", "timings.csv"]
