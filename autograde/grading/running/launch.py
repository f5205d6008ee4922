"""How the warm interpreter is started."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from autograde.grading.running import bubblewrap
from autograde.grading.running.isolation import Isolation, own_user
from autograde.grading.running.view import INSIDE, interpreter, view

_PROGRAM = "__main__.py"
_THREADS = ("OPENBLAS", "OMP", "MKL", "BLIS", "NUMEXPR")


@dataclass(frozen=True)
class Launch:
    """A command line to start.

    Attributes
    ----------
    argv : list of str
        The command line; further arguments may be added.
    env : dict of str to str
        The environment.
    settings : dict
        Plain data: the arguments of ``Confinement`` inside.
    """

    argv: list[str]
    env: dict[str, str]
    settings: dict[str, object]


def launch(isolation: Isolation, scratch: Path | None = None) -> Launch:
    """Say how to start a warm interpreter.

    The kernel ends it when the thread that starts it ends.

    Parameters
    ----------
    isolation : Isolation
        How to keep it apart.
    scratch : Path, optional
        An empty private folder that submissions may write to; needed without namespaces only.

    Returns
    -------
    Launch
        The command line, its environment, and the settings for inside.
    """
    if isolation.sandbox is not None:
        folder, inside = bubblewrap.SCRATCH_SEEN, bubblewrap.INSIDE_SEEN
        before = bubblewrap.command(isolation.sandbox)
        bounded = isolation.sandbox.limits_scratch
    else:
        if scratch is None:
            raise ValueError("a scratch folder is needed where there are no namespaces")
        folder, inside, before, bounded = scratch.resolve(), INSIDE, [], False
    readable = [*view().readable_without_hidden(), inside]
    settings: dict[str, object] = {
        "scratch": str(folder),
        "readable": [str(path) for path in readable],
        "bounded": bounded,
        "landlock_abi": isolation.landlock_abi,
        "with_seccomp": isolation.seccomp,
        "user": own_user() if isolation.change_user else None,
    }
    program = [str(interpreter()), "-s", "-P", "-B", str(inside / _PROGRAM)]
    return Launch([*before, *program], environment(folder), settings)


def environment(home: Path) -> dict[str, str]:
    """Return the environment of the warm interpreter: nothing of this process's own.

    Parameters
    ----------
    home : Path
        Its home folder.
    """
    return {
        "HOME": str(home),
        "TMPDIR": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "LANG": "C.UTF-8",
        # Memory is bounded by addresses, of which each thread would else reserve 64 MB.
        "MALLOC_ARENA_MAX": "2",
        "PATH": "/nowhere",
        "TZ": "UTC",
        # Sets of strings come in the same order in every run.
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(str(path) for path in view().imports),
        **{f"{library}_NUM_THREADS": "1" for library in _THREADS},
    }
