"""What goes wrong with a gradebook, and with the folder of results."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GO_ON = "Then give the same command again: what is recorded stays, and it goes on from there."

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# These are about one place in it, where something else lies.
_ABOUT_ONE_PLACE = (NotADirectoryError, IsADirectoryError, FileExistsError)


class GradebookError(Exception):
    """The gradebook cannot be used. The text says why, and what to do."""


class OutputError(Exception):
    """Nothing can be written to the folder of results. The text says why, and what to do."""


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Turn an error that every submission would meet into a sentence.

    Parameters
    ----------
    out : Path
        The folder of results.

    Raises
    ------
    OutputError
        If writing there fails as a whole, as on a full disk.
    OSError
        If it fails for one file, because something else is in its place.
    """
    try:
        yield
    except _ABOUT_ONE_PLACE:
        raise
    except OSError as error:
        advice = "the disk is full. Free some space." if error.errno in _FULL else ""
        advice = advice or f"{error.strerror or error}. Look at the folder and its permissions."
        raise OutputError(f"Results cannot be written to {out}: {advice} {GO_ON}") from error
