"""How well students' code is kept apart on this machine."""

from __future__ import annotations

import os
import platform
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from autograde.grading.inside import landlock, seccomp
from autograde.grading.running import bubblewrap
from autograde.grading.running.view import reachable_by_all, readable_by_all, view

Mode = Literal["namespaces", "landlock", "plain"]

# One user for each warm interpreter, from a range that no distribution hands out, so that no
# two of them share a count of processes.
_FIRST_USER = 1_900_000_000
_WHOLE_RANGE = ["0", "0", "4294967295"]
_CAN_SET_USER_AND_GROUP = 1 << 7 | 1 << 6


class IsolationError(Exception):
    """Students' code cannot be kept apart here in the way that was asked for."""


@dataclass(frozen=True)
class Isolation:
    """What protects this machine from students' code.

    Attributes
    ----------
    mode : {"namespaces", "landlock", "plain"}
        Namespaces of its own through bubblewrap; or Landlock alone; or a process of its own.
    landlock_abi : int
        The version of Landlock; 0 for none.
    seccomp : bool
        Whether calls into the kernel are filtered.
    change_user : bool
        Whether the code runs as a user of its own; only where this process is root.
    sentence : str
        The same in words.
    sandbox : Sandbox or None
        How bubblewrap is started; None in the other modes.
    """

    mode: Mode
    landlock_abi: int
    seccomp: bool
    change_user: bool
    sentence: str
    sandbox: bubblewrap.Bubblewrap | None = None

    @property
    def full(self) -> bool:
        """Whether nothing is missing: what ``--require-sandbox`` demands."""
        return self.mode == "namespaces" and self.seccomp


@lru_cache(maxsize=4)
def choose(force: Mode | None = None) -> Isolation:
    """Find out what this machine offers, once a process.

    Parameters
    ----------
    force : {"namespaces", "landlock", "plain"}, optional
        Use this and nothing else.

    Returns
    -------
    Isolation
        The best that there is.

    Raises
    ------
    IsolationError
        If what is forced is not to be had.
    """
    abi, filters = landlock.abi(), seccomp.available()
    sandbox, why = (None, "") if force in ("landlock", "plain") else bubblewrap.find(_users())
    if sandbox is not None:
        return Isolation(
            "namespaces", abi, filters, sandbox.change_user, _sentence(abi, filters), sandbox
        )
    if force == "namespaces":
        raise IsolationError(why)
    if abi and force != "plain":
        sentence = (
            f"{why} Students' code is kept apart by Landlock alone: it runs beside other "
            "processes, and can ask whether a file exists."
        )
        return Isolation("landlock", abi, filters, _can_change_user(), sentence.strip())
    if force == "landlock":
        raise IsolationError("This kernel has no Landlock.")
    sentence = (
        f"{why} Students' code is not kept from this user's files: it runs as this user, in a "
        "process of its own with limits on time and memory. Install bubblewrap on a Linux machine."
    )
    return Isolation("plain", 0, filters, False, sentence.strip())


def own_user() -> int:
    """Return a user for one warm interpreter; call it in the process that starts it."""
    return _FIRST_USER + os.getpid()


def _sentence(abi: int, filters: bool) -> str:
    layers = [f"Landlock {abi}"] if abi else []
    layers += ["a filter of system calls"] if filters else []
    others = ", ".join(["namespaces of its own", *layers])
    sentence = f"Students' code runs in a sandbox: {others}, and limits."
    if not filters:
        sentence += f" Calls into the kernel are not filtered on {platform.machine()}."
    return sentence


def _users() -> tuple[bool, ...]:
    """Say in which ways to try bubblewrap: as a user of its own, and as whoever this is."""
    files = (Path(os.__file__), Path(np.__file__))
    return (True, False) if _is_real_root() and readable_by_all(files) else (False,)


def _can_change_user() -> bool:
    if not _is_real_root() or not _has_capabilities(_CAN_SET_USER_AND_GROUP):
        return False
    return reachable_by_all((*view().readable, Path(tempfile.gettempdir())))


def _is_real_root() -> bool:
    """Whether this is root of the machine and not only of a user namespace."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        return False
    try:
        mapped = Path("/proc/self/uid_map").read_text(encoding="ascii").split()
    except OSError:
        return False
    return mapped == _WHOLE_RANGE


def _has_capabilities(wanted: int) -> bool:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("CapEff:"):
            return int(line.split()[1], 16) & wanted == wanted
    return False
