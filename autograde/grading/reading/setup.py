"""What of a changed setup cell is the student's own."""

from __future__ import annotations

import ast
from collections.abc import Collection

from autograde.grading.reading.cells import Submitted
from autograde.grading.reading.definitions import parse

_PACKAGE = "neurona"
_FUNCTION = "prepare"
_SIGNS = (f"{_PACKAGE}.checks.begin()", f"{_FUNCTION}(\n")


def looks_like_setup(cell: Submitted) -> bool:
    """Tell whether a cell that is not as handed out is, or was, a setup cell."""
    if "setup" in (cell.id, *cell.tags):
        return True
    return any(sign in cell.source for sign in _SIGNS)


def own_part(source: str, released: Collection[str]) -> str:
    """Return what a student added to a setup cell, on the lines where it stands.

    The runner does itself what a setup cell does; the cell may be that of another version.

    Parameters
    ----------
    source : str
        The cell's text.
    released : collection of str
        The statements of setup cells as handed out, as `ast.dump` writes them.

    Returns
    -------
    str
        Empty if nothing was added, or if the text is no Python.
    """
    tree = parse(source)
    if tree is None:
        return ""
    own = [each for each in tree.body if not _is_setup(each) and ast.dump(each) not in released]
    if not own:
        return ""
    if len(own) == len(tree.body):
        return source
    lines = source.split("\n")
    kept = {line for each in own for line in _lines(each)}
    shared = kept.intersection(
        line for each in tree.body if each not in own for line in _lines(each)
    )
    if shared:
        return ast.unparse(ast.Module(own, []))
    return "\n".join(text if line in kept else "" for line, text in enumerate(lines, start=1))


def _lines(statement: ast.stmt) -> range:
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(each.lineno for each in decorators)])
    return range(first, (statement.end_lineno or statement.lineno) + 1)


def _is_setup(statement: ast.stmt) -> bool:
    match statement:
        case ast.FunctionDef(name=name) | ast.Delete(targets=[ast.Name(id=name)]):
            return name == _FUNCTION
        case ast.Import(names=[ast.alias(name=name)]) | ast.ImportFrom(module=str(name)):
            return name.partition(".")[0] == _PACKAGE
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name == _FUNCTION
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Attribute(value=value)))):
            return isinstance(value, ast.Name) and value.id == _PACKAGE
    return False
