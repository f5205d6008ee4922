"""What ``autograde grade`` shows while it marks, and when it is done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograde.build.course import own_course, read_settings
from autograde.build.problems import Problems
from autograde.grading.grade import grade_class
from autograde.grading.secret import CourseSecretError
from autograde.grading.selftest import GraderNotReadyError
from autograde.grading.table import make_table

_WIDTH_WITHOUT_TERMINAL = 160


def grade(
    submitted: Path, out: Path, assignments: Sequence[str], seconds: float, workers: int
) -> None:
    """Mark a folder of submissions and print the table of the class.

    Parameters
    ----------
    submitted : Path
        The submissions.
    out : Path
        Gets the results.
    assignments : sequence of str
        What to mark; all assignments of the course if empty.
    seconds : float
        How long one case of an exercise may take.
    workers : int
        How many submissions run at a time.

    Raises
    ------
    typer.BadParameter
        If the course has no such assignment.
    typer.Exit
        If the grader itself is not ready; it says why.
    """
    chosen = _choose(assignments)
    messages = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=messages,
    )
    with bar:
        task = bar.add_task("Marking", total=None)
        try:
            grades = grade_class(
                submitted,
                out,
                chosen,
                seconds=seconds,
                workers=workers,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
                say=lambda message: messages.print(message, markup=False),
            )
        except (GraderNotReadyError, CourseSecretError) as error:
            messages.print(str(error), markup=False)
            raise typer.Exit(1) from None
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH_WITHOUT_TERMINAL)
    console.print(make_table(grades, chosen))
    console.print(f"Grades, gradebook and feedback are in {out}.", markup=False)


def _choose(assignments: Sequence[str]) -> list[str]:
    problems = Problems(own_course().root)
    settings = read_settings(own_course(), problems)
    problems.stop_if_any()
    assert settings is not None
    for assignment in assignments:
        if assignment not in settings.chapters:
            known = ", ".join(settings.chapters)
            raise typer.BadParameter(f"there is no assignment {assignment!r}; there are: {known}")
    return [chapter for chapter in settings.chapters if not assignments or chapter in assignments]
