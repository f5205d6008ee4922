"""The command ``autograde similar``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def similar(
    out: Annotated[
        Path,
        typer.Argument(exists=True, file_okay=False, help="What `autograde grade` wrote."),
    ],
    assignment: Annotated[
        list[str] | None,
        typer.Option(
            "--assignment", "-a", help="Compare this one only; may be given several times."
        ),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option("--csv", dir_okay=False, help="A file that gets a table of the pairs, too."),
    ] = None,
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
        typer.Option("--anonymous", help="Hide names and ids: writes similar.anonymous.html."),
    ] = False,
    db: Annotated[
        str | None, typer.Option(help="The gradebook, if `autograde grade` was given one.")
    ] = None,
) -> None:
    """Find submissions that are more alike than chance explains: where to look, not who copied."""
    from autograde.likeness.command import Order
    from autograde.likeness.command import similar as run

    run(Order(out, tuple(assignment or ()), tuple(language or ()), table, anonymous, db))
