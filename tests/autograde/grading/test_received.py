from __future__ import annotations

from datetime import datetime

import pytest
from nbgrader.utils import parse_utc

from autograde.grading.received import Times, parse_time, read_time
from autograde.grading.submissions import Submission


@pytest.mark.parametrize(
    "text",
    [
        "2015-02-02 15:58:23.948203 America/Los_Angeles",
        "2015-02-02 15:58:23.948203 UTC",
        "2015-02-02 15:58:23",
        "2015-02-02T15:58:23+02:00",
        "2026-01-01 00:00:00 PST",
    ],
)
def test_times_are_read_as_nbgrader_reads_them(text) -> None:
    assert parse_time(f"{text}\n") == parse_utc(text)


@pytest.mark.parametrize("text", ["", "soon", "99999-01-01", "\0", "1" * 190])
def test_what_is_no_time(text) -> None:
    assert parse_time(text) is None


def test_times_and_late_flags_of_a_folder(tmp_path) -> None:
    for student in ("ada", "bea"):
        (tmp_path / student / "x").mkdir(parents=True)
    (tmp_path / "ada/x/timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    (tmp_path / "imported.csv").write_text(
        "student,assignment,late,placed as\n"
        "bea,x,yes,bea/x/x.ipynb\n"
        "ada,x,yes,ada/x/x.earlier-1.ipynb\n"  # not the one that is marked
        "cai,x,no,cai/x/x.ipynb\n"
    )
    times = Times(tmp_path)
    known = {one: times.of(Submission(tmp_path, one, "x")) for one in ("ada", "bea", "cai")}
    assert known["ada"].time == datetime(2026, 3, 2, 12)
    assert [one.is_late for one in known.values()] == [False, True, False]
    assert known["bea"].time is None


def test_a_link_is_not_followed(tmp_path) -> None:
    (tmp_path / "real").write_text("2026-03-02 12:00:00 UTC")
    (tmp_path / "timestamp.txt").symlink_to(tmp_path / "real")
    assert read_time(tmp_path / "timestamp.txt") is None
