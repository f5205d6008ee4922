"""The figures that pages show, made from what the benchmarks have recorded.

``python -m benchmarks.reckoning`` writes into docs/scale.md what a class of 100,000 needs, and
into others what was measured; a test holds the pages to it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import marking_parts, sandbox_layers

RESULTS = Path(__file__).parent / "results"
_ROOT = Path(__file__).parents[1]
BEGIN = "<!-- From here on: python -m benchmarks.reckoning -->\n"
END = "<!-- To here. -->\n"
STUDENTS = 100_000
CHAPTERS = 10
PROCESSORS = 8  # of a usual machine
_GIGABYTE = 1e9

Figures = dict[str, Any]


def main() -> None:
    """Write the pages' figures anew."""
    for page, made in PAGES.items():
        text = page.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        page.write_text(before + BEGIN + made() + END + after, encoding="utf-8")


def recorded(name: str) -> Figures:
    """Return what a benchmark has measured.

    Parameters
    ----------
    name : str
        Of the benchmark.
    """
    figures: Figures = json.loads((RESULTS / f"{name}.json").read_text())
    return figures


PAGES: dict[Path, Callable[[], str]] = {
    _ROOT / "docs" / "scale.md": lambda: reckoned(
        recorded("cluster")["figures"], recorded("scale")
    ),
    _ROOT / "docs" / "sandbox.md": lambda: (
        "\n" + sandbox_layers.table(recorded("sandbox_layers")) + "\n"
    ),
    _ROOT / "benchmarks" / "README.md": lambda: (
        "\n" + marking_parts.table(recorded("marking_parts")) + "\n"
    ),
}


def reckoned(figures: Figures, scale: Figures) -> str:
    """Reckon, and say it in a table and some sentences.

    Parameters
    ----------
    figures : dict
        From `cluster`: medians, for one submission.
    scale : dict
        From `scale`: classes of several sizes on one machine.
    """
    rows = [
        (name, *(of(count) for count in (STUDENTS, STUDENTS * CHAPTERS)))
        for name, of in _amounts(figures, scale)
    ]
    head = (
        f"| | one chapter: {STUDENTS:,} submissions | "
        f"the course: {STUDENTS * CHAPTERS:,} submissions |"
    )
    table = [head, "| --- | --- | --- |", *(f"| {a} | {b} | {c} |" for a, b, c in rows)]
    # By hand, where a page is wanted before there is a quiet machine; the benchmark drops it.
    doubt = ["**Provisional: measured on a busy machine.**", ""] if "provisional" in figures else []
    return "\n".join(["", *doubt, *table, "", *_sentences(figures, scale), ""])


def _amounts(figures: Figures, scale: Figures) -> list[tuple[str, Any]]:
    worker, grader = figures["worker CPU seconds"], figures["grader CPU seconds"]
    largest = scale["rows"][-1]
    results = figures["autograded bytes"] + figures["feedback bytes"]

    def size(each: float | None) -> Any:
        return lambda n: "not measured" if each is None else f"{_two(n * each / _GIGABYTE)} GB"

    return [
        ("without a cluster, on two processors", lambda n: _time(n * largest["seconds_each"])),
        ("processor time of workers", lambda n: _time(n * worker)),
        (
            f"machines with {PROCESSORS} processors, to be done in an hour",
            lambda n: str(math.ceil(n * worker / 3600 / PROCESSORS)),
        ),
        ("processor time of the grader, which records", lambda n: _time(n * grader)),
        ("processor time of the scheduler", lambda n: _time(n * figures["scheduler CPU seconds"])),
        # What is sent goes in once and out once.
        ("network, into the scheduler", size(figures["bytes through the scheduler"] / 2)),
        ("network, out of it again", size(figures["bytes through the scheduler"] / 2)),
        ("disk: submissions", size(figures["submitted bytes"])),
        ("disk: marked notebooks and feedback", size(results)),
        ("gradebook in PostgreSQL", size(figures["PostgreSQL bytes"])),
        ("gradebook in SQLite", size(figures["SQLite bytes"])),
    ]


def _sentences(figures: Figures, scale: Figures) -> list[str]:
    worker, grader = figures["worker CPU seconds"], figures["grader CPU seconds"]
    rows = scale["rows"]
    return [
        f"The first bottleneck is the grader: one process reads, sends, receives and records, at "
        f"{_milliseconds(grader)} a submission, so no more than about {_two(1 / grader)} a second. "
        f"A worker needs {_milliseconds(worker)}. About {round(worker / grader)} workers keep one "
        f"grader busy, which is {_machines(worker / grader)} of {PROCESSORS} processors; with "
        f"more, nothing gets faster, and one chapter of {STUDENTS:,} takes "
        f"{_time(STUDENTS * grader)} at least. The scheduler has "
        f"{_milliseconds(figures['scheduler CPU seconds'])} to do meanwhile.",
        "",
        f"A submission costs {_two(figures['times dearer'])} times the processor time that it "
        f"costs without a cluster, and {_two(figures['times slower'])} times the time on the "
        "clock, with two workers on the machine that also schedules and records.",
        "",
        f"Memory does not grow with the class: {_mb(figures['worker MB'])} for a worker with its "
        f"sandbox, to which comes what the submission that runs may use (`--memory`, 1 GB if "
        f"nothing is said); {_mb(figures['scheduler MB'])} for the scheduler and "
        f"{_mb(figures['grader MB'])} for the grader. Without a cluster, the grader had "
        f"{_mb(rows[0]['grader_peak_mb'])} in a class of {rows[0]['submissions']:,} submissions, "
        f"and {_mb(rows[-1]['grader_peak_mb'])} in one of {rows[-1]['submissions']:,}.",
    ]


def _two(number: float) -> str:
    """Round to two digits, and write it without an exponent."""
    if number == 0:
        return "0"
    digits = 1 - math.floor(math.log10(abs(number)))
    return f"{round(number, digits):,.{max(digits, 0)}f}"


def _time(seconds: float) -> str:
    if seconds < 90 * 60:
        return f"{_two(seconds / 60)} minutes"
    return f"{_two(seconds / 3600)} hours"


def _milliseconds(seconds: float) -> str:
    return f"{_two(1000 * seconds)} ms"


def _mb(megabytes: float) -> str:
    return f"{_two(megabytes)} MB"


def _machines(workers: float) -> str:
    count = math.ceil(workers / PROCESSORS)
    return f"{count} machine{'s' if count > 1 else ''}"


if __name__ == "__main__":
    main()
