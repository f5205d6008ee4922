"""The command ``autograde export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from autograde.options import GradebookElsewhere, Out


def export(
    out: Out,
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
    db: GradebookElsewhere = None,
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
