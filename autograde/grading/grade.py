"""Mark a class: hand submissions to processes, and record what they give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograde.grading.fingerprint import fingerprint
from autograde.grading.pool import Pool
from autograde.grading.recording import Recorder, write_csv
from autograde.grading.running.isolation import choose as choose_isolation
from autograde.grading.secret import course_secret
from autograde.grading.selftest import mark_references
from autograde.grading.submissions import Submission, find_submissions
from autograde.grading.work import Limits
from autograde.grading.worker import Marked, Setup, Task, give_up, mark, prepare

Progress = Callable[[int, int], object]
"""Is told how many submissions are done, and how many there are."""

Say = Callable[[str], object]
"""Is told something in a sentence."""


class WeakSandboxError(Exception):
    """A strong sandbox is required, and this machine does not allow one."""


@dataclass(frozen=True)
class Order:
    """What to mark, and how.

    Attributes
    ----------
    submitted : Path
        The submissions, in nbgrader's layout. Nothing in it is changed.
    out : Path
        Gets all results.
    assignments : tuple of str
        The ids of the assignments to mark.
    limits : Limits
        What a submission may use.
    workers : int
        How many submissions run at a time.
    database : str or None
        The address of the gradebook; None for a file in `out`.
    require_sandbox : bool
        Whether to refuse to run anything without the strongest isolation.
    """

    submitted: Path
    out: Path
    assignments: tuple[str, ...]
    limits: Limits
    workers: int
    database: str | None = None
    require_sandbox: bool = False


@dataclass(frozen=True)
class Summary:
    """What marking a class came to.

    Attributes
    ----------
    submissions : int
        How many there are.
    unchanged : int
        How many of them were recorded already, and are as they were.
    faults : tuple of str
        Submissions that the grader itself failed on, with the reason.
    """

    submissions: int
    unchanged: int
    faults: tuple[str, ...]


def grade_class(order: Order, progress: Progress, say: Say) -> Summary:
    """Mark all submissions in a folder.

    What is recorded already, and would be marked as it was, is left as it is. So the same
    command goes on where an earlier run was stopped.

    Parameters
    ----------
    order : Order
        What to mark.
    progress : callable
        Is told how far marking has come.
    say : callable
        Is told, in a sentence, what an instructor should know.

    Raises
    ------
    CourseSecretError
        If the course's secret cannot be used.
    GraderNotReadyError
        If the course's own solutions do not earn all points.
    GradebookError
        If the gradebook cannot be used; what it recorded before stays.
    WeakSandboxError
        If a sandbox is required and this machine does not allow one.
    """
    isolation = choose_isolation()
    if order.require_sandbox and not isolation.full:
        raise WeakSandboxError(f"Nothing was marked. {isolation.sentence}")
    if not isolation.full:
        say(isolation.sentence)
    secret = course_secret(say)
    mark_references(order.assignments)
    order.out.mkdir(parents=True, exist_ok=True)
    submissions = find_submissions(order.submitted.resolve(), order.assignments)
    setup = Setup(order.out.resolve(), order.limits, secret, fingerprint(order.limits, secret))
    with Recorder(order.out, order.database, order.assignments, say=say) as recorder:
        summary = _mark_all(submissions, setup, order.workers, recorder, progress)
        write_csv(order.out, recorder, submissions)
    return summary


def _mark_all(
    submissions: Sequence[Submission],
    setup: Setup,
    workers: int,
    recorder: Recorder,
    progress: Progress,
) -> Summary:
    unchanged = 0
    faults = []
    pool = Pool(workers, prepare, (setup,), mark, give_up)
    progress(0, len(submissions))
    for done, marked in enumerate(pool.map(_tasks(submissions, recorder)), start=1):
        if marked.result is not None:
            recorder.record(marked.result, marked.digest)
        elif marked.fault:
            faults.append(_tell(marked))
        else:
            unchanged += 1
        progress(done, len(submissions))
    return Summary(len(submissions), unchanged, tuple(faults))


def _tasks(submissions: Sequence[Submission], recorder: Recorder) -> Iterator[Task]:
    for submission in submissions:
        yield Task(submission, recorder.recorded(submission.student, submission.assignment))


def _tell(marked: Marked) -> str:
    submission = marked.submission
    return f"{submission.student}, {submission.assignment}: {marked.fault.strip()}"
