"""The command ``autograde import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


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
        Literal["auto", "canvas", "moodle", "folder"],
        typer.Option("--from", help="Who named the files; auto finds out."),
    ] = "auto",
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

    run(paths, into, None if system == "auto" else system, roster, force)
