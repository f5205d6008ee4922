"""What each layer of the sandbox costs, a submission and a warm interpreter.

Inside the sandbox, a warm interpreter forks children that end at once; each kind of child enters
one layer more. The kinds take turns, so that a busy machine slows all of them alike.
``python -m benchmarks.reckoning`` then writes the medians into docs/sandbox.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograde.grading.running import bubblewrap
from autograde.grading.running.isolation import choose
from autograde.grading.running.launch import launch
from autograde.grading.running.view import interpreter

RESULTS = Path(__file__).parent / "results" / "sandbox_layers.json"
ROUNDS = 200
STARTS = 15

_DRIVER = """
import json, os, sys, time
order = json.loads(sys.argv[1])
sys.path.insert(0, order["above"])
import IPython, ipywidgets, matplotlib.pyplot, neurona.checks, numpy
from inside.confine import Confinement
settings = order["settings"]
off = dict(settings, landlock_abi=0, with_seccomp=False, with_limits=False)
kinds = {"fork": None}
for name, layers in (
    ("process", {}),
    ("limits", {"with_limits": True}),
    ("Landlock", {"landlock_abi": settings["landlock_abi"]}),
    ("seccomp", {"with_seccomp": settings["with_seccomp"]}),
):
    off |= layers
    start = time.perf_counter()
    kinds[name] = Confinement(**off)
    prepared = time.perf_counter() - start
    off["user"] = None
times = {name: [] for name in kinds}
wiped = []
for _ in range(order["rounds"]):
    for name, confinement in kinds.items():
        start = time.perf_counter()
        child = os.fork()
        if child == 0:
            try:
                confinement and confinement.enter([], 10, 1 << 30)
            finally:
                os._exit(0)
        status = os.waitpid(child, 0)[1]
        times[name].append(time.perf_counter() - start)
        assert status == 0
    start = time.perf_counter()
    kinds["limits"].wipe()
    wiped.append(time.perf_counter() - start)
print(json.dumps({"prepared": prepared, "wiped": wiped, "times": times}))
"""


# What docs/sandbox.md calls the kinds of children, each of which does what is above it, too.
_SAID = {
    "fork": "a bare fork of the warm interpreter, and its end",
    "process": "+ descriptors closed, scratch folder entered, session, privileges dropped",
    "limits": "+ limits",
    "Landlock": "+ Landlock",
    "seccomp": "+ seccomp",
}


def main() -> None:
    """Measure, keep the raw figures, and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    isolation = choose("namespaces")
    start = launch(isolation)
    order = {
        "above": str(Path(start.argv[-1]).parents[1]),
        "settings": start.settings,
        "rounds": ROUNDS,
    }
    line = [*start.argv[:-1], "-c", _DRIVER, json.dumps(order)]
    figures = json.loads(subprocess.run(line, env=start.env, stdout=-1, check=True).stdout)
    figures["starts"] = _starts(start.env)
    figures["about"] = {"python": platform.python_version(), "processors": os.cpu_count()}
    asked.results.write_text(json.dumps(figures, indent=1) + "\n")
    print(table(figures))


def table(figures: dict[str, Any]) -> str:
    """Write the medians as the table of docs/sandbox.md.

    Parameters
    ----------
    figures : dict
        As recorded, in seconds.
    """
    rounds = len(figures["wiped"])
    rows = [f"| {name} | {_written(one)} |" for name, one in _rows(figures)]
    return "\n".join(
        [
            f"Medians of {rounds} children each, in turn, with "
            f"{figures['about']['processors']} processors. What begins with + is what it adds.",
            "",
            "| | milliseconds |",
            "|---|---|",
            *rows,
        ]
    )


def _written(milliseconds: float) -> str:
    # Medians of children of two kinds differ by some hundredths where the kinds do not.
    return f"{milliseconds:.1f}" if milliseconds >= 0.1 else "less than 0.1"


def _rows(figures: dict[str, Any]) -> Iterator[tuple[str, float]]:
    starts = {kind: _median(times) for kind, times in figures["starts"].items()}
    yield "once: bubblewrap", starts["bubblewrap"] - starts["bare"]
    yield "once: Landlock's rules made", 1000 * figures["prepared"]
    before = 0.0
    for kind, name in _SAID.items():
        now = _median(figures["times"][kind])
        yield name, now - before
        before = now
    yield "scratch folder emptied, when empty", _median(figures["wiped"])


def _starts(env: dict[str, str]) -> dict[str, list[float]]:
    """Time the start of an interpreter that ends at once, bare and in bubblewrap."""
    sandbox = choose("namespaces").sandbox
    assert sandbox is not None
    program = [str(interpreter()), "-I", "-S", "-c", "pass"]
    lines = {"bare": program, "bubblewrap": [*bubblewrap.command(sandbox), *program]}
    times: dict[str, list[float]] = {kind: [] for kind in lines}
    for _ in range(STARTS):
        for kind, line in lines.items():
            begun = time.perf_counter()
            subprocess.run(line, env=env, check=True)
            times[kind].append(time.perf_counter() - begun)
    return times


def _median(seconds: list[float]) -> float:
    return 1000 * statistics.median(seconds)


if __name__ == "__main__":
    main()
