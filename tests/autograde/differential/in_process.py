"""Stock judging without nbgrader around it, twenty times as fast.

In stock execution a notebook's cells and its checks run one after the other in one process, and
`autograde.grading.stock.check` makes the mark. It is the same function that is called here, with
the same functions of the student's in the same namespace, which is what ``__main__`` means to it,
in the same order, in a process that has marked nothing before. What is left out is how cells
come into the process and outputs out of it: the kernel, IPython and nbgrader's bookkeeping; and
the course's own pictures. That these change no mark is what `real` shows, on fewer notebooks.

Chapter 10 trains networks of PyTorch's and Keras's where they are installed, which our own engine
does not and takes several times as long as all marking. A caller decides whether it does so here.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import pickle
import sys
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from functools import partial
from pathlib import Path
from types import ModuleType

import nbformat

from autograde.examples.crowd import Handed
from autograde.examples.recipes import ASSIGNMENTS
from autograde.examples.sources import released
from autograde.grading import words
from autograde.grading.secret import VARIABLE
from autograde.grading.stock import check
from autograde.suite import load_chapter
from autograde.suite.define import SuiteExercise
from neurona import language
from neurona.checks.exercise import Exercise
from neurona.frameworks import presence
from tests.autograde.differential.marks import Key, Mark, exercises

_PROCESSES = 2
_PICTURES = {"panel", "plot"}
_FRAMEWORKS = ("torch", "keras")


class Stock:
    """Processes that have imported everything, and fork for each notebook."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor

    def marks(self, handed: Iterable[Handed], frameworks: bool = False) -> dict[Key, Mark]:
        """Mark each notebook in a process of its own, with PyTorch and Keras or without."""
        marks: dict[Key, Mark] = {}
        for each in self._executor.map(partial(_mark_in_fork, frameworks=frameworks), handed):
            marks.update(each)
        return marks


@contextmanager
def stock(secret: Path) -> Iterator[Stock]:
    """Start the processes."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_PROCESSES, spawn, _warm_up, (str(secret),)) as executor:
        yield Stock(executor)


def _warm_up(secret: str) -> None:
    """Import what notebooks import, and draw the hidden cases: once, before any fork."""
    os.environ[VARIABLE] = secret
    draw = SuiteExercise.with_hidden_cases
    drawn: dict[tuple[str, str], Exercise] = {}

    def draw_once(exercise: SuiteExercise, secret: bytes) -> Exercise:
        key = exercise.chapter, exercise.name
        if key not in drawn:
            drawn[key] = draw(exercise, secret)
        return drawn[key]

    SuiteExercise.with_hidden_cases = draw_once  # type: ignore[method-assign]
    for code in language.available():
        language.use(code)
        words._("")  # reads the catalog
    for assignment in ASSIGNMENTS:
        for cell in released("en", assignment).cells:
            if "setup" in cell.metadata.get("tags", ()):
                with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
                    _run(cell.source, ModuleType("warm"))
        for exercise in load_chapter(assignment).exercises.values():
            exercise.with_hidden_cases(Path(secret).read_bytes())
    for name in _FRAMEWORKS:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # or each fork would copy what the collector looks at


def _mark_in_fork(handed: Handed, frameworks: bool) -> dict[Key, Mark]:
    read, write = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            if not frameworks:
                presence._is_there = lambda package: False
            marks = pickle.dumps(_mark(handed))
            with open(write, "wb") as file:
                file.write(marks)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(write)
    with open(read, "rb") as file:
        marks = file.read()
    os.waitpid(process, 0)
    return pickle.loads(marks)


def _mark(handed: Handed) -> dict[Key, Mark]:
    notebook = ModuleType("__main__")
    sys.modules["__main__"] = notebook
    marks = dict.fromkeys(exercises(handed.assignment), Mark(0.0))
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        for cell in nbformat.reads(handed.text, as_version=4).cells:
            if cell.cell_type != "code" or _PICTURES & {*cell.metadata.get("tags", ())}:
                continue
            about = cell.metadata.get("nbgrader", {})
            if about.get("grade"):
                name = about["grade_id"].removeprefix("check_")
                marks[name] = _check(name, notebook)
            else:
                _run(cell.source, notebook)
    return {(handed.student, handed.assignment, name): mark for name, mark in marks.items()}


def _run(source: str, notebook: ModuleType) -> None:
    with suppress(Exception):  # nbgrader goes on with the next cell, too
        exec(compile(source, "<cell>", "exec", dont_inherit=True), vars(notebook))


def _check(name: str, notebook: ModuleType) -> Mark:
    """Do what a check's cell does in the solved notebook: import `check`, and call it."""
    vars(notebook)["check"] = check
    if name not in vars(notebook):
        return Mark(0.0)  # a NameError, of which nbgrader knows no more
    result = check(vars(notebook)[name]).result
    assert "problem" not in result, result
    return Mark(result["score"], result["status"], result["mistake"])
