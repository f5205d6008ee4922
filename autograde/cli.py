"""The command line: ``autograde`` and its commands.

Commands import what they need when they run: nbgrader alone takes a second.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from autograde.examples.cli import example
from autograde.exporting.cli import export
from autograde.importing.cli import import_
from autograde.likeness.cli import similar
from autograde.options import GradebookElsewhere
from autograde.reports.cli import report
from autograde.revising.cli import diff

app = typer.Typer(
    help="Build the course's notebooks and mark what students hand in.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def build() -> None:
    """Build all notebooks from texts, solutions and the suite."""
    from autograde.build.course import own_course
    from autograde.build.pipeline import build as make
    from autograde.build.pipeline import write
    from autograde.build.problems import SourcesError

    course = own_course()
    try:
        with _progress() as report:
            files = make(course, report)
    except SourcesError as error:
        _stop(error, "nothing was built")
    changed = write(course, files)
    for path in changed:
        typer.echo(path.as_posix())
    typer.echo(f"{len(files)} files are up to date, {len(changed)} of them changed.")


def translate(
    language: Annotated[
        list[str] | None,
        typer.Option("--language", "-l", help="A code such as es; may be given several times."),
    ] = None,
) -> None:
    """Bring the catalogs in course/text up to date with the sources."""
    from autograde.build.catalog import is_language
    from autograde.build.course import own_course
    from autograde.build.pipeline import translate as update
    from autograde.build.problems import SourcesError

    for code in language or []:
        if not is_language(code):
            raise typer.BadParameter(f"{code!r} is not a language code, such as es or pt")
    course = own_course()
    try:
        waiting = update(course, language)
    except SourcesError as error:
        _stop(error, "no catalog was changed")
    for path, count in waiting.items():
        name = path.relative_to(course.root).as_posix()
        typer.echo(f"{name}: {count} to translate" if count else f"{name}: complete")


def grade(
    submitted: Annotated[
        Path,
        typer.Argument(
            exists=True,
            file_okay=False,
            help="Holds <student>/<assignment>/<assignment>.ipynb; nothing in it is changed.",
        ),
    ],
    to: Annotated[Path, typer.Option("--to", help="The folder that gets all results.")],
    assignment: Annotated[
        list[str] | None,
        typer.Option(
            "--assignment",
            "-a",
            help="Mark this one only; may be given several times. Else all that somebody has "
            "handed in. Marks of others stay.",
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds that one case of an exercise may take.")
    ] = 5.0,
    memory: Annotated[
        int, typer.Option(min=64, help="Megabytes that a submission may use.")
    ] = 1024,
    workers: Annotated[
        int, typer.Option(min=1, help="How many submissions run at a time, without --scheduler.")
    ] = os.cpu_count() or 1,
    db: GradebookElsewhere = None,
    require_sandbox: Annotated[
        bool,
        typer.Option("--require-sandbox", help="Mark nothing without the strongest isolation."),
    ] = False,
    due: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ASSIGNMENT=TIME",
            help="When an assignment is due, such as 01_perceptron='2026-03-01 23:59 "
            "Europe/Madrid' (UTC if no zone is said); may be given several times, and is "
            "remembered. nbgrader_config.py says what lateness costs.",
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Mark on the workers of a Dask cluster, such as tls://10.0.0.1:8786; "
            "docs/scale.md says what they need.",
        ),
    ] = None,
) -> None:
    """Mark a folder of submissions: grades, gradebook and feedback."""
    from autograde.grading.command import choose, read_due
    from autograde.grading.command import grade as run
    from autograde.grading.grade import Order
    from autograde.grading.work import Limits

    assignments = choose(assignment or [], submitted)
    limits = Limits(timeout, memory)
    times = read_due(due or [])
    order = Order(
        submitted,
        to,
        assignments,
        limits,
        workers,
        db,
        require_sandbox,
        times,
        scheduler=scheduler,
    )
    run(order)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show what is being done: in place on a terminal, line by line in a log."""
    console = Console(stderr=True)
    if console.is_terminal:
        with console.status("") as status:
            yield status.update
    else:
        yield console.print


def _stop(error: Exception, outcome: str) -> NoReturn:
    typer.echo(error, err=True)
    count = len(str(error).splitlines())
    typer.echo(f"{count} problem{'s' if count > 1 else ''}; {outcome}.", err=True)
    raise typer.Exit(1)


# `autograde --help` lists them in this order.
for _command in (build, translate, example, grade, export, import_, report, similar, diff):
    app.command(_command.__name__.rstrip("_"))(_command)
