"""What ``autograde example`` writes, and says."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console

from autograde.examples.downloads import write_downloads
from autograde.examples.write import ExampleError, placing, write_class
from autograde.progress import showing


def example(into: Path, platform: str | None) -> None:
    """Write an example class, and say what each file or student is.

    Parameters
    ----------
    into : Path
        The folder that gets the files.
    platform : str or None
        The platform whose downloads are written; None for folders that `grade` marks.

    Raises
    ------
    typer.Exit
        If something else is in that folder, or nothing can be written; it says why.
    """
    try:
        with showing(Console(stderr=True)) as told, placing(into) as stage:
            if platform:
                told("Writing", 0, None)
                files = write_downloads(stage, platform)
                lines = [f"{into / path.name}: {about}" for path, about in files]
            else:
                lines = [f"{one.id}  {one.about}" for one in write_class(stage, told)]
    except ExampleError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None
    typer.echo("\n".join(lines))
