"""Hand work to processes, one task after the other, and lose none when a process dies."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")

_AHEAD = 2
"""Tasks that wait in line for each process: enough to keep it busy, few enough to hold."""
_TRIES = 3


class Pool(Generic[Task, Done]):
    """Processes that do one kind of task.

    Parameters
    ----------
    workers : int
        How many.
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
        self._workers = workers
        self._prepare = prepare
        self._arguments = arguments
        self._work = work
        self._give_up = give_up

    def map(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Do all tasks; yield what each gives as soon as it is done.

        Tasks are taken from the iterable as processes come free, so that there may be any
        number of them. When a process dies, the tasks that were under way are tried again, one
        at a time: so it shows which of them is to blame.

        Parameters
        ----------
        tasks : iterable
            What to do.
        """
        waiting = iter(tasks)
        while undone := (yield from self._until_one_dies(waiting)):
            yield from map(self._alone, undone)

    def _until_one_dies(self, waiting: Iterator[Task]) -> Generator[Done, None, list[Task]]:
        """Do tasks until there is none; or until a process dies, and return what is left undone."""
        running: dict[Future[Done], Task] = {}
        taken: list[Task] = []  # from the line, and not yet handed over
        with self._executor(self._workers) as executor:
            try:
                while True:
                    taken.extend(islice(waiting, _AHEAD * self._workers - len(running)))
                    while taken:
                        running[executor.submit(self._work, taken[-1])] = taken[-1]
                        taken.pop()
                    if not running:
                        return []
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        outcome = future.result()
                        del running[future]
                        yield outcome
            except BrokenProcessPool:
                return [*running.values(), *taken]
            finally:
                executor.shutdown(cancel_futures=True)

    def _alone(self, task: Task) -> Done:
        """Do a task in a process of its own, and again if that dies."""
        for _attempt in range(_TRIES):
            with self._executor(1) as executor:
                try:
                    return executor.submit(self._work, task).result()
                except BrokenProcessPool:
                    continue
        return self._give_up(task)

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        # A new interpreter each: a fork would share the writer's database and threads.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, context, self._prepare, self._arguments)
