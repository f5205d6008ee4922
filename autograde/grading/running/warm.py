"""The warm interpreter as the grader sees it: start it, have it fork, have it end the fork."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.grading.inside import scratch
from autograde.grading.inside.channel import KILL, RUN, Channel
from autograde.grading.inside.progress import read_place
from autograde.grading.inside.wire import WireError
from autograde.grading.running.isolation import Isolation
from autograde.grading.running.launch import launch

_START_SECONDS = 120.0
_END_SECONDS = 30.0
_LEAVE_SECONDS = 2.0
_PIPE_BYTES = 1 << 20
_PREFIX = "neurona-"  # of scratch folders; the number of the process that made it follows


class SandboxError(Exception):
    """The sandbox itself does not work; no fault of a submission's."""


class SandboxGoneError(SandboxError):
    """The sandbox ended while a submission ran in it, which shows nothing about either."""


@dataclass(frozen=True)
class Ending:
    """How a child ended.

    Attributes
    ----------
    status : int
        Its exit status; a signal as a negative number.
    seconds : float
        Processor time that it used.
    memory_kb : int
        The most memory that it had.
    with_sandbox : bool
        Whether the sandbox had ended, and took it along.
    """

    status: int
    seconds: float = 0.0
    memory_kb: int = 0
    with_sandbox: bool = False


class Child:
    """A process that runs one submission.

    Attributes
    ----------
    channel : Channel
        Frames to it, and what it sends back.
    """

    def __init__(self) -> None:
        ours, self._theirs = socket.socketpair()
        self.channel = Channel(ours)
        self._noted, self._notes = os.pipe()
        os.set_blocking(self._noted, False)

    def send_to(self, control: socket.socket) -> None:
        """Hand its ends of socket and pipe to the warm interpreter."""
        try:
            socket.send_fds(control, [RUN], [self._theirs.fileno(), self._notes])
        finally:
            self._theirs.close()
            os.close(self._notes)

    def place(self, known: set[int]) -> tuple[int, int, int] | None:
        """Return what ran last: the cell, the statement's index in it, and its line."""
        try:
            return read_place(os.read(self._noted, _PIPE_BYTES), known)
        except BlockingIOError:
            return None

    def close(self) -> None:
        """Hang up."""
        self.channel.close()
        os.close(self._noted)


class Warm:
    """A warm interpreter, or without forks a fresh one for each submission.

    Parameters
    ----------
    isolation : Isolation
        How to keep it apart.
    limits : dict
        ``cpu_seconds`` and ``memory_bytes`` of a child.
    imports : sequence of str
        The modules to hold ready, besides what running needs.
    """

    def __init__(
        self, isolation: Isolation, limits: dict[str, float], imports: Sequence[str]
    ) -> None:
        self._forks = isolation.mode != "plain"
        self._scratch: Path | None = None
        if isolation.mode != "namespaces":
            remove_abandoned()
            self._scratch = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        self._control, theirs = socket.socketpair()
        self._replies = Channel(self._control)
        start = launch(isolation, self._scratch)
        settings = {
            "control": theirs.fileno(),
            "confinement": start.settings,
            "limits": limits,
            "fork": self._forks,
            "imports": list(imports),
        }
        with theirs:
            self._process = subprocess.Popen(
                [*start.argv, json.dumps(settings)],
                env=start.env,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._wait_until_ready()

    def start_child(self) -> Child:
        """Have a child forked.

        Raises
        ------
        SandboxError
            If the warm interpreter is gone.
        """
        child = Child()
        try:
            child.send_to(self._control)
        except OSError as error:
            child.close()
            raise SandboxError(f"no child: {error}") from error
        return child

    def end_child(self) -> Ending:
        """End the child, and clear up after it.

        Raises
        ------
        SandboxGoneError
            If the warm interpreter is gone.
        SandboxError
            If that cannot be done; then this interpreter has to go as well.
        """
        if not self._forks:
            status = self._process.poll()
            self._process.kill()
            return Ending(self._process.wait() if status is None else status)
        try:
            self._control.settimeout(_END_SECONDS)
            self._control.sendall(KILL)
            reply = self._replies.receive(_END_SECONDS)
        except (TimeoutError, WireError) as error:
            raise SandboxError(f"the warm interpreter does not answer: {error}") from error
        except OSError as error:
            raise SandboxGoneError(f"the warm interpreter is gone: {error}") from error
        match reply:
            case ["ended", int(status), float(seconds), int(memory), True]:
                return Ending(status, seconds, memory)
        raise SandboxError("a submission's files cannot be removed")

    @property
    def is_used_up(self) -> bool:
        """Whether it can start no further child."""
        return not self._forks

    def close(self) -> None:
        """End it, and all that runs inside."""
        self._control.close()  # which it takes for the end
        try:
            self._process.wait(_LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._scratch is not None:
            with suppress(OSError):
                scratch.wipe(self._scratch)
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _wait_until_ready(self) -> None:
        reply: Any = None
        try:
            reply = self._replies.receive(_START_SECONDS)
        except (OSError, WireError) as error:
            reply = ["failed", f"{type(error).__name__}: {error}"]
        if reply != ["ready"]:
            self.close()
            raise SandboxError(f"the sandbox does not start: {reply[-1]}")


def remove_abandoned() -> None:
    """Remove the scratch folders of graders that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}[0-9]*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdecimal() and not _is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's, or no number of a process
        return True
    return True
