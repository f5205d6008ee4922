"""Which exercises the text of a cell defines; the text is looked at, never run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_MAGIC = re.compile(r"^([ \t]*)[%!?].*$", re.MULTILINE)
# Python 3.11 needs quadratic time for an f-string with many expressions.
_MOST_BRACES = 4_000
_CELL_MAGIC = re.compile(r"\A\s*%%.*")
_Block = ast.If | ast.Try | ast.With | ast.For | ast.While


@dataclass(frozen=True)
class Outline:
    """What a cell's text is about.

    Attributes
    ----------
    tree : ast.Module or None
        The text as Python; None where it is none.
    defines : frozenset of str
        The names that running it gives a value.
    mentions : frozenset of str
        The names that it seems to define, where it is no Python.
    """

    tree: ast.Module | None
    defines: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()


def outline(source: str, names: Iterable[str]) -> Outline:
    """Find out which of some names a text defines.

    Parameters
    ----------
    source : str
        A cell's text.
    names : iterable of str
        The names that matter.
    """
    wanted = frozenset(names)
    tree = parse(source)
    if tree is not None:
        return Outline(tree, frozenset(_bound(tree.body)) & wanted)
    return Outline(None, mentions=frozenset(name for name in wanted if mentions(source, name)))


def parse(source: str) -> ast.Module | None:
    """Read a text as Python; lines that are IPython's own commands count as empty."""
    tree = _parse(source)
    if tree is None and _MAGIC.search(source):
        tree = _parse(_MAGIC.sub(r"\1pass", _CELL_MAGIC.sub("", source, count=1)))
    return tree


def mentions(source: str, name: str) -> bool:
    """Tell whether a text looks as if it defined a function, though it is no Python."""
    return bool(
        re.search(rf"^[ \t]*(async[ \t]+)?def[ \t]+{re.escape(name)}\b", source, re.MULTILINE)
    )


def _parse(source: str) -> ast.Module | None:
    if source.count("{") > _MOST_BRACES:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a backslash too many is the student's affair
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def _bound(statements: list[ast.stmt]) -> Iterator[str]:
    waiting = [*statements]
    while waiting:
        statement = waiting.pop()
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield statement.name
            case ast.Assign():
                yield from _names_in(statement.targets)
            case ast.AnnAssign() if statement.value is not None:
                yield from _names_in([statement.target])
            case ast.Import() | ast.ImportFrom():
                yield from (alias.asname or alias.name for alias in statement.names)
            case _ if isinstance(statement, _Block):
                waiting += _inside(statement)


def _inside(block: _Block) -> Iterator[ast.stmt]:
    yield from block.body
    if not isinstance(block, ast.With):
        yield from block.orelse
    if isinstance(block, ast.Try):
        yield from block.finalbody
        for handler in block.handlers:
            yield from handler.body


def _names_in(targets: list[ast.expr]) -> Iterator[str]:
    waiting = [*targets]
    while waiting:
        target = waiting.pop()
        if isinstance(target, ast.Name):
            yield target.id
        elif isinstance(target, ast.Tuple | ast.List):
            waiting += target.elts
        elif isinstance(target, ast.Starred):
            waiting.append(target.value)
