"""What ``autograde diff`` does: a table of the marks that changed, and why."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograde.grading.out import refuse_kept
from autograde.grading.recording import GradebookError, OutputError
from autograde.grading.recording.grades import safe
from autograde.grading.replacing import replacing
from autograde.revising.changes import Change, Kind, compare
from autograde.revising.gradebook import open_results
from autograde.revising.state import Mark, UnusableError

_WIDTH_WITHOUT_TERMINAL = 200
_MOST_ROWS = 200
_COLUMNS = (
    *("student", "assignment", "exercise", "change"),
    *("old_score", "new_score", "old_max_score", "new_max_score"),
    *("old_status", "new_status", "old_mistake", "new_mistake"),
    *("old_automatic", "new_automatic", "old_by_hand", "new_by_hand", "review", "because"),
)
# Of a class's many rows those are shown first that somebody may ask about.
_ORDER: tuple[Kind, ...] = ("changed", "kept", "removed", "added", "gone", "handed in")


@dataclass
class Tally:
    """Counts changes, and keeps those that are shown.

    Attributes
    ----------
    kinds : Counter of str
        How many changes of each kind.
    exercises : Counter of str
        How many marks changed in each exercise.
    students : set of str
        Whose marks changed.
    up, down : int
        How many marks that count rose, and fell.
    shown : list of Change
        The first of each kind, the most telling kinds first.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    exercises: Counter[str] = field(default_factory=Counter)
    students: set[str] = field(default_factory=set)
    up: int = 0
    down: int = 0
    shown: list[Change] = field(default_factory=list)

    def add(self, change: Change) -> None:
        """Count a change."""
        self.kinds[change.kind] += 1
        if self.kinds[change.kind] <= _MOST_ROWS:
            self.shown.append(change)
        if change.kind == "changed":
            self.students.add(change.student)
            self.exercises[f"{change.assignment} {change.exercise}"] += 1
            self.up += change.direction > 0
            self.down += change.direction < 0


def diff(
    old: Path,
    new: Path,
    table: Path | None = None,
    new_db: str | None = None,
    old_db: str | None = None,
) -> None:
    """Say which marks changed between two folders of results, and why.

    Parameters
    ----------
    old, new : Path
        The folders.
    table : Path or None
        A file that gets all changes, as CSV.
    new_db, old_db : str or None
        The addresses of their gradebooks' databases; None for the files in them.

    Raises
    ------
    typer.Exit
        With 2 if a folder cannot be used, or the file not be written; it says why.
    """
    try:
        if table:
            refuse_kept(table, old, new)
        before, after = open_results(old, old_db), open_results(new, new_db)
        for remark in dict.fromkeys((before.remark, after.remark)):
            if remark:
                typer.echo(remark, err=True)
        tally = Tally()
        with _rows(table) as write:
            for change in compare(before, after):
                tally.add(change)
                write(change)
    except (UnusableError, GradebookError, OutputError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"{table} cannot be written: {error.strerror or error}.", err=True)
        raise typer.Exit(2) from None
    _print(tally, table)


@contextmanager
def _rows(path: Path | None) -> Iterator[Any]:
    """Give a function that writes a change into a table, which is there whole or not at all."""
    if path is None:
        yield lambda change: None
        return
    with replacing(path) as part, part.open("x", newline="", encoding="utf-8") as file:
        yield _writer(file)


def _writer(file: IO[str]) -> Any:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(_COLUMNS)

    def write(change: Change) -> None:
        rows.writerow([safe(value) for value in _row(change)])

    return write


def _row(change: Change) -> Iterator[str]:
    yield from (change.student, change.assignment, change.exercise, change.kind)
    marks = (change.old, change.new)
    for name in ("score", "max_score", "status", "mistake", "automatic", "by_hand"):
        for mark in marks:
            value = getattr(mark, name) if mark else None
            yield "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    yield "yes" if change.new and change.new.review else ""
    yield "; ".join(change.causes)


def _print(tally: Tally, table: Path | None) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH_WITHOUT_TERMINAL)
    shown = sorted(tally.shown, key=lambda change: _ORDER.index(change.kind))[:_MOST_ROWS]
    if shown:
        console.print(_make_table(shown))
    left = sum(tally.kinds.values()) - len(shown)
    if left:
        where = f"{table} has them all" if table else "--csv FILE writes them all"
        console.print(f"{left} more rows are not shown; {where}.", markup=False, highlight=False)
    for sentence in _sentences(tally):
        console.print(sentence, markup=False, highlight=False)


def _make_table(changes: Sequence[Change]) -> Table:
    table = Table(title=None, pad_edge=False)
    for name in ("student", "assignment", "exercise"):
        table.add_column(name)
    table.add_column("points", justify="right", no_wrap=True)
    for name in ("status", "mistake"):
        table.add_column(name)
    table.add_column("what changed", ratio=1)
    for change in changes:
        table.add_row(*map(Text, _cells(change)))  # plain text: ids may hold anything
    return table


def _cells(change: Change) -> Iterator[str]:
    yield from (change.student, change.assignment, change.exercise)
    yield _both(change, _points)
    yield _both(change, lambda mark: _words(mark.status))
    yield _both(change, lambda mark: _words(mark.mistake) or "–")
    yield "; ".join(change.causes)


def _both(change: Change, tell: Any) -> str:
    old, new = (tell(mark) if mark else "–" for mark in (change.old, change.new))
    return old if old == new else f"{old} → {new}"


def _points(mark: Mark) -> str:
    return f"{mark.score:g} / {mark.max_score:g}"


def _words(id: str) -> str:
    return id.replace("_", " ")


def _sentences(tally: Tally) -> Iterator[str]:
    count = tally.kinds["changed"]
    if not tally.kinds:
        yield "No mark changed."
        return
    if count:
        same = count - tally.up - tally.down
        ways = [f"{tally.up} up", f"{tally.down} down", f"{same} with the same points"]
        yield (
            f"{_count(count, 'mark')} of {_count(len(tally.students), 'student')} changed: "
            f"{', '.join(ways[: 3 if same else 2])}."
        )
        yield f"By exercise: {_list(tally.exercises.most_common())}."
    else:
        yield "No mark changed that counts."
    if kept := tally.kinds["kept"]:
        yield (
            f"{_count(kept, 'mark')} by hand stayed, over a mark of the grader's that changed. "
            "See “Manual grading” in formgrader."
        )
    others = [says.format(tally.kinds[kind]) for kind, says in _BESIDES if tally.kinds[kind]]
    if others:
        yield f"Besides, marks that were only there before or only now: {', '.join(others)}."


_BESIDES: tuple[tuple[Kind, str], ...] = (
    ("handed in", "{} newly handed in"),
    ("gone", "{} no longer there"),
    ("added", "{} of exercises added"),
    ("removed", "{} of exercises removed"),
)


def _list(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else f'{noun}s'}"
