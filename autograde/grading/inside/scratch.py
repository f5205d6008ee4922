"""The folder that a submission may write to."""

from __future__ import annotations

import os
import stat
from pathlib import Path

MOST_BYTES = 256 << 20
_MOST_ENTRIES = 50_000
_DEEPEST = 50
_BLOCK = 512


def wipe(folder: Path) -> None:
    """Empty a folder, whatever lies in it, without following links.

    Folders within folders are moved up before they are removed: they may be nested deeper than
    a path, a recursion or the table of open files reaches. What writes there must have ended.

    Parameters
    ----------
    folder : Path
        The folder, which itself stays.

    Raises
    ------
    OSError
        If something cannot be removed.
    """
    moved = 0
    while names := os.listdir(folder):
        for name in names:
            path = os.path.join(folder, name)
            if not stat.S_ISDIR(os.lstat(path).st_mode):
                os.unlink(path)
                continue
            os.chmod(path, 0o700)
            with os.scandir(path) as entries:
                inner = [entry.name for entry in entries]
            for child in inner:
                below = os.path.join(path, child)
                if stat.S_ISDIR(os.lstat(below).st_mode):
                    os.chmod(below, 0o700)
                    moved += 1
                    os.rename(below, _unused(folder, moved))
                else:
                    os.unlink(below)
            os.rmdir(path)


def overfull(folder: Path) -> bool:
    """Say whether a folder holds more than a submission may write there.

    Something may be writing in it meanwhile.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    bool
        True also for folders nested too deep to count.
    """
    size = entries = 0
    waiting = [(str(folder), 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            with os.scandir(path) as found:
                for entry in found:
                    entries += 1
                    size += entry.stat(follow_symlinks=False).st_blocks * _BLOCK
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, depth + 1))
                    if size > MOST_BYTES or entries > _MOST_ENTRIES or depth > _DEEPEST:
                        return True
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            continue
    return False


def _unused(folder: Path, number: int) -> str:
    path = os.path.join(folder, f".moved-{number}")
    while os.path.lexists(path):
        path += "-"
    return path
