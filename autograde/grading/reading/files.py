"""Find and read the file of a submission, without following links."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from autograde.grading.reading import says
from autograde.grading.reading.problems import MissingError, UnreadableError
from autograde.grading.reading.says import Message, in_language

LARGEST_FILE = 150_000_000
"""Bytes; clearing the outputs makes any honest notebook smaller."""

_MOST_NAMES = 10_000
_BLOCK = 1 << 20
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# A pipe must not block, and a terminal must not become ours.
_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
_SIMILAR = re.compile(r"\.(ipynb|ipynb\.(txt|json)|json)$", re.IGNORECASE)


@dataclass(frozen=True)
class File:
    """What was handed in.

    Attributes
    ----------
    content : bytes
        The file's content.
    notes : tuple of callable
        What the student should know about how it was found.
    """

    content: bytes
    notes: tuple[Message, ...] = ()


def read_file(folder: Path, assignment: str) -> File:
    """Read the notebook in a student's folder of an assignment.

    Parameters
    ----------
    folder : Path
        ``SUBMITTED/<student>/<assignment>``. Links on the way to ``SUBMITTED`` are the
        instructor's, and are followed; those from there on are not.
    assignment : str
        The assignment's id.

    Raises
    ------
    MissingError
        If there is no such folder, or no notebook in it.
    UnreadableError
        If there is something else, or it is too large.
    """
    with (
        _opened(folder.parent.parent, None, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC) as root,
        _opened(folder.parent.name, root, _FOLDER) as student,
        _opened(folder.name, student, _FOLDER) as place,
    ):
        name = f"{assignment}.ipynb"
        notes: tuple[Message, ...] = ()
        if not _exists(name, place):
            name, notes = _find_other(place, assignment)
        return File(_read(name, place), notes)


@contextmanager
def _opened(name: str | Path, folder: int | None, flags: int) -> Iterator[int]:
    try:
        descriptor = os.open(name, flags, dir_fd=folder)
    except OSError as error:
        raise _problem(str(name), folder, error, flags) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _problem(name: str, folder: int | None, error: OSError, flags: int) -> Exception:
    if error.errno == errno.ENOENT:
        return MissingError(f"there is no {says.shown(name)}")
    if _is_link(name, folder):
        return _unreadable(says.is_link(name))
    if error.errno == errno.ENOTDIR and flags == _FOLDER:
        return _unreadable(says.no_folder(name))
    if error.errno in (errno.ENXIO, errno.ENODEV):
        return _unreadable(says.no_file(name))
    return _unreadable(says.not_allowed(name))


def _unreadable(message: Message) -> UnreadableError:
    return UnreadableError(in_language("en", [message])[0])


def _is_link(name: str, folder: int | None) -> bool:
    try:
        return stat.S_ISLNK(os.lstat(name, dir_fd=folder).st_mode)
    except OSError:
        return False


def _exists(name: str, folder: int) -> bool:
    try:
        os.lstat(name, dir_fd=folder)
    except FileNotFoundError:
        return False
    except OSError:
        return True  # opening it says what is wrong
    return True


def _read(name: str, folder: int) -> bytes:
    kind = os.lstat(name, dir_fd=folder).st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISLNK(kind)):  # a device may act on being opened
        raise _unreadable(says.is_folder(name) if stat.S_ISDIR(kind) else says.no_file(name))
    with _opened(name, folder, _FILE) as file:
        facts = os.fstat(file)
        if not stat.S_ISREG(facts.st_mode):  # it was swapped meanwhile
            raise _unreadable(says.no_file(name))
        try:
            content = _read_blocks(file)
        except OSError as error:
            raise _unreadable(says.not_allowed(name)) from error
    if len(content) > LARGEST_FILE:
        raise _unreadable(says.too_large)
    return content


def _read_blocks(file: int) -> bytes:
    blocks = []
    left = LARGEST_FILE + 1
    while left and (block := os.read(file, min(_BLOCK, left))):
        blocks.append(block)
        left -= len(block)
    return b"".join(blocks)


def _find_other(folder: int, assignment: str) -> tuple[str, tuple[Message, ...]]:
    """Find the file that is meant, where none has the right name: the newest that fits best."""
    found = []
    with os.scandir(folder) as entries:
        for entry in islice(entries, _MOST_NAMES):
            if _SIMILAR.search(entry.name) and not entry.name.startswith("."):
                facts = entry.stat(follow_symlinks=False)
                is_named = assignment.casefold() in entry.name.casefold()
                is_file = stat.S_ISREG(facts.st_mode)
                found.append((is_file, is_named, facts.st_mtime_ns, entry.name))
    if not found:
        raise MissingError(f"there is no notebook of {assignment}")
    is_file, is_named, _, name = max(found)
    rivals = [each for each in found if each[:2] == (is_file, is_named)]
    return name, (says.several_files(name) if len(rivals) > 1 else says.other_name(name),)
