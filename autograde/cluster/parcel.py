"""What travels: a submission's file to a worker, and what came of it back. No path does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from autograde.grading.found import Found
from autograde.grading.reading import File, MissingError, UnreadableError
from autograde.grading.reading.decode import without_bulk
from autograde.grading.recording import Files
from autograde.grading.work import Result


@dataclass(frozen=True)
class Parcel:
    """A submission on its way to a worker.

    Attributes
    ----------
    student, assignment : str
        Whose submission, and for what.
    file : File, MissingError or UnreadableError
        What was handed in, without the outputs if it is large; or why that cannot be read.
    """

    student: str
    assignment: str
    file: File | MissingError | UnreadableError = field(repr=False)


@dataclass(frozen=True)
class Reply:
    """What a worker gives back.

    Attributes
    ----------
    result : Result or None
        What marking gave; None if it failed.
    files : Files or None
        The notebook and the page to write.
    fault : str
        How the grader itself failed: a traceback.
    unfit : str
        Why this worker can mark nothing at all.
    unprepared : bool
        Whether it was never prepared, or somebody has taken that back: it was started anew.
    """

    result: Result | None = None
    files: Files | None = field(default=None, repr=False)
    fault: str = ""
    unfit: str = ""
    unprepared: bool = False


def pack(found: Found) -> Parcel:
    """Make a parcel of what was handed in.

    Parameters
    ----------
    found : Found
        What lies in the student's folder.
    """
    file = found.file
    if isinstance(file, File):
        try:
            file = replace(file, content=without_bulk(file.content))
        except UnreadableError as error:
            file = error
    return Parcel(found.submission.student, found.submission.assignment, file)
