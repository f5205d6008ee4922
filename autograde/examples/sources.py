"""Where the example class's answers come from, as text for a cell."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograde.build.course import own_course
from autograde.suite import load_chapter

Answers = dict[str, str]
"""The source of each exercise that is answered, by its name."""

_MARKER = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)


def released(language: str, assignment: str) -> NotebookNode:
    """Read a student's notebook as it is handed out."""
    return _read("course", language, assignment)


def reference_answers(language: str, assignment: str) -> Answers:
    """Return the reference solutions of a chapter, as they stand in its solved notebook."""
    cells = _read("solutions/notebooks", language, assignment).cells
    about = [(cell, cell.metadata.get("nbgrader", {})) for cell in cells]
    return {
        nbgrader["grade_id"]: _MARKER.sub("", cell.source).rstrip()
        for cell, nbgrader in about
        if nbgrader.get("solution")
    }


def answers_in(module: ModuleType) -> Answers:
    """Return the functions of a module under their own names."""
    return {
        name: answer(function, name)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    }


def answer(function: Callable[..., Any], name: str) -> str:
    """Return the source of a function under another name, without its decorators.

    Parameters
    ----------
    function : callable
        The function. If it calls ``reference.f``, its source calls the notebook's own ``f``.
    name : str
        The name that it gets.
    """
    (definition,) = ast.parse(inspect.getsource(function)).body
    assert isinstance(definition, ast.FunctionDef)
    definition.name = name
    definition.decorator_list = []
    return ast.unparse(_OwnFunctions().visit(definition))


def named_mistake(assignment: str, name: str, mistake: str) -> str:
    """Return the source of a function that makes a named mistake, from the suite.

    Parameters
    ----------
    assignment : str
        The chapter's id.
    name : str
        The exercise.
    mistake : str
        The mistake's id.
    """
    known = load_chapter(assignment).exercises[name].mistakes
    return answer(next(one.function for one in known if one.id == mistake), name)


class _OwnFunctions(ast.NodeTransformer):
    """Turns ``reference.f`` into ``f``."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name) and node.value.id == "reference":
            return ast.copy_location(ast.Name(node.attr, node.ctx), node)
        return self.generic_visit(node)


def _read(folder: str, language: str, assignment: str) -> NotebookNode:
    path = own_course().root / folder / language / assignment / f"{assignment}.ipynb"
    return nbformat.read(path, as_version=4)
