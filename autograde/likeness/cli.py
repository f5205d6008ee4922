"""The command ``autograde similar``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograde.options import Gradebook, Languages, Out, hides_names


def similar(
    out: Out,
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
    language: Languages = None,
    anonymous: Annotated[bool, hides_names("similar")] = False,
    db: Gradebook = None,
) -> None:
    """Find submissions that are more alike than chance explains: where to look, not who copied."""
    from autograde.likeness.command import Order
    from autograde.likeness.command import similar as run

    run(Order(out, tuple(assignment or ()), tuple(language or ()), table, anonymous, db))
