"""The functions that a cell defines, and what they are called with."""

from __future__ import annotations

import ast
import re
import warnings


def defines(source: str, name: str) -> bool:
    """Tell whether code defines a function, outside of all others.

    Parameters
    ----------
    source : str
        The code, which may not be Python.
    name : str
        The function's name.
    """
    if name not in source:
        return False
    tree = parse(source)
    if tree is None:
        return bool(re.search(rf"^(async )?def {re.escape(name)}\b", source, re.MULTILINE))
    return _find(tree, name) is not None


def signature(source: str, name: str) -> str | None:
    """Return how a function is called, such as ``update(x, d, w, b, lr)``.

    Parameters
    ----------
    source : str
        The code that defines it.
    name : str
        Its name.

    Returns
    -------
    str or None
        None where the code is not Python, or does not define it.
    """
    tree = parse(source)
    function = _find(tree, name) if tree else None
    return f"{name}({ast.unparse(_bare(function.args))})" if function else None


def parse(source: str) -> ast.Module | None:
    """Parse code; None where it is not Python.

    Parameters
    ----------
    source : str
        The code.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a student's "\d", which is theirs to mend
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _find(tree: ast.Module, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    found = None
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and statement.name == name:
            found = statement
    return found


def _bare(arguments: ast.arguments) -> ast.arguments:
    """Leave out annotations, which change no call."""
    for one in ast.walk(arguments):
        if isinstance(one, ast.arg):
            one.annotation = None
    return arguments
