"""The plain data that the parts of importing hand to one another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

Late = Literal["yes", "no", "unknown"]
System = Literal["canvas", "moodle", "folder"]


@dataclass(frozen=True)
class Member:
    """A file in an archive or a folder.

    Attributes
    ----------
    path : str
        Its name there, with ``/`` between folders, in Unicode's composed form.
    dated : float or None
        The date that it has there, in seconds; None if it has none. In the archives of Canvas
        and Moodle this is when the archive was made.
    open : callable
        Opens it.
    """

    path: str
    dated: float | None
    open: Callable[[], IO[bytes]]

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def parents(self) -> tuple[str, ...]:
        """The folders on the way, outermost first."""
        return tuple(self.path.split("/")[:-1])


@dataclass(frozen=True)
class Refused:
    """A file that is not looked at.

    Attributes
    ----------
    path : str
        Its name in the archive or folder; empty for the archive itself.
    reason : str
        Why.
    """

    path: str
    reason: str


@dataclass(frozen=True)
class Owner:
    """Whose a file is, as far as its name tells.

    Attributes
    ----------
    id : str
        The student's id, if no roster knows better; empty if the name tells nobody.
    name : str
        The name as the system writes it; empty if it gives none.
    lms_id : str
        The number under which the system knows the student; empty if it gives none.
    labels : tuple of str
        The texts by which a roster's column ``files`` may name the owner.
    is_certain : bool
        Whether the id is one for sure, and not just the name of some folder.
    """

    id: str
    name: str = ""
    lms_id: str = ""
    labels: tuple[str, ...] = ()
    is_certain: bool = True


@dataclass(frozen=True)
class Named:
    """What a file's name says in one of the systems.

    Attributes
    ----------
    owner : Owner
        Whose it is.
    file : str
        The name that the student gave the file.
    late : str
        Whether the system calls it late.
    received : datetime or None
        When it was handed in, in UTC and without a zone; None if that is not told.
    serial : int
        A number that later files have a higher one of; 0 if there is none.
    other : str
        What it is, if it is no file that a student uploaded; else empty.
    """

    owner: Owner
    file: str
    late: Late = "unknown"
    received: datetime | None = None
    serial: int = 0
    other: str = ""


@dataclass
class Claim:
    """A notebook that is going to be placed.

    Attributes
    ----------
    source : str
        The archive or folder and the name in it, such as ``class.zip!ada/01_perceptron.ipynb``.
    container : str
        The address of the archive or folder.
    named : Named
        What its name says.
    system : str
        The system whose names these are.
    assignment : str
        What it was handed in for.
    staged : Path
        Where its content waits.
    digest : str
        Of the content.
    attempt : int
        Which one it is by the numbers that systems and browsers add to names, from 1.
    dated : float or None
        The file's date.
    student : str
        Whose it is; empty until that is known.
    placed : str
        Where it goes, below the folder of submissions; empty until that is known.
    reason : str
        Why it was not placed, or what to know about it.
    same_as : Claim or None
        The one with the same content that is placed for both; None if this one is.
    """

    source: str
    container: str
    named: Named
    system: System
    assignment: str
    staged: Path
    digest: str
    attempt: int
    dated: float | None
    student: str = ""
    placed: str = ""
    reason: str = ""
    same_as: Claim | None = None

    @property
    def place(self) -> str:
        """Where its content is in the end, below the folder of submissions; empty if nowhere."""
        return (self.same_as or self).placed


@dataclass
class Gathered:
    """All that was found.

    Attributes
    ----------
    claims : list of Claim
        The notebooks.
    rejected : list of tuple of (str, str)
        Source and reason of each file that cannot be placed.
    """

    claims: list[Claim] = field(default_factory=list)
    rejected: list[tuple[str, str]] = field(default_factory=list)
