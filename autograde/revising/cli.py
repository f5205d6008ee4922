"""``autograde diff`` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def diff(
    old: Annotated[
        Path,
        typer.Argument(
            exists=True,
            file_okay=False,
            help="A copy of what `autograde grade` wrote before, or what it wrote elsewhere.",
        ),
    ],
    new: Annotated[
        Path,
        typer.Argument(exists=True, file_okay=False, help="What `autograde grade` wrote since."),
    ],
    table: Annotated[
        Path | None,
        typer.Option("--csv", dir_okay=False, help="A file that gets every change, one a row."),
    ] = None,
    db: Annotated[
        str | None, typer.Option(help="The gradebook of NEW, if `autograde grade` was given one.")
    ] = None,
    old_db: Annotated[str | None, typer.Option(help="The gradebook of OLD, likewise.")] = None,
) -> None:
    """Say which marks changed between two runs, and why."""
    from autograde.revising.command import diff as run

    run(old, new, table, db, old_db)
