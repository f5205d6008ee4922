"""The folder of results: one run at a time writes there, and keeps a log of its own failures."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from autograde.grading.recording import OutputError, writing

LOG = "faults.log"


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Make the folder if need be, and keep other runs from it.

    Parameters
    ----------
    out : Path
        The folder of results.

    Raises
    ------
    OutputError
        If it cannot be made, or another run writes there.
    """
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):  # some file systems cannot
            _lock(folder, out)
        yield
    finally:
        os.close(folder)


def _lock(folder: int, out: Path) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputError(
            f"Another `autograde grade` is writing to {out}. Wait until it is done."
        ) from None


class Faults:
    """The submissions that the grader itself failed on.

    Parameters
    ----------
    out : Path
        Gets the log, if there is anything to log.

    Attributes
    ----------
    lines : list of str
        One for each, to be shown.
    """

    def __init__(self, out: Path) -> None:
        self.lines: list[str] = []
        self._path = out / LOG
        with writing(out):
            self._path.unlink(missing_ok=True)

    def add(self, about: str, fault: str) -> None:
        """Log a failure.

        Parameters
        ----------
        about : str
            What the grader failed on.
        fault : str
            All that is known: a traceback. Its last line is shown.
        """
        self.lines.append(f"{about}: {fault.strip().splitlines()[-1]}")
        with (
            writing(self._path.parent),
            self._path.open("a", encoding="utf-8", errors="backslashreplace") as log,
        ):
            log.write(f"{about}\n{fault.strip()}\n\n")
