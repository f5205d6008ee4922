"""docs/scale.md says what the recorded benchmarks give."""

from __future__ import annotations

import pytest

from benchmarks import reckoning
from benchmarks.reckoning import BEGIN, END, PAGE, reckoned, recorded

FIGURES = {
    "worker CPU seconds": 0.18,
    "grader CPU seconds": 0.012,
    "scheduler CPU seconds": 0.0051,
    "times dearer": 1.149,
    "times slower": 1.1,
    "bytes through the scheduler": 1_000_000.0,
    "submitted bytes": 150_000.0,
    "autograded bytes": 150_000.0,
    "feedback bytes": 20_000.0,
    "PostgreSQL bytes": None,
    "SQLite bytes": 9_000.0,
    "grader MB": 211.4,
    "scheduler MB": 120.0,
    "worker MB": 264.0,
}
SCALE = {
    "rows": [
        {"submissions": 100, "seconds_each": 0.05, "grader_peak_mb": 169.0},
        {"submissions": 10_000, "seconds_each": 0.0457, "grader_peak_mb": 171.4},
    ]
}


def test_the_page_says_what_was_measured() -> None:
    text = PAGE.read_text(encoding="utf-8")
    block = text.partition(BEGIN)[2].partition(END)[0]
    assert block == reckoned(*recorded()), "run: python -m benchmarks.reckoning"


@pytest.mark.parametrize(
    "says",
    [
        "| without a cluster, on two processors | 76 minutes | 13 hours |",
        "| processor time of workers | 5.0 hours | 50 hours |",
        "| machines with 8 processors, to be done in an hour | 1 | 7 |",
        "| network, into the scheduler | 50 GB | 500 GB |",
        "| disk: marked notebooks and feedback | 17 GB | 170 GB |",
        "| gradebook in PostgreSQL | not measured | not measured |",
        "| gradebook in SQLite | 0.90 GB | 9.0 GB |",
        "at 12 ms a submission, so no more than about 83 a second",
        "About 15 workers keep one grader busy, which is 2 machines of 8 processors;",
        "takes 20 minutes at least",
        "costs 1.1 times the processor time",
        "260 MB for a worker with its sandbox",
    ],
)
def test_it_is_reckoned_as_by_hand(says: str) -> None:
    assert says in reckoned(FIGURES, SCALE)


def test_the_page_is_written_anew(tmp_path, monkeypatch) -> None:
    page = tmp_path / "scale.md"
    page.write_text(f"# Before\n{BEGIN}old\n{END}After.\n")
    monkeypatch.setattr(reckoning, "PAGE", page)
    monkeypatch.setattr(reckoning, "recorded", lambda: (FIGURES, SCALE))
    reckoning.main()
    assert page.read_text() == f"# Before\n{BEGIN}{reckoned(FIGURES, SCALE)}{END}After.\n"
