"""What ``autograde import`` does, shows, and ends with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from autograde.build.course import own_chapters
from autograde.grading.imported import ImportedError, Line, read_lines
from autograde.grading.recording.visible import visible
from autograde.grading.roster import Roster, RosterError, students_in
from autograde.importing.class_list import read_class_list
from autograde.importing.found import Gathered, System
from autograde.importing.gather import Gatherer
from autograde.importing.place import BusyError, place, stage_in, write_tables
from autograde.importing.plan import Change, make_plan
from autograde.importing.record import line_of, merge
from autograde.importing.roster import Students
from autograde.progress import Told, showing, silent

SYSTEMS: tuple[System, ...] = ("canvas", "moodle", "folder")

_UNUSABLE = 2
_STOPPED = 130


class TablesError(Exception):
    """The lists of what was imported cannot be written; the text says what to do."""


@dataclass(frozen=True)
class Outcome:
    """What an import came to.

    Attributes
    ----------
    placed : int
        How many notebooks are in their place now and were not before.
    students : int
        How many students they are of.
    earlier : int
        How many of them are not the newest of their student.
    unchanged : int
        How many were there already.
    doubles : int
        How many have the same content as another of them, and share its place.
    late : int
        How many of those in place are late.
    rejected : tuple of (str, str)
        Source and reason of what was not placed.
    """

    placed: int
    students: int
    earlier: int
    unchanged: int
    doubles: int
    late: int
    rejected: tuple[tuple[str, str], ...]


def import_all(
    paths: Sequence[Path],
    into: Path,
    system: System | None = None,
    roster: Path | None = None,
    force: bool = False,
    told: Told = silent,
) -> Outcome:
    """Bring downloads into a folder of submissions.

    Parameters
    ----------
    paths : sequence of Path
        Archives, folders and notebooks.
    into : Path
        The folder of submissions; is made if need be.
    system : str or None
        The system that named the files; None to find out.
    roster : Path or None
        A roster besides the one in `into`, or the list of a class that a platform exports.
    force : bool
        Whether to replace what is there.
    told : callable
        Is told how far it is.

    Raises
    ------
    RosterError
        If a roster cannot be read.
    ImportedError
        If what earlier imports noted cannot be.
    BusyError
        If another import writes there.
    TablesError
        If notebooks are in their places, and the lists of them cannot be written.
    OSError
        If nothing can be written; then nothing was.
    """
    with stage_in(into) as stage:
        folders = [one.name for one in into.iterdir() if one.is_dir() and one.name[0] != "."]
        students = Students(students_in(into), folders)
        students.add(read_class_list(roster) if roster else Roster((), ()))
        before = read_lines(into)
        found = Gatherer(own_chapters(), students, stage, system, into, told).gather(paths)
        changes = make_plan(found, into, before, force)
        done = place(changes, into)
        lines = [Line(visible(source), reason=visible(why)) for source, why in found.rejected]
        lines += map(line_of, found.claims)
        try:
            write_tables(into, stage, students, merge(before, lines, done.moved, done.replaced))
        except OSError as error:
            raise TablesError(
                f"Notebooks were placed in {into}, but the lists of them cannot be written "
                f"({error.strerror or error}: {error.filename2 or error.filename}). Mend that and "
                "import again: nothing is placed twice."
            ) from None
    return _outcome(found, changes)


def run(
    paths: Sequence[Path],
    into: Path,
    system: System | None = None,
    roster: Path | None = None,
    force: bool = False,
) -> None:
    """Bring downloads into a folder of submissions, and say what came of it.

    Parameters
    ----------
    paths, into, system, roster, force
        As `import_all` has them.

    Raises
    ------
    typer.Exit
        If something could not be placed.
    """
    messages = Console(stderr=True)

    def say(sentence: str) -> None:
        messages.print(visible(sentence), markup=False, highlight=False, soft_wrap=True)

    try:
        with showing(messages) as told:
            outcome = import_all(paths, into, system, roster, force, told)
    except (RosterError, ImportedError, BusyError, TablesError) as error:
        say(str(error))
        raise typer.Exit(_UNUSABLE) from None
    except OSError as error:
        say(f"Nothing was imported: {into} cannot be written ({error.strerror or error}).")
        raise typer.Exit(_UNUSABLE) from None
    except KeyboardInterrupt:
        say("Stopped. Give the same command again: what is in its place already stays there.")
        raise typer.Exit(_STOPPED) from None
    for source, reason in outcome.rejected:
        say(f"{' '.join(source.splitlines())}: {reason}.")
    typer.echo(_summary(outcome, into))
    if outcome.rejected:
        raise typer.Exit(1)


def _outcome(found: Gathered, changes: Sequence[Change]) -> Outcome:
    put = [(claim, name == change.newest) for change in changes for claim, name in change.put]
    put = [(claim, is_newest) for claim, is_newest in put if claim.placed]
    in_place = [one for one in found.claims if one.placed]
    rejected = [*found.rejected]
    rejected += [(one.source, one.reason) for one in found.claims if not one.place]
    return Outcome(
        len(put),
        len({claim.student for claim, _newest in put}),
        sum(not is_newest for _claim, is_newest in put),
        len(in_place) - len(put),
        sum(one.same_as is not None and bool(one.place) for one in found.claims),
        sum(one.named.late == "yes" for one in in_place),
        tuple(sorted(rejected)),
    )


def _summary(outcome: Outcome, into: Path) -> str:
    parts = [f"{_count(outcome.placed, 'notebook')} of {_count(outcome.students, 'student')}"]
    parts[0] += f" placed in {into}"
    if outcome.earlier:
        parts.append(f"{outcome.earlier} of them earlier versions")
    if outcome.unchanged:
        parts.append(f"{outcome.unchanged} there already")
    if outcome.doubles:
        parts.append(f"{outcome.doubles} the same as another")
    if outcome.late:
        parts.append(f"{outcome.late} late")
    if outcome.rejected:
        parts.append(f"{_count(len(outcome.rejected), 'file')} not placed")
    return f"{', '.join(parts)}. imported.csv lists every file."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
