"""Write the page of look-alikes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup, escape

from autograde.likeness.find import EXPECTED, SMALLEST_CLASS
from autograde.likeness.views import View
from autograde.reports.pages import make_environment, write_pages


def write_similar(out: Path, view: View, languages: Sequence[str] = ()) -> list[Path]:
    """Write what was found.

    Parameters
    ----------
    out : Path
        The folder of results, which gets the pages.
    view : View
        What to show.
    languages : sequence of str
        In which to write it; all that the course has, if empty.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    return write_pages(out, "similar", _environment(), view, languages)


@cache
def _environment() -> Environment:
    return make_environment(
        Path(__file__).parent,
        {"filled": _filled},
        {"EXPECTED": EXPECTED, "SMALLEST_CLASS": SMALLEST_CLASS},
    )


def _filled(text: str, **values: str) -> Markup:
    """Put pieces of a page into a sentence; what is no piece of a page is escaped."""
    return Markup(escape(text)).format(**values)
