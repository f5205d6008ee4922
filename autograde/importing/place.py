"""Put files where they belong: all of them are ready before the first is."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from autograde.grading.imported import IMPORTED_FILE, Line
from autograde.grading.received import TIMESTAMP_FILE
from autograde.grading.roster import ROSTER_FILE
from autograde.grading.submissions import STAGE
from autograde.importing.found import Claim
from autograde.importing.plan import Change
from autograde.importing.record import write_lines
from autograde.importing.roster import Students, write_roster


class BusyError(Exception):
    """Another import is going on; the text says what to do."""


@dataclass
class Placed:
    """What was done.

    Attributes
    ----------
    moved : dict of str to str
        Files that have another place now, and that place.
    replaced : set of str
        Places of files that are gone.
    """

    moved: dict[str, str] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)


@contextmanager
def stage_in(into: Path) -> Iterator[Path]:
    """Make a folder in which files get ready, on the disk where they will stay.

    Parameters
    ----------
    into : Path
        The folder of submissions; is made if need be.

    Raises
    ------
    BusyError
        If another import writes there.
    OSError
        If it cannot be written to.
    """
    into.mkdir(parents=True, exist_ok=True)
    lock = os.open(into, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(
                f"Another `autograde import` is writing to {into}. Wait until it is done."
            ) from None
        except OSError:  # some file systems cannot lock
            pass
        for left in into.glob(f"{STAGE}*"):  # by an import that was killed
            shutil.rmtree(left, ignore_errors=True)
        stage = Path(tempfile.mkdtemp(prefix=STAGE, dir=into))
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    finally:
        os.close(lock)


def place(changes: Sequence[Change], into: Path) -> Placed:
    """Put the files there; one that cannot be put gets a reason.

    Parameters
    ----------
    changes : sequence of Change
        The plan.
    into : Path
        The folder of submissions.
    """
    done = Placed()
    for change in changes:
        left = [claim for claim, _name in change.put]
        try:
            for claim in _put(change, into, done):
                left.remove(claim)
        except OSError as error:
            for claim in left:
                claim.placed = ""
                claim.reason = f"it cannot be written ({error.strerror or error})"
    return done


def write_tables(into: Path, stage: Path, students: Students, lines: Sequence[Line]) -> None:
    """Write the roster, if something was learned, and the list of what was imported.

    Parameters
    ----------
    into : Path
        The folder of submissions.
    stage : Path
        Where they get ready.
    students : Students
        The class.
    lines : sequence of Line
        All that was ever imported.

    Raises
    ------
    OSError
        If they cannot be written.
    """
    if students.has_changed:
        write_roster(stage / ROSTER_FILE, students.roster)
        os.replace(stage / ROSTER_FILE, into / ROSTER_FILE)
    write_lines(stage / IMPORTED_FILE, lines)
    os.replace(stage / IMPORTED_FILE, into / IMPORTED_FILE)


def _put(change: Change, into: Path, done: Placed) -> Iterator[Claim]:
    folder = into / change.student / change.assignment
    short = f"{change.student}/{change.assignment}"
    folder.mkdir(parents=True, exist_ok=True)
    for claim, name in change.put:
        is_newest = name == change.newest
        if is_newest and change.moved:
            os.rename(folder / change.moved[0], folder / change.moved[1])
            done.moved[f"{short}/{change.moved[0]}"] = f"{short}/{change.moved[1]}"
        if not (is_newest and change.replaces) and os.path.lexists(folder / name):
            raise FileExistsError(0, "something else has taken its place meanwhile")
        os.replace(claim.staged, folder / name)
        if is_newest:
            if change.replaces:
                done.replaced.add(f"{short}/{name}")
            _write_time(change, folder)
        yield claim


def _write_time(change: Change, folder: Path) -> None:
    path = folder / TIMESTAMP_FILE
    if change.received is not None:
        part = path.with_name(f".{path.name}.part")
        part.write_text(f"{change.received.isoformat(' ')} UTC\n", encoding="utf-8")
        os.replace(part, path)
    elif change.moved or change.replaces:  # it was about the file that is the newest no more
        with suppress(FileNotFoundError):
            path.unlink()
