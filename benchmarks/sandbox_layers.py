"""What each layer of the sandbox costs: ``python -m benchmarks.sandbox_layers``.

Inside the sandbox, a warm interpreter forks children that end at once; each kind of child enters
one layer more. The kinds take turns, so that a busy machine slows all of them alike.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from autograde.grading.running import bubblewrap
from autograde.grading.running.isolation import choose
from autograde.grading.running.launch import launch
from autograde.grading.running.view import interpreter

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
kinds = {"a bare fork": None}
for name, layers in (
    ("+ descriptors, folder, session, privileges", {}),
    ("+ limits", {"with_limits": True}),
    ("+ Landlock", {"landlock_abi": settings["landlock_abi"]}),
    ("+ filter of system calls", {"with_seccomp": settings["with_seccomp"]}),
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
    kinds["+ limits"].wipe()
    wiped.append(time.perf_counter() - start)
print(json.dumps({"prepared": prepared, "wiped": wiped, "times": times}))
"""


def main() -> None:
    """Measure and print, in milliseconds; the raw figures go to a file if one is named."""
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
    print("once for each warm interpreter")
    bare, inside = (figures["starts"][kind] for kind in ("bare", "bubblewrap"))
    print(f"  bubblewrap      {_median(inside) - _median(bare):7.2f} ms")
    print(f"  rules made      {1000 * figures['prepared']:7.2f} ms")
    print("for each submission")
    before = 0.0
    for name, times in figures["times"].items():
        print(f"  {name:45} {_median(times):6.2f} ms  ({_median(times) - before:+.2f})")
        before = _median(times)
    print(f"  {'scratch folder emptied (when empty)':45} {_median(figures['wiped']):6.2f} ms")
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(json.dumps(figures, indent=1) + "\n")


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
