"""Kill a run of the grader at random points, start it again, and so on until it ends.

A program of its own, so that two of them can be at work at a time, each with its own orphans:
``python -m tests.autograde.grading.crashes.kills FOLDER SEED KILLS (main|group)``.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.autograde.grading.crashes.marking import command, recorded, start
from tests.autograde.grading.crashes.processes import (
    adopting_orphans,
    descendants,
    sandboxes_of,
    wait_until_gone,
    workers_of,
)

_MOMENT = 0.7


def main(folder: Path, seed: int, kills: int, victim: str) -> dict[str, object]:
    """Kill until that was done often enough; return what was seen."""
    rng = random.Random(seed)
    phases: Counter[str] = Counter()
    rounds = []
    with adopting_orphans():
        while phases.total() < kills:
            out = folder / f"out-{victim}-{len(rounds)}"
            rounds.append(_one_class(folder, out, kills, victim, rng, phases))
    return {"phases": phases, "rounds": rounds}


def _one_class(folder, out, kills, victim, rng, phases):
    """Mark the class once, with kills; return whether the results are as they should be."""
    before: dict[str, tuple[str, str]] = {}
    problems = []
    while True:
        others = set(descendants(os.getpid()))
        process = start(command(folder / "submitted", out), folder / "secret")
        if phases.total() < kills and _wait(process, out, len(before), rng):
            phase = _kill(process, out, len(before), victim)
            after = recorded(out)
            phases[phase if len(after) == len(before) else f"{phase}, some recorded"] += 1
            if before.items() - after.items():
                problems.append("something recorded was lost or changed")
            before = after
        said, _ = process.communicate()
        if left := wait_until_gone(others):
            problems.append(f"left over: {left}")
        if process.returncode != -signal.SIGKILL:
            break
    if process.returncode != 0:
        problems.append(said)
    if before and f"{len(before)} of " not in said:
        problems.append(f"{len(before)} were recorded, and it says: {said[-300:]}")
    return {"out": out.name, "problems": problems, "kept": len(before)}


def _wait(process: subprocess.Popen[str], out: Path, count: int, rng: random.Random) -> bool:
    """Wait until the run is somewhere, and a moment more; tell whether it still goes on."""
    wanted = count + rng.randint(1, 3)
    is_there = rng.choice(
        [
            lambda: True,
            lambda: (out / "gradebook.db").exists(),
            lambda: workers_of(process.pid),
            lambda: any(sandboxes_of(process.pid)),
            lambda: len(recorded(out)) >= wanted,
        ]
    )
    while process.poll() is None and not is_there():
        time.sleep(0.02)
    time.sleep(rng.uniform(0.0, _MOMENT))
    return process.poll() is None


def _kill(process: subprocess.Popen[str], out: Path, count: int, victim: str) -> str:
    workers, sandboxes = workers_of(process.pid), sandboxes_of(process.pid)
    has_gradebook = (out / "gradebook.db").exists()
    if victim == "group":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    if any(sandboxes):
        return "sandboxes are up"
    if workers:
        return "workers start"
    return "before there are workers" if has_gradebook else "before there is a gradebook"


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])))
