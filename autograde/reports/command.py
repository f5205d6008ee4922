"""What ``autograde report`` does."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console

from autograde.grading.out import held
from autograde.grading.recording import GradebookError, OutputError
from autograde.grading.secret import CourseSecretError, course_secret
from autograde.progress import showing
from autograde.reports.page import write_reports
from neurona.language import available


def report(out: Path, languages: list[str], anonymous: bool, db_url: str | None = None) -> None:
    """Write the report on all that was marked into a folder anew.

    Parameters
    ----------
    out : Path
        The folder of results, which gets it.
    languages : list of str
        In which to write it; all that the course has, if empty.
    anonymous : bool
        Whether to hide names and ids.
    db_url : str or None
        The address of the gradebook's database; None for the file in `out`.

    Raises
    ------
    typer.BadParameter
        If the course does not have a language.
    typer.Exit
        If there is nothing to report on, or it cannot be written; it says why.
    """
    for code in languages:
        if code not in available():
            known = ", ".join(available())
            raise typer.BadParameter(f"there is no language {code!r}; there are: {known}")

    def say(sentence: str) -> None:
        typer.echo(sentence, err=True)

    try:
        secret = course_secret(say) if anonymous else None
        with held(out), showing(Console(stderr=True)) as told:
            paths = write_reports(out, db_url, languages=languages, secret=secret, told=told)
    except (CourseSecretError, GradebookError, OutputError) as error:
        say(str(error))
        raise typer.Exit(1) from None
    for path in paths:
        typer.echo(path)
