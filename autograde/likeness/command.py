"""What ``autograde similar`` does."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from autograde.grading.out import held, refuse_kept
from autograde.grading.recording import GradebookError, OutputError, writing
from autograde.grading.recording.grades import safe
from autograde.grading.replacing import replacing
from autograde.grading.secret import CourseSecretError, course_secret
from autograde.likeness.explain import Explainer
from autograde.likeness.find import SMALLEST_CLASS, Findings, find
from autograde.likeness.page import write_similar
from autograde.likeness.views import MOST_PAIRS, ShownPair, View
from autograde.progress import showing
from autograde.reports.people import Hidden, Named, People
from autograde.reports.recorded import Gradebook, last_run
from neurona import language

_MOST_ON_TERMINAL = 20
_MOST_REASONS = 6
_MOST_PROBLEMS = 10
_COLUMNS = ("student", "other", "expected_by_chance", "assignment", "where", "shared", "alone")


@dataclass(frozen=True)
class Order:
    """What to compare, and how to tell what is found.

    Attributes
    ----------
    out : Path
        The folder of results, which gets the pages.
    assignments : tuple of str
        What to compare; everything that was marked, if empty.
    languages : tuple of str
        In which to write the page; all that the course has, if empty.
    table : Path or None
        Gets a table of the pairs.
    anonymous : bool
        Whether to hide names and ids.
    db_url : str or None
        The address of the gradebook's database; None for the file in `out`.
    """

    out: Path
    assignments: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    table: Path | None = None
    anonymous: bool = False
    db_url: str | None = None


def similar(order: Order) -> None:
    """Find pairs that are alike, and tell where to look.

    Parameters
    ----------
    order : Order
        What to compare.

    Raises
    ------
    typer.BadParameter
        If the course does not have a language or an assignment, or nothing of it was marked.
    typer.Exit
        If there is nothing to compare, or the pages cannot be written; it says why.
    """
    for code in order.languages:
        if code not in language.available():
            known = ", ".join(language.available())
            raise typer.BadParameter(f"there is no language {code!r}; there are: {known}")
    messages = Console(stderr=True)

    def say(sentence: str) -> None:
        messages.print(sentence, markup=False, highlight=False, soft_wrap=True)

    try:
        if order.table:
            refuse_kept(order.table, order.out)
        secret = course_secret(say) if order.anonymous else None
        with held(order.out):
            run = last_run(order.out)
            assignments = _choose(order.assignments, run.assignments)
            with showing(messages) as told:
                total = len(run.students) * len(assignments)
                read = iter(range(1, total + 1))
                findings = find(
                    order.out,
                    run.students,
                    assignments,
                    lambda _one: told("Comparing", next(read), total),
                )
                told("Writing pages", 0, None)
                explainer = Explainer(order.out, findings, findings.pairs[:MOST_PAIRS])
                view = View(findings, _people(order, findings, secret), explainer)
                paths = write_similar(order.out, view, order.languages)
                if order.table:
                    with writing(order.table.parent):
                        _write_table(order.table, view)
    except (CourseSecretError, GradebookError, OutputError) as error:
        say(str(error))
        raise typer.Exit(1) from None
    _tell(findings, view, paths)


def _choose(wanted: Sequence[str], marked: Sequence[str]) -> tuple[str, ...]:
    for assignment in wanted:
        if assignment not in marked:
            known = ", ".join(marked)
            raise typer.BadParameter(f"{assignment!r} was not marked; there are: {known}")
    return tuple(one for one in marked if not wanted or one in wanted)


def _people(order: Order, findings: Findings, secret: bytes | None) -> People:
    if secret is not None:
        return Hidden(findings.students, secret)
    with Gradebook(order.out, order.db_url) as gradebook:
        names = gradebook.names()
        return Named({one: names.get(gradebook.id_of(one), "") for one in findings.students})


def _tell(findings: Findings, view: View, paths: Sequence[Path]) -> None:
    console = Console()

    def say(sentence: str) -> None:
        console.print(sentence, markup=False, highlight=False, soft_wrap=True)

    for assignment, count in findings.readers.items():
        say(f"{assignment}: {count} notebooks of {len(findings.students)} students compared.")
    for assignment, count in findings.readers.items():
        if count < SMALLEST_CLASS:
            say(f"{assignment}: too few notebooks to tell what is unusual.")
    for pair in view.pairs()[:_MOST_ON_TERMINAL]:
        say("")
        _tell_pair(pair, say)
    if len(findings.pairs) > _MOST_ON_TERMINAL:
        say(f"\n… and {len(findings.pairs) - _MOST_ON_TERMINAL} more pairs.")
    say("")
    if findings.pairs:
        say("This says where to look. It does not say that anybody copied: read the two first.")
    else:
        say("No pair is more alike than chance would make it in a class like this.")
    for sentence in _problems(view):
        say(sentence)
    say(f"The page is {' and '.join(str(path) for path in paths)}. Students never see it.")


def _tell_pair(pair: ShownPair, say: Callable[[str], object]) -> None:
    first, second = (f"{one.name} ({one.id})" if one.id else one.name for one in pair.persons)
    say(f"{first} and {second}: {pair.odds}")
    for reason in pair.reasons[:_MOST_REASONS]:
        say(f"  {reason.where}: {reason.sentence}")
    if len(pair.reasons) > _MOST_REASONS:
        say(f"  … and {len(pair.reasons) - _MOST_REASONS} more places")


def _problems(view: View) -> Iterator[str]:
    problems = view.problems()
    count = len(problems)
    if not count:
        return
    yield f"{count} notebook{'s' if count > 1 else ''} could not be compared:"
    for person, assignment, reason in problems[:_MOST_PROBLEMS]:
        yield f"  {person.name}, {assignment}{': ' if reason else ''}{reason}"
    if count > _MOST_PROBLEMS:
        yield f"  … and {count - _MOST_PROBLEMS} more"


def _write_table(path: Path, view: View) -> None:
    """Write a row for each place where a pair shares something."""
    with replacing(path) as part, part.open("x", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(_COLUMNS)
        for first, second, expected, places in view.table():
            for one in places:
                numbers = (f"{expected:.2g}", one.assignment, one.unit, one.count, one.alone)
                rows.writerow((safe(first), safe(second), *numbers))
