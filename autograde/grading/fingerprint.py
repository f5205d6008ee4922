"""What marks depend on, told apart; and as one short string: equal strings, equal marks."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import neurona
from autograde.build.course import name_of, own_chapters, own_course
from autograde.grading.work import Limits

_WORDS = {".html", ".mo", ".po"}
"""Of files that only feedback depends on."""

_SUFFIXES = {".py", ".json", ".ipynb", *_WORDS}
_LIBRARIES = ("numpy", "scipy", "scikit-learn")
"""What students' code may import and compute with."""

NO_VERSION = "none"
_SHORT = 16  # hexadecimal digits


@dataclass(frozen=True)
class Basis:
    """All that the marks of an assignment depend on, but the submissions.

    Attributes
    ----------
    parts : dict of str to object
        Told apart, as JSON can hold them: ``"secret"``, ``"limits"``, ``"python"``, ``"numpy"``,
        ``"scipy"``, ``"scikit-learn"``, ``"release"``, ``"grader"``, ``"chapter"`` and ``"words"``.
    """

    parts: dict[str, Any]

    @property
    def digest(self) -> str:
        """Another one after any change of a part."""
        return hashlib.sha256(json.dumps(self.parts, sort_keys=True).encode()).hexdigest()


def bases_of(assignments: Iterable[str], limits: Limits, secret: bytes) -> dict[str, Basis]:
    """Find what the marks of assignments depend on.

    What belongs to another chapter is no part of it: chapters do not use each other's suites and
    solutions.

    Parameters
    ----------
    assignments : iterable of str
        Their ids.
    limits : Limits
        What a submission may use.
    secret : bytes
        The course's secret.

    Returns
    -------
    dict of str to Basis
        By assignment.
    """
    known = {name_of(id): id for id in own_chapters()}
    known |= {id: id for id in own_chapters()}
    files = list(_files(known))
    shared = {
        "secret": _short(b"secret" + secret),
        "limits": {"case_seconds": limits.case_seconds, "memory_mb": limits.memory_mb},
        "python": f"{platform.python_version()} {platform.python_compiler()}",
        **{name: version_of(name) for name in _LIBRARIES},
        "release": neurona.__version__,
        "grader": _join(files, "grader", ""),
    }
    return {
        one: Basis(
            shared
            | {
                "chapter": _join(files, "chapter", one),
                "words": _join([file for file in files if file.owner in ("", one)], "words", None),
            }
        )
        for one in assignments
    }


def version_of(library: str) -> str:
    """Return a library's version, ``"none"`` if it is not installed.

    Parameters
    ----------
    library : str
        As its package is called.
    """
    try:
        return version(library).partition("+")[0]  # builds for other processors compute the same
    except PackageNotFoundError:
        return NO_VERSION


def files_digest(*more: str) -> str:
    """Digest the files that marks depend on: equal wherever there is the same release.

    Parameters
    ----------
    *more : str
        Further folders of the course to look at.
    """
    digest = hashlib.sha256()
    for file in _files({}):
        digest.update(f"{file.name} {file.digest}\n".encode())
    for folder in more:
        for path in sorted((own_course().root / folder).rglob("*.py")):
            digest.update(f"{path.name} {_short(path.read_bytes())}\n".encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class _File:
    """A file that marks or feedback depend on.

    Attributes
    ----------
    name : str
        Its path.
    digest : str
        Of its content.
    kind : str
        ``"grader"``, ``"chapter"`` or ``"words"``.
    owner : str
        The chapter that it belongs to; empty if to all.
    """

    name: str
    digest: str
    kind: str
    owner: str


def _files(known: Mapping[str, str]) -> Iterator[_File]:
    """List all files, each with the chapter that it belongs to by its name."""
    root, package = own_course().root, Path(neurona.__file__).parent
    for top, of_chapters in (
        (root / "autograde" / "grading", False),
        (root / "autograde" / "suite", True),
        (root / "solutions", True),
        (package, False),
        (package / "frozen", True),
        (own_course().text, True),
    ):
        for path in sorted(top.rglob("*")):
            if path.suffix not in _SUFFIXES or not path.is_file():
                continue
            if top == package and path.is_relative_to(package / "frozen"):
                continue
            name = path.relative_to(top)
            found = [known[stem] for stem in map(_stem, name.parts) if stem in known]
            owner = found[0] if found and of_chapters else ""
            kind = "words" if path.suffix in _WORDS else "chapter" if owner else "grader"
            yield _File(f"{top.name}/{name.as_posix()}", _short(path.read_bytes()), kind, owner)


def _stem(name: str) -> str:
    return name.partition(".")[0]


def _join(files: Iterable[_File], kind: str, owner: str | None) -> str:
    digest = hashlib.sha256()
    for file in files:
        if file.kind == kind and owner in (None, file.owner):
            digest.update(f"{file.name} {file.digest}\n".encode())
    return digest.hexdigest()[:_SHORT]


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_SHORT]


def submission_digest(content: bytes) -> str:
    """Digest what was handed in.

    Parameters
    ----------
    content : bytes
        The file, and what there is to say of it.
    """
    return hashlib.sha256(content).hexdigest()


def digest_of(submitted: str, basis: str) -> str:
    """Digest a submission together with what else its mark depends on.

    Parameters
    ----------
    submitted : str
        From `submission_digest`.
    basis : str
        The digest of a `Basis`.
    """
    return hashlib.sha256(f"{basis} {submitted}".encode()).hexdigest()
