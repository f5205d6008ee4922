"""What one process of the class's marking does: read, run, judge, and write the student's files."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from autograde.grading.found import find
from autograde.grading.mark import Marker, warm_marker, without_run
from autograde.grading.reading import File, MissingError, UnreadableError, read_content
from autograde.grading.recording import OutputError, write_files, writing
from autograde.grading.running import SandboxError, SandboxGoneError
from autograde.grading.submissions import Submission
from autograde.grading.work import Limits, Reading, Result
from neurona import language

_TRIES = 3


@dataclass(frozen=True)
class Setup:
    """What a process needs to know before its first submission.

    Attributes
    ----------
    out : Path
        Gets the files that students and instructors read.
    limits : Limits
        What a submission may use.
    secret : bytes
        The course's secret.
    bases : mapping of str to str
        By assignment, the digest of everything else that its marks depend on.
    """

    out: Path
    limits: Limits
    secret: bytes = field(repr=False)  # so that no log has it
    bases: Mapping[str, str]

    @property
    def course(self) -> str:
        """A name for all that marks depend on but the submissions."""
        return hashlib.sha256(" ".join(sorted(self.bases.values())).encode()).hexdigest()


@dataclass(frozen=True)
class Marked:
    """What became of a submission.

    Attributes
    ----------
    submission : Submission
        The submission.
    result : Result or None
        What marking it gave; None if the grader failed.
    submitted : str
        The digest of what was handed in.
    digest : str
        Of the submission and of everything that its mark depends on.
    fault : str
        How the grader itself failed; empty if it did not.
    """

    submission: Submission
    result: Result | None = None
    submitted: str = ""
    digest: str = ""
    fault: str = ""


_setup: Setup
_marker: Marker | None = None


def prepare(setup: Setup) -> None:
    """Get this process ready."""
    global _setup
    _setup = setup


def mark(submission: Submission) -> Marked:
    """Mark a submission and write its files.

    Whatever is wrong with the submission is part of its result; what is wrong with the grader
    costs this submission alone.

    Raises
    ------
    OutputError
        If nothing can be written, on a full disk for one.
    SandboxError
        If no sandbox can be started.
    """
    try:
        return _mark(submission)
    except (OutputError, SandboxError) as error:
        if not isinstance(error, SandboxGoneError):
            raise
        return Marked(submission, fault=traceback.format_exc())
    except Exception:
        return Marked(submission, fault=traceback.format_exc())


def give_up(submission: Submission) -> Marked:
    """Say that a submission cannot be marked, because the process that tried always died."""
    return Marked(submission, fault="The process that marked it was killed, three times.")


def mark_file(
    submission: Submission,
    file: File | MissingError | UnreadableError,
    marker: Callable[[], Marker],
) -> tuple[Result, Reading | None]:
    """Read, run and judge what was handed in.

    Parameters
    ----------
    submission : Submission
        Whose it is, and for what.
    file : File, MissingError or UnreadableError
        The file; or why there is none that can be read.
    marker : callable
        Returns what marks; called only where there is something to run.

    Returns
    -------
    Result
        Whatever the submission does.
    Reading or None
        What was marked; None if it could not be read.

    Raises
    ------
    SandboxError
        If no sandbox can be started.
    """
    student, assignment = submission.student, submission.assignment
    language.use(language.SOURCE_LANGUAGE)
    try:
        if isinstance(file, Exception):
            raise file
        reading = read_content(file, assignment)
    except MissingError:
        return without_run(student, assignment, "missing"), None
    except UnreadableError as error:
        language.use(error.language)
        return without_run(student, assignment, "unreadable", error.sentence), None
    return _run(student, assignment, reading, marker), reading


def _mark(submission: Submission) -> Marked:
    language.use(language.SOURCE_LANGUAGE)
    found = find(submission, _setup.bases[submission.assignment])
    result, reading = mark_file(submission, found.file, _own_marker)
    with writing(_setup.out):
        write_files(result, reading, _setup.out)
    return Marked(submission, result, found.submitted, found.digest)


def _run(student: str, assignment: str, reading: Reading, marker: Callable[[], Marker]) -> Result:
    """Run and judge a submission; anew when something ends the sandbox meanwhile."""
    for _attempt in range(_TRIES - 1):
        with suppress(SandboxError):
            return marker().mark(student, assignment, reading)
    return marker().mark(student, assignment, reading)


def _own_marker() -> Marker:
    """Return this process's marker; its sandbox starts with the first submission that runs."""
    global _marker
    if _marker is None:
        _marker = warm_marker(_setup.limits, _setup.secret)
    return _marker
