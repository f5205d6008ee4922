"""The folder of results: one run at a time writes there, and keeps a log of its own failures."""

from __future__ import annotations

import csv
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from autograde.grading.imported import IMPORTED_FILE
from autograde.grading.recording import OutputError, writing
from autograde.grading.recording.grades import GRADES_FILE, TIMINGS_FILE, exact, safe
from autograde.grading.roster import ROSTER_FILE

LOG = "faults.log"
FAULTS = "faults.csv"
_KEPT = {GRADES_FILE, TIMINGS_FILE, ROSTER_FILE, IMPORTED_FILE}
_DATABASE = b"SQLite format 3\0"
_FAULT_FIELDS = ("student", "assignment", "fault")


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


def refuse_kept(table: Path, *folders: Path) -> None:
    """Refuse to write a table over what other commands keep: a gradebook, marks, the class.

    Parameters
    ----------
    table : Path
        The file that somebody asked for.
    *folders : Path
        Folders of results and of submissions.

    Raises
    ------
    OutputError
        If it is one of their files, or any database.
    """
    if not table.is_file():
        return
    with suppress(OSError), table.open("rb") as file:
        is_kept = file.read(len(_DATABASE)) == _DATABASE
        is_kept = is_kept or (
            table.name in _KEPT and table.resolve().parent in {one.resolve() for one in folders}
        )
        if is_kept:
            raise OutputError(
                f"{table} is not written over, as other commands need it. Choose another name."
            )


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
        self._table = out / FAULTS
        with writing(out):
            self._path.unlink(missing_ok=True)
            self._table.unlink(missing_ok=True)

    def add(self, student: str, assignment: str, fault: str) -> None:
        """Log a failure.

        Parameters
        ----------
        student, assignment : str
            Whose submission the grader failed on, and for what.
        fault : str
            All that is known: a traceback. Its last line is shown, and is in the table.
        """
        about, last = f"{student}, {assignment}", fault.strip().splitlines()[-1]
        self.lines.append(f"{about}: {last}")
        with writing(self._path.parent):
            with self._path.open("a", encoding="utf-8", errors="backslashreplace") as log:
                log.write(f"{about}\n{fault.strip()}\n\n")
            is_new = not self._table.exists()
            with self._table.open("a", encoding="utf-8", newline="") as table:
                rows = csv.writer(table, lineterminator="\n")
                rows.writerows([_FAULT_FIELDS] if is_new else [])
                rows.writerow(map(safe, (student, assignment, last)))


def read_faults(out: Path) -> list[tuple[str, str]]:
    """List the submissions, student and assignment, that the last run failed on.

    Parameters
    ----------
    out : Path
        The folder of results.
    """
    path = out / FAULTS
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [(exact(row["student"]), exact(row["assignment"])) for row in csv.DictReader(file)]
