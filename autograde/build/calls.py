"""Cells that show a panel or a plot."""

from __future__ import annotations

import ast
from typing import NamedTuple

PICTURE_TAGS = {"panels": "panel", "plots": "plot"}
"""The packages of `neurona` that draw, and the tags of the cells that show what they draw."""


class Call(NamedTuple):
    """What a cell shows: a call of a function of ``panels`` or ``plots``."""

    package: str
    module: str
    function: str
    has_still: bool
    """Whether it can be drawn without the student's work."""


def find_call(source: str) -> Call | None:
    """Find what a code cell shows.

    Parameters
    ----------
    source : str
        The cell.

    Returns
    -------
    Call or None
        None where the cell does not end in a call such as ``panels.dropout.opening()``.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return None
    match statements[-1] if statements else None:
        case ast.Expr(
            ast.Call(
                ast.Attribute(ast.Attribute(ast.Name(package), module), function), args, keywords
            )
        ) if package in PICTURE_TAGS:
            values = [*args, *(keyword.value for keyword in keywords)]
            literal = all(isinstance(value, ast.Constant) for value in values)
            return Call(package, module, function, literal and len(statements) == 1)
    return None
