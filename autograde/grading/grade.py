"""Mark a class: hand submissions to processes, and record what they give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograde.build.course import own_chapters
from autograde.cluster.pool import ClusterPool, require_dask
from autograde.grading.again import Again
from autograde.grading.fingerprint import Basis, bases_of
from autograde.grading.found import find
from autograde.grading.late import settle_lateness
from autograde.grading.out import Faults, held
from autograde.grading.pool import Pool
from autograde.grading.recording import Recorder, write_csv, writing
from autograde.grading.roster import students_in
from autograde.grading.running.isolation import choose as choose_isolation
from autograde.grading.secret import course_secret
from autograde.grading.selftest import mark_references
from autograde.grading.submissions import Submission, find_submissions
from autograde.grading.work import Limits, Result
from autograde.grading.worker import Marked, Setup, give_up, mark, prepare
from autograde.reports.page import write_reports
from autograde.suite import load_chapter
from autograde.suite.aspects import aspects_of

Progress = Callable[[int, int], object]
"""Is told how many submissions are done, and how many there are."""

Say = Callable[[str], object]
"""Is told something in a sentence."""


class FoldersError(Exception):
    """The folders are not what they should be; the text says why, and what to do."""


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
    due : dict of str to datetime
        By assignment, when it is due, in UTC; others are due when the gradebook says.
    config : Path or None
        nbgrader's configuration, which says what lateness costs; None for the course's own.
    scheduler : str or None
        The address of a Dask scheduler, whose workers mark; None for processes of this machine.
    """

    submitted: Path
    out: Path
    assignments: tuple[str, ...]
    limits: Limits
    workers: int
    database: str | None = None
    require_sandbox: bool = False
    due: Mapping[str, datetime] = field(default_factory=dict)
    config: Path | None = None
    scheduler: str | None = None


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
    again : Again
        What changed in marks that were recorded before.
    """

    submissions: int
    unchanged: int
    faults: tuple[str, ...]
    again: Again = field(default_factory=Again)


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
    FoldersError
        If there is no student, or results would lie among submissions.
    CourseSecretError
        If the course's secret cannot be used.
    RosterError
        If the folder's roster cannot be read.
    GraderNotReadyError
        If the course's own solutions do not earn all points.
    GradebookError
        If the gradebook cannot be used; what it recorded before stays.
    WeakSandboxError
        If a sandbox is required and this machine does not allow one.
    OutputError
        If results cannot be written; what is recorded stays, as it does in what follows.
    SandboxError
        If no sandbox can be started.
    PoolError
        If no processes can be, or the cluster fails.
    NoDaskError
        If a scheduler is named, and Dask is not installed.
    LatePenaltyError
        If the plugin for lateness fails; what is recorded stays.
    """
    if order.scheduler is None:
        _look_at_isolation(order, say)
    else:
        require_dask()
    _refuse_inside(order)
    roster = students_in(order.submitted)
    students = [row["id"] for row in roster.rows]
    submissions = find_submissions(order.submitted.resolve(), order.assignments, students)
    if not submissions:
        raise FoldersError(
            f"Nothing was marked: {order.submitted} has neither a student's folder nor a roster. "
            "`autograde import` makes them of what you downloaded."
        )
    secret = course_secret(say)
    bases = bases_of(order.assignments, order.limits, secret)
    digests = {assignment: basis.digest for assignment, basis in bases.items()}
    setup = Setup(order.out.resolve(), order.limits, secret, digests)
    with (
        held(order.out),
        Recorder(order.out, order.database, order.assignments, say=say) as recorder,
    ):
        recorder.enter_students(roster.rows)
        summary = _Class(order, setup, bases, submissions, recorder, say).mark(progress)
        with writing(order.out):
            write_csv(order.out, recorder, _with_others(submissions, recorder))
        settle_lateness(recorder, submissions, order.due, say, order.config)
        write_reports(order.out, order.database)
    return summary


def _with_others(submissions: Sequence[Submission], recorder: Recorder) -> list[Submission]:
    """Add what is recorded for other assignments: the tables tell of the whole course."""
    chapters = own_chapters()
    others = [Submission(Path(), *pair) for pair in recorder.others() if pair[1] in chapters]
    return sorted(
        [*submissions, *others], key=lambda one: (one.student, chapters.index(one.assignment))
    )


def _refuse_inside(order: Order) -> None:
    """Refuse to put results where the next run would take them for a student's folder."""
    if order.out.resolve().is_relative_to(order.submitted.resolve()):
        raise FoldersError(
            f"Nothing was marked: {order.out} lies in {order.submitted}, where every folder is a "
            "student's. Choose a folder beside it with --to."
        )


def _look_at_isolation(order: Order, say: Say) -> None:
    isolation = choose_isolation()
    if order.require_sandbox and not isolation.full:
        raise WeakSandboxError(f"Nothing was marked. {isolation.sentence}")
    if not isolation.full:
        say(isolation.sentence)


class _Class:
    """The marking of a class."""

    def __init__(
        self,
        order: Order,
        setup: Setup,
        bases: Mapping[str, Basis],
        submissions: Sequence[Submission],
        recorder: Recorder,
        say: Say,
    ) -> None:
        self._order = order
        self._setup = setup
        self._bases = bases
        self._submissions = submissions
        self._recorder = recorder
        self._say = say
        self._unchanged = 0
        self._again = Again()

    def mark(self, progress: Progress) -> Summary:
        """Mark those that are not recorded as they are."""
        count = len(self._submissions)
        faults = Faults(self._order.out)
        pool = self._pool()
        progress(0, count)
        for done, marked in enumerate(pool.map(self._to_mark()), start=1):
            if marked.result is None:
                about = marked.submission
                faults.add(about.student, about.assignment, marked.fault)
            else:
                self._record(marked.result, marked)
            progress(done + self._unchanged, count)
        progress(count, count)  # also where there was nothing to mark
        return Summary(count, self._unchanged, tuple(faults.lines), self._again)

    def _record(self, result: Result, marked: Marked) -> None:
        basis = self._bases[result.assignment].digest
        before = self._recorder.record(
            result, marked.digest, submitted=marked.submitted, basis=basis
        )
        self._again.add(result, before)

    def _pool(self) -> Pool[Submission, Marked] | ClusterPool:
        order = self._order
        if order.scheduler is None:
            return Pool(order.workers, prepare, (self._setup,), mark, give_up)
        return ClusterPool(order.scheduler, self._setup, order.require_sandbox, self._say)

    def _to_mark(self) -> Iterator[Submission]:
        """List what is to be marked; the grader tests itself before anything is."""
        begun: set[str] = set()
        for submission in self._submissions:
            if self._is_settled(submission):
                self._unchanged += 1
                continue
            if not begun:
                mark_references(self._order.assignments, self._order.limits.case_seconds)
            if submission.assignment not in begun:
                self._record_basis(submission.assignment)
                begun.add(submission.assignment)
            yield submission

    def _record_basis(self, assignment: str) -> None:
        exercises = load_chapter(assignment).exercises
        aspects = {name: aspects_of(one) for name, one in exercises.items()}
        self._recorder.record_basis(self._bases[assignment], aspects)

    def _is_settled(self, submission: Submission) -> bool:
        recorded = self._recorder.recorded(submission.student, submission.assignment)
        if recorded is None:
            return False
        setup = self._setup
        basis = setup.bases[submission.assignment]
        return find(submission, basis).is_settled(recorded, setup.out)
