"""Look into a zip archive that nobody vouches for, and refuse what is not a plain file in it."""

from __future__ import annotations

import calendar
import stat
import struct
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from autograde.grading.reading.files import LARGEST_FILE
from autograde.importing.found import Member, Refused

MOST_FILES = 100_000
_LARGEST_DIRECTORY = 64_000_000  # bytes; zipfile reads the whole of it
_PLAIN_TOTAL = 1_000_000_000  # bytes that nobody asks about
_TOTAL_RATIO = 60
_PLAIN_SIZE = 10_000_000
_RATIO = 250

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_LONGEST_END = 66_000
_IN_END_64 = 0xFFFFFFFF
_ENCRYPTED = 0x1 | 0x40
_IS_UTF8 = 0x800
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_FRAMES = range(0x2500, 0x25A0)  # what letters of Spanish look like in the wrong code page

ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst")
"""How names of archives end."""

_JUNK_FOLDERS = {"__MACOSX", ".ipynb_checkpoints", ".git", ".Trash", "__pycache__"}
_JUNK_FILES = {".ds_store", "thumbs.db", "desktop.ini"}


class ArchiveError(Exception):
    """The archive is refused as a whole; the text says why."""


@dataclass(frozen=True)
class Container:
    """An archive or a folder that was looked into.

    Attributes
    ----------
    members : tuple of Member
        The files, sorted by their paths.
    refused : tuple of Refused
        What is not looked at.
    """

    members: tuple[Member, ...]
    refused: tuple[Refused, ...] = ()


@contextmanager
def opened_zip(path: Path) -> Iterator[Container]:
    """Look into an archive. Nothing is unpacked before it is asked for.

    Parameters
    ----------
    path : Path
        The archive.

    Raises
    ------
    ArchiveError
        If it is no archive, or a bomb.
    """
    try:
        size = path.stat().st_size
        if _directory_size(path, size) > _LARGEST_DIRECTORY:
            raise ArchiveError(f"it says that it holds far more than {MOST_FILES} files")
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise ArchiveError(f"it cannot be read ({error.strerror})") from None
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, RuntimeError):
        raise ArchiveError(
            "it is no zip archive, or only a part of one: download it again"
        ) from None
    with archive:
        entries = archive.infolist()
        _refuse_bomb(entries, size)
        yield _look(archive, entries)


def is_junk(path: str) -> bool:
    """Tell whether a file is what systems leave about, and nobody handed in.

    Parameters
    ----------
    path : str
        Its path.
    """
    *folders, name = path.split("/")
    hidden = name.startswith("._") or name.casefold() in _JUNK_FILES
    return hidden or not _JUNK_FOLDERS.isdisjoint(folders)


def trouble_with_path(path: str) -> str:
    """Say what is wrong with a path; nothing if it is fine.

    Parameters
    ----------
    path : str
        With ``/`` between folders.
    """
    parts = path.split("/")
    if path.startswith("/") or (len(parts[0]) == 2 and parts[0][1] == ":"):
        return "its name begins at the root of a disk"
    if ".." in parts:
        return "its name leads out of the archive"
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in path):
        return "its name has characters that no name has"
    if "" in parts or "." in parts:
        return "its name has an empty part"
    return ""


def key_of(path: str) -> str:
    """Return what two paths share that some file system takes for one.

    Parameters
    ----------
    path : str
        A path or a name.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def _look(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Container:
    named = [(_path(entry), entry) for entry in entries if not entry.is_dir()]
    named = [(path, entry) for path, entry in named if not is_junk(path)]
    seen = Counter(key_of(path) for path, _entry in named)
    members, refused = [], []
    for path, entry in sorted(named, key=lambda each: each[0]):
        reason = trouble_with_path(path) or _trouble_with(entry)
        if not reason and seen[key_of(path)] > 1:
            reason = "another file in the archive has the same name but for case or accents"
        if reason:
            refused.append(Refused(path, reason))
        else:
            members.append(Member(path, _dated(entry), partial(_open, archive, entry)))
    return Container(tuple(members), tuple(refused))


def _refuse_bomb(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MOST_FILES:
        raise ArchiveError(f"it holds {len(entries)} files; more than {MOST_FILES} are refused")
    total = sum(entry.file_size for entry in entries)
    if total > max(_PLAIN_TOTAL, _TOTAL_RATIO * size):
        raise ArchiveError(
            f"it would unpack to {total // 1_000_000} MB, {total // max(size, 1)} times its size, "
            "as zip bombs do"
        )


def _trouble_with(entry: zipfile.ZipInfo) -> str:
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "it is a link" if stat.S_ISLNK(mode) else "it is no ordinary file"
    if entry.flag_bits & _ENCRYPTED:
        return "it is locked with a password"
    if entry.compress_type not in _READABLE:
        return f"it is packed in a way (number {entry.compress_type}) that cannot be read here"
    if entry.file_size > LARGEST_FILE:
        return f"it is larger than {LARGEST_FILE // 1_000_000} MB"
    if entry.file_size > max(_PLAIN_SIZE, _RATIO * entry.compress_size):
        return "it would unpack to hundreds of times its size, as zip bombs do"
    if entry.filename.casefold().endswith(ARCHIVES):
        return "it is an archive inside the archive: unpack it by hand"
    return ""


def _path(entry: zipfile.ZipInfo) -> str:
    name = entry.orig_filename  # whole, where zipfile cuts at a zero byte
    if not entry.flag_bits & _IS_UTF8 and not name.isascii():
        name = _decode(name.encode("cp437"))
    if "\\" in name and "/" not in name:  # old programs of Windows
        name = name.replace("\\", "/")
    return unicodedata.normalize("NFC", name)


def _decode(name: bytes) -> str:
    """Decode a name that does not say its encoding: macOS writes UTF-8, Windows a code page."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        text = name.decode("cp437")
        if any(ord(letter) in _FRAMES for letter in text):
            return name.decode("cp850")
        return text


def _dated(entry: zipfile.ZipInfo) -> float | None:
    try:
        seconds = calendar.timegm((*entry.date_time, 0, 0, 0))
    except (ValueError, OverflowError):
        return None
    return float(seconds) if entry.date_time[0] > 1980 else None


def _open(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    return archive.open(entry)


def _directory_size(path: Path, size: int) -> int:
    """Read from an archive's end how large the list of its files is."""
    with path.open("rb") as file:
        file.seek(max(0, size - _LONGEST_END))
        tail = file.read(_LONGEST_END)
    place = tail.rfind(_END)
    if place < 0:
        raise ValueError("it has no end")
    (directory,) = struct.unpack_from("<L", tail, place + 12)
    if directory != _IN_END_64:
        return int(directory)
    place = tail.rfind(_END_64)
    if place < 0:
        raise ValueError("it has no end")
    return int(struct.unpack_from("<Q", tail, place + 40)[0])
