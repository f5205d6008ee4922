"""What several commands take on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

Out = Annotated[
    Path, typer.Argument(exists=True, file_okay=False, help="What `autograde grade` wrote.")
]
"""The folder of results."""

Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--language",
        "-l",
        help="A code such as es; may be given several times. Else every language there is.",
    ),
]
"""In which to write a page."""

Gradebook = Annotated[
    str | None, typer.Option(help="The gradebook, if `autograde grade` was given one.")
]
"""The address of a gradebook that pages tell of."""

GradebookElsewhere = Annotated[
    str | None,
    typer.Option(help="A gradebook elsewhere, such as postgresql://user@server/gradebook."),
]
"""The address of a gradebook that marks go to, or come from."""


def hides_names(kind: str) -> Any:
    """Make the option that hides names on a kind of page.

    Parameters
    ----------
    kind : str
        What its pages are called.
    """
    return typer.Option("--anonymous", help=f"Hide names and ids: writes {kind}.anonymous.html.")
