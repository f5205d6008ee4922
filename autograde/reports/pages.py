"""Write pages for instructors: one file for each language, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograde.grading.recording import writing
from autograde.grading.replacing import replacing
from autograde.grading.words import _, ngettext
from autograde.reports import words
from autograde.reports.people import People
from neurona import language

_SHARED = Path(__file__).parent
_CHUNK = 1 << 16


class View(Protocol):
    """What a page shows."""

    people: People
    """How students are called."""


def make_environment(
    folder: Path, filters: Mapping[str, Callable[..., object]], names: Mapping[str, object]
) -> Environment:
    """Make the environment of a kind of page.

    Parameters
    ----------
    folder : Path
        Holds the templates of its own; those that pages share are found besides.
    filters : mapping of str to callable
        The filters of its own.
    names : mapping of str to object
        What its templates know by name.
    """
    environment = Environment(
        loader=FileSystemLoader([folder, _SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number=words.number,
        percent=words.percent,
        inline=words.inline,
        breakable=words.breakable,
        outcome=words.outcome,
        capital=words.capital,
        **filters,
    )
    environment.globals.update({"_": _, "ngettext": ngettext, **names})
    return environment


def write_pages(
    out: Path, kind: str, environment: Environment, view: View, languages: Sequence[str] = ()
) -> list[Path]:
    """Write a kind of page.

    Each page links to those that are written with it. One that lies there may tell otherwise: of
    an earlier run, of other chapters, or of the time before marks were changed by hand.

    Parameters
    ----------
    out : Path
        The folder of results, which gets the pages.
    kind : str
        What pages and template are called, such as ``report``.
    environment : Environment
        Has the template.
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
    hidden = view.people.hidden
    files = {code: file_name(kind, code, hidden) for code in languages or language.available()}
    for code in files:
        others = [
            (other, words.own_name(other), files[other])
            for other in language.available()
            if other in files and other != code
        ]
        shown = {"language": code, "others": others, "view": view, "hidden": hidden}
        _write(out / files[code], environment, f"{kind}.html", shown)
    return [out / name for name in files.values()]


def file_name(kind: str, code: str, hidden: bool) -> str:
    """Return the name of a page in a language.

    Parameters
    ----------
    kind : str
        What pages of its kind are called.
    code : str
        The language.
    hidden : bool
        Whether names are hidden.
    """
    middle = ".anonymous" if hidden else ""
    ending = "" if code == language.SOURCE_LANGUAGE else f".{code}"
    return f"{kind}{middle}{ending}.html"


def _write(path: Path, environment: Environment, template: str, shown: dict[str, Any]) -> None:
    before = language.current()
    language.use(shown["language"])
    try:
        page = environment.get_template(template).stream(shown)
        page.enable_buffering(_CHUNK)
        with (
            writing(path.parent),
            replacing(path) as part,
            # Students' odd bytes are spelled out before; this is for what nobody thought of.
            part.open("x", newline="", encoding="utf-8", errors="backslashreplace") as file,
        ):
            file.writelines(page)
    finally:
        language.use(before)
