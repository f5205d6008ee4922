"""Mark a class."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path

from autograde.grading.grades import Grade, grades_of, grades_without_run, write_csv
from autograde.grading.limits import VARIABLE as TIMEOUT_VARIABLE
from autograde.grading.record import record, record_failure
from autograde.grading.run import Place, Ran, register_assignments, run, write_feedback
from autograde.grading.secret import course_secret
from autograde.grading.selftest import mark_references
from autograde.grading.settings import find_own_programs
from autograde.grading.submissions import Submission, find_submissions

Progress = Callable[[int, int], object]
"""Is told how many submissions are done, and how many there are."""

Say = Callable[[str], object]
"""Is told something in a sentence."""


def grade_class(
    submitted: Path,
    out: Path,
    assignments: Sequence[str],
    *,
    seconds: float,
    workers: int,
    progress: Progress,
    say: Say,
) -> list[Grade]:
    """Mark all submissions in a folder.

    Parameters
    ----------
    submitted : Path
        The submissions, in nbgrader's layout. Nothing in it is changed.
    out : Path
        Gets ``grades.csv``, ``gradebook.db``, ``autograded/`` and ``feedback/``.
    assignments : sequence of str
        The ids of the assignments to mark.
    seconds : float
        How long one case of an exercise may take.
    workers : int
        How many submissions run at a time.
    progress : callable
        Is told how far marking has come.
    say : callable
        Is told, in a sentence, what an instructor should know.

    Returns
    -------
    list of Grade
        As in ``grades.csv``.

    Raises
    ------
    GraderNotReadyError
        If the course's own solutions do not earn all points.
    NbGraderException
        If the course itself cannot be used; whatever a submission does is only marked.
    """
    out.mkdir(parents=True, exist_ok=True)
    find_own_programs()
    course_secret(say)
    os.environ[TIMEOUT_VARIABLE] = str(seconds)
    mark_references(assignments)
    with tempfile.TemporaryDirectory() as scratch:
        place = Place(out.resolve(), Path(scratch) / "gradebook.db")
        register_assignments(place, list(assignments))
        shutil.copyfile(place.folder / "gradebook.db", place.empty_gradebook)
        submissions = find_submissions(submitted.resolve(), assignments)
        grades = _grade_all(submissions, place, workers, progress, say)
    ordered = [grade for submission in submissions for grade in grades[submission]]
    write_csv(out / "grades.csv", ordered)
    return ordered


def _grade_all(
    submissions: Sequence[Submission], place: Place, workers: int, progress: Progress, say: Say
) -> dict[Submission, list[Grade]]:
    there = {submission: submission.path.is_file() for submission in submissions}
    grades = {
        submission: grades_without_run(submission, "missing")
        for submission in submissions
        if not there[submission]
    }
    progress(len(grades), len(submissions))
    context = multiprocessing.get_context("spawn")  # a fork would share nbgrader's databases
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        pages: dict[Submission, Future[None]] = {}
        runs = [pool.submit(run, submission, place) for submission in there if there[submission]]
        for future in as_completed(runs):
            ran = future.result()
            grades[ran.submission] = _record(ran, place)
            if not ran.failure:
                pages[ran.submission] = pool.submit(write_feedback, ran.submission, place)
            progress(len(grades), len(submissions))
        for submission, page in pages.items():
            if problem := page.exception():
                say(f"{submission.student}, {submission.assignment}: no feedback. {problem}")
    return grades


def _record(ran: Ran, place: Place) -> list[Grade]:
    if ran.failure:
        record_failure(ran.submission, place)
        return grades_without_run(ran.submission, ran.failure)
    scores = record(ran.submission, place)
    return grades_of(ran.submission, place.autograded(ran.submission), scores)
