"""The reference solutions of earlier exercises, as text that can be run elsewhere."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from types import ModuleType

from autograde.suite.define import Chapter


def references_before(chapter: Chapter, name: str) -> str:
    """Write a module that defines the references of all exercises before one, and of no other.

    They are judged already when this is shown to the code of students; what comes after is not.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    name : str
        The exercise that is being judged.

    Returns
    -------
    str
        The chapter's module of `solutions` with its imports and helpers, but without the
        functions of this exercise and of later ones.
    """
    order = list(chapter.exercises)
    return _without(chapter.reference, frozenset(order[order.index(name) :]))


@cache
def _without(module: ModuleType, names: frozenset[str]) -> str:
    tree = ast.parse(inspect.getsource(module))
    tree.body = [
        statement
        for statement in tree.body
        if not (isinstance(statement, ast.FunctionDef) and statement.name in names)
    ]
    return ast.unparse(tree)
