"""Hand submissions to the workers of a Dask cluster, and lose none when a worker dies."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain, count
from typing import TYPE_CHECKING

from autograde.cluster.parcel import Parcel, Reply, pack
from autograde.grading.found import find
from autograde.grading.recording import put_files, writing
from autograde.grading.submissions import Submission
from autograde.grading.worker import Marked, Setup
from autograde.installing import FOR_CLUSTERS

if TYPE_CHECKING:
    from autograde.cluster.crew import Crew, Outcome

_AHEAD = 2
"""Submissions that each worker has: one to mark, and one on its way. No more are in memory."""
_TRIES = 3
_KILLED = "The worker that marked it was killed, three times."
_UNFIT = "No sandbox could be started for it, on three workers."


class NoDaskError(Exception):
    """A scheduler is named, and Dask is not installed."""


def require_dask() -> None:
    """See to it that Dask is there, without importing it.

    Raises
    ------
    NoDaskError
        Says what to install.
    """
    if find_spec("distributed") is None:
        raise NoDaskError(f"--scheduler needs Dask. {FOR_CLUSTERS}")


class ClusterPool:
    """The workers of a Dask cluster, in the place of `autograde.grading.pool.Pool`.

    Parameters
    ----------
    address : str
        The scheduler's.
    setup : Setup
        What marking needs to know.
    require_sandbox : bool
        Whether to refuse workers without the strongest isolation.
    say : callable
        Is told, in a sentence, what an instructor should know.
    """

    def __init__(
        self,
        address: str,
        setup: Setup,
        require_sandbox: bool,
        say: Callable[[str], object],
    ) -> None:
        self._about = (address, setup, require_sandbox, say)
        self._setup = setup

    def map(self, submissions: Iterable[Submission]) -> Iterator[Marked]:
        """Mark all submissions and write their files; yield what each gives as soon as it is done.

        Submissions are taken from the iterable as workers come free, so that there may be any
        number of them. Without any, nobody is connected to. Workers may come and go. When one
        dies, others do what it did not finish.

        Parameters
        ----------
        submissions : iterable of Submission
            What to mark.

        Raises
        ------
        PoolError
            If there is no scheduler, or for long no worker that can mark.
        OutputError
            If nothing can be written, on a full disk for one.
        """
        from autograde.cluster.crew import Crew

        waiting = iter(submissions)
        for first in waiting:
            with Crew(*self._about) as crew:
                yield from _Marking(crew, self._setup).run(chain([first], waiting))


@dataclass
class _Held:
    """A submission, and how many workers died of it, as far as one can tell.

    Once it comes back undone, it is sent alone: else a worker may have done it, and have died of
    the next before anybody could fetch what it gave.
    """

    submission: Submission
    parcel: Parcel
    submitted: str
    digest: str
    tries: int = 0
    is_alone: bool = False


class _Marking:
    """The marking of one class."""

    def __init__(self, crew: Crew, setup: Setup) -> None:
        self._crew = crew
        self._setup = setup
        self._numbers = count()
        self._sent: dict[str, dict[int, _Held]] = {}  # by worker; the first is under way
        self._again: deque[_Held] = deque()
        self._are_all_taken = False

    def run(self, waiting: Iterator[Submission]) -> Iterator[Marked]:
        """Mark until nothing is left."""
        while True:
            there = self._crew.look_around()
            if there is not None:
                for worker in self._sent.keys() - there:
                    yield from self._bury(worker)
            self._hand_out(waiting)
            if self._are_all_taken and not self._again and not self._sent:
                return
            arrived = self._crew.receive()
            if arrived is not None:
                yield from self._take(*arrived)

    def _hand_out(self, waiting: Iterator[Submission]) -> None:
        while (worker := self._free()) is not None:
            if not self._again:
                held = self._next(waiting)
            elif self._load(worker) == 0:
                held = self._again.popleft()
            else:
                return
            if held is None:
                return
            number = next(self._numbers)
            self._sent.setdefault(worker, {})[number] = held
            self._crew.send(worker, number, held.parcel)

    def _next(self, waiting: Iterator[Submission]) -> _Held | None:
        submission = next(waiting, None)
        if submission is None:
            self._are_all_taken = True
            return None
        found = find(submission, self._setup.bases[submission.assignment])
        return _Held(submission, pack(found), found.submitted, found.digest)

    def _free(self) -> str | None:
        """Return the worker with the least to do, if it may have more."""
        free = min(self._crew.fit, key=self._load, default=None)
        return free if free is not None and self._load(free) < _AHEAD else None

    def _load(self, worker: str) -> int:
        sent = self._sent.get(worker, {})
        return _AHEAD if any(held.is_alone for held in sent.values()) else len(sent)

    def _take(self, number: int, outcome: Outcome) -> Iterator[Marked]:
        from autograde.cluster.crew import is_killed

        worker = next((one for one, sent in self._sent.items() if number in sent), None)
        if worker is None:
            return  # it was taken from a worker that is gone
        if is_killed(outcome):
            self._crew.forget(worker)
            yield from self._bury(worker)
            return
        held = self._sent[worker].pop(number)
        if not self._sent[worker]:
            del self._sent[worker]
        if not isinstance(outcome, Reply):
            fault = "".join(traceback.format_exception(outcome))
            yield Marked(held.submission, fault=fault)
        elif outcome.unprepared:
            self._crew.forget(worker)
            self._do_again(held)
        elif outcome.unfit:
            self._crew.refuse(worker, outcome.unfit)
            yield from self._blame(held, _UNFIT)
        else:
            yield self._write(held, outcome)

    def _write(self, held: _Held, reply: Reply) -> Marked:
        if reply.result is None or reply.files is None:
            return Marked(held.submission, fault=reply.fault)
        with writing(self._setup.out):
            put_files(
                held.submission.student, held.submission.assignment, reply.files, self._setup.out
            )
        return Marked(held.submission, reply.result, held.submitted, held.digest)

    def _bury(self, worker: str) -> Iterator[Marked]:
        """Take back what a worker that is gone did not finish; the first may be to blame."""
        sent = self._sent.pop(worker)
        for number in sent:
            self._crew.drop(number)
        first, *others = sent.values()
        yield from self._blame(first, _KILLED)
        for held in others:
            self._do_again(held)

    def _blame(self, held: _Held, fault: str) -> Iterator[Marked]:
        held.tries += 1
        if held.tries < _TRIES:
            self._do_again(held)
        else:
            yield Marked(held.submission, fault=fault)

    def _do_again(self, held: _Held) -> None:
        held.is_alone = True
        self._again.append(held)
