"""Which processes a command has started, and whether they end with it."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None, use_errno=True)


@contextmanager
def adopting_orphans() -> Iterator[None]:
    """Become the parent of all processes below this one whose own parent ends."""
    assert _libc.prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    try:
        yield
    finally:
        _libc.prctl(_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def descendants(root: int) -> dict[int, str]:
    """Return the command lines of all living processes below one."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with suppress(OSError):
                state, parent = (path / "stat").read_text().rpartition(")")[2].split()[:2]
                if state != "Z":
                    children.setdefault(int(parent), []).append(int(path.name))
    found: dict[int, str] = {}
    waiting = [root]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            waiting.append(child)
            with suppress(OSError):
                line = Path(f"/proc/{child}/cmdline").read_bytes()
                found[child] = line.replace(b"\0", b" ").decode(errors="replace")
    return found


def workers_of(root: int) -> list[int]:
    return [
        process for process, line in descendants(root).items() if "multiprocessing.spawn" in line
    ]


def sandboxes_of(root: int) -> list[list[int]]:
    """Return the processes of each sandbox, from the outside in.

    They are bubblewrap's two, the warm interpreter, and, if there is one, its child.
    """
    return [
        [process for process, line in descendants(worker).items() if "/inside/" in line]
        for worker in workers_of(root)
    ]


def wait_until_gone(before: set[int], seconds: float = 8.0) -> dict[int, str]:
    """Wait until this process has no descendants but those; return who is left."""
    until = time.monotonic() + seconds
    while True:
        left = {
            process: line
            for process, line in descendants(os.getpid()).items()
            if process not in before
        }
        if not left or time.monotonic() > until:
            return left
        time.sleep(0.05)
