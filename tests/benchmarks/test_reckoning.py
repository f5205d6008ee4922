"""Pages say what the recorded benchmarks give."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import marking_parts, reckoning, sandbox_layers
from benchmarks.reckoning import BEGIN, END, PAGES, reckoned

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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_says_what_was_measured(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    block = text.partition(BEGIN)[2].partition(END)[0]
    assert block == PAGES[page](), "run: python -m benchmarks.reckoning"


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


def test_pages_are_written_anew(tmp_path, monkeypatch) -> None:
    page = tmp_path / "scale.md"
    page.write_text(f"# Before\n{BEGIN}old\n{END}After.\n")
    monkeypatch.setattr(reckoning, "PAGES", {page: lambda: reckoned(FIGURES, SCALE)})
    reckoning.main()
    assert page.read_text() == f"# Before\n{BEGIN}{reckoned(FIGURES, SCALE)}{END}After.\n"


def test_each_layer_of_the_sandbox_is_what_it_adds() -> None:
    figures = {
        "about": {"processors": 2},
        "prepared": 0.0004,
        "wiped": [5e-5, 4e-5, 9.0],
        "starts": {"bare": [0.010], "bubblewrap": [0.0149]},
        "times": {
            kind: [seconds]
            for kind, seconds in {
                "fork": 0.003,
                "process": 0.0035,
                "limits": 0.0039,
                "Landlock": 0.0041,
                "seccomp": 0.0045,
            }.items()
        },
    }
    said = sandbox_layers.table(figures)
    assert "Medians of 3 children each" in said
    for row in (
        "| once: bubblewrap | 4.9 |",
        "| once: Landlock's rules made | 0.4 |",
        "| a bare fork of the warm interpreter, and its end | 3.0 |",
        "| + limits | 0.4 |",
        "| + Landlock | 0.2 |",
        "| scratch folder emptied, when empty | less than 0.1 |",
    ):
        assert row in said


def test_parts_of_marking_add_up() -> None:
    parts = {name: {"grader": 0.4, "sandbox": 0.0} for name, _, _ in marking_parts._PARTS}
    parts["cases tried"] = {"grader": 1.2, "sandbox": 3.6}
    figures = {"about": {"submissions": 100}, "imported": 1.5, "parts": parts}
    said = marking_parts.table(figures)
    assert "| **once** | 3,900 | 0 |" in said
    assert "| **a submission, mean of 100** | 44.0 | 36.0 |" in said
    assert "| cases tried | 12.0 | 36.0 |" in said
