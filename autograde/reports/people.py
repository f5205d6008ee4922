"""How a page calls students: by name and id, or by a code that tells nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from autograde.grading.recording.visible import visible

# Crockford's base 32: no letter that looks like a digit.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 8
_GROUP = 4
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Person:
    """A student as a page shows them.

    Attributes
    ----------
    name : str
        What is read first.
    id : str
        The id, where the name is not it already; else empty.
    """

    name: str
    id: str = ""


class People(Protocol):
    """Everybody a page speaks of."""

    hidden: bool
    """Whether names and ids must not show."""

    def person(self, student: str) -> Person:
        """Return how a student is shown."""
        ...

    def ordered(self, students: Iterable[str]) -> list[str]:
        """Return students in an order that tells no more than what is shown."""
        ...


class Named:
    """Shows names and ids.

    Parameters
    ----------
    names : mapping of str to str
        The names that are known, by student.
    """

    hidden = False

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def person(self, student: str) -> Person:
        """Return how a student is shown."""
        id = _short(student)
        name = _short(self._names.get(student, ""))
        return Person(name, id) if name and name != id else Person(id)

    def ordered(self, students: Iterable[str]) -> list[str]:
        """Return students in the order of their ids."""
        return sorted(students)


class Hidden:
    """Shows codes that stay the same from run to run, and that only the course's secret gives.

    Parameters
    ----------
    students : sequence of str
        All students.
    secret : bytes
        The course's secret.
    """

    hidden = True

    def __init__(self, students: Sequence[str], secret: bytes) -> None:
        whole = {student: _code(student, secret) for student in students}
        taken: dict[str, int] = {}
        for code in whole.values():
            taken[code[:_CODE_LENGTH]] = taken.get(code[:_CODE_LENGTH], 0) + 1
        self._codes = {
            student: _grouped(code if taken[code[:_CODE_LENGTH]] > 1 else code[:_CODE_LENGTH])
            for student, code in whole.items()
        }

    def person(self, student: str) -> Person:
        """Return how a student is shown."""
        return Person(self._codes[student])

    def ordered(self, students: Iterable[str]) -> list[str]:
        """Return students in the order of their codes: that of their ids would tell names."""
        return sorted(students, key=self._codes.__getitem__)


def _code(student: str, secret: bytes) -> str:
    key = hashlib.sha256(secret).digest()
    name = student.encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(name, key=key, digest_size=20, person=b"pseudonym").digest()
    number = int.from_bytes(digest, "big")
    return "".join(_LETTERS[number >> 5 * place & 31] for place in range(32))


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _short(text: str) -> str:
    text = " ".join(visible(text).split())
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…"
