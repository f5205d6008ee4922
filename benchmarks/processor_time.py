"""Processor time of a command and of everything that it starts.

A control group counts all of it. What a parent process learns from its children misses whatever
lives in a namespace of its own, so without control groups there is no honest figure.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

_OLD = Path("/sys/fs/cgroup/cpuacct")
_NEW = Path("/sys/fs/cgroup")


class NoControlGroupsError(Exception):
    """This machine does not let us make a control group."""


@dataclass(frozen=True)
class Cost:
    """What something cost.

    Attributes
    ----------
    cpu, wall : float
        Seconds of processor time and on the clock.
    """

    cpu: float
    wall: float


class Group:
    """A control group that counts processor time."""

    def __init__(self) -> None:
        top = _OLD if _OLD.is_dir() else _NEW
        self._folder = top / f"neurona-{uuid4().hex[:8]}"
        try:
            self._folder.mkdir()
        except OSError as error:
            raise NoControlGroupsError(
                f"cannot make {self._folder}: {error}. Run this as root."
            ) from error

    def __enter__(self) -> Group:
        return self

    def __exit__(self, *_: object) -> None:
        for _attempt in range(50):  # until the last process is gone
            try:
                self._folder.rmdir()
                return
            except OSError:
                time.sleep(0.1)

    def join(self) -> None:
        """Put this process into the group; for a child, before it becomes the command."""
        (self._folder / "cgroup.procs").write_text(str(os.getpid()))

    def seconds(self) -> float:
        """Return the processor time of all that was ever in the group."""
        if self._folder.parent == _OLD:
            return int((self._folder / "cpuacct.usage").read_text()) / 1e9
        stat = dict(line.split() for line in (self._folder / "cpu.stat").read_text().splitlines())
        return int(stat["usage_usec"]) / 1e6


def cost_of_command(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]
) -> Cost:
    """Run a command and measure it.

    Parameters
    ----------
    command : sequence of str or Path
        The command; it must succeed.
    folder : Path
        Where it runs.
    environment : mapping
        Its environment.
    """
    with Group() as group:
        begun = time.perf_counter()
        done = subprocess.run(
            command,
            cwd=folder,
            env=dict(environment),
            preexec_fn=group.join,
            capture_output=True,
            text=True,
            check=False,
        )
        wall = time.perf_counter() - begun
        if done.returncode:
            raise RuntimeError(f"{command} failed:\n{done.stdout}\n{done.stderr}")
        return Cost(group.seconds(), wall)


def cost_of_fork(work: Callable[[], object]) -> Cost:
    """Do something in a fork of this process and measure it.

    Parameters
    ----------
    work : callable
        What to do.
    """
    begun = time.perf_counter()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - begun
    if status:
        raise RuntimeError(f"the fork ended with {status}")
    return Cost(usage.ru_utime + usage.ru_stime, wall)
