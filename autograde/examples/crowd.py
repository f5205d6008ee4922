"""A class of any size, drawn from everything the suite and the example class know.

Each exercise is answered rightly, rightly in another way, with a known mistake, or not at all;
so the class is as mixed as a real one, and the same seed gives the same class.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

from autograde.build.course import name_of
from autograde.examples.sources import Answers, answer, answers_in, reference_answers, released
from autograde.suite import load_chapter

_LANGUAGES = ("en", "es")
_KINDS = ("right", "otherwise", "mistake", "stub")
_SHARES = (0.55, 0.2, 0.2, 0.05)
_DAMAGES = ("truncated", "not JSON", "empty", "stripped", "doubled")


@dataclass(frozen=True)
class Handed:
    """A notebook that is handed in.

    Attributes
    ----------
    student, assignment : str
        Whose, and for what.
    text : str
        The file.
    damage : str
        What is wrong with the file; empty if it is sound.
    """

    student: str
    assignment: str
    text: str
    damage: str = ""


def draw_class(
    students: int, assignments: tuple[str, ...], rng: np.random.Generator, damaged: float = 0.0
) -> Iterator[Handed]:
    """Draw what a class hands in.

    Parameters
    ----------
    students : int
        How many students.
    assignments : tuple of str
        What each of them hands in.
    rng : Generator
        Decides everything.
    damaged : float
        The share of files that are damaged.
    """
    for number in range(1, students + 1):
        language = _LANGUAGES[int(rng.integers(len(_LANGUAGES)))]
        for assignment in assignments:
            answers = _draw_answers(assignment, language, rng)
            text = nbformat.writes(_answered(language, assignment, answers)) + "\n"
            damage = str(rng.choice(_DAMAGES)) if rng.random() < damaged else ""
            yield Handed(f"s{number:05}", assignment, _spoil(text, damage), damage)


def write_handed(handed: Handed, folder: Path) -> None:
    """Write a file where nbgrader looks for it.

    Parameters
    ----------
    handed : Handed
        The file.
    folder : Path
        Holds all submissions.
    """
    path = folder / handed.student / handed.assignment / f"{handed.assignment}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(handed.text, encoding="utf-8")


def _draw_answers(assignment: str, language: str, rng: np.random.Generator) -> Answers:
    answers: Answers = {}
    for name in load_chapter(assignment).exercises:
        kind = str(rng.choice(_KINDS, p=_SHARES))
        known = _sources(assignment, language)[kind].get(name, ())
        if known:
            answers[name] = known[int(rng.integers(len(known)))]
    return answers


@cache
def _sources(assignment: str, language: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Collect all known answers of a chapter, by their kind and exercise."""
    otherwise = importlib.import_module(f"autograde.examples.otherwise.{name_of(assignment)}")
    exercises = load_chapter(assignment).exercises
    order = list(exercises)
    mistakes = {
        name: tuple(
            answer(one.function, name)
            for one in exercise.mistakes
            if _stands_alone(one.function, order[order.index(name) :])
        )
        for name, exercise in exercises.items()
    }
    right = reference_answers(language, assignment)
    return {
        "right": {name: (source,) for name, source in right.items()},
        "otherwise": {name: (source,) for name, source in answers_in(otherwise).items()},
        "mistake": mistakes,
        "stub": {},
    }


def _stands_alone(function: Callable[..., Any], not_before: Collection[str]) -> bool:
    """Whether a function's source needs no more than a notebook has, once it is an answer.

    One that another function makes, a lambda, or NumPy's, has no source of its own. One that
    calls the right function of its own exercise, or of one that is taught later (`not_before`
    names them), would call itself: later functions call earlier ones.
    """
    if not inspect.isfunction(function) or not function.__qualname__.isidentifier():
        return False
    (definition,) = ast.parse(inspect.getsource(function)).body
    assert isinstance(definition, ast.FunctionDef)
    nodes = [node for statement in definition.body for node in ast.walk(statement)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    called = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    foreign = function.__globals__.keys() - {"np", "reference"}
    return called.isdisjoint(not_before) and names.isdisjoint(foreign)


@cache
def _released(language: str, assignment: str) -> str:
    return nbformat.writes(released(language, assignment))


def _answered(language: str, assignment: str, answers: Answers) -> nbformat.NotebookNode:
    notebook = nbformat.reads(_released(language, assignment), as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell.source = answers[name]
    return notebook


def _spoil(text: str, damage: str) -> str:
    if damage == "truncated":
        return text[: len(text) // 2]
    if damage == "not JSON":
        return "<!DOCTYPE html><title>Sign in</title>"
    if damage == "empty":
        return ""
    if damage == "stripped":  # of all ids and metadata, as some editors do
        notebook = nbformat.reads(text, as_version=4)
        for cell in notebook.cells:
            cell.metadata = {}
            cell.pop("id", None)
        notebook.nbformat_minor = 4
        return nbformat.writes(notebook) + "\n"
    if damage == "doubled":  # every exercise is there twice
        notebook = nbformat.reads(text, as_version=4)
        copies = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
        notebook.cells += copies
        notebook.nbformat_minor = 4
        for cell in notebook.cells:
            cell.pop("id", None)
        return nbformat.writes(notebook) + "\n"
    return text
