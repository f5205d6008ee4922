"""What is on this machine, to compare before and after."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path


def descendants(process: int) -> set[int]:
    """Return the numbers of all processes below one that are not merely waiting to be buried."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                children.setdefault(int(parent), []).append(int(folder.name))
    found: set[int] = set()
    waiting = [process]
    while waiting:
        below = children.get(waiting.pop(), [])
        found.update(below)
        waiting += below
    return found


def state_of(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Return what lies below a folder: modes, times and contents."""
    found = {}
    for path in sorted(folder.rglob("*")):
        about = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[str(path)] = about.st_mode, about.st_mtime_ns, about.st_nlink, content
    return found


@contextmanager
def same_machine(sandbox, outside: Path):
    """Fail if a submission leaves a process or a file, or changes one."""

    def look():
        return {
            "processes": descendants(sandbox._warm._process.pid),
            "files": state_of(outside),
            "in shared folders": [
                name
                for folder in ("/dev/shm", tempfile.gettempdir())
                if os.path.isdir(folder)
                for name in os.listdir(folder)
                if "left" in name
            ],
        }

    before = look()
    yield
    after = look()
    assert after == before
