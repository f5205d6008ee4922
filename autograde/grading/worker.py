"""What one process of the class's marking does: read, run, judge, and write the student's files."""

from __future__ import annotations

import atexit
import signal
import traceback
from dataclasses import dataclass
from pathlib import Path

from autograde.grading.fingerprint import digest_of
from autograde.grading.mark import Marker, without_run
from autograde.grading.reading import MissingError, UnreadableError, read_content, read_file
from autograde.grading.recording import is_written, write_files
from autograde.grading.running import Sandbox
from autograde.grading.submissions import Submission
from autograde.grading.work import Limits, Reading, Result
from neurona import language


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
    course : str
        The fingerprint of everything else that marks depend on.
    """

    out: Path
    limits: Limits
    secret: bytes
    course: str


@dataclass(frozen=True)
class Task:
    """A submission to mark.

    Attributes
    ----------
    submission : Submission
        Where it lies.
    recorded : str or None
        The digest under which it is recorded already.
    """

    submission: Submission
    recorded: str | None = None


@dataclass(frozen=True)
class Marked:
    """What became of a task.

    Attributes
    ----------
    submission : Submission
        The submission.
    result : Result or None
        What marking it gave; None if it is recorded as it is, or if the grader failed.
    digest : str
        Of the submission and of everything that its mark depends on.
    fault : str
        How the grader itself failed; empty if it did not.
    """

    submission: Submission
    result: Result | None = None
    digest: str = ""
    fault: str = ""


_setup: Setup
_marker: Marker | None = None


def prepare(setup: Setup) -> None:
    """Get this process ready."""
    global _setup
    _setup = setup
    # Ctrl-C is for the writer, which lets every process finish what it has begun.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def mark(task: Task) -> Marked:
    """Mark a submission and write its files.

    Whatever is wrong with the submission is part of its result; what is wrong with the grader
    costs this submission alone.
    """
    try:
        return _mark(task)
    except Exception:
        return Marked(task.submission, fault=traceback.format_exc())


def give_up(task: Task) -> Marked:
    """Say that a submission cannot be marked, because the process that tried always died."""
    return Marked(task.submission, fault="The process that marked it was killed, three times.")


def _mark(task: Task) -> Marked:
    submission = task.submission
    student, assignment = submission.student, submission.assignment
    digest = ""
    reading: Reading | None = None
    language.use(language.SOURCE_LANGUAGE)
    try:
        file = read_file(submission.path.parent, assignment)
        digest = digest_of(file.content + repr(file.notes).encode(), _setup.course)
        if digest == task.recorded and is_written(student, assignment, _setup.out):
            return Marked(submission, digest=digest)
        reading = read_content(file, assignment)
        result = _own_marker().mark(student, assignment, reading)
    except MissingError:
        result = without_run(student, assignment, "missing")
    except UnreadableError as error:
        language.use(error.language)
        result = without_run(student, assignment, "unreadable", error.sentence)
    write_files(result, reading, _setup.out)
    return Marked(submission, result, digest)


def _own_marker() -> Marker:
    """Return this process's marker; its sandbox starts with the first submission that runs."""
    global _marker
    if _marker is None:
        sandbox = Sandbox(_setup.limits)
        sandbox.__enter__()
        atexit.register(sandbox.__exit__, None, None, None)
        _marker = Marker(sandbox, _setup.limits, _setup.secret)
    return _marker
