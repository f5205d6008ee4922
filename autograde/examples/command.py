"""What ``autograde example`` writes, and says."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console

from autograde.examples.downloads import write_downloads
from autograde.examples.write import write_class
from autograde.progress import showing


def example(into: Path, platform: str | None) -> None:
    """Write an example class, and say what each file or student is.

    Parameters
    ----------
    into : Path
        The folder that gets the files.
    platform : str or None
        The platform whose downloads are written; None for folders that `grade` marks.
    """
    with showing(Console(stderr=True)) as told:
        if platform:
            told("Writing", 0, None)
            lines = [f"{path}: {about}" for path, about in write_downloads(into, platform)]
        else:
            lines = [f"{one.id}  {one.about}" for one in write_class(into, told)]
    for line in lines:
        typer.echo(line)
