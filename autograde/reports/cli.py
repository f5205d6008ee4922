"""The command ``autograde report``."""

from __future__ import annotations

from typing import Annotated

from autograde.options import Gradebook, Languages, Out, hides_names


def report(
    out: Out,
    language: Languages = None,
    anonymous: Annotated[bool, hides_names("report")] = False,
    db: Gradebook = None,
) -> None:
    """Write OUT/report.html anew: the class on one page."""
    from autograde.reports.command import report as run

    run(out, language or [], anonymous, db)
