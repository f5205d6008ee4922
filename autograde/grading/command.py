"""What ``autograde grade`` shows while it marks, and when it is done."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import typer
from rich.console import Console

from autograde.build.course import own_chapters
from autograde.cluster.pool import NoDaskError
from autograde.grading.grade import FoldersError, Order, Summary, WeakSandboxError, grade_class
from autograde.grading.imported import ImportedError
from autograde.grading.late import LatePenaltyError
from autograde.grading.out import LOG
from autograde.grading.pool import PoolError
from autograde.grading.received import parse_time
from autograde.grading.recording import Grade, GradebookError, OutputError, read_csv
from autograde.grading.roster import RosterError
from autograde.grading.running import SandboxError
from autograde.grading.secret import CourseSecretError
from autograde.grading.selftest import GraderNotReadyError
from autograde.grading.submissions import handed_in
from autograde.grading.table import make_table
from autograde.progress import showing

_WIDTH_WITHOUT_TERMINAL = 160
_MOST_ROWS = 200
_MOST_FAULTS = 10
_STAYS = "What is recorded stays; the same command goes on from there."
_REFUSALS = (
    CourseSecretError,
    FoldersError,
    GraderNotReadyError,
    GradebookError,
    ImportedError,
    LatePenaltyError,
    NoDaskError,
    OutputError,
    RosterError,
    WeakSandboxError,
)
_FAILURES = (PoolError, SandboxError)


def grade(order: Order) -> None:
    """Mark a folder of submissions and print the table of the class.

    Parameters
    ----------
    order : Order
        What to mark, and how.

    Raises
    ------
    typer.Exit
        If nothing could be marked, or the grader failed on a submission; it says why.
    """
    messages = Console(stderr=True)

    def say(sentence: str) -> None:
        messages.print(sentence, markup=False, highlight=False, soft_wrap=True)

    try:
        with showing(messages, stays=True) as told:
            summary = grade_class(order, partial(told, "Marking"), say)
    except _REFUSALS as error:
        say(str(error))
        raise typer.Exit(1) from None
    except _FAILURES as error:
        say(f"Marking stopped: {error}. {_STAYS}")
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        say(f"Stopped. {_STAYS}")
        raise typer.Exit(130) from None
    _print_results(order, summary)
    if summary.faults:
        _print_faults(order, summary.faults, say)
        raise typer.Exit(1)


def choose(assignments: Sequence[str], submitted: Path) -> tuple[str, ...]:
    """Return the assignments to mark, in the order of teaching.

    Parameters
    ----------
    assignments : sequence of str
        What was asked for. Empty for those that somebody has handed in something for: nobody
        misses a chapter that is not due yet.
    submitted : Path
        The submissions.

    Raises
    ------
    typer.BadParameter
        If the course has no such assignment.
    """
    chapters = own_chapters()
    for assignment in assignments:
        if assignment not in chapters:
            known = ", ".join(chapters)
            raise typer.BadParameter(f"there is no assignment {assignment!r}; there are: {known}")
    if assignments:
        return tuple(one for one in chapters if one in assignments)
    return handed_in(submitted, chapters) or chapters


def read_due(due: Sequence[str]) -> dict[str, datetime]:
    """Read when assignments are due.

    Parameters
    ----------
    due : sequence of str
        Such as ``01_perceptron=2026-03-01 23:59 Europe/Madrid``.

    Returns
    -------
    dict of str to datetime
        In UTC.

    Raises
    ------
    typer.BadParameter
        If one is no assignment and time.
    """
    chapters = own_chapters()
    times = {}
    for one in due:
        assignment, _, text = one.partition("=")
        time = parse_time(text)
        if assignment not in chapters or time is None:
            example = f"{chapters[0]}='2026-03-01 23:59 Europe/Madrid'"
            raise typer.BadParameter(f"{one!r} is no assignment and time, such as {example}")
        times[assignment] = time
    return times


def _print_results(order: Order, summary: Summary) -> None:
    console = Console()
    if not (console.is_terminal or "COLUMNS" in os.environ):
        console = Console(width=_WIDTH_WITHOUT_TERMINAL)
    recorded = read_csv(order.out / "grades.csv")
    grades = (one for one in recorded if one.assignment in order.assignments)
    if summary.submissions <= _MOST_ROWS * len(order.assignments):
        console.print(make_table(list(grades), order.assignments))
    else:
        console.print(_counts(grades), markup=False)
    if summary.unchanged:
        console.print(f"{summary.unchanged} of {summary.submissions} were recorded already.")
    for sentence in summary.again.sentences:
        console.print(sentence, markup=False, highlight=False)
    console.print(f"Grades, gradebook, feedback and report.html are in {order.out}.", markup=False)


def _print_faults(order: Order, faults: Sequence[str], say: Callable[[str], object]) -> None:
    for fault in faults[:_MOST_FAULTS]:
        say(f"The grader failed here, and nothing was recorded: {fault}")
    if len(faults) > _MOST_FAULTS:
        say(f"So it did on {len(faults) - _MOST_FAULTS} more.")
    say(f"All that is known about it is in {order.out / LOG}.")


def _counts(grades: Iterator[Grade]) -> str:
    """Say how often each status came, for a class that is too large for a table."""
    statuses = Counter(grade.status.replace("_", " ") for grade in grades)
    counted = ", ".join(f"{count} {status}" for status, count in statuses.most_common())
    return f"Exercises: {counted}."
