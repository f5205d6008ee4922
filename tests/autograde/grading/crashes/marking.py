"""A small class, the command that marks it, and what the command leaves behind."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import psycopg

from autograde.examples.crowd import Handed, draw_class, write_handed

ASSIGNMENT = "01_perceptron"
SECONDS = 1.1
_REPORTS = ("report.html", "report.es.html")
_STUDENTS = 10
_SEED = 19
# It sleeps, so that others have the processor meanwhile.
_HANGS = "import time\n\n\ndef update(w, b, x, y, eta=1.0):\n    time.sleep(3600)"


def write_small_class(folder: Path) -> int:
    """Write twelve submissions, of which one hangs and one cannot be read; return their number."""
    rng = np.random.default_rng(_SEED)
    drawn = list(draw_class(_STUDENTS, (ASSIGNMENT,), rng, damaged=0.1))
    hanging = json.loads(drawn[0].text)
    for cell in hanging["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "update":
            cell["source"] = _HANGS
    drawn.append(Handed("hangs", ASSIGNMENT, json.dumps(hanging)))
    drawn.append(Handed("unreadable", ASSIGNMENT, drawn[0].text[:5000]))
    for handed in drawn:
        write_handed(handed, folder)
    return len(drawn)


def command(submitted: Path, out: Path, *options: str) -> list[str]:
    program = Path(sys.executable).with_name("autograde")
    given = ["--workers", "2", "--timeout", str(SECONDS), *options]
    return [str(program), "grade", str(submitted), "--to", str(out), "-a", ASSIGNMENT, *given]


def environment(secret: Path) -> dict[str, str]:
    return os.environ | {"NEURONA_COURSE_SECRET": str(secret)}


def start(line: list[str], secret: Path) -> subprocess.Popen[str]:
    """Start a command as a session of its own."""
    return subprocess.Popen(
        line,
        env=environment(secret),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=_hear_interrupts,
    )


def _hear_interrupts() -> None:
    """Undo what a shell does to commands in the background, which then ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finish(line: list[str], secret: Path, status: int = 0) -> str:
    """Run a command to its end; return what it says."""
    return end(start(line, secret), status)


def end(process: subprocess.Popen[str], status: int = 0, seconds: float = 120) -> str:
    """Wait for a command to end; return what it says, as one line."""
    said, _ = process.communicate(timeout=seconds)
    assert process.returncode == status, said
    assert "Traceback" not in said, said
    return " ".join(said.split())


def recorded(out: Path) -> dict[str, tuple[str, str]]:
    """Return for each student that is recorded the digest, and how long marking it took.

    The second is another one if the student is marked again.
    """
    path = out / "gradebook.db"
    if not path.exists():
        return {}
    connection = sqlite3.connect(path, timeout=30)
    try:
        rows = connection.execute(
            "SELECT student, digest, seconds FROM neurona_results "
            "JOIN neurona_timings USING (assignment, student)"
        )
        return {student: (digest, seconds) for student, digest, seconds in rows}
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        return {}
    finally:
        connection.close()


def outcome(out: Path, url: str | None = None) -> dict[str, object]:
    """Return all that a run leaves, but for how long it took.

    Of that, the reports tell no more than whether an exercise took some seconds.
    """
    top = [path.name for path in out.iterdir()]
    wanted = {"autograded", "feedback", "grades.csv", "timings.csv", *_REPORTS}
    wanted |= set() if url else {"gradebook.db"}
    assert {name for name in top if not name.startswith("gradebook.db-")} == wanted
    return {
        "grades": but_for_seconds((out / "grades.csv").read_bytes()),
        "reports": {name: (out / name).read_bytes() for name in _REPORTS},
        "files": {
            str(path.relative_to(out)): path.read_bytes()
            for folder in ("autograded", "feedback")
            for path in (out / folder).rglob("*")
            if path.is_file()
        },
        "gradebook": dump(out, url),
    }


def but_for_seconds(table: bytes) -> list[str]:
    """List the rows of grades.csv without seconds, which a machine with much to do changes."""
    return [row.rpartition(",")[0] for row in table.decode().splitlines()]


def dump(out: Path, url: str | None = None) -> dict[str, list[str]]:
    """Return the rows of all tables but the timings, sorted."""
    if url:
        with psycopg.connect(url) as server:
            names = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            return _dump(lambda query: server.execute(query).fetchall(), names)
    connection = sqlite3.connect(out / "gradebook.db", timeout=30)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        names = "SELECT name FROM sqlite_master WHERE type = 'table'"
        return _dump(lambda query: connection.execute(query).fetchall(), names)
    finally:
        connection.close()


def _dump(run, names):
    return {
        name: sorted(map(str, run(f"SELECT * FROM {name}")))
        for (name,) in run(names)
        if name != "neurona_timings"
    }
