from __future__ import annotations

import pytest
from nbgrader.utils import parse_utc

from autograde.grading.received import parse_time, read_time


@pytest.mark.parametrize(
    "text",
    [
        "2015-02-02 15:58:23.948203 America/Los_Angeles",
        "2026-03-01 17:00:00 Europe/Madrid",
        "2026-07-01 17:00:00 Europe/Madrid",
        "2026-03-01T17:00:00Z",
        "2026-03-01 17:00",
        "2015-02-02 15:58:23.948203 UTC",
        "2015-02-02 15:58:23",
        "2015-02-02T15:58:23+02:00",
        "2026-01-01 00:00:00 PST",
    ],
)
def test_times_are_read_as_nbgrader_reads_them(text) -> None:
    assert parse_time(f"{text}\n") == parse_utc(text)


@pytest.mark.parametrize("text", ["", "soon", "99999-01-01", "2026-13-01", "\0", "1" * 190])
def test_what_is_no_time(text) -> None:
    assert parse_time(text) is None


def test_a_link_is_not_followed(tmp_path) -> None:
    (tmp_path / "real").write_text("2026-03-02 12:00:00 UTC")
    (tmp_path / "timestamp.txt").symlink_to(tmp_path / "real")
    assert read_time(tmp_path / "timestamp.txt") is None
