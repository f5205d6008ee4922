"""The warm interpreter: everything is imported once, and each submission gets a fork of it.

It listens to the grader alone. What students' code sends goes to the grader past it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

from . import child, scratch
from .cells import Notebook
from .channel import KILL, RUN, Channel
from .confine import Confinement

_LOOK_EVERY = 0.2
_FRAMEWORKS = ("jax", "keras", "tensorflow", "torch")


class _WithoutFrameworks(PathFinder):
    """Finds everything but the frameworks: what is marked does not depend on the machine.

    Chapter 10 shows them where they are installed, which takes long and changes no mark.
    """

    @classmethod
    def find_spec(
        cls,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if fullname in _FRAMEWORKS:
            return None
        return super().find_spec(fullname, path, target)


def main(argument: str) -> None:
    """Serve until the grader hangs up.

    Parameters
    ----------
    argument : str
        Settings, as JSON: ``control``, the descriptor of the socket to listen to; ``confinement``;
        ``limits`` for `child.main`; ``imports``, the modules to hold ready; and ``fork``, without
        which this process itself runs the first submission, and no other.
    """
    settings = json.loads(argument)
    control = socket.socket(fileno=settings["control"])
    replies = Channel(control)
    try:
        sys.meta_path = [
            _WithoutFrameworks if finder is PathFinder else finder for finder in sys.meta_path
        ]
        notebook = Notebook()
        _import(settings["imports"])
        # What imports left there: once confined, this process may be no longer allowed to.
        scratch.wipe(Path(settings["confinement"]["scratch"]))
        confinement = Confinement(**settings["confinement"])
    except Exception as error:
        replies.send(["failed", f"{type(error).__name__}: {error}"])
        return
    gc.collect()
    gc.freeze()
    replies.send(["ready"])
    bounded = settings["confinement"]["bounded"]
    limits = settings["limits"]
    process = 0
    while True:
        if process and not bounded:
            _watch(control, process, confinement)
        command, descriptors, _flags, _address = socket.recv_fds(control, 1, 2)
        if command == RUN:
            process = os.fork() if settings["fork"] else 0
            if process == 0:
                control.detach()
                child.main(descriptors[0], descriptors[1], notebook, confinement, limits)
            for descriptor in descriptors:
                os.close(descriptor)
        elif command == KILL:
            replies.send(_end(process, confinement))
            process = 0
        else:  # the grader is gone
            if process:
                _end(process, confinement)
            return


def _import(names: list[str]) -> None:
    """Import what the course's notebooks import, so that no fork has to."""
    for name in names:
        with suppress(ImportError):  # a notebook says so itself, where that matters
            importlib.import_module(name)


def _watch(control: socket.socket, process: int, confinement: Confinement) -> None:
    """Wait for the grader, and end a process that fills the disk meanwhile."""
    while not select.select([control], [], [], _LOOK_EVERY)[0]:
        if confinement.overfull():
            os.kill(process, signal.SIGKILL)


def _end(process: int, confinement: Confinement) -> list[object]:
    """End a process and clean up; say how it ended and whether everything is as before."""
    os.kill(process, signal.SIGKILL)
    _pid, status, usage = os.wait4(process, 0)
    with suppress(OSError):  # it left nobody behind
        os.killpg(process, signal.SIGKILL)
    try:
        confinement.wipe()
        clean = True
    except OSError:
        clean = False
    seconds = usage.ru_utime + usage.ru_stime
    return ["ended", os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss, clean]
