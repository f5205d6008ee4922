"""Open what an instructor downloaded: a zip archive, a folder, or one notebook."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

from autograde.grading.reading.files import LARGEST_FILE
from autograde.importing.found import Member, Refused
from autograde.importing.names import NOTEBOOK
from autograde.importing.zips import (
    ARCHIVES,
    MOST_FILES,
    ArchiveError,
    Container,
    is_junk,
    key_of,
    opened_zip,
    trouble_with_path,
)

_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC


@contextmanager
def opened(path: Path, but: Path | None = None) -> Iterator[Container]:
    """Look into an archive or a folder.

    Parameters
    ----------
    path : Path
        The archive, the folder, or one notebook.
    but : Path or None
        A folder that is not looked into.

    Raises
    ------
    ArchiveError
        If it is refused as a whole.
    """
    if path.is_dir():
        yield _look_into(path, but)
    elif NOTEBOOK.search(path.name):
        facts = path.stat()
        yield Container((Member(_composed(path.name), facts.st_mtime, partial(_open, path)),))
    elif path.name.casefold().endswith(ARCHIVES) and not path.name.casefold().endswith(".zip"):
        raise ArchiveError("only zip archives are read here: unpack it and give the folder")
    else:
        with opened_zip(path) as container:
            yield container


def _look_into(folder: Path, but: Path | None) -> Container:
    members: list[Member] = []
    refused: list[Refused] = []
    found = list(_walk(folder, but))
    if len(found) > MOST_FILES:
        raise ArchiveError(f"it holds more than {MOST_FILES} files")
    seen = Counter(key_of(path) for path, _real in found)
    for path, real in sorted(found):
        if is_junk(path):
            continue
        reason = trouble_with_path(path) or _trouble_with(real)
        if not reason and seen[key_of(path)] > 1:
            reason = "another file has the same name but for case or accents"
        if reason:
            refused.append(Refused(path, reason))
        else:
            members.append(Member(path, real.stat().st_mtime, partial(_open, real)))
    return Container(tuple(members), tuple(refused))


def _walk(folder: Path, but: Path | None) -> Iterator[tuple[str, Path]]:
    """List the files below a folder, and the links; one more than is allowed, if there are."""
    count = 0
    for root, folders, files in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(one for one in folders if but is None or not _same(here / one, but))
        links = [one for one in folders if (here / one).is_symlink()]
        for name in sorted(files) + links:
            count += 1
            if count > MOST_FILES + 1:
                return
            real = here / name
            yield _composed(real.relative_to(folder).as_posix()), real


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _trouble_with(path: Path) -> str:
    try:
        facts = path.lstat()
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    if stat.S_ISLNK(facts.st_mode):
        return "it is a link"
    if not stat.S_ISREG(facts.st_mode):
        return "it is no ordinary file"
    if facts.st_size > LARGEST_FILE:
        return f"it is larger than {LARGEST_FILE // 1_000_000} MB"
    if path.name.casefold().endswith(ARCHIVES):
        return "it is an archive inside the folder: unpack it, or name it on the command line"
    return ""


def _open(path: Path) -> IO[bytes]:
    return open(os.open(path, _FILE), "rb")
