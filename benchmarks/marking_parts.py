"""Where the processor time of marking goes: what is done once, and what for each submission.

A class is marked by `grade_class` itself, in one process, a fork of this one, and not in several,
with clocks around its parts. A part within a part counts for itself alone. What the sandbox uses is
what the control group of all processes says, less what that one does; so it needs root.
``python -m benchmarks.reckoning`` then writes the table into benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import platform
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from autograde.examples.crowd import draw_class, write_handed
from autograde.grading import grade, mark, worker
from autograde.grading.mark import Marker
from autograde.grading.recording import Recorder
from autograde.grading.running import Sandbox
from autograde.grading.running.sandbox import Run
from autograde.grading.secret import VARIABLE
from autograde.grading.work import Limits
from benchmarks.processor_time import Group, cost_of_fork

RESULTS = Path(__file__).parent / "results" / "marking_parts.json"
ASSIGNMENTS = ("01_perceptron", "08_dropout")
STUDENTS = 50
DAMAGED = 0.05
ONCE, EACH = "once", "each"
_SIDES = ("grader", "sandbox")
_ELSE = "all else"

# What each part is called, how often it is done, and the functions that do it.
_PARTS: tuple[tuple[str, str, tuple[tuple[Any, str], ...]], ...] = (
    ("the course's own solutions marked", ONCE, ((grade, "mark_references"),)),
    (
        "submissions listed, and what their marks depend on",
        ONCE,
        (
            (grade, "students_in"),
            (grade, "find_submissions"),
            (grade, "bases_of"),
            (grade._Class, "_record_basis"),
        ),
    ),
    ("gradebook opened", ONCE, ((Recorder, "__init__"), (Recorder, "enter_students"))),
    ("warm interpreter started", ONCE, ((Sandbox, "_start"),)),
    ("hidden cases drawn", ONCE, ((mark, "_with_hidden_cases"),)),
    (
        "tables and reports written",
        ONCE,
        ((grade, "write_csv"), (grade, "settle_lateness"), (grade, "write_reports")),
    ),
    ("read and repaired", EACH, ((worker, "find"), (worker, "read_content"))),
    ("forked, and cells run", EACH, ((Run, "start"),)),
    ("cases tried", EACH, ((Run, "observe"),)),
    ("fork ended", EACH, ((Run, "close"), (Run, "_end_child"))),
    ("judged", EACH, ((mark, "mark_in_turn"),)),
    ("feedback said", EACH, ((mark, "feedback"), (mark, "_result"))),
    ("notebook and page written", EACH, ((worker, "write_files"),)),
    ("recorded", EACH, ((Recorder, "record"),)),
    (_ELSE, EACH, ((Marker, "mark"),)),
)


def main() -> None:
    """Measure, keep the raw figures, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    imported = time.process_time()
    with tempfile.TemporaryDirectory() as scratch, Group() as group:
        folder = Path(scratch)
        rng = np.random.default_rng(0)
        for handed in draw_class(asked.students, ASSIGNMENTS, rng, DAMAGED):
            write_handed(handed, folder / "submitted")
        cost_of_fork(lambda: _measure_in(group, folder))
        parts = json.loads((folder / "parts.json").read_text())
    figures = {
        "about": {
            "python": platform.python_version(),
            "submissions": asked.students * len(ASSIGNMENTS),
            "assignments": ASSIGNMENTS,
        },
        "imported": imported,
        "parts": parts,
    }
    asked.results.write_text(json.dumps(figures, indent=1) + "\n")
    print(table(figures))


def _measure_in(group: Group, folder: Path) -> None:
    group.join()
    os.environ[VARIABLE] = str(folder / "secret")
    (folder / "parts.json").write_text(json.dumps(measure(folder, group.seconds)))


def measure(folder: Path, seconds_of_all: Callable[[], float]) -> dict[str, dict[str, float]]:
    """Mark the class in a folder, with clocks.

    Parameters
    ----------
    folder : Path
        Holds ``submitted``, and gets the results.
    seconds_of_all : callable
        Returns the processor time of this process and of all that it has started.

    Returns
    -------
    dict
        By part, seconds of this process and of all others.
    """
    order = grade.Order(folder / "submitted", folder / "graded", ASSIGNMENTS, Limits(), workers=1)
    with _Clock(seconds_of_all) as clock:
        clock.replace(grade, "Pool", _HerePool)
        for name, _, functions in _PARTS:
            for owner, function in functions:
                clock.watch(owner, function, name)
        grade.grade_class(order, lambda done, total: None, lambda sentence: None)
    return {
        name: {"grader": clock.grader[name], "sandbox": clock.sandbox[name]}
        for name, _, _ in _PARTS
    }


class _HerePool:
    """Does in this process what processes of their own do."""

    def __init__(self, _workers: int, prepare: Any, arguments: Any, work: Any, _: Any) -> None:
        prepare(*arguments)
        self._work = work

    def map(self, tasks: Iterable[Any]) -> Iterator[Any]:
        return map(self._work, tasks)


class _Clock:
    """Gives each moment of processor time to the innermost part that is under way."""

    def __init__(self, seconds_of_all: Callable[[], float]) -> None:
        self.grader: dict[str, float] = defaultdict(float)
        self.sandbox: dict[str, float] = defaultdict(float)
        self._seconds_of_all = seconds_of_all
        self._under_way = [_ELSE]
        self._replaced: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> _Clock:
        self._now = self._read()
        return self

    def __exit__(self, *_: object) -> None:
        self._charge()
        for owner, name, own in reversed(self._replaced):
            setattr(owner, name, own)

    def replace(self, owner: Any, name: str, other: Any) -> None:
        """Put something in the place of a function until the end."""
        self._replaced.append((owner, name, getattr(owner, name)))
        setattr(owner, name, other)

    def watch(self, owner: Any, name: str, part: str) -> None:
        """Count what a function does for a part."""
        own = getattr(owner, name)

        @functools.wraps(own)
        def watched(*arguments: Any, **named: Any) -> Any:
            self._charge()
            self._under_way.append(part)
            try:
                return own(*arguments, **named)
            finally:
                self._charge()
                self._under_way.pop()

        self.replace(owner, name, watched)

    def _charge(self) -> None:
        before, self._now = self._now, self._read()
        grader = self._now[0] - before[0]
        self.grader[self._under_way[-1]] += grader
        self.sandbox[self._under_way[-1]] += self._now[1] - before[1] - grader

    def _read(self) -> tuple[float, float]:
        return time.process_time(), self._seconds_of_all()


def table(figures: dict[str, Any]) -> str:
    """Write the figures as a table, in milliseconds.

    Parameters
    ----------
    figures : dict
        As recorded, in seconds.
    """
    count = figures["about"]["submissions"]
    rows = {
        ONCE: [("libraries and the course imported", 1000 * figures["imported"], 0.0)],
        EACH: [],
    }
    for name, often, _ in _PARTS:
        times = 1 if often == ONCE else count
        # Two clocks are read one after the other, so that nothing may look like a little less.
        grader, sandbox = (max(1000 * figures["parts"][name][side] / times, 0.0) for side in _SIDES)
        rows[often].append((name, grader, sandbox))
    said = {ONCE: "once", EACH: f"a submission, mean of {count}"}
    lines = ["| | grader | sandbox |", "|---|---|---|"]
    for often, digits in ((ONCE, 0), (EACH, 1)):
        together = [sum(row[place] for row in rows[often]) for place in (1, 2)]
        lines += [
            f"| {name} | {grader:,.{digits}f} | {sandbox:,.{digits}f} |"
            for name, grader, sandbox in ((f"**{said[often]}**", *together), *rows[often])
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
