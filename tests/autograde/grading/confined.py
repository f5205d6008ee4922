"""Run a few lines as a student's code runs: in a child of a warm interpreter, confined."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograde.grading.inside import landlock as landlock_of_kernel
from autograde.grading.inside import seccomp as seccomp_of_kernel
from autograde.grading.inside.scratch import wipe as wipe_folder
from autograde.grading.running.isolation import Isolation, IsolationError, choose
from autograde.grading.running.launch import launch

MEGABYTE = 1 << 20

# Runs in the warm interpreter: `first` while it is still itself, `before` when it is confined.
_DRIVER = """
import json, os, sys
order = json.loads(sys.argv[1])
sys.path.insert(0, order["above"])
from inside.confine import Confinement
names = {"WARM": os.getpid()}
exec(order["first"], {})
confinement = Confinement(**order["settings"])
exec(order["before"], names)

def attempt(what, *arguments, **keywords):
    "Say what comes of a call."
    try:
        outcome = what(*arguments, **keywords)
    except BaseException as error:
        number = getattr(error, "errno", None)
        outcome = type(error).__name__ if number is None else os.strerror(number)
    print(outcome, flush=True)

def tell(what, *arguments):
    "Say whether a call is denied."
    try:
        what(*arguments)
    except (OSError, MemoryError):
        print("denied", flush=True)
    else:
        print("done", flush=True)

names["attempt"] = attempt
names["tell"] = tell
for code in order["codes"]:
    child = os.fork()
    if child == 0:
        try:
            confinement.enter([], order["cpu_seconds"], order["memory_bytes"])
            exec(code, names)
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", flush=True)
        sys.stdout.flush()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(f"# {os.waitstatus_to_exitcode(status)}", flush=True)
    if order["wipe"]:
        confinement.wipe()
exec(order["after"], names)
"""


@dataclass(frozen=True)
class Outcome:
    """What the lines printed, and how each of the children ended.

    Attributes
    ----------
    said : list of str
    statuses : list of int
        Exit codes; a signal as a negative number.
    """

    said: list[str]
    statuses: list[int]


def confined(
    *codes: str,
    isolation: Isolation | None = None,
    landlock: bool = True,
    seccomp: bool = True,
    limits: bool = True,
    user: bool = True,
    first: str = "",
    before: str = "",
    after: str = "",
    wipe: bool = True,
    cpu_seconds: float = 20,
    memory_bytes: int = 512 * MEGABYTE,
    seconds: float = 60,
) -> Outcome:
    """Run each of some pieces of code in a child of its own; a layer can be left out."""
    isolation = choose() if isolation is None else isolation
    with tempfile.TemporaryDirectory() as made:
        start = launch(isolation, Path(made))
        settings = dict(start.settings, with_limits=limits)
        settings["landlock_abi"] = start.settings["landlock_abi"] if landlock else 0
        settings["with_seccomp"] = seccomp
        if not user:
            settings["user"] = None
        order = {
            "above": str(Path(start.argv[-1]).parents[1]),
            "settings": settings,
            "codes": codes,
            "first": first,
            "before": before,
            "after": after,
            "wipe": wipe,
            "cpu_seconds": cpu_seconds,
            "memory_bytes": memory_bytes,
        }
        ended = subprocess.run(
            [*start.argv[:-1], "-c", _DRIVER, json.dumps(order)],
            env=start.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        wipe_folder(Path(made))
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    return Outcome(
        [line for line in lines if not line.startswith("# ")],
        [int(line.removeprefix("# ")) for line in lines if line.startswith("# ")],
    )


def alone(layer: str, *codes: str, **others: object) -> list[str]:
    """Return what code says that is confined by one layer and no other; "nothing" is none."""
    require(layer)
    isolation = choose(layer if layer in ("namespaces", "landlock") else "plain")  # type: ignore[arg-type]
    layers = {name: layer == name for name in ("landlock", "seccomp", "limits", "user")}
    return confined(*codes, isolation=isolation, **(layers | others)).said  # type: ignore[arg-type]


def require(layer: str, landlock_abi: int = 1) -> None:
    """Skip a test where the kernel lacks what it is about; in CI it has to be there."""
    missing = ""
    if layer == "namespaces":
        try:
            choose("namespaces")
        except IsolationError as error:
            missing = str(error)
    elif layer == "landlock" and landlock_of_kernel.abi() < landlock_abi:
        missing = f"Landlock {landlock_abi} is not in this kernel"
    elif layer == "seccomp" and not seccomp_of_kernel.available():
        missing = "no filter of system calls on this machine"
    if missing and not os.environ.get("CI"):
        pytest.skip(missing)
    assert not missing, missing
