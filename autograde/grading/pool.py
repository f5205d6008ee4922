"""Hand work to processes, one task after the other, and lose none when a process dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection as connections
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")

_AHEAD = 2
"""Tasks that each process holds: enough to keep it busy, few enough to do again."""
_TRIES = 3
_SECONDS_TO_END = 5.0
_READY, _DONE, _ERROR = "ready", "done", "error"


class PoolError(Exception):
    """The processes that do the work die before they can do any."""


@dataclass
class _Held(Generic[Task]):
    """A task, and how many processes it was with when they died."""

    task: Task
    tries: int = 0


class Pool(Generic[Task, Done]):
    """Processes that do one kind of task.

    A process is started when there is a task for it. It ends when its pool does, also when that
    is killed.

    Parameters
    ----------
    workers : int
        How many, at most.
    prepare : callable
        Is called once in each process, with `arguments`.
    arguments : tuple
        For `prepare`.
    work : callable
        Does a task; a function of a module.
    give_up : callable
        Makes the outcome of a task whose process died every time it was tried.
    """

    def __init__(
        self,
        workers: int,
        prepare: Callable[..., None],
        arguments: tuple[Any, ...],
        work: Callable[[Task], Done],
        give_up: Callable[[Task], Done],
    ) -> None:
        self._most = workers
        self._start = (prepare, arguments, work)
        self._give_up = give_up
        self._workers: list[_Worker[Task]] = []
        self._again: deque[_Held[Task]] = deque()
        self._died_at_once = 0

    def map(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Do all tasks; yield what each gives as soon as it is done.

        Tasks are taken from the iterable as processes come free, so that there may be any
        number of them. When a process dies, another takes its place, and what it did not finish
        is done again.

        Parameters
        ----------
        tasks : iterable
            What to do.

        Raises
        ------
        PoolError
            If process after process dies before it is ready.
        """
        waiting = iter(tasks)
        try:
            while True:
                self._hand_out(waiting)
                busy = {one.connection: one for one in self._workers if one.tasks}
                if not busy:
                    break
                for ready in connections.wait(list(busy)):
                    yield from self._receive(busy[ready])  # type: ignore[index]
        except BaseException:
            self._end(at_once=True)
            raise
        self._end(at_once=False)

    def _hand_out(self, waiting: Iterator[Task]) -> None:
        while (free := self._free()) is None or len(free.tasks) < _AHEAD:
            if self._again:
                held = self._again.popleft()
            else:
                try:
                    held = _Held(next(waiting))
                except StopIteration:
                    return
            if free is None:
                free = _Worker(self._start)
                self._workers.append(free)
            free.give(held)

    def _free(self) -> _Worker[Task] | None:
        """Return the process with the least to do; None if one should be started."""
        free = min(self._workers, key=lambda one: len(one.tasks), default=None)
        if free is not None and free.tasks and len(self._workers) < self._most:
            return None
        return free

    def _receive(self, worker: _Worker[Task]) -> Iterator[Done]:
        try:
            kind, outcome = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        if kind == _READY:
            worker.is_ready = True
            self._died_at_once = 0
            return
        if kind == _ERROR:
            raise outcome
        worker.tasks.popleft()
        yield outcome

    def _bury(self, worker: _Worker[Task]) -> Iterator[Done]:
        """Take back what a process that died did not finish; the first task may be to blame."""
        self._workers.remove(worker)
        worker.end(at_once=True, until=time.monotonic() + _SECONDS_TO_END)
        if not worker.is_ready:
            self._died_at_once += 1
            if self._died_at_once >= _TRIES * self._most:
                raise PoolError("the processes that do the work do not start, or are killed")
        else:
            first = worker.tasks[0]
            first.tries += 1
            if first.tries >= _TRIES:
                worker.tasks.popleft()
                yield self._give_up(first.task)
        self._again.extend(worker.tasks)

    def _end(self, at_once: bool) -> None:
        with _deaf_to_interrupts():
            if at_once:
                for worker in self._workers:
                    worker.process.terminate()
            until = time.monotonic() + _SECONDS_TO_END
            for worker in self._workers:
                worker.connection.close()
            for worker in self._workers:
                worker.end(at_once, until)
            self._workers.clear()


class _Worker(Generic[Task]):
    """A process, and the tasks that it holds: the first is under way."""

    def __init__(self, start: tuple[Any, ...]) -> None:
        self.tasks: deque[_Held[Task]] = deque()
        self.is_ready = False
        self.connection, theirs = multiprocessing.Pipe()
        # A new interpreter: a fork would share the database and the threads.
        context = multiprocessing.get_context("spawn")
        self.process = context.Process(target=_serve, args=(theirs, *start), daemon=True)
        with theirs, _blocked_interrupts():
            self.process.start()

    def give(self, held: _Held[Task]) -> None:
        """Hand over a task. A process that is gone shows when its answers are read."""
        self.tasks.append(held)
        with suppress(OSError):
            self.connection.send(held.task)

    def end(self, at_once: bool, until: float) -> None:
        """Wait for the process to end; end it when it is time."""
        self.connection.close()
        if at_once:
            self.process.terminate()
        self.process.join(max(0.0, until - time.monotonic()))
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def _serve(
    connection: Connection,
    prepare: Callable[..., None],
    arguments: Sequence[Any],
    work: Callable[[Any], Any],
) -> None:
    """Do what comes, until the pool hangs up; in a process of its own."""
    # Ctrl-C reaches all processes of a terminal. The pool ends its processes itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer = _attempt(_READY, prepare, *arguments)
    with suppress(EOFError, OSError):  # the pool hangs up when there is nothing more to do
        connection.send(answer)
        while answer[0] != _ERROR:
            answer = _attempt(_DONE, work, connection.recv())
            connection.send(answer)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends anyway


def _attempt(kind: str, do: Callable[..., Any], *arguments: Any) -> tuple[str, Any]:
    try:
        return kind, do(*arguments)
    except Exception as error:
        return _ERROR, error


def _leave(_signal: int, _frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # clearing up is not to be interrupted
    raise SystemExit(1)


def _end_with_parent() -> None:
    """Wait until the process that started this one is gone, and end this one then."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    connections.wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)  # so that what it began is cleared up
    time.sleep(_SECONDS_TO_END)
    os._exit(1)


@contextmanager
def _blocked_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from a process that is being started, until it can ignore it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ignore Ctrl-C for a moment, where that can be done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
