"""What students say in their own words: names, comments, texts and prose."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SHORTEST_NAME = 4
_SHORTEST_TEXT = 12  # letters, so that "# loop" or "done" is nobody's own
_LONGEST_TEXT = 300
_WORD = re.compile(r"[^\W_]+")
_COMMENT = re.compile(r"#(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Wording:
    """Something in a student's own words.

    Attributes
    ----------
    kind : str
        ``"name"``, ``"comment"``, ``"text"`` or ``"prose"``.
    text : str
        The words, without what is easily changed: capitals, spaces and signs.
    line : int
        Where it stands.
    """

    kind: str
    text: str
    line: int


def names_in(nodes: Iterable[ast.AST]) -> Iterator[Wording]:
    """List the names that statements give values.

    Parameters
    ----------
    nodes : iterable of AST
        All that is in them.
    """
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                pass
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                pass
            case _:
                continue
        if len(name) >= _SHORTEST_NAME:
            yield Wording("name", name, node.lineno)


def texts_in(nodes: Iterable[ast.AST]) -> Iterator[Wording]:
    """List the texts in statements, docstrings included, line by line.

    Parameters
    ----------
    nodes : iterable of AST
        All that is in them.
    """
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for number, line in enumerate(node.value.split("\n")):
                yield from _said("text", line, node.lineno + number)


def comments_in(source: str) -> Iterator[Wording]:
    """List the comments of a cell; where it is no Python, as far as they can be told.

    Parameters
    ----------
    source : str
        The cell's text.
    """
    if "#" not in source:
        return
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                found.append((token.start[0], token.string))
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError, MemoryError):
        lines = enumerate(source.split("\n"), start=1)
        found = [(number, one[1]) for number, line in lines if (one := _COMMENT.search(line))]
    for number, text in found:
        yield from _said("comment", text, number)


def prose_in(source: str) -> Iterator[Wording]:
    """List the lines of a cell of text.

    Parameters
    ----------
    source : str
        The cell's text.
    """
    for number, line in enumerate(source.split("\n"), start=1):
        yield from _said("prose", line, number)


def _said(kind: str, text: str, line: int) -> Iterator[Wording]:
    words = " ".join(_WORD.findall(text[:_LONGEST_TEXT].casefold()))
    if len(words) >= _SHORTEST_TEXT and " " in words:
        yield Wording(kind, words, line)
