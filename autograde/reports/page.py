"""Write the report: one file for each language, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograde.grading.recording import writing
from autograde.grading.replacing import replacing
from autograde.grading.words import _, ngettext
from autograde.progress import Told, counted, silent
from autograde.reports import views, words
from autograde.reports.people import Hidden, Named, People
from autograde.reports.picture import BINS, OUTCOMES, SLOW_SECONDS, distribution, draw
from autograde.reports.recorded import Gradebook, Recorded, last_run
from autograde.reports.views import View
from neurona import language

_CHUNK = 1 << 16


def write_reports(
    out: Path,
    db_url: str | None = None,
    *,
    languages: Sequence[str] = (),
    secret: bytes | None = None,
    told: Told = silent,
) -> list[Path]:
    """Write the report on the last run.

    Parameters
    ----------
    out : Path
        The folder of results, which gets it.
    db_url : str or None
        The address of the gradebook's database; None for the file in `out`.
    languages : sequence of str
        In which to write it; all that the course has, if empty.
    secret : bytes or None
        The course's secret, to hide names and ids behind codes; None to show them.
    told : callable
        Is told how far it is.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    GradebookError
        If there is nothing to report on, or the gradebook cannot be used.
    OutputError
        If a file cannot be written.
    """
    run = last_run(out)
    with Gradebook(out, db_url) as gradebook:
        registered = gradebook.never_marked()

        def read(students: Sequence[str], what: str = "Writing pages") -> Iterator[Recorded]:
            recorded = gradebook.read(students, run.assignments)
            return counted(what, recorded, len(students) * len(run.assignments), told)

        known = {gradebook.id_of(student) for student in run.students}
        picture = draw(
            run,
            read(run.students, "Reading marks"),
            [one for one in registered if one not in known],
        )
        people: People
        if secret is None:
            names = gradebook.names()
            people = Named(
                {one: names.get(gradebook.id_of(one), "") for one in run.students}
                | {one: names[one] for one in registered}
            )
        else:
            people = Hidden([*run.students, *registered], secret)
        view = View(picture, people, read)
        return [
            _write(view, out, code, languages or language.available())
            for code in languages or language.available()
        ]


def file_name(code: str, hidden: bool) -> str:
    """Return the name of the report in a language.

    Parameters
    ----------
    code : str
        The language.
    hidden : bool
        Whether names are hidden.
    """
    middle = ".anonymous" if hidden else ""
    ending = "" if code == language.SOURCE_LANGUAGE else f".{code}"
    return f"report{middle}{ending}.html"


def _write(view: View, out: Path, code: str, written: Sequence[str]) -> Path:
    hidden = view.people.hidden
    others = [
        (other, words.own_name(other), file_name(other, hidden))
        for other in language.available()
        if other != code and (other in written or (out / file_name(other, hidden)).exists())
    ]
    path = out / file_name(code, hidden)
    before = language.current()
    language.use(code)
    try:
        page = (
            _environment()
            .get_template("report.html")
            .stream(language=code, others=others, view=view, picture=view.picture, hidden=hidden)
        )
        page.enable_buffering(_CHUNK)
        with (
            writing(out),
            replacing(path) as part,
            part.open("x", newline="", encoding="utf-8") as file,
        ):
            file.writelines(page)
    finally:
        language.use(before)
    return path


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
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
        distribution=distribution,
    )
    environment.globals.update(
        {
            "_": _,
            "ngettext": ngettext,
            "BINS": BINS,
            "OUTCOMES": OUTCOMES,
            "SLOW_SECONDS": SLOW_SECONDS,
            "FURTHEST_BEHIND": views.FURTHEST_BEHIND,
        }
    )
    return environment
