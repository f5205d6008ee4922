"""The command line: ``autograde`` and its commands."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from rich.console import Console

from autograde.likeness.cli import similar
from autograde.revising.cli import diff

app = typer.Typer(
    help="Build the course's notebooks and mark what students hand in.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


class System(StrEnum):
    """Who named the files of an import."""

    auto = "auto"
    canvas = "canvas"
    moodle = "moodle"
    folder = "folder"


# Commands import what they need when they run: nbgrader alone takes a second.


@app.command()
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


@app.command()
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


@app.command()
def example(
    into: Annotated[
        Path, typer.Option("--into", file_okay=False, help="The folder that gets the files.")
    ],
    platform: Annotated[
        Literal["canvas", "moodle", "colab"] | None,
        typer.Option(
            "--as",
            help="Write what an instructor downloads there, of a class of eight, for `import`.",
        ),
    ] = None,
) -> None:
    """Write an example class of twelve: right, wrong, half finished, broken."""
    from autograde.examples.downloads import write_downloads
    from autograde.examples.write import ExampleError, placing, write_class

    try:
        with placing(into) as stage:
            if platform:
                files = write_downloads(stage, platform)
                lines = [f"{into / path.name}: {about}" for path, about in files]
            else:
                lines = [f"{student.id}  {student.about}" for student in write_class(stage)]
    except ExampleError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None
    typer.echo("\n".join(lines))


@app.command()
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
            help="Mark this one only; may be given several times. "
            "Else all that somebody has handed in.",
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
    db: Annotated[
        str | None,
        typer.Option(help="A gradebook elsewhere, such as postgresql://user@server/gradebook."),
    ] = None,
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


@app.command()
def export(
    out: Annotated[
        Path,
        typer.Argument(exists=True, file_okay=False, help="What `autograde grade` wrote."),
    ],
    to: Annotated[
        Literal["canvas", "moodle", "csv"], typer.Option("--to", help="Who takes the marks.")
    ],
    per: Annotated[
        Literal["assignment", "exercise"], typer.Option(help="What has a column of marks.")
    ] = "assignment",
    into: Annotated[
        Path | None,
        typer.Option(
            help="The file of marks; else OUT/export/canvas.csv, for one. What else "
            "is written goes beside it."
        ),
    ] = None,
    assignment: Annotated[
        list[str] | None,
        typer.Option(
            "--assignment", "-a", help="Export this one only; may be given several times."
        ),
    ] = None,
    submitted: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="The submissions as `autograde import` placed them: feedback is zipped, too, "
            "under the names that the platform gave the files.",
        ),
    ] = None,
    fill: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="A gradebook that Canvas exported, or a grading worksheet of Moodle's: it is "
            "copied with the marks filled in, out of the points that it says.",
        ),
    ] = None,
    title: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ASSIGNMENT=TITLE",
            help="What the platform calls it; may be given several times.",
        ),
    ] = None,
    out_of: Annotated[
        float, typer.Option(min=0.0, help="What full marks are; 0 for the points that there are.")
    ] = 0.0,
    missing_as_zero: Annotated[
        bool,
        typer.Option("--missing-as-zero", help="0 for what was not handed in; else it is empty."),
    ] = False,
    db: Annotated[
        str | None,
        typer.Option(help="A gradebook elsewhere, such as postgresql://user@server/gradebook."),
    ] = None,
) -> None:
    """Write marks and feedback as Canvas, Moodle or a spreadsheet take them."""
    from autograde.exporting.command import Order, read_titles
    from autograde.exporting.command import export as run

    run(
        Order(
            out,
            to,
            into,
            per,
            tuple(assignment or ()),
            submitted,
            fill,
            read_titles(title or []),
            out_of,
            missing_as_zero,
            db,
        )
    )


@app.command("import")
def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            exists=True,
            help="A zip or folder that Canvas or Moodle made of the submissions, nbgrader's "
            "exchange or submissions, a folder of notebooks, or one notebook.",
        ),
    ],
    into: Annotated[
        Path,
        typer.Option("--into", file_okay=False, help="The folder that gets the submissions."),
    ],
    system: Annotated[
        System, typer.Option("--from", help="Who named the files; auto finds out.")
    ] = System.auto,
    roster: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="Who is in the class: the gradebook that Canvas exports, Moodle's list of "
            "participants, or a CSV file with the columns id, first_name, last_name, email, "
            "lms_user_id, files, of which only the first must be there.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace notebooks that are there already.")
    ] = False,
) -> None:
    """Bring downloaded submissions into a folder that grade marks."""
    from autograde.importing.command import run

    run(paths, into, None if system == "auto" else system.value, roster, force)


@app.command()
def report(
    out: Annotated[
        Path,
        typer.Argument(exists=True, file_okay=False, help="What `autograde grade` wrote."),
    ],
    language: Annotated[
        list[str] | None,
        typer.Option(
            "--language",
            "-l",
            help="A code such as es; may be given several times. Else every language there is.",
        ),
    ] = None,
    anonymous: Annotated[
        bool,
        typer.Option("--anonymous", help="Hide names and ids: writes report.anonymous.html."),
    ] = False,
    db: Annotated[
        str | None, typer.Option(help="The gradebook, if `autograde grade` was given one.")
    ] = None,
) -> None:
    """Write OUT/report.html anew: the class on one page."""
    from autograde.reports.command import report as run

    run(out, language or [], anonymous, db)


app.command()(similar)
app.command()(diff)


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
