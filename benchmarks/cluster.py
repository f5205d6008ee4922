"""What a Dask cluster costs, a submission, against processes of one machine.

The same class is marked with ``--workers 2`` and on two Dask workers of this machine, in turn, in
two sizes. What the larger adds is the cost of its submissions; what it takes to start is in both.
Along the way it is measured who does how much of it, how many bytes travel, and what is kept:
the figures of docs/scale.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np

from autograde.examples.crowd import draw_class, write_handed
from benchmarks.processor_time import Group

RESULTS = Path(__file__).parent / "results" / "cluster.json"
ASSIGNMENTS = ("01_perceptron", "08_dropout")
STUDENTS = (10, 110)
PAIRS = 5
WORKERS = 2
TIMES_DEARER_WANTED = 1.25
DAMAGED = 0.05
PROGRAMS = Path(sys.executable).parent
_SAMPLE_SECONDS = 0.5

Row = dict[str, Any]


def main() -> int:
    """Measure, print, keep the raw figures, and say whether the budget is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--students", type=int, nargs=2, default=STUDENTS)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, _Cluster(Path(scratch)) as cluster:
        bench = _Bench(Path(scratch), asked.students, cluster)
        rows = []
        for number in range(asked.pairs):
            rows.append(bench.measure(number))
            _print_row(rows[-1])
        figures = _summary(rows) | bench.kept()
    if wrong := impossible(rows, figures):
        print("Nothing is recorded, for no submission costs nothing. Measure again, with more")
        print(f"students, or on a machine that has less else to do. {'; '.join(wrong)}")
        return 1
    about = {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "students": asked.students,
        "assignments": ASSIGNMENTS,
        "workers": WORKERS,
    }
    text = json.dumps({"about": about, "figures": figures, "pairs": rows}, indent=1)
    asked.results.write_text(text + "\n")
    for name, figure in figures.items():
        print(f"{name}: {figure:.4g}" if figure is not None else f"{name}: not measured")
    if figures["times dearer"] > TIMES_DEARER_WANTED:
        print(f"wanted: {TIMES_DEARER_WANTED:g} times the processor time at most")
        return 1
    return 0


class _Cluster:
    """A scheduler and two workers, and the processor time that each side uses."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            self._port = str(listening.getsockname()[1])
        self.address = f"tcp://127.0.0.1:{self._port}"

    def __enter__(self) -> _Cluster:
        with ExitStack() as opened:
            self._scheduler_group = opened.enter_context(Group())
            self._workers_group = opened.enter_context(Group())
            quiet = ["--host", "127.0.0.1", "--no-dashboard"]
            self._scheduler = opened.enter_context(
                self._running(self._scheduler_group, "scheduler", "--port", self._port, *quiet)
            )
            self._workers = opened.enter_context(
                self._running(
                    self._workers_group,
                    *("worker", self.address, "--nworkers", str(WORKERS), "--nthreads", "1"),
                    *("--local-directory", str(self._folder / "dask"), *quiet),
                )
            )
            self._open = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def seconds(self) -> dict[str, float]:
        """Return the processor time used so far."""
        return {
            "scheduler": self._scheduler_group.seconds(),
            "workers": self._workers_group.seconds(),
        }

    def megabytes(self) -> dict[str, float]:
        """Return the memory in use: the scheduler's, and that of one worker with its sandbox."""
        return {
            "scheduler MB": _megabytes(self._scheduler.pid),
            "worker MB": _megabytes(self._workers.pid) / WORKERS,
        }

    @contextmanager
    def _running(self, group: Group, *line: str) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(
            [PROGRAMS / "dask", *line],
            cwd=self._folder,
            preexec_fn=group.join,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


class _Bench:
    """Marks classes of two sizes in both ways."""

    def __init__(self, folder: Path, students: Sequence[int], cluster: _Cluster) -> None:
        self._folder = folder
        self._students = students
        self._cluster = cluster
        self._more = (students[1] - students[0]) * len(ASSIGNMENTS)

    def measure(self, number: int) -> Row:
        """Mark one pair of classes both ways; what a submission of the larger one costs."""
        folder = self._folder / str(number)
        for students in self._students:
            rng = np.random.default_rng(number)
            for handed in draw_class(students, ASSIGNMENTS, rng, DAMAGED):
                write_handed(handed, folder / f"submitted-{students}")
        row = {}
        # Turn about, so that neither has the machine when it is warmer.
        ways = [
            ("local", ["--workers", str(WORKERS)]),
            ("cluster", ["--scheduler", self._cluster.address]),
        ]
        for way, options in ways if number % 2 == 0 else ways[::-1]:
            small, large = (self._mark(folder, way, n, options) for n in self._students)
            peaks = {name: large[name] for name in large if name.endswith(" MB")}
            each = {name: (large[name] - small[name]) / self._more for name in large}
            row[way] = each | peaks
        return row

    def kept(self) -> dict[str, float | None]:
        """Measure what is kept of a submission, in bytes."""
        folder = self._folder / "0"
        small, large = (self._kept(folder, students) for students in self._students)
        kept: dict[str, float | None] = {
            f"{name} bytes": (large[name] - small[name]) / self._more for name in large
        }
        return kept | {"PostgreSQL bytes": self._postgres_bytes(folder)}

    def _mark(self, folder: Path, way: str, students: int, options: list[str]) -> dict[str, float]:
        before = self._cluster.seconds() | {"bytes": _bytes_on_loopback()}
        with Group() as group, self._watching() as peaks:
            begun = time.perf_counter()
            usage = self._grade(folder, f"{way}-{students}", students, options, group)
            wall = time.perf_counter() - begun
            cpu = group.seconds()
        after = self._cluster.seconds() | {"bytes": _bytes_on_loopback()}
        spent = {name: after[name] - before[name] for name in before}
        # A cluster that waits is no part of what marking without it costs.
        total = cpu + (spent["scheduler"] + spent["workers"] if way == "cluster" else 0.0)
        return {"wall": wall, "cpu": total, "grader": cpu, "grader MB": usage, **spent, **peaks}

    def _grade(
        self, folder: Path, out: str, students: int, options: list[str], group: Group
    ) -> float:
        """Mark a class; return the grader's own peak of memory in MB."""
        process = subprocess.Popen(
            [
                *(PROGRAMS / "autograde", "grade", folder / f"submitted-{students}"),
                *("--to", folder / out, *options),
            ],
            env={
                **os.environ,
                "NEURONA_COURSE_SECRET": str(self._folder / "secret"),
                "OPENBLAS_NUM_THREADS": "1",  # as Dask's nannies have it for their workers
            },
            preexec_fn=group.join,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"marking ended with {process.returncode}")
        return usage.ru_maxrss / 1024

    @contextmanager
    def _watching(self) -> Iterator[dict[str, float]]:
        """Note the peaks of memory in the cluster meanwhile."""
        peaks = {"scheduler MB": 0.0, "worker MB": 0.0}
        done = threading.Event()

        def look() -> None:
            while not done.wait(_SAMPLE_SECONDS):
                for name, now in self._cluster.megabytes().items():
                    peaks[name] = max(peaks[name], now)

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            yield peaks
        finally:
            done.set()
            watcher.join()

    def _kept(self, folder: Path, students: int) -> dict[str, float]:
        out = folder / f"local-{students}"
        return {
            "submitted": _size(folder / f"submitted-{students}"),
            "autograded": _size(out / "autograded"),
            "feedback": _size(out / "feedback"),
            "SQLite": float((out / "gradebook.db").stat().st_size),
        }

    def _postgres_bytes(self, folder: Path) -> float | None:
        """Measure what a gradebook in PostgreSQL grows by; None where there is no server."""
        from tests.autograde.grading.postgres import programs, running_server

        if programs() is None:
            return None
        sizes = []
        with running_server() as server, Group() as group:
            for students in self._students:
                url = server.new_database()
                self._grade(folder, f"server-{students}", students, ["--db", url], group)
                sizes.append(_postgres_size(url))
        return (sizes[1] - sizes[0]) / self._more


def _summary(rows: Sequence[Row]) -> dict[str, float]:
    def median(way: str, what: str) -> float:
        return statistics.median(row[way][what] for row in rows)

    def ratio(what: str) -> float:
        return statistics.median(row["cluster"][what] / row["local"][what] for row in rows)

    return {
        "local CPU seconds": median("local", "cpu"),
        "cluster CPU seconds": median("cluster", "cpu"),
        "times dearer": ratio("cpu"),
        "local seconds": median("local", "wall"),
        "cluster seconds": median("cluster", "wall"),
        "times slower": ratio("wall"),
        "grader CPU seconds": median("cluster", "grader"),
        "scheduler CPU seconds": median("cluster", "scheduler"),
        "worker CPU seconds": median("cluster", "workers"),
        "bytes through the scheduler": median("cluster", "bytes"),
        "grader MB": median("cluster", "grader MB"),
        "scheduler MB": median("cluster", "scheduler MB"),
        "worker MB": median("cluster", "worker MB"),
    }


def impossible(rows: Sequence[Row], figures: Mapping[str, float | None]) -> list[str]:
    """Name what the larger class took no more of than the smaller: then chance was measured.

    Parameters
    ----------
    rows : list of dict
        The pairs. Each of their times counts, since a ratio is made of them.
    figures : dict
        What they come to; None where nothing could be measured.
    """
    slopes = {
        f"pair {number}, {way}: {what}": row[way][what]
        for number, row in enumerate(rows, start=1)
        for way in row
        for what in ("cpu", "wall")
    }
    return [
        f"{name} {value:.3g}"
        for name, value in (slopes | dict(figures)).items()
        if value is not None and not value > 0
    ]


def _print_row(row: Row) -> None:
    local, cluster = row["local"], row["cluster"]
    print(
        f"local {local['cpu']:.3f} CPU s, {local['wall']:.3f} s a submission; "
        f"cluster {cluster['cpu']:.3f} CPU s, {cluster['wall']:.3f} s",
        flush=True,
    )


def _bytes_on_loopback() -> float:
    """Return how many bytes this machine has sent to itself: all that the cluster does."""
    for line in Path("/proc/net/dev").read_text().splitlines():
        name, _, counts = line.partition(":")
        if name.strip() == "lo":
            return float(counts.split()[0])
    raise RuntimeError("there is no loopback interface")


def _megabytes(pid: int) -> float:
    """Add up the memory of a process and of all below it; what they share is counted once."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, [])
        with suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def _size(folder: Path) -> float:
    """Add up the room that files take on the disk."""
    return float(sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file()))


def _postgres_size(url: str) -> float:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM")
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert row is not None
        return float(row[0])


if __name__ == "__main__":
    sys.exit(main())
