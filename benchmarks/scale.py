"""Whether ten thousand submissions cost as much each as a hundred.

The same mixed class, one file in twenty damaged, in three sizes. What is timed goes from the
first recorded submission to the last, so that the start does not make small classes look slow.

Runs of so different a length make no pairs. So the smallest class is marked before each larger
one and once more at the end, and the median counts; and within the largest, the last tenth is held
against the first, in medians over slices of a hundred submissions.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autograde.examples.crowd import draw_class, write_handed

RESULTS = Path(__file__).parent / "results" / "scale.json"
ASSIGNMENTS = ("01_perceptron", "08_dropout")
SIZES = (100, 1000, 10_000)
DAMAGED = 0.05
RATIO_WANTED = 1.1
MEMORY_WANTED = 1.1
PROGRAMS = Path(sys.executable).parent
_LOOK_SECONDS = 0.1
_SLICE = 100
_FEWEST_SLICES = 5  # of a tenth, for a median
_TIMES_KEPT = 200

Row = dict[str, Any]


def main() -> int:
    """Measure, print, keep the raw figures, and say whether the budgets are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    smallest, *larger = asked.sizes
    runs = [_measure(size) for one in larger for size in (smallest, one)] + [_measure(smallest)]
    rows = [summarize([run for run in runs if run["submissions"] == one]) for one in asked.sizes]
    figures = compare(rows)
    for name, figure in figures.items():
        print(f"{name}: {'not measured' if figure is None else f'{figure:.3f}'}")
    asked.results.write_text(json.dumps({"rows": rows, **figures}, indent=1) + "\n")
    missed = problems(rows, figures)
    print("\n".join(missed) or "All budgets are kept.")
    return 1 if missed else 0


def summarize(runs: Sequence[Row]) -> Row:
    """Make one row of all runs of one size.

    Parameters
    ----------
    runs : list of dict
        From `_measure`.
    """
    return {
        "submissions": runs[0]["submissions"],
        "seconds_each": statistics.median(run["seconds_each"] for run in runs),
        "grader_peak_mb": max(run["grader_peak_mb"] for run in runs),
        "expected": runs[0]["submissions"],
        "in_gradebook": min(run["in_gradebook"] for run in runs),
        "runs": list(runs),
    }


def compare(rows: Sequence[Row]) -> dict[str, float | None]:
    """Hold the largest class against the smallest, and its end against its beginning.

    Parameters
    ----------
    rows : list of dict
        From `summarize`, the smallest first.
    """
    first, last = rows[0], rows[-1]
    (run,) = last["runs"]
    return {
        "ratio": last["seconds_each"] / first["seconds_each"],
        "memory_ratio": last["grader_peak_mb"] / first["grader_peak_mb"],
        "end_to_beginning": _end_to_beginning(run["slices"]),
    }


def problems(rows: Sequence[Row], figures: dict[str, float | None]) -> list[str]:
    """Say which budgets are not kept.

    Parameters
    ----------
    rows : list of dict
        From `summarize`.
    figures : dict
        From `compare`; what is None could not be measured.
    """
    missed = []
    for name, what, wanted in (
        ("ratio", "the time that one takes in the smallest class", RATIO_WANTED),
        ("end_to_beginning", "in the end, the time that one took first", RATIO_WANTED),
        ("memory_ratio", "the grader's memory for the smallest class", MEMORY_WANTED),
    ):
        figure = figures.get(name)
        if figure is not None and figure > wanted:
            missed.append(f"wanted: {wanted:g} times {what}, at most; it is {figure:.3f}")
    if any(row["in_gradebook"] != row["expected"] for row in rows):
        missed.append("wanted: every submission in the gradebook")
    return missed


def _end_to_beginning(slices: Sequence[float]) -> float | None:
    tenth = len(slices) // 10
    if tenth < _FEWEST_SLICES:
        return None
    return statistics.median(slices[-tenth:]) / statistics.median(slices[:tenth])


def _measure(size: int) -> Row:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        rng = np.random.default_rng(0)
        for handed in draw_class(size // len(ASSIGNMENTS), ASSIGNMENTS, rng, DAMAGED):
            write_handed(handed, folder / "submitted")
        times, peak = _grade(folder)
        row = {
            "submissions": size,
            **timing(times),
            "grader_peak_mb": peak,
            "in_gradebook": _count(folder / "graded" / "gradebook.db"),
        }
        told = {name: value for name, value in row.items() if not isinstance(value, list)}
        print(told, flush=True)
        return row


def timing(times: Sequence[tuple[float, int]]) -> Row:
    """Find out what one submission took.

    Parameters
    ----------
    times : list of (float, int)
        At which second how many were recorded.

    Returns
    -------
    dict
        ``"seconds_each"`` over all but the first tenth, in which workers are still starting; the
        same for each slice of a hundred after it; and the times themselves, thinned.
    """
    middle = len(times) // 10
    (begun, before), (ended, count) = times[middle], times[-1]
    bounds = np.arange(before, count + 1, _SLICE)
    at, counts = zip(*times, strict=True)
    slices = np.diff(np.interp(bounds, counts, at)) / _SLICE
    kept = times[:: -(-len(times) // _TIMES_KEPT)]
    return {
        "seconds_each": (ended - begun) / (count - before),
        "slices": [round(float(each), 5) for each in slices],
        "times": [[round(second - at[0], 3), done] for second, done in kept],
    }


def _grade(folder: Path) -> tuple[list[tuple[float, int]], float]:
    """Mark a class; return how many were recorded when, and the grader's peak of memory."""
    out = folder / "graded"
    command = [PROGRAMS / "autograde", "grade", folder / "submitted", "--to", out]
    environment = {**os.environ, "NEURONA_COURSE_SECRET": str(folder / "secret")}
    process = subprocess.Popen(
        [*command, "--workers", "2"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    times: list[tuple[float, int]] = []
    done = threading.Event()

    def look() -> None:
        while not done.wait(_LOOK_SECONDS):
            count = _count(out / "gradebook.db")
            if count and (not times or count > times[-1][1]):
                times.append((time.perf_counter(), count))

    watcher = threading.Thread(target=look)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    watcher.join()
    if process.returncode:
        raise RuntimeError(f"marking ended with {process.returncode}")
    return times, usage.ru_maxrss / 1024


def _count(gradebook: Path) -> int:
    """Count recorded submissions."""
    if not gradebook.exists():
        return 0
    connection = sqlite3.connect(f"file:{gradebook}?mode=ro", uri=True, timeout=30)
    try:
        row = connection.execute("SELECT count(*) FROM submitted_assignment").fetchone()
    except sqlite3.OperationalError:  # not made yet
        return 0
    finally:
        connection.close()
    return int(row[0])


if __name__ == "__main__":
    sys.exit(main())
