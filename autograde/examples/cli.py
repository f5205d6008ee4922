"""The command ``autograde example``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


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
    from autograde.examples.command import example as run

    run(into, platform)
