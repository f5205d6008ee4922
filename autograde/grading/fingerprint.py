"""What a mark depends on, as one short string: equal strings, equal marks."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import neurona
from autograde.build.course import own_course
from autograde.grading.work import Limits

_PARTS = ("autograde/suite", "autograde/grading", "solutions")
_SUFFIXES = {".py", ".json", ".ipynb", ".mo", ".po"}


def fingerprint(limits: Limits, secret: bytes) -> str:
    """Digest everything that a mark depends on but the submission.

    Parameters
    ----------
    limits : Limits
        What a submission may use.
    secret : bytes
        The course's secret.

    Returns
    -------
    str
        Another one after any change of the suite, the grader, the checks or these.
    """
    digest = hashlib.sha256(secret)
    digest.update(f"{sys.version} {np.__version__} {limits}".encode())
    return _with_files(digest, _PARTS)


def files_digest(*more: str) -> str:
    """Digest the files that marks depend on: equal wherever there is the same release.

    Parameters
    ----------
    *more : str
        Further folders of the course to look at.
    """
    return _with_files(hashlib.sha256(), (*_PARTS, *more))


def _with_files(digest: hashlib._Hash, parts: tuple[str, ...]) -> str:
    root = own_course().root
    folders = [root / part for part in parts]
    for path in _files([*folders, Path(neurona.__file__).parent, own_course().text]):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in _SUFFIXES and path.is_file():
                yield path


def digest_of(submitted: bytes, course: str) -> str:
    """Digest a submission together with what else its mark depends on.

    Parameters
    ----------
    submitted : bytes
        The file as handed in.
    course : str
        From `fingerprint`.
    """
    return hashlib.sha256(course.encode() + submitted).hexdigest()
