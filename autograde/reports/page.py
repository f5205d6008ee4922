"""Write the report on a class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment

from autograde.progress import Told, counted, silent
from autograde.reports import views
from autograde.reports.pages import make_environment, write_pages
from autograde.reports.people import Hidden, Named, People
from autograde.reports.picture import BINS, OUTCOMES, SLOW_SECONDS, distribution, draw
from autograde.reports.recorded import Gradebook, Recorded, last_run
from autograde.reports.views import View


def write_reports(
    out: Path,
    db_url: str | None = None,
    *,
    languages: Sequence[str] = (),
    secret: bytes | None = None,
    told: Told = silent,
) -> list[Path]:
    """Write the report on all that was marked into a folder.

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
        return write_pages(out, "report", _environment(), View(picture, people, read), languages)


@cache
def _environment() -> Environment:
    return make_environment(
        Path(__file__).parent,
        {"distribution": distribution},
        {
            "BINS": BINS,
            "OUTCOMES": OUTCOMES,
            "SLOW_SECONDS": SLOW_SECONDS,
            "FURTHEST_BEHIND": views.FURTHEST_BEHIND,
        },
    )
