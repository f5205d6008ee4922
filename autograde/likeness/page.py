"""Write the page of look-alikes: one file for each language, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograde import reports
from autograde.grading.recording import writing
from autograde.grading.replacing import replacing
from autograde.grading.words import _, ngettext
from autograde.likeness.find import EXPECTED, SMALLEST_CLASS
from autograde.likeness.views import View
from autograde.reports import words
from neurona import language

_CHUNK = 1 << 16


def write_pages(out: Path, view: View, languages: Sequence[str] = ()) -> list[Path]:
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
    chosen = list(languages or language.available())
    return [_write(out, view, code, chosen) for code in chosen]


def file_name(code: str, hidden: bool) -> str:
    """Return the name of the page in a language.

    Parameters
    ----------
    code : str
        The language.
    hidden : bool
        Whether names are hidden.
    """
    middle = ".anonymous" if hidden else ""
    ending = "" if code == language.SOURCE_LANGUAGE else f".{code}"
    return f"similar{middle}{ending}.html"


def _write(out: Path, view: View, code: str, written: Sequence[str]) -> Path:
    hidden = view.people.hidden
    path = out / file_name(code, hidden)
    others = [
        (other, words.own_name(other), file_name(other, hidden))
        for other in language.available()
        if other != code and other in written
    ]
    before = language.current()
    language.use(code)
    try:
        page = _environment().get_template("similar.html")
        stream = page.stream(language=code, others=others, view=view, hidden=hidden)
        stream.enable_buffering(_CHUNK)
        with (
            writing(out),
            replacing(path) as part,
            part.open("x", newline="", encoding="utf-8", errors="backslashreplace") as file,
        ):
            file.writelines(stream)
    finally:
        language.use(before)
    return path


@cache
def _environment() -> Environment:
    folders = [Path(__file__).parent, Path(reports.__file__).parent]
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number=words.number,
        breakable=words.breakable,
        capital=words.capital,
        filled=_filled,
    )
    environment.globals.update(
        {"_": _, "ngettext": ngettext, "EXPECTED": EXPECTED, "SMALLEST_CLASS": SMALLEST_CLASS}
    )
    return environment


def _filled(text: str, **values: str) -> Markup:
    """Put pieces of a page into a sentence; what is no piece of a page is escaped."""
    return Markup(escape(text)).format(**values)
