"""How far a command is: in place on a terminal, a line every few seconds in a log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    Task,
    TextColumn,
    TimeRemainingColumn,
)

Told = Callable[[str, int, int | None], object]
"""Is told what is being done, how much of it is done, and of how much, if that is known."""

EVERY_SECONDS = 5.0
"""How often a log gets a line."""

_T = TypeVar("_T")


def silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody.

    Parameters
    ----------
    what : str
        What is being done.
    done : int
        How much of it is done.
    total : int or None
        Of how much.
    """


def counted(what: str, things: Iterable[_T], total: int, told: Told) -> Iterator[_T]:
    """Go through things, and tell how many are done.

    Parameters
    ----------
    what : str
        What is being done.
    things : iterable
        The things.
    total : int
        How many there are.
    told : callable
        Is told.
    """
    told(what, 0, total)
    for done, one in enumerate(things, start=1):
        yield one
        told(what, done, total)


@contextmanager
def showing(console: Console, stays: bool = False) -> Iterator[Told]:
    """Show how far something is, on standard error as a rule.

    What takes less than a few seconds leaves nothing in a log. Print nothing to a terminal
    meanwhile but through the same console.

    Parameters
    ----------
    console : Console
        Where.
    stays : bool
        Whether the bar stays when all is done, with the time that it took.
    """
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=console,
        transient=not stays,
        get_time=monotonic,
        redirect_stdout=False,  # which may be a file, while this is a terminal
    )
    shown = _Shown(bar)
    try:
        yield shown.tell
    finally:
        if console.is_interactive:
            bar.stop()
    if stays and not console.is_interactive:
        console.print(bar.get_renderable())


class _Shown:
    """The one task of a bar, and the lines of a log."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._what = ""
        self._printed = monotonic()

    def tell(self, what: str, done: int, total: int | None) -> None:
        """Show how much is done."""
        if what != self._what:
            for old in self._bar.task_ids:
                self._bar.remove_task(old)
            self._bar.add_task(what, total=total)
            self._what = what
        (task,) = self._bar.tasks
        self._bar.update(task.id, completed=done, total=total)
        if self._bar.console.is_interactive:
            self._bar.start()
        elif monotonic() - self._printed >= EVERY_SECONDS:
            self._printed = monotonic()
            line = _line(task)
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)


def _line(task: Task) -> str:
    if task.total is None:
        return f"{task.description} …"
    line = f"{task.description}: {task.completed:.0f} of {task.total:.0f}"
    if not task.time_remaining:
        return line
    return f"{line}, about {timedelta(seconds=task.time_remaining)} left"
