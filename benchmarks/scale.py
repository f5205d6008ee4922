"""Whether ten thousand submissions cost as much each as a hundred.

The same mixed class, one file in twenty damaged, in three sizes. What is timed goes from the
first recorded submission to the last, so that the start does not make small classes look slow.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from autograde.examples.crowd import draw_class, write_handed

RESULTS = Path(__file__).parent / "results" / "scale.json"
ASSIGNMENTS = ("01_perceptron", "08_dropout")
SIZES = (100, 1000, 10_000)
DAMAGED = 0.05
RATIO_WANTED = 1.1
PROGRAMS = Path(sys.executable).parent
_LOOK_SECONDS = 0.2


def main() -> int:
    """Measure, print, keep the raw figures, and say whether the budget is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    rows = [_measure(size) for size in parser.parse_args().sizes]
    ratio = rows[-1]["seconds_each"] / rows[0]["seconds_each"]
    print(f"time for one submission, largest class against smallest: {ratio:.3f}")
    RESULTS.write_text(json.dumps({"rows": rows, "ratio": ratio}, indent=1) + "\n")
    complete = all(row["in_gradebook"] == row["expected"] for row in rows)
    if ratio > RATIO_WANTED or not complete:
        print(f"wanted: {RATIO_WANTED:g} at most, and every readable submission in the gradebook")
        return 1
    return 0


def _measure(size: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        rng = np.random.default_rng(0)
        for handed in draw_class(size // len(ASSIGNMENTS), ASSIGNMENTS, rng, DAMAGED):
            write_handed(handed, folder / "submitted")
        times, peak = _grade(folder)
        middle = len(times) // 10  # the first tenth is left out: both workers must be warm
        seconds = (times[-1][0] - times[middle][0]) / (times[-1][1] - times[middle][1])
        row = {
            "submissions": size,
            "seconds_each": seconds,
            "grader_peak_mb": peak,
            "expected": size,
            "in_gradebook": _count(folder / "graded" / "gradebook.db"),
        }
        print(row, flush=True)
        return row


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
