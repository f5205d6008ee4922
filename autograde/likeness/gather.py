"""Read the notebooks of a class, on all processors, and keep nothing of them but numbers."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from autograde.grading.reading import MissingError, UnreadableError, read_file
from autograde.likeness.traces import given_in, traces_of

FOLDER = "autograded"
"""Where the repaired notebooks are."""

_AT_A_TIME = 50  # notebooks
_FEW = 100  # notebooks, for which other processes would not be worth their start
_NO_CELLS = "there is nothing in it that can be compared"
_BROKEN = "reading it ended the program that did"


@dataclass(frozen=True)
class Leaf:
    """The traces of one notebook, as numbers.

    Attributes
    ----------
    units : array of int, shape (k,)
        The place of each trace's unit among those of the assignment.
    keys : array of int, shape (k,)
        The traces.
    """

    units: NDArray[np.uint8]
    keys: NDArray[np.uint64]


@dataclass
class Gathered:
    """All traces of a class in one assignment.

    Attributes
    ----------
    assignment : str
        The assignment's id.
    students : array of int, shape (k,)
        Whose each trace is, by the place among all students.
    units, keys : array of int, shape (k,)
        The traces.
    readers : int
        How many notebooks were read.
    problems : dict of int to str
        Why a student's could not be compared.
    """

    assignment: str
    students: NDArray[np.int64]
    units: NDArray[np.uint8]
    keys: NDArray[np.uint64]
    readers: int
    problems: dict[int, str] = field(default_factory=dict)


def read_leaf(out: Path, student: str, assignment: str) -> Leaf | str | None:
    """Read one notebook.

    Parameters
    ----------
    out : Path
        The folder of results.
    student, assignment : str
        Whose, and for what.

    Returns
    -------
    Leaf, str or None
        The traces; or why they cannot be had; or None if there is no notebook.
    """
    try:
        content = read_file(out / FOLDER / student / assignment, assignment).content
        traces = traces_of(content, assignment)
    except MissingError:
        return None
    except UnreadableError as error:
        return error.sentence or _NO_CELLS
    except (ValueError, RecursionError, MemoryError, OSError) as error:
        return f"{_NO_CELLS} ({type(error).__name__})"
    places = {unit: place for place, unit in enumerate(given_in(assignment).units)}
    return Leaf(
        np.array([places[one.unit] for one in traces], np.uint8),
        np.array([one.key for one in traces], np.uint64),
    )


class Readers:
    """Processes that read notebooks; a file that ends one costs that file alone.

    Parameters
    ----------
    out : Path
        The folder of results.
    students : sequence of str
        Everybody.
    workers : int
        How many processes.
    """

    def __init__(self, out: Path, students: Sequence[str], workers: int | None = None) -> None:
        self._out = out
        self._students = students
        self._workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def gather(self, assignment: str, told: Callable[[int], object]) -> Gathered:
        """Read everybody's notebook of an assignment.

        Parameters
        ----------
        assignment : str
            The assignment's id.
        told : callable
            Is called with how many more were read.
        """
        kept: list[tuple[int, Leaf]] = []
        problems: dict[int, str] = {}
        for place, leaf in self._leaves(assignment):
            told(1)
            if isinstance(leaf, Leaf):
                kept.append((place, leaf))
            elif leaf is not None:
                problems[place] = leaf
        empty = Leaf(np.empty(0, np.uint8), np.empty(0, np.uint64))
        leaves = [empty, *(leaf for _, leaf in kept)]
        return Gathered(
            assignment,
            np.repeat(
                np.array([place for place, _ in kept], np.int64),
                np.array([leaf.keys.size for _, leaf in kept], np.int64),
            ),
            np.concatenate([leaf.units for leaf in leaves]),
            np.concatenate([leaf.keys for leaf in leaves]),
            len(kept),
            problems,
        )

    def _leaves(self, assignment: str) -> Iterator[tuple[int, Leaf | str | None]]:
        places = range(len(self._students))
        if self._workers == 1 or len(places) < _FEW:
            for place in places:
                yield place, read_leaf(self._out, self._students[place], assignment)
            return
        parts = [places[start : start + _AT_A_TIME] for start in places[::_AT_A_TIME]]
        begun: list[Future[list[Leaf | str | None]] | None] = [None] * len(parts)
        for number, part in enumerate(parts):
            for later in range(number, len(parts)):
                begun[later] = begun[later] or self._begin(parts[later], assignment)
            future = begun[number]
            try:
                if future is None:
                    raise BrokenProcessPool
                leaves = future.result()
            except BrokenProcessPool:  # all that was begun is lost
                self._stop()
                begun = [None] * len(parts)
                leaves = [self._alone(place, assignment) for place in part]
            yield from zip(part, leaves, strict=True)

    def _begin(self, part: range, assignment: str) -> Future[list[Leaf | str | None]] | None:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._workers, _context())
        students = [self._students[place] for place in part]
        try:
            return self._pool.submit(_read_some, self._out, students, assignment)
        except BrokenProcessPool:
            return None

    def _alone(self, place: int, assignment: str) -> Leaf | str | None:
        with ProcessPoolExecutor(1, _context()) as pool:
            student = self._students[place]
            try:
                return pool.submit(read_leaf, self._out, student, assignment).result()
            except BrokenProcessPool:
                return _BROKEN

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _read_some(out: Path, students: Sequence[str], assignment: str) -> list[Leaf | str | None]:
    return [read_leaf(out, student, assignment) for student in students]


def _context() -> multiprocessing.context.BaseContext:
    # Forked from a process with threads, a child may hang.
    return multiprocessing.get_context("spawn")
