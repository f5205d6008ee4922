from datetime import datetime

import pytest
from nbgrader.utils import parse_utc

from autograde.grading.imported import Import, parse_time, read_imported

HEADINGS = "student,assignment,source,received,late,attempt,placed as,reason\n"


def read(tmp_path, *rows):
    (tmp_path / "imported.csv").write_text(HEADINGS + "".join(f"{row}\n" for row in rows))
    return list(read_imported(tmp_path))


def test_nothing_was_imported(tmp_path):
    assert list(read_imported(tmp_path)) == []


def test_only_what_is_the_submission_now_is_listed(tmp_path):
    found = read(
        tmp_path,
        "s1,a,sub.zip!x_1_2_a.ipynb,2026-03-02T12:00:00Z,yes,2,a.ipynb,",
        "s1,a,sub.zip!x_1_1_a.ipynb,,no,1,a.earlier-1.ipynb,",
        "s2,a,C!.zip!D!_5_assignsubmission_file/a.ipynb,,unknown,1,s2/a/a.ipynb,",
        "s3,,sub.zip!notes.txt,,no,1,,no notebook",
        "'=s4,a,folder/x_4_4_a.ipynb,no time,no,1,a.ipynb,",
    )
    assert found == [
        Import("s1", "a", "x_1_2_a.ipynb", datetime(2026, 3, 2, 12), True),
        Import("s2", "a", "D!_5_assignsubmission_file/a.ipynb"),
        Import("=s4", "a", "folder/x_4_4_a.ipynb"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01 17:00",
        "2026-03-01 17:00:30",
        "2026-03-01T17:00:00Z",
        "2026-03-01T17:00:00+01:00",
        "2026-03-01 17:00:00.123456 UTC",
        "2026-03-01 17:00:00 Europe/Madrid",
        "2026-07-01 17:00:00 Europe/Madrid",
        "2015-02-02 14:58:23.948203 America/Los_Angeles",
    ],
)
def test_times_are_read_as_nbgrader_reads_them(text):
    assert parse_time(text) == parse_utc(text)


def test_an_offset_is_hours_and_minutes():
    assert parse_time("2026-03-01 17:00 -0330") == datetime(2026, 3, 1, 20, 30)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01", "2026-03-01 17:00 Nowhere/Land", "a b c d", "1 2 ../x"]
)
def test_what_is_no_time_is_none(text):
    assert parse_time(text) is None
